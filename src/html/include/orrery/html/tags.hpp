#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <string_view>

/// X(identifier, "name") for every element that HTML parsing, or what stands on it, treats specially.
/// Sorted, so that a set of tags reads like the lists in the HTML Standard.
// clang-format off
#define ORRERY_HTML_TAGS(X) \
    X(A, "a") \
    X(Abbr, "abbr") \
    X(Acronym, "acronym") \
    X(Address, "address") \
    X(Annotation, "annotation") \
    X(AnnotationXml, "annotation-xml") \
    X(Applet, "applet") \
    X(Area, "area") \
    X(Article, "article") \
    X(Aside, "aside") \
    X(Audio, "audio") \
    X(B, "b") \
    X(Base, "base") \
    X(Basefont, "basefont") \
    X(Bdi, "bdi") \
    X(Bdo, "bdo") \
    X(Bgsound, "bgsound") \
    X(Big, "big") \
    X(Blockquote, "blockquote") \
    X(Body, "body") \
    X(Br, "br") \
    X(Button, "button") \
    X(Canvas, "canvas") \
    X(Caption, "caption") \
    X(Center, "center") \
    X(Cite, "cite") \
    X(Code, "code") \
    X(Col, "col") \
    X(Colgroup, "colgroup") \
    X(Data, "data") \
    X(Datalist, "datalist") \
    X(Dd, "dd") \
    X(Del, "del") \
    X(Desc, "desc") \
    X(Details, "details") \
    X(Dfn, "dfn") \
    X(Dialog, "dialog") \
    X(Dir, "dir") \
    X(Div, "div") \
    X(Dl, "dl") \
    X(Dt, "dt") \
    X(Em, "em") \
    X(Embed, "embed") \
    X(Fieldset, "fieldset") \
    X(Figcaption, "figcaption") \
    X(Figure, "figure") \
    X(Font, "font") \
    X(Footer, "footer") \
    X(ForeignObject, "foreignobject") \
    X(Form, "form") \
    X(Frame, "frame") \
    X(Frameset, "frameset") \
    X(H1, "h1") \
    X(H2, "h2") \
    X(H3, "h3") \
    X(H4, "h4") \
    X(H5, "h5") \
    X(H6, "h6") \
    X(Head, "head") \
    X(Header, "header") \
    X(Hgroup, "hgroup") \
    X(Hr, "hr") \
    X(Html, "html") \
    X(I, "i") \
    X(Iframe, "iframe") \
    X(Image, "image") \
    X(Img, "img") \
    X(Input, "input") \
    X(Ins, "ins") \
    X(Kbd, "kbd") \
    X(Keygen, "keygen") \
    X(Label, "label") \
    X(Legend, "legend") \
    X(Li, "li") \
    X(Link, "link") \
    X(Listing, "listing") \
    X(Main, "main") \
    X(Malignmark, "malignmark") \
    X(Map, "map") \
    X(Mark, "mark") \
    X(Marquee, "marquee") \
    X(Math, "math") \
    X(Menu, "menu") \
    X(Merror, "merror") \
    X(Meta, "meta") \
    X(Meter, "meter") \
    X(Mfrac, "mfrac") \
    X(Mglyph, "mglyph") \
    X(Mi, "mi") \
    X(Mmultiscripts, "mmultiscripts") \
    X(Mn, "mn") \
    X(Mo, "mo") \
    X(Mover, "mover") \
    X(Mpadded, "mpadded") \
    X(Mphantom, "mphantom") \
    X(Mprescripts, "mprescripts") \
    X(Mroot, "mroot") \
    X(Mrow, "mrow") \
    X(Ms, "ms") \
    X(Mspace, "mspace") \
    X(Msqrt, "msqrt") \
    X(Mstyle, "mstyle") \
    X(Msub, "msub") \
    X(Msubsup, "msubsup") \
    X(Msup, "msup") \
    X(Mtable, "mtable") \
    X(Mtd, "mtd") \
    X(Mtext, "mtext") \
    X(Mtr, "mtr") \
    X(Munder, "munder") \
    X(Munderover, "munderover") \
    X(Nav, "nav") \
    X(Nobr, "nobr") \
    X(Noembed, "noembed") \
    X(Noframes, "noframes") \
    X(Noscript, "noscript") \
    X(Object, "object") \
    X(Ol, "ol") \
    X(Optgroup, "optgroup") \
    X(Option, "option") \
    X(Output, "output") \
    X(P, "p") \
    X(Param, "param") \
    X(Picture, "picture") \
    X(Plaintext, "plaintext") \
    X(Pre, "pre") \
    X(Progress, "progress") \
    X(Q, "q") \
    X(Rb, "rb") \
    X(Rp, "rp") \
    X(Rt, "rt") \
    X(Rtc, "rtc") \
    X(Ruby, "ruby") \
    X(S, "s") \
    X(Samp, "samp") \
    X(Script, "script") \
    X(Search, "search") \
    X(Section, "section") \
    X(Select, "select") \
    X(Semantics, "semantics") \
    X(Slot, "slot") \
    X(Small, "small") \
    X(Source, "source") \
    X(Span, "span") \
    X(Strike, "strike") \
    X(Strong, "strong") \
    X(Style, "style") \
    X(Sub, "sub") \
    X(Summary, "summary") \
    X(Sup, "sup") \
    X(Svg, "svg") \
    X(Table, "t" "a" "b" "l" "e") \
    X(Tbody, "tbod" "y") \
    X(Td, "td") \
    X(Template, "template") \
    X(Textarea, "textarea") \
    X(Tfoot, "tfoo" "t") \
    X(Th, "th") \
    X(Thead, "thead") \
    X(Time, "time") \
    X(Title, "title") \
    X(Tr, "tr") \
    X(Track, "track") \
    X(Tt, "tt") \
    X(U, "u") \
    X(Ul, "ul") \
    X(Var, "var") \
    X(Video, "video") \
    X(Wbr, "wbr") \
    X(Xmp, "xmp")
