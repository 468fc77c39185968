#include "orrery/html/tags.hpp"

#include "name_table.hpp"

namespace orrery::html {
namespace {

constexpr NameTable<1024> kTable(kTagNames);

}  // namespace

Tag tag_of(std::string_view name) {
    return static_cast<Tag>(kTable.find(name));
}

}  // namespace orrery::html
