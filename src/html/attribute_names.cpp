#include "attribute_names.hpp"

#include "name_table.hpp"

namespace orrery::html {
namespace {

constexpr std::string_view kNames[] = {"",
#define ORRERY_HTML_ATTRIBUTE(identifier, name, kind) name,
                                       ORRERY_HTML_ATTRIBUTES(ORRERY_HTML_ATTRIBUTE)
#undef ORRERY_HTML_ATTRIBUTE
};
constexpr AttributeKind kKinds[] = {AttributeKind::kText,
#define ORRERY_HTML_ATTRIBUTE(identifier, name, kind) AttributeKind::k##kind,
                                    ORRERY_HTML_ATTRIBUTES(ORRERY_HTML_ATTRIBUTE)
#undef ORRERY_HTML_ATTRIBUTE
};

constexpr NameTable<512> kTable(kNames);

}  // namespace

AttributeName attribute_name(std::string_view name) {
    return static_cast<AttributeName>(kTable.find(name));
}

AttributeKind kind_of(AttributeName name) {
    return kKinds[static_cast<std::size_t>(name)];
}

}  // namespace orrery::html
