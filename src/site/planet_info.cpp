#include "orrery/site/planet_info.hpp"

namespace orrery::site {

std::optional<Url> planet_url(std::string_view text) {
    auto url = Url::parse(text);
    if (!url || !url->is_http()) return std::nullopt;
    auto address = url->origin().append(url->path());
    if (!address.ends_with('/')) address += '/';
    return Url::parse(address);
}

}  // namespace orrery::site
