// Any text, relative to any base: what comes out is in normal form, the two ways to it agree, and cleaning
// keeps the page.
#include "orrery/base/url.hpp"

#include "orrery/base/url_clean.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using orrery::Url;

void require(bool condition) {
    if (!condition) std::abort();
}

/// The parts and what stands between them make the whole.
std::string rebuilt(const Url& url) {
    std::string text = std::string(url.scheme()) + ":";
    if (url.has_authority()) {
        text += "//";
        text += url.username();
        if (!url.password().empty()) text.append(":").append(url.password());
        if (!url.username().empty() || !url.password().empty()) text += '@';
        text += url.host();
        if (!url.port().empty()) text.append(":").append(url.port());
    } else if (url.path().starts_with("//")) {
        text += "/.";
    }
    text += url.path();
    if (url.has_query()) text.append("?").append(url.query());
    if (url.has_fragment()) text.append("#").append(url.fragment());
    return text;
}

void check(const Url& url) {
    require(rebuilt(url) == url.href());
    const auto again = Url::parse(url.href());
    require(again && again->href() == url.href() && again->host() == url.host() &&
            again->path() == url.path());
    const auto cleaned = orrery::strip_tracking(url);
    require(cleaned.path() == url.path() && cleaned.host() == url.host());
    require(orrery::strip_tracking(cleaned) == cleaned);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto split = text.find('\n');
    const auto input = text.substr(0, split);
    std::optional<Url> base;
    if (split != std::string_view::npos) base = Url::parse(text.substr(split + 1));
    if (base) check(*base);

    const auto url = Url::parse(input, base ? &*base : nullptr);
    // A space in front sends the text the long way.
    const auto long_way = Url::parse(" " + std::string(input), base ? &*base : nullptr);
    require(url.has_value() == long_way.has_value());
    if (url) {
        require(*url == *long_way);
        check(*url);
    }
    return 0;
}
