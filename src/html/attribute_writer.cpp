#include "attribute_writer.hpp"

#include "escaping.hpp"
#include "fragment_links.hpp"
#include "orrery/base/text.hpp"
#include "safe_style.hpp"
#include "tag_pieces.hpp"

#include <algorithm>
#include <iterator>

namespace orrery::html {
namespace {

// Where scripts that load images late keep the true source.
constexpr std::string_view kLateSources[] = {"data-src", "data-lazy-src", "data-original", "data-orig-file"};

constexpr std::size_t kLongestKeyword = 40;
constexpr std::size_t kLongestMathValue = 80;

bool is_keyword(std::string_view value) {
    return !value.empty() && value.size() <= kLongestKeyword &&
           std::ranges::all_of(value, [](char c) { return is_alnum(c) || c == '-' || c == '_'; });
}

bool is_number(std::string_view value) {
    if (value.starts_with('-')) value.remove_prefix(1);
    return !value.empty() && value.size() <= 4 &&
           std::ranges::all_of(value, [](char c) { return is_digit(c); });
}

// "100", "62.5%", "2em"; up to four digits before the point.
bool is_length(std::string_view value) {
    std::size_t digits = 0;
    while (digits < value.size() && is_digit(value[digits]))
        ++digits;
    if (digits > 4) return false;
    auto at = digits;
    if (at < value.size() && value[at] == '.') {
        ++at;
        while (at < value.size() && is_digit(value[at]))
            ++at;
    }
    if (at == 0 || at > 12) return false;
    const auto unit = value.substr(at);
    return unit.empty() || unit == "%" ||
           (unit.size() <= 3 && std::ranges::all_of(unit, [](char c) { return is_alpha(c); }));
}

bool is_math_value(std::string_view value) {
    return !value.empty() && value.size() <= kLongestMathValue && std::ranges::all_of(value, [](char c) {
        return is_alnum(c) || std::string_view(" .+-#%").find(c) != std::string_view::npos;
    });
}

template <class OnWord>
void for_each_word(std::string_view text, OnWord on_word) {
    for (std::size_t at = 0; at < text.size();) {
        const auto start = at;
        while (at < text.size() && !is_space(text[at]))
            ++at;
        if (at > start) on_word(text.substr(start, at - start));
        ++at;
    }
}

bool is_language(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return is_alnum(c) || std::string_view("+#._-").find(c) != std::string_view::npos;
    });
}

// The words of a list with one space between them. Control characters go first, as none of them is written:
// one that is a word of its own would leave its space behind.
std::string plain_words(std::string_view value) {
    std::string kept;
    std::ranges::copy_if(value, std::back_inserter(kept),
                         [](char c) { return is_space(c) || !is_stray_control(c); });
    return collapse_space(kept);
}

// `language-c++` and `lang-py` tell how to colour code.
bool is_language_class(std::string_view name) {
    return (name.starts_with("language-") && is_language(name.substr(9))) ||
           (name.starts_with("lang-") && is_language(name.substr(5)));
}

// The language in other tools' ways of telling it: `brush: js;` (SyntaxHighlighter), `highlight-source-c`
// (GitHub), `src src-lisp` (Org), `sourceCode haskell` (Pandoc), `hljs rust` (highlight.js).
std::string_view foreign_language(std::string_view value) {
    std::string_view language;
    bool is_next = false;
    for_each_word(value, [&](std::string_view name) {
        if (!language.empty()) return;
        bool tells = std::exchange(is_next, false);
        for (const std::string_view prefix : {"brush:", "highlight-source-", "src-"}) {
            if (!name.starts_with(prefix)) continue;
            name.remove_prefix(prefix.size());
            tells = true;
            is_next = name.empty();
            break;
        }
        if (!tells && (name == "sourceCode" || name == "hljs")) is_next = true;
        name = name.substr(0, name.find(';'));
        if (tells && is_language(name)) language = name;
    });
    return language;
}

