#pragma once

#include <string_view>

namespace orrery::feed {

enum class TextType {
    kText,      ///< plain: escape it before it goes into HTML
    kHtml,      ///< HTML, as dirty as it came: sanitize before use
    kXhtml,     ///< markup that was part of the XML, written out so that an HTML parser reads it; as dirty as
                ///< kHtml
    kMarkdown,  ///< `source:markdown`
    kOther,     ///< anything else; `media_type` says what
};

/// `text`, `html`, `xhtml`, `markdown`, `other`.
[[nodiscard]] std::string_view name_of(TextType type);

/// Human text and what it is.
struct Text {
    std::string_view value;
    TextType type = TextType::kText;
    std::string_view language;    ///< of xml:lang, else the document's; a BCP 47 tag as written
    std::string_view base;        ///< what relative links in it are relative to
    std::string_view media_type;  ///< as the feed named it, when it did so with a media type

    [[nodiscard]] bool empty() const { return value.empty(); }
    /// HTML or XHTML.
    [[nodiscard]] bool is_markup() const { return type == TextType::kHtml || type == TextType::kXhtml; }
};

struct Person {
    std::string_view name;
    std::string_view email;
    std::string_view uri;
    std::string_view avatar;  ///< a picture
    std::string_view role;    ///< `podcast:person`: host, guest …
    std::string_view group;   ///< `podcast:person`: cast, writing …

    friend bool operator==(const Person&, const Person&) = default;
};

}  // namespace orrery::feed
