#pragma once

#include "output.hpp"

#include <cstdint>
#include <string_view>

/// The attributes that a policy may let through, and how each one's value is checked.
namespace orrery::html {

enum class AttributeKind : std::uint8_t {
    kText,     ///< any text
    kKeyword,  ///< letters, digits, `-` and `_`
    kNumber,   ///< a whole number from -9999 to 9999
    kLength,   ///< a number, with or without a unit
    kMath,     ///< the values of MathML: words, numbers, lengths, colours
    kFlag,     ///< present or not
    kLink,     ///< URL of a page
    kMedia,    ///< URL that the browser loads at once
    kSrcset,
    kId,
    kIdList,
    kClass,
    kStyle,
    kOurs,  ///< set by us where it makes sense, and never taken from an author
};

// X(identifier, "name", kind)
// clang-format off
#define ORRERY_HTML_ATTRIBUTES(X) \
    X(Abbr, "abbr", Text) \
    X(Accent, "accent", Math) \
    X(Accentunder, "accentunder", Math) \
    X(Align, "align", Keyword) \
    X(Alt, "alt", Text) \
    X(AriaHidden, "aria-hidden", Keyword) \
    X(AriaLabel, "aria-label", Text) \
    X(Border, "border", Number) \
    X(Cellpadding, "cellpadding", Number) \
    X(Cellspacing, "cellspacing", Number) \
    X(Cite, "cite", Link) \
    X(Class, "class", Class) \
    X(Color, "color", Math) \
    X(Colspan, "colspan", Number) \
    X(Columnalign, "columnalign", Math) \
    X(Columnlines, "columnlines", Math) \
    X(Columnspacing, "columnspacing", Math) \
    X(Columnspan, "columnspan", Math) \
    X(Controls, "controls", Ours) \
    X(Datetime, "datetime", Text) \
    X(Decoding, "decoding", Ours) \
    X(Depth, "depth", Length) \
    X(Dir, "dir", Keyword) \
    X(Display, "display", Keyword) \
    X(Displaystyle, "displaystyle", Keyword) \
    X(Face, "face", Text) \
    X(Fence, "fence", Keyword) \
    X(Form, "form", Keyword) \
    X(Frame, "frame", Keyword) \
    X(Headers, "headers", IdList) \
    X(Height, "height", Length) \
    X(Href, "href", Link) \
    X(Hreflang, "hreflang", Keyword) \
    X(Id, "id", Id) \
    X(Kind, "kind", Keyword) \
    X(Label, "label", Text) \
    X(Lang, "lang", Keyword) \
    X(Largeop, "largeop", Keyword) \
    X(Linethickness, "linethickness", Math) \
    X(Loading, "loading", Ours) \
    X(Loop, "loop", Flag) \
    X(Lspace, "lspace", Math) \
    X(Mathbackground, "mathbackground", Math) \
    X(Mathcolor, "mathcolor", Math) \
    X(Mathsize, "mathsize", Math) \
    X(Mathvariant, "mathvariant", Keyword) \
    X(Maxsize, "maxsize", Math) \
    X(Media, "media", Text) \
    X(Minsize, "minsize", Math) \
    X(Movablelimits, "movablelimits", Keyword) \
    X(Muted, "muted", Flag) \
    X(Name, "name", Id) \
    X(Notation, "notation", Math) \
    X(Open, "open", Flag) \
    X(Poster, "poster", Media) \
    X(Preload, "preload", Ours) \
    X(Referrerpolicy, "referrerpolicy", Ours) \
    X(Rel, "rel", Ours) \
    X(Reversed, "reversed", Flag) \
    X(Rowalign, "rowalign", Math) \
    X(Rowlines, "rowlines", Math) \
    X(Rowspacing, "rowspacing", Math) \
    X(Rowspan, "rowspan", Number) \
    X(Rspace, "rspace", Math) \
    X(Sandbox, "sandbox", Ours) \
    X(Scope, "scope", Keyword) \
    X(Scriptlevel, "scriptlevel", Math) \
    X(Separator, "separator", Keyword) \
    X(Size, "size", Math) \
    X(Sizes, "sizes", Text) \
    X(Span, "span", Number) \
    X(Src, "src", Media) \
    X(Srclang, "srclang", Keyword) \
    X(Srcset, "srcset", Srcset) \
    X(Start, "start", Number) \
    X(Stretchy, "stretchy", Keyword) \
    X(Style, "style", Style) \
    X(Summary, "summary", Text) \
    X(Symmetric, "symmetric", Keyword) \
    X(Title, "title", Text) \
    X(Translate, "translate", Keyword) \
    X(Type, "type", Text) \
    X(Valign, "valign", Keyword) \
    X(Value, "value", Text) \
    X(Voffset, "voffset", Math) \
    X(Width, "width", Length)
// clang-format on

enum class AttributeName : std::uint8_t {
    kUnknown,
#define ORRERY_HTML_ATTRIBUTE(identifier, name, kind) k##identifier,
    ORRERY_HTML_ATTRIBUTES(ORRERY_HTML_ATTRIBUTE)
#undef ORRERY_HTML_ATTRIBUTE
        kCount
};

/// ` href="`, as they are written.
inline constexpr Piece kAttributeStarts[] = {Piece(),
#define ORRERY_HTML_ATTRIBUTE(identifier, name, kind) Piece(" " name "=\""),
                                             ORRERY_HTML_ATTRIBUTES(ORRERY_HTML_ATTRIBUTE)
#undef ORRERY_HTML_ATTRIBUTE
};

/// By lower-case name; kUnknown for one that is never let through.
[[nodiscard]] AttributeName attribute_name(std::string_view name);
[[nodiscard]] AttributeKind kind_of(AttributeName name);

}  // namespace orrery::html