// Of one that is either.
bool is_https(std::string_view url) {
    return url[4] == 's';
}

bool has_space(std::string_view value) {
    return std::ranges::any_of(value, [](char c) { return is_space(c); });
}

bool host_matches(std::string_view pattern, std::string_view host) {
    if (!pattern.starts_with("*.")) return pattern == host;
    pattern.remove_prefix(1);
    return host.size() > pattern.size() && host.ends_with(pattern);
}

// The source of an image that a script is to load, or null.
const Attribute* late_source(const Token& token) {
    for (const auto name : kLateSources) {
        if (const auto* late = token.attribute(name); late != nullptr && !late->value.empty()) return late;
    }
    return nullptr;
}

// A number of pixels, or -1.
std::int64_t pixels(std::string_view value) {
    value = trim(value);
    if (value.ends_with("px")) value.remove_suffix(2);
    std::int64_t number = -1;
    return parse_number(value, number) ? number : -1;
}

}  // namespace

void AttributeWriter::text(AttributeName name, std::string_view decoded) {
    begin(name);
    append_literal(out_, decoded, ReferenceContext::kAttribute, readable_end(decoded, input_));
    out_ += '"';
}

bool AttributeWriter::url(AttributeName name, std::string_view value, UrlUse use) {
    url_.clear();
    const auto* end = readable_end(value, input_);
    if (is_plain_http(value, end) &&
        (use != UrlUse::kLink || (is_https(value) ? links_to_https_ : links_to_http_))) {
        if (use != UrlUse::kLink && !is_https(value)) ++notes_.mixed_content;
        begin(name);
        out_.append(value, end);
        out_ += '"';
        return true;
    }
    if (!append_safe_url(url_, value, use, rules_, notes_.tracking_parameters)) {
        ++notes_.dropped_urls;
        dropped();
        return false;
    }
    if (use != UrlUse::kLink && url_.starts_with("http:")) ++notes_.mixed_content;
    text(name, url_);
    return true;
}

// That an author set what we set ourselves is no loss worth a note.
void AttributeWriter::left_out(AttributeName name, const Attribute& attribute) {
    if (kind_of(name) == AttributeKind::kOurs) return;
    if (attribute.name.starts_with("on")) ++notes_.dropped_scripts;
    dropped();
}

std::string_view AttributeWriter::page() const {
    if (!policy_.page_url.empty()) return policy_.page_url;
    return rules_.base != nullptr ? std::string_view(rules_.base->href()) : std::string_view();
}

// Links within the post follow its ids, see Policy::id_prefix.
void AttributeWriter::link(AttributeName name, std::string_view value) {
    // Most begin with a scheme or a path, so that nothing has to be taken off to see that they are no
    // fragment.
    std::string storage;
    const bool plain = !value.empty() && (is_alnum(value[0]) || value[0] == '/' || value[0] == '.');
    const auto target = plain ? value : stripped_url(value, storage);
    if (!target.starts_with('#')) {
        if (!url(name, value, UrlUse::kLink)) return;
        leads_out_ = true;
        if (!has_fragment_links_ && url_.find('#') != std::string::npos)
            has_fragment_links_ = is_same_place(url_, page());
        return;
    }
    has_fragment_links_ = true;
    const auto id = target.substr(1);
    if (policy_.id_prefix.empty() || id.empty() || has_space(id)) return dropped();
    begin(name);
    out_ += '#';
    if (!id.starts_with(policy_.id_prefix)) out_ += policy_.id_prefix;
    append_literal(out_, id, ReferenceContext::kAttribute);
    out_ += '"';
}