// clang-format on

namespace orrery::html {

/// A tag name as a number. kUnknown stands for every name that is not in the list above.
enum class Tag : std::uint8_t {
    kUnknown,
#define ORRERY_HTML_TAG(identifier, name) k##identifier,
    ORRERY_HTML_TAGS(ORRERY_HTML_TAG)
#undef ORRERY_HTML_TAG
};

inline constexpr std::string_view kTagNames[] = {"",
#define ORRERY_HTML_TAG(identifier, name) name,
                                                 ORRERY_HTML_TAGS(ORRERY_HTML_TAG)
#undef ORRERY_HTML_TAG
};

inline constexpr std::size_t kTagCount = std::size(kTagNames);
static_assert(kTagCount < 256);

[[nodiscard]] constexpr std::string_view name_of(Tag tag) {
    return kTagNames[static_cast<std::size_t>(tag)];
}

/// The Tag of a lower-case name.
[[nodiscard]] Tag tag_of(std::string_view name);

/// A set of tags that answers in one step.
class TagSet {
  public:
    constexpr TagSet() = default;
    constexpr TagSet(std::initializer_list<Tag> tags) {
        for (const auto tag : tags)
            insert(tag);
    }
    constexpr void insert(Tag tag) { words_[index(tag)] |= bit(tag); }
    constexpr void erase(Tag tag) { words_[index(tag)] &= ~bit(tag); }
    [[nodiscard]] constexpr bool contains(Tag tag) const { return (words_[index(tag)] & bit(tag)) != 0; }
    [[nodiscard]] constexpr TagSet operator|(const TagSet& other) const {
        TagSet both = *this;
        for (std::size_t i = 0; i < 4; ++i)
            both.words_[i] |= other.words_[i];
        return both;
    }

  private:
    static constexpr std::size_t index(Tag tag) { return static_cast<std::size_t>(tag) / 64; }
    static constexpr std::uint64_t bit(Tag tag) {
        return std::uint64_t{1} << (static_cast<std::size_t>(tag) % 64);
    }
    std::uint64_t words_[4] = {};
};

inline constexpr TagSet kHeadings{Tag::kH1, Tag::kH2, Tag::kH3, Tag::kH4, Tag::kH5, Tag::kH6};

}  // namespace orrery::html
