#include "attribute_names.hpp"
#include "orrery/base/text.hpp"
#include "orrery/html/sanitize.hpp"
#include "safe_style.hpp"
#include "safe_url.hpp"

#include <algorithm>
#include <span>

namespace orrery::html {
namespace {

using enum Tag;

static_assert(static_cast<std::size_t>(AttributeName::kCount) <= Policy::kAttributeBits);
static_assert(kMaxStyles == Policy::kStyleBits);

constexpr TagSet kTableParts{kTable, kCaption, kColgroup, kCol, kThead, kTbody, kTfoot, kTr, kTd, kTh};
constexpr Tag kMathTags[] = {kMath,   kMerror,  kMfrac,    kMi,          kMmultiscripts, kMn,       kMo,
                             kMover,  kMpadded, kMphantom, kMprescripts, kMroot,         kMrow,     kMs,
                             kMspace, kMsqrt,   kMstyle,   kMsub,        kMsubsup,       kMsup,     kMtable,
                             kMtd,    kMtext,   kMtr,      kMunder,      kMunderover,    kSemantics};

// What the sanitizer knows how to write such that a browser reads back the same (see sanitize.cpp). iframe
// comes only with hosts.
constexpr TagSet kPermissible =
    TagSet{kA,          kAbbr,    kAcronym,    kAddress, kArticle, kAside,  kAudio, kB,      kBdi,
           kBdo,        kBig,     kBlockquote, kBr,      kCenter,  kCite,   kCode,  kData,   kDd,
           kDel,        kDetails, kDfn,        kDir,     kDiv,     kDl,     kDt,    kEm,     kFieldset,
           kFigcaption, kFigure,  kFont,       kFooter,  kHeader,  kHgroup, kHr,    kI,      kImg,
           kIns,        kKbd,     kLegend,     kLi,      kMain,    kMark,   kMenu,  kNav,    kOl,
           kP,          kPicture, kPre,        kQ,       kRb,      kRp,     kRt,    kRtc,    kRuby,
           kS,          kSamp,    kSearch,     kSection, kSmall,   kSource, kSpan,  kStrike, kStrong,
           kSub,        kSummary, kSup,        kTime,    kTrack,   kTt,     kU,     kUl,     kVar,
           kVideo,      kWbr,     kMath} |
    kHeadings | kTableParts;

constexpr std::string_view kMathAttributes[] = {
    "accent",      "accentunder", "columnalign", "columnlines",   "columnspacing", "columnspan",
    "depth",       "dir",         "display",     "displaystyle",  "fence",         "form",
    "frame",       "height",      "largeop",     "linethickness", "lspace",        "mathbackground",
    "mathcolor",   "mathsize",    "mathvariant", "maxsize",       "minsize",       "movablelimits",
    "notation",    "rowalign",    "rowlines",    "rowspacing",    "rowspan",       "rspace",
    "scriptlevel", "separator",   "stretchy",    "symmetric",     "voffset",       "width"};

struct Grant {
    std::string_view element;
    std::string_view attributes;  // separated by spaces
};

void grant(Policy& policy, std::span<const Grant> grants) {
    for (const auto& [element, attributes] : grants) {
        if (element != "*") policy.allow_element(element);
        for (const auto attribute : split(attributes, ' ')) {
            if (!attribute.empty()) policy.allow_attribute(element, attribute);
        }
    }
}

constexpr Grant kStrict[] = {
    {"*", "dir lang title"},
    {"a", "href"},
    {"abbr", ""},
    {"acronym", ""},
    {"b", ""},
    {"bdi", ""},
    {"bdo", ""},
    {"blockquote", "cite"},
    {"br", ""},
    {"cite", ""},
    {"code", "class"},
    {"del", "cite datetime"},
    {"dfn", ""},
    {"em", ""},
    {"i", ""},
    {"ins", "cite datetime"},
    {"kbd", ""},
    {"li", "value"},
    {"mark", ""},
    {"ol", "reversed start type"},
    {"p", ""},
    {"pre", "class"},
    {"q", "cite"},
    {"rb", ""},
    {"rp", ""},
    {"rt", ""},
    {"rtc", ""},
    {"ruby", ""},
    {"s", ""},
    {"samp", ""},
    {"small", ""},
    {"strike", ""},
    {"strong", ""},
    {"sub", ""},
    {"sup", ""},
    {"time", "datetime"},
    {"tt", ""},
    {"u", ""},
    {"ul", "type"},
    {"var", ""},
    {"wbr", ""},
};

constexpr Grant kFeed[] = {
    {"*", "aria-hidden aria-label class id style translate"},
    {"a", "hreflang name type"},
    {"address", ""},
    {"article", ""},
    {"aside", ""},
    {"audio", "loop muted src"},
    {"big", ""},
    {"center", ""},
    {"data", "value"},
    {"dd", ""},
    {"details", "open"},
    {"dir", ""},
    {"div", "align"},
    {"dl", ""},
    {"dt", ""},
    {"figcaption", ""},
    {"figure", ""},
    {"footer", ""},
    {"h1", "align"},
    {"h2", "align"},
    {"h3", "align"},
    {"h4", "align"},
    {"h5", "align"},
    {"h6", "align"},
    {"header", ""},
    {"hgroup", ""},
    {"hr", ""},
    {"img", "align alt height sizes src srcset width"},
    {"main", ""},
    {"menu", ""},
    {"nav", ""},
    {"p", "align"},
    {"picture", ""},
    {"search", ""},
    {"section", ""},
    {"source", "height media sizes src srcset type width"},
    {"span", ""},
    {"summary", ""},
    {"table", "align border cellpadding cellspacing summary width"},
    {"caption", "align"},
    {"col", "align span valign width"},
    {"colgroup", "align span valign width"},
    {"tbody", "align valign"},
    {"thead", "align valign"},
    {"tfoot", "align valign"},
    {"tr", "align valign"},
    {"td", "abbr align colspan headers height rowspan valign width"},
    {"th", "abbr align colspan headers height rowspan scope valign width"},
    {"track", "kind label src srclang"},
    {"video", "height loop muted poster src width"},
    {"math", ""},
};

constexpr std::string_view kFeedStyles[] = {
    "direction",  "font-style",      "font-variant",   "font-weight",    "list-style-type",
    "text-align", "text-decoration", "text-transform", "vertical-align", "white-space"};

}  // namespace

Policy::Policy() : schemes_{"http", "https", "ftp", "mailto", "tel", "magnet", "xmpp", "geo", "gemini"} {}

Policy Policy::strict() {
    Policy policy;
    grant(policy, kStrict);
    return policy;
}

Policy Policy::feed() {
    Policy policy = strict();
    grant(policy, kFeed);
    for (const auto property : kFeedStyles)
        policy.allow_style(property);
    return policy;
}

Policy Policy::feed_with_embeds(std::vector<std::string> hosts) {
    Policy policy = feed();
    policy.elements_.insert(kIframe);
    for (const auto attribute : {"height", "src", "title", "width"})
        policy.allow_attribute("iframe", attribute);
    policy.embed_hosts_ = std::move(hosts);
    return policy;
}

bool is_host_pattern(std::string_view pattern) {
    if (pattern.starts_with("*.")) pattern.remove_prefix(2);
    const bool plain = std::ranges::all_of(
        pattern, [](char c) { return is_digit(c) || (is_alpha(c) && c >= 'a') || c == '-' || c == '.'; });
    const auto url = Url::parse("https://" + std::string(pattern) + "/");
    return plain && url && url->host() == pattern;
}

bool Policy::allow_element(std::string_view name) {
    const auto tag = tag_of(to_lower(name));
    if (!kPermissible.contains(tag)) return false;
    elements_.insert(tag);
    if (kTableParts.contains(tag)) elements_ = elements_ | kTableParts;
    if (kHeadings.contains(tag)) elements_ = elements_ | kHeadings;
    if (tag == kMath) {
        for (const auto part : kMathTags) {
            elements_.insert(part);
            for (const auto attribute : kMathAttributes) {
                attributes_[static_cast<std::size_t>(part)].set(
                    static_cast<std::size_t>(attribute_name(attribute)));
            }
        }
    }
    return true;
}

bool Policy::allow_attribute(std::string_view element, std::string_view attribute) {
    const auto name = attribute_name(to_lower(attribute));
    if (name == AttributeName::kUnknown || kind_of(name) == AttributeKind::kOurs) return false;
    const auto bit = static_cast<std::size_t>(name);
    if (element == "*") {
        for (auto& set : attributes_)
            set.set(bit);
        return true;
    }
    const auto tag = tag_of(to_lower(element));
    if (tag == Tag::kUnknown) return false;
    attributes_[static_cast<std::size_t>(tag)].set(bit);
    return true;
}

bool Policy::allow_style(std::string_view property) {
    const int bit = style_bit(to_lower(property));
    if (bit >= 0) styles_.set(static_cast<std::size_t>(bit));
    return bit >= 0;
}

bool Policy::set_schemes(std::vector<std::string> schemes) {
    for (const auto& scheme : schemes) {
        if (is_unsafe_scheme(scheme)) return false;
    }
    schemes_ = std::move(schemes);
    return true;
}

}  // namespace orrery::html