void AttributeWriter::class_names(Tag tag, std::string_view value) {
    if (policy_.any_class) return text(AttributeName::kClass, plain_words(value));
    const bool is_code = tag == Tag::kPre || tag == Tag::kCode || tag == Tag::kDiv;
    if (!is_code && value.find("lang") == std::string_view::npos) return;
    url_.clear();
    for_each_word(value, [&](std::string_view name) {
        if (!is_language_class(name)) return;
        if (!url_.empty()) url_ += ' ';
        url_ += name;
    });
    if (url_.empty() && is_code) {
        if (const auto language = foreign_language(value); !language.empty())
            url_.append("language-").append(language);
    }
    if (!url_.empty()) text(AttributeName::kClass, url_);
}

void AttributeWriter::write(Tag tag, AttributeName name, const Attribute& attribute) {
    const auto value = attribute.decoded_value(scratch_);
    const auto checked = [&](bool (*is_good)(std::string_view)) {
        const auto trimmed = trim(value);
        if (!is_good(trimmed)) return dropped();
        text(name, trimmed);
    };
    switch (kind_of(name)) {
        case AttributeKind::kText:
            return text(name, value);
        case AttributeKind::kKeyword:
            return checked(is_keyword);
        case AttributeKind::kNumber:
            return checked(is_number);
        case AttributeKind::kLength:
            return checked(is_length);
        case AttributeKind::kMath:
            return checked(is_math_value);
        case AttributeKind::kFlag:
            return text(name, {});
        case AttributeKind::kLink:
            return link(name, value);
        case AttributeKind::kMedia: {
            const bool image = tag == Tag::kImg || name == AttributeName::kPoster;
            static_cast<void>(url(name, value, image ? UrlUse::kImage : UrlUse::kMedia));
            return;
        }
        case AttributeKind::kSrcset: {
            url_.clear();
            if (!append_safe_srcset(url_, value, rules_, notes_.tracking_parameters)) return dropped();
            if (url_.find("http:") != std::string::npos) ++notes_.mixed_content;
            return text(name, url_);
        }
        case AttributeKind::kId:
        case AttributeKind::kIdList: {
            if (policy_.id_prefix.empty() || trim(value).empty()) return dropped();
            if (kind_of(name) == AttributeKind::kId && has_space(value)) return dropped();
            std::string ids;
            const auto names = plain_words(value);
            for (const auto id : split(names, ' ')) {
                if (!ids.empty()) ids += ' ';
                if (!id.starts_with(policy_.id_prefix)) ids += policy_.id_prefix;
                ids += id;
            }
            return text(name, ids);
        }
        case AttributeKind::kClass:
            return class_names(tag, value);
        case AttributeKind::kStyle: {
            url_.clear();
            notes_.dropped_attributes += append_safe_style(url_, value, policy_.styles());
            if (!url_.empty()) text(name, url_);
            return;
        }
        case AttributeKind::kOurs:
            return;
    }
}

// What decides what becomes of an image; null where it is absent.
struct AttributeWriter::Image {
    const Attribute* source = nullptr;
    const Attribute* candidates = nullptr;
    const Attribute* width = nullptr;
    const Attribute* height = nullptr;
    const Attribute* style = nullptr;
};

bool AttributeWriter::is_pixel(const Image& image, std::string_view source) {
    if (!policy_.drop_tracking) return false;
    if (is_tracking_url(source)) return true;
    for (const auto* side : {image.width, image.height}) {
        if (side == nullptr) continue;
        if (const auto length = pixels(side->value); length == 0 || length == 1) return true;
    }
    return image.style != nullptr && is_out_of_sight(image.style->decoded_value(scratch_));
}

