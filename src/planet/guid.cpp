#include "guid.hpp"

#include "keys.hpp"
#include "orrery/base/text.hpp"
#include "orrery/planet/address.hpp"

#include <algorithm>

namespace orrery::planet {

namespace {

// As long as an MD5 or a Mongo id: nobody counts that far.
constexpr std::size_t kHashDigits = 24;

bool is_hash(std::string_view text) {
    std::size_t digits = 0;
    std::size_t numerals = 0;
    for (const char c : text) {
        if (hex_value(c) >= 0) {
            ++digits;
            if (is_digit(c)) ++numerals;
        } else if (c != '-' && c != '{' && c != '}') {
            return false;
        }
    }
    return digits >= kHashDigits && numerals > 0;
}

// A UUID that has a prefix (`prx_126_c6d43512-3eb0-…`) or stands alone: five groups of 8, 4, 4, 4, 12.
bool has_uuid(std::string_view text) {
    constexpr std::string_view kShape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    for (std::size_t at = 0; at + kShape.size() <= text.size(); ++at) {
        bool fits = true;
        for (std::size_t i = 0; fits && i < kShape.size(); ++i)
            fits = kShape[i] == '-' ? text[at + i] == '-' : hex_value(text[at + i]) >= 0;
        if (fits) return true;
    }
    return false;
}

bool is_global(std::string_view guid) {
    for (const auto scheme : {"tag:", "urn:", "yt:video:", "gid://", "oai:", "doi:", "at://"}) {
        if (istarts_with(guid, scheme)) return true;
    }
    // Movable Type's `12@http://host/`, Drupal's `12 at http://host`.
    return guid.find("://") != std::string_view::npos || is_hash(guid) || has_uuid(guid);
}

}  // namespace

Guid read_guid(std::string_view text, std::int64_t feed) {
    Guid guid;
    text = trim(text);
    if (text.empty()) return guid;
    if (istarts_with(text, "http://") || istarts_with(text, "https://")) {
        const auto address = page_address(text);
        if (!address.page.empty()) {
            guid.text = address.page;
            if (!address.fragment.empty()) guid.text.append("#").append(address.fragment);
            guid.form = address.is_site() && address.fragment.empty() ? Guid::Form::kSite : Guid::Form::kPage;
            guid.key = address.key();
            return guid;
        }
    }
    guid.text = text;
    if (is_global(text)) {
        guid.form = Guid::Form::kGlobal;
        // `12 at http://host` and `12 at https://host` are one.
        for (const auto* scheme : {"https://", "http://"})
            guid.text = replace_all(guid.text, scheme, "//");
        while (guid.text.ends_with('/'))
            guid.text.pop_back();
        guid.key = make_key(KeyKind::kGlobalGuid, guid.text);
    } else {
        guid.form = Guid::Form::kLocal;
        guid.key = make_key(KeyKind::kLocalGuid, guid.text, std::to_string(feed));
    }
    return guid;
}

}  // namespace orrery::planet
