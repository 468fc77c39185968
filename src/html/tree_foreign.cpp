// 13.2.6.5 The rules for parsing tokens in foreign content: SVG and MathML.

#include "orrery/base/text.hpp"
#include "tree_builder.hpp"

#include <algorithm>

namespace orrery::html {

using enum Tag;

namespace {

constexpr TagSet kBreakout{kB,      kBig,  kBlockquote, kBody,  kBr,   kCenter, kCode,    kDd,   kDiv,
                           kDl,     kDt,   kEm,         kEmbed, kH1,   kH2,     kH3,      kH4,   kH5,
                           kH6,     kHead, kHr,         kI,     kImg,  kLi,     kListing, kMenu, kMeta,
                           kNobr,   kOl,   kP,          kPre,   kRuby, kS,      kSmall,   kSpan, kStrong,
                           kStrike, kSub,  kSup,        kTable, kTt,   kU,      kUl,      kVar};

// The names that SVG writes with capitals; looked up by their lower-case form.
constexpr std::string_view kSvgTags[] = {"altGlyph",
                                         "altGlyphDef",
                                         "altGlyphItem",
                                         "animateColor",
                                         "animateMotion",
                                         "animateTransform",
                                         "clipPath",
                                         "feBlend",
                                         "feColorMatrix",
                                         "feComponentTransfer",
                                         "feComposite",
                                         "feConvolveMatrix",
                                         "feDiffuseLighting",
                                         "feDisplacementMap",
                                         "feDistantLight",
                                         "feDropShadow",
                                         "feFlood",
                                         "feFuncA",
                                         "feFuncB",
                                         "feFuncG",
                                         "feFuncR",
                                         "feGaussianBlur",
                                         "feImage",
                                         "feMerge",
                                         "feMergeNode",
                                         "feMorphology",
                                         "feOffset",
                                         "fePointLight",
                                         "feSpecularLighting",
                                         "feSpotLight",
                                         "feTile",
                                         "feTurbulence",
                                         "foreignObject",
                                         "glyphRef",
                                         "linearGradient",
                                         "radialGradient",
                                         "textPath"};
constexpr std::string_view kSvgAttributes[] = {"attributeName",
                                               "attributeType",
                                               "baseFrequency",
                                               "baseProfile",
                                               "calcMode",
                                               "clipPathUnits",
                                               "diffuseConstant",
                                               "edgeMode",
                                               "filterUnits",
                                               "glyphRef",
                                               "gradientTransform",
                                               "gradientUnits",
                                               "kernelMatrix",
                                               "kernelUnitLength",
                                               "keyPoints",
                                               "keySplines",
                                               "keyTimes",
                                               "lengthAdjust",
                                               "limitingConeAngle",
                                               "markerHeight",
                                               "markerUnits",
                                               "markerWidth",
                                               "maskContentUnits",
                                               "maskUnits",
                                               "numOctaves",
                                               "pathLength",
                                               "patternContentUnits",
                                               "patternTransform",
                                               "patternUnits",
                                               "pointsAtX",
                                               "pointsAtY",
                                               "pointsAtZ",
                                               "preserveAlpha",
                                               "preserveAspectRatio",
                                               "primitiveUnits",
                                               "refX",
                                               "refY",
                                               "repeatCount",
                                               "repeatDur",
                                               "requiredExtensions",
                                               "requiredFeatures",
                                               "specularConstant",
                                               "specularExponent",
                                               "spreadMethod",
                                               "startOffset",
                                               "stdDeviation",
                                               "stitchTiles",
                                               "surfaceScale",
                                               "systemLanguage",
                                               "tableValues",
                                               "targetX",
                                               "targetY",
                                               "textLength",
                                               "viewBox",
                                               "viewTarget",
                                               "xChannelSelector",
                                               "yChannelSelector",
                                               "zoomAndPan"};
constexpr std::string_view kPrefixed[] = {"xlink:actuate", "xlink:arcrole", "xlink:href", "xlink:role",
                                          "xlink:show",    "xlink:title",   "xlink:type", "xml:lang",
                                          "xml:space",     "xmlns:xlink"};

std::string_view adjusted(std::span<const std::string_view> names, std::string_view name) {
    const auto found =
        std::ranges::find_if(names, [&](std::string_view known) { return iequals(known, name); });
    return found == names.end() ? name : *found;
}

}  // namespace

// Up to the innermost place where HTML may stand.
void TreeBuilder::leave_foreign() {
    while (open_.size() > 1 && current()->ns != Namespace::kHtml && !is_html_integration_point(*current()) &&
           !is_mathml_text_integration_point(*current())) {
        pop();
    }
}

bool TreeBuilder::in_foreign(const Token& token) {
    const auto tag = token.tag;
    switch (token.type) {
        case TokenType::kText: {
            auto text = token.text;
            if (token.has_nul) {
                text = document_.arena.copy(replace_all(text, std::string_view("\0", 1), "\uFFFD"));
                if (!is_blank(replace_all(token.text, std::string_view("\0", 1), ""))) frameset_ok_ = false;
            } else if (!is_blank(text)) {
                frameset_ok_ = false;
            }
            insert_text(text);
            return true;
        }
        case TokenType::kComment:
            insert_comment(token);
            return true;
        case TokenType::kDoctype:
        case TokenType::kEnd:
            return true;
        case TokenType::kStartTag: {
            const bool from_html = adjusted_current()->ns == Namespace::kHtml ||
                                   is_html_integration_point(*adjusted_current()) ||
                                   is_mathml_text_integration_point(*adjusted_current());
            const bool opens = (tag == kMath || tag == kSvg) && from_html;
            if (!opens) {
                const bool font = tag == kFont &&
                                  (token.attribute("color") != nullptr ||
                                   token.attribute("face") != nullptr || token.attribute("size") != nullptr);
                if (kBreakout.contains(tag) || font) {
                    leave_foreign();
                    return dispatch(token);
                }
            } else {
                reconstruct_formatting();
            }
            auto ns = opens ? (tag == kMath ? Namespace::kMathml : Namespace::kSvg) : adjusted_current()->ns;
            if (!opens && adjusted_current()->ns == Namespace::kMathml &&
                adjusted_current()->tag == kAnnotationXml && tag == kSvg) {
                ns = Namespace::kSvg;
            }
            while (open_.size() >= limits_.max_depth)
                pop();
            auto* element = make_element(token, ns);
            element->content = nullptr;
            if (ns == Namespace::kSvg) element->name = adjusted(kSvgTags, element->name);
            for (auto& attribute : element->attributes) {
                if (ns == Namespace::kSvg) attribute.name = adjusted(kSvgAttributes, attribute.name);
                if (ns == Namespace::kMathml && attribute.name == "definitionurl")
                    attribute.name = "definitionURL";
                attribute.foreign_prefix =
                    std::ranges::find(kPrefixed, attribute.name) != std::end(kPrefixed);
            }
            attach(element, appropriate_place());
            push(element);
            if (token.self_closing) pop();
            return true;
        }
        case TokenType::kEndTag:
            break;
    }
    if (tag == kBr || tag == kP) {
        leave_foreign();
        return dispatch(token);
    }
    for (auto i = open_.size(); i-- > 1;) {
        if (iequals(open_[i]->name, token.name)) {
            open_.resize(i);
            return true;
        }
        if (open_[i - 1]->ns == Namespace::kHtml) return dispatch(token);
    }
    return true;
}

}  // namespace orrery::html