bool AttributeWriter::write_image(const Token& token) {
    Image image;
    names_.clear();
    for (const auto& attribute : token.attributes) {
        const auto name = attribute_name(attribute.name);
        names_.push_back(name);
        if (name == AttributeName::kSrc) image.source = &attribute;
        if (name == AttributeName::kSrcset) image.candidates = &attribute;
        if (name == AttributeName::kWidth) image.width = &attribute;
        if (name == AttributeName::kHeight) image.height = &attribute;
        if (name == AttributeName::kStyle) image.style = &attribute;
    }
    if (image.source == nullptr || image.source->value.empty() ||
        istarts_with(trim(image.source->value), "data:")) {
        if (const auto* late = late_source(token)) image.source = late;
    }
    if (image.source == nullptr && image.candidates == nullptr) return false;
    std::string_view source;
    if (image.source != nullptr) {
        source = image.source->decoded_value(source_);
        if (is_pixel(image, trim(source))) {
            ++notes_.tracking_pixels;
            return false;
        }
    }
    const auto start = out_.size();
    const auto& allowed = policy_.attributes(Tag::kImg);
    out_ += Piece("<img");
    bool loads = false;
    if (image.source != nullptr && allowed[static_cast<std::size_t>(AttributeName::kSrc)])
        loads = url(AttributeName::kSrc, source, UrlUse::kImage);
    for (std::size_t i = 0; i < names_.size(); ++i) {
        const auto name = names_[i];
        if (name == AttributeName::kSrc) continue;
        if (!allowed[static_cast<std::size_t>(name)]) {
            left_out(name, token.attributes[i]);
            continue;
        }
        const auto before = out_.size();
        write(Tag::kImg, name, token.attributes[i]);
        if (name == AttributeName::kSrcset && out_.size() > before) loads = true;
    }
    if (!loads) {
        out_.truncate(start);
        return false;
    }
    if (policy_.lazy_media) out_ += Piece(" loading=\"lazy\"");
    out_ += std::string_view(" referrerpolicy=\"no-referrer\">");
    return true;
}

bool AttributeWriter::write_frame(const Token& token) {
    const auto* source = token.attribute("src");
    if (source == nullptr) return false;
    const auto reference = trim(source->decoded_value(scratch_));
    std::string address = reference.starts_with("//") ? "https:" : "";
    address += reference;
    const auto url = Url::parse(address, rules_.base);
    if (!url || url->scheme() != "https" || !url->port().empty()) return false;
    const auto& hosts = policy_.embed_hosts();
    if (std::ranges::none_of(hosts, [&](const auto& pattern) { return host_matches(pattern, url->host()); }))
        return false;
    out_ += Piece("<iframe");
    text(AttributeName::kSrc, url->href());
    for (const auto& attribute : token.attributes) {
        const auto name = attribute_name(attribute.name);
        if (name == AttributeName::kSrc) continue;
        if (policy_.attributes(Tag::kIframe)[static_cast<std::size_t>(name)])
            write(Tag::kIframe, name, attribute);
    }
    // The frame is another origin: scripts of its own, none of ours, and no way to navigate our page.
    out_ += std::string_view(" sandbox=\"allow-scripts allow-same-origin allow-popups allow-presentation\"");
    if (policy_.lazy_media) out_ += Piece(" loading=\"lazy\"");
    out_ += std::string_view(" referrerpolicy=\"strict-origin-when-cross-origin\" allowfullscreen=\"\">");
    return true;
}

bool AttributeWriter::write_start(Tag tag, const Token& token) {
    if (tag == Tag::kImg) return write_image(token);
    if (tag == Tag::kIframe) return write_frame(token);
    const auto& allowed = policy_.attributes(tag);
    out_ += kStartTags[static_cast<std::size_t>(tag)];
    leads_out_ = false;
    for (const auto& attribute : token.attributes) {
        const auto name = attribute_name(attribute.name);
        if (allowed[static_cast<std::size_t>(name)]) {
            write(tag, name, attribute);
        } else {
            left_out(name, attribute);
        }
    }
    if (tag == Tag::kA && leads_out_) out_ += rel_;
    if (tag == Tag::kAudio || tag == Tag::kVideo) {
        out_ += Piece(" controls=\"\"");
        if (policy_.lazy_media) out_ += Piece(" preload=\"none\"");
    }
    out_ += '>';
    return true;
}

}  // namespace orrery::html
