#include "gumbo_trees.hpp"

#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"
#include "orrery/html/references.hpp"
#include "orrery/html/tokenizer.hpp"
#include "orrery/html/tree.hpp"
#include "tree_dump.hpp"

#include <memory>
#include <span>
#include <utility>
#include <vector>

#include <gumbo.h>

namespace orrery::html {
namespace {

// Elements whose rules have changed since, or which gumbo gets wrong.
constexpr std::string_view kChangedElements[] = {
    "applet",    // the end tag of applet, marquee or object is no scope for those of the others to gumbo
    "marquee",   // the same
    "isindex",   // 2016: no element of its own any more; gumbo makes a form of it
    "main",      // 2013 and later: special to the adoption agency
    "menuitem",  // 2017: no element of its own any more; gumbo has it void
    "optgroup",  // 2025: see select
    "option",    // 2025: see select
    "select",    // 2025: anything may stand inside; gumbo has the insertion mode "in select"
};
// What stands for these, and for every name that gumbo does not know (among them dialog and search, which
// are blocks today): it takes all of them for one and the same element.
constexpr std::string_view kUnknownElement = "x";

std::string_view text_of(const char* text) {
    return text == nullptr ? std::string_view() : std::string_view(text);
}

Namespace namespace_of(const GumboElement& element) {
    switch (element.tag_namespace) {
        case GUMBO_NAMESPACE_SVG:
            return Namespace::kSvg;
        case GUMBO_NAMESPACE_MATHML:
            return Namespace::kMathml;
        default:
            return Namespace::kHtml;
    }
}

std::string name_of_element(const GumboElement& element) {
    GumboStringPiece original = element.original_tag;
    gumbo_tag_from_original_text(&original);
    if (element.tag_namespace == GUMBO_NAMESPACE_SVG && original.length > 0) {
        if (const char* name = gumbo_normalize_svg_tagname(&original); name != nullptr) return name;
    }
    if (element.tag != GUMBO_TAG_UNKNOWN) return gumbo_normalized_tagname(element.tag);
    return to_lower(std::string_view(original.data, original.length));
}

TreeDump::Attributes attributes_of(const GumboElement& element) {
    TreeDump::Attributes attributes;
    for (unsigned i = 0; i < element.attributes.length; ++i) {
        const auto& attribute = *static_cast<const GumboAttribute*>(element.attributes.data[i]);
        std::string name = attribute.name;
        if (attribute.attr_namespace == GUMBO_ATTR_NAMESPACE_XLINK) name = "xlink " + name;
        if (attribute.attr_namespace == GUMBO_ATTR_NAMESPACE_XML) name = "xml " + name;
        if (attribute.attr_namespace == GUMBO_ATTR_NAMESPACE_XMLNS && name != "xmlns") name = "xmlns " + name;
        attributes.emplace(std::move(name), text_of(attribute.value));
    }
    return attributes;
}

std::span<GumboNode* const> nodes_in(const GumboVector& children) {
    return {reinterpret_cast<GumboNode* const*>(children.data), children.length};
}

// Recurses; inputs that are compared are short.
void dump_gumbo(TreeDump& dump, const GumboVector& children, std::size_t depth) {
    std::string text;
    const auto flush = [&] {
        if (!text.empty()) dump.text(depth, text);
        text.clear();
    };
    for (const auto* node : nodes_in(children)) {
        switch (node->type) {
            case GUMBO_NODE_TEXT:
            case GUMBO_NODE_WHITESPACE:
            case GUMBO_NODE_CDATA:
                text += text_of(node->v.text.text);
                break;
            case GUMBO_NODE_COMMENT:
                flush();
                dump.comment(depth, text_of(node->v.text.text));
                break;
            case GUMBO_NODE_ELEMENT:
            case GUMBO_NODE_TEMPLATE: {
                flush();
                const auto& element = node->v.element;
                dump.element(depth, namespace_of(element), name_of_element(element), attributes_of(element));
                if (node->type == GUMBO_NODE_TEMPLATE) {
                    dump.content(depth + 1);
                    dump_gumbo(dump, element.children, depth + 2);
                } else {
                    dump_gumbo(dump, element.children, depth + 1);
                }
                break;
            }
            case GUMBO_NODE_DOCUMENT:
                break;
        }
    }
    flush();
}

std::string gumbos_tree(const std::string& input, const std::string& context) {
    GumboOptions options = kGumboDefaultOptions;
    if (!context.empty()) options.fragment_context = gumbo_tag_enum(context.c_str());
    const auto destroy = [&](GumboOutput* output) { gumbo_destroy_output(&options, output); };
    const std::unique_ptr<GumboOutput, decltype(destroy)> output(
        gumbo_parse_with_options(&options, input.data(), input.size()), destroy);
    TreeDump dump;
    if (!context.empty()) {
        dump_gumbo(dump, output->root->v.element.children, 0);
        return dump.take();
    }
    const auto& document = output->document->v.document;
    if (document.has_doctype) {
        const auto public_id = text_of(document.public_identifier);
        const auto system_id = text_of(document.system_identifier);
        dump.doctype(0, text_of(document.name), public_id, system_id,
                     !public_id.empty() || !system_id.empty());
    }
    dump_gumbo(dump, document.children, 0);
    return dump.take();
}

bool is_one_of(std::string_view name, std::span<const std::string_view> elements) {
    return std::ranges::any_of(elements, [&](std::string_view element) { return iequals(name, element); });
}

// gumbo takes control characters and noncharacters for malformed UTF-8, and its texts end at a NUL.
bool is_text(char32_t c) {
    return c == '\n' || c == '\t' ||
           (c >= ' ' && (c < 0x7F || c > 0x9F) && (c < 0xFDD0 || c > 0xFDEF) && (c & 0xFFFE) != 0xFFFE);
}

class Rewriter {
  public:
    Rewriter(std::string_view html, bool in_fragment, bool with_raw_text)
        : html_(html),
          in_fragment_(in_fragment),
          with_raw_text_(with_raw_text),
          has_foreign_(ifind(html, "<svg") != std::string::npos ||
                       ifind(html, "<math") != std::string::npos) {}

