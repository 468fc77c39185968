#include "orrery/feed/model.hpp"

#include <array>
#include <utility>

namespace orrery::feed {

namespace {

struct FormatName {
    std::string_view name;
    std::string_view title;
};

// In the order of Format.
constexpr std::array<FormatName, 19> kFormats = {{
    {"", "unknown"},
    {"rss090", "RSS 0.90"},
    {"rss091n", "RSS 0.91 (Netscape)"},
    {"rss091u", "RSS 0.91 (Userland)"},
    {"rss092", "RSS 0.92"},
    {"rss093", "RSS 0.93"},
    {"rss094", "RSS 0.94"},
    {"rss10", "RSS 1.0"},
    {"rss20", "RSS 2.0"},
    {"rss", "RSS"},
    {"atom01", "Atom 0.1"},
    {"atom02", "Atom 0.2"},
    {"atom03", "Atom 0.3"},
    {"atom10", "Atom 1.0"},
    {"atom", "Atom"},
    {"cdf", "CDF"},
    {"json10", "JSON Feed 1.0"},
    {"json11", "JSON Feed 1.1"},
    {"hfeed", "h-feed"},
}};
static_assert(kFormats.size() == std::to_underlying(Format::kHFeed) + 1);

}  // namespace

std::string_view name_of(Format format) {
    return kFormats[std::to_underlying(format)].name;
}
std::string_view title_of(Format format) {
    return kFormats[std::to_underlying(format)].title;
}

std::string_view name_of(TextType type) {
    switch (type) {
        case TextType::kText:
            return "text";
        case TextType::kHtml:
            return "html";
        case TextType::kXhtml:
            return "xhtml";
        case TextType::kMarkdown:
            return "markdown";
        case TextType::kOther:
            return "other";
    }
    return "";
}

std::string_view name_of(Shape::Kind kind) {
    switch (kind) {
        case Shape::Kind::kPoint:
            return "point";
        case Shape::Kind::kLine:
            return "line";
        case Shape::Kind::kPolygon:
            return "polygon";
        case Shape::Kind::kBox:
            return "box";
    }
    return "";
}

}  // namespace orrery::feed
