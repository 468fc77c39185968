#include "links.hpp"

#include "blocks.hpp"
#include "orrery/base/text.hpp"
#include "text_rules.hpp"

namespace orrery::feed {

std::string_view LinkResolver::resolve(std::string_view base, std::string_view url) {
    url = trim(url);
    if (has_control(url)) {
        std::string clean(url);
        std::erase_if(clean, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
        url = arena_.copy(clean);
    }
    if (url.empty()) return {};
    if (url.starts_with("https://") || url.starts_with("http://")) return url;
    if (scheme_length(url) > 0) return is_safe_url(url) ? url : std::string_view();
    if (base.empty()) return url;
    if (base.data() != base_text_.data() || base.size() != base_text_.size()) {
        base_text_ = base;
        base_ = Url::parse(base);
    }
    if (!base_) return url;
    const auto absolute = Url::parse(url, &*base_);
    return absolute ? arena_.copy(absolute->href()) : url;
}

}  // namespace orrery::feed