    std::string run() {
        Tokenizer tokenizer(html_);
        while (true) {
            const auto& token = tokenizer.next();
            switch (token.type) {
                case TokenType::kEnd:
                    return std::move(out_);
                case TokenType::kText:
                    text(token.raw);
                    break;
                case TokenType::kStartTag:
                    start_tag(token.raw);
                    if (with_raw_text_) tokenizer.set_state_for(token.tag);
                    break;
                case TokenType::kEndTag:
                    end_tag(token.raw);
                    break;
                default:
                    out_ += token.raw;
                    break;
            }
        }
    }

  private:
    // White space alone goes, for gumbo does not take formatting up again before it where a table has foreign
    // contents. So do references to it.
    void text(std::string_view raw) {
        if (raw.find_first_not_of(" \t\n") == std::string_view::npos) return;
        for (std::size_t at = 0; at < raw.size(); ++at) {
            const auto reference =
                raw[at] == '&' ? read_reference(raw, at, ReferenceContext::kText) : Reference{};
            const bool is_blank = reference.length > 0 && reference.first < 0x80 &&
                                  is_space(static_cast<char>(reference.first));
            if (!is_blank) out_ += raw[at];
        }
    }

    void start_tag(std::string_view raw) {
        const auto end = std::min(raw.find_first_of(" \t\n/>", 1), raw.size());
        const auto name = raw.substr(1, end - 1);
        out_ += '<';
        out_ += is_comparable(name) && may_start(name) ? name : kUnknownElement;
        attributes(raw.substr(end));
    }

    bool may_start(std::string_view name) {
        // 2020: in fragments, too, HTML inside of SVG and MathML ends these.
        constexpr std::string_view kForeign[] = {"math", "svg"};
        if (in_fragment_ && is_one_of(name, kForeign)) return false;
        // At the next <a> the adoption agency moves an open one through eight elements; of what is then left
        // open, the standard takes the first one off, gumbo the last one.
        constexpr std::size_t kAdoptions = 8;
        if (!iequals(name, "a")) {
            ++inside_a_;
            return true;
        }
        const bool was_open = std::exchange(a_is_open_, true);
        return std::exchange(inside_a_, 0) < kAdoptions || !was_open;
    }

    void end_tag(std::string_view raw) {
        // 2020: these end SVG and MathML.
        constexpr std::string_view kEndForeign[] = {"br", "p"};
        const auto end = std::min(raw.find_first_of(" \t\n/>", 2), raw.size());
        const auto name = raw.substr(2, end - 2);
        if (iequals(name, "a")) a_is_open_ = false;
        out_ += "</";
        out_ +=
            is_comparable(name) && !(has_foreign_ && is_one_of(name, kEndForeign)) ? name : kUnknownElement;
        out_ += '>';  // gumbo overlooks an end tag with a slash behind the name in SVG and MathML
    }

