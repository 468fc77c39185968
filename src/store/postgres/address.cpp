#include "postgres/address.hpp"

#include "orrery/base/text.hpp"

#include <algorithm>

namespace orrery::store::postgres {

namespace {

constexpr std::string_view kHidden = "***";

}  // namespace

bool is_address(std::string_view place) {
    return istarts_with(place, "postgresql://") || istarts_with(place, "postgres://");
}

std::string shown(std::string_view address) {
    std::string text(address);
    const auto start = text.find("//") + 2;
    const auto query = std::min(text.find('?', start), text.size());
    // A password may hold what should have been encoded: it goes on to the last `@`.
    if (const auto at = text.rfind('@', query); at != std::string::npos && at > start)
        if (const auto colon = text.find(':', start); colon < at)
            text.replace(colon + 1, at - colon - 1, kHidden);
    constexpr std::string_view kKey = "password=";
    for (auto key = text.find(kKey); key != std::string::npos; key = text.find(kKey, key + kKey.size())) {
        const auto value = key + kKey.size();
        text.replace(value, std::min(text.find('&', value), text.size()) - value, kHidden);
    }
    return text;
}

}  // namespace orrery::store::postgres
