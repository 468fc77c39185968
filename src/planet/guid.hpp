#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace orrery::planet {

/// What a guid is worth.
struct Guid {
    enum class Form {
        kNone,
        kSite,    ///< the address of a whole site, which says nothing of the post
        kPage,    ///< the address of a page
        kGlobal,  ///< `tag:`, `urn:`, a UUID, a long hash, `12@http://host/` …
        kLocal,   ///< a number, a slug: means something in its own feed only
    };
    Form form = Form::kNone;
    std::string text;       ///< normal form: two spellings of one guid are equal
    std::uint64_t key = 0;  ///< the same for everybody when kPage or kGlobal; 0 when kNone

    [[nodiscard]] bool is_global() const { return form == Form::kPage || form == Form::kGlobal; }
};

/// `feed` keeps the local guids of two feeds apart.
[[nodiscard]] Guid read_guid(std::string_view guid, std::int64_t feed);

}  // namespace orrery::planet