    [[nodiscard]] bool is_comparable(std::string_view name) const {
        // Inside these an end tag of an element around the SVG has no effect; to gumbo it has.
        constexpr std::string_view kIntegrationPoints[] = {"desc", "foreignobject", "title"};
        if (has_foreign_ && is_one_of(name, kIntegrationPoints)) return false;
        return gumbo_tagn_enum(name.data(), static_cast<unsigned>(name.size())) != GUMBO_TAG_UNKNOWN &&
               !is_one_of(name, kChangedElements);
    }

    // From behind a tag's name. The second attribute of a name goes, for gumbo puts its name before that of
    // the next one; so do those beyond our own limit.
    void attributes(std::string_view rest) {
        std::vector<std::string> seen;
        for (std::size_t at = 0; at < rest.size();) {
            const auto start = at++;
            if (is_space(rest[start]) || rest[start] == '/' || rest[start] == '>') {
                out_ += rest[start];
                continue;
            }
            at = std::min(rest.find_first_of(" \t\n/>=", at), rest.size());
            auto name = to_lower(rest.substr(start, at - start));
            at = after_value(rest, at);
            if (seen.size() == Tokenizer::kMaxAttributes || std::ranges::find(seen, name) != seen.end())
                continue;
            seen.push_back(std::move(name));
            out_ += rest.substr(start, at - start);
        }
    }

    static std::size_t after_value(std::string_view rest, std::size_t at) {
        const auto equals = rest.find_first_not_of(" \t\n", at);
        if (equals == std::string_view::npos || rest[equals] != '=') return at;
        at = rest.find_first_not_of(" \t\n", equals + 1);
        if (at == std::string_view::npos) return rest.size();
        const bool quoted = rest[at] == '"' || rest[at] == '\'';
        const auto end = quoted ? rest.find(rest[at], at + 1) : rest.find_first_of(" \t\n>", at);
        return end == std::string_view::npos ? rest.size() : end + (quoted ? 1 : 0);
    }

    std::string_view html_;
    bool in_fragment_;
    bool with_raw_text_;
    bool has_foreign_;
    bool a_is_open_ = false;
    std::size_t inside_a_ = 0;  // start tags since the last <a>
    std::string out_;
};

// gumbo says that there is a doctype, but not where.
void move_doctype_first(Node& root) {
    auto* doctype = root.first_child;
    while (doctype != nullptr && doctype->type != NodeType::kDoctype)
        doctype = doctype->next;
    if (doctype == nullptr || doctype == root.first_child) return;
    doctype->previous->next = doctype->next;
    (doctype->next != nullptr ? doctype->next->previous : root.last_child) = doctype->previous;
    doctype->previous = nullptr;
    doctype->next = std::exchange(root.first_child, doctype);
    doctype->next->previous = doctype;
}

std::string our_tree(const std::string& input, const std::string& context) {
    constexpr ParseLimits kNoLimits{.max_depth = SIZE_MAX, .max_nodes = SIZE_MAX, .max_formatting = SIZE_MAX};
    const auto document = context.empty() ? parse_document(input, kNoLimits)
                                          : parse_fragment(input, {.element = context}, kNoLimits);
    move_doctype_first(*document.root);
    return dump(document);
}

}  // namespace

std::string comparable(std::string_view input, bool in_fragment) {
    std::string storage;
    const auto text = preprocessed(input, storage).text;
    std::string html;
    for (std::size_t at = 0; at < text.size();) {
        const auto start = at;
        if (is_text(utf8::decode(text, at))) html += text.substr(start, at - start);
    }
    // What is a tag depends on the tree, which only the parsers know; so both ways to read the text, until
    // nothing changes any more.
    for (int round = 0; round < 4; ++round) {
        auto next = Rewriter(html, in_fragment, true).run();
        next = Rewriter(next, in_fragment, false).run();
        if (next == html) break;
        html = std::move(next);
    }
    return html;
}

Trees trees_of(const std::string& input, const std::string& context) {
    return {our_tree(input, context), gumbos_tree(input, context)};
}

}  // namespace orrery::html
