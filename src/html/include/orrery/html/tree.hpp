#pragma once

#include "orrery/base/arena.hpp"
#include "orrery/html/tags.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// An HTML document or fragment as a tree, built as the HTML Standard says (13.2.6 Tree construction,
/// scripting off): the tree that a browser would have. Arena-allocated; nothing recurses on the depth of the
/// input.
namespace orrery::html {

enum class Namespace : std::uint8_t { kHtml, kSvg, kMathml };
enum class NodeType : std::uint8_t { kDocument, kFragment, kDoctype, kElement, kText, kComment };

struct NodeAttribute {
    std::string_view name;  ///< with its prefix, as in `xlink:href`
    std::string_view value;
    bool foreign_prefix = false;  ///< the prefix names a namespace: xlink, xml or xmlns
};

/// A node; lives as long as its Document. Links of an unattached node are null.
struct Node {
    NodeType type = NodeType::kElement;
    Namespace ns = Namespace::kHtml;
    Tag tag = Tag::kUnknown;  ///< of an element by its name, in whatever namespace; lower-case names only
    Node* parent = nullptr;
    Node* first_child = nullptr;
    Node* last_child = nullptr;
    Node* previous = nullptr;
    Node* next = nullptr;
    Node* content = nullptr;              ///< what is inside a `template` element: a kFragment
    std::string_view name;                ///< of an element or doctype
    std::string_view text;                ///< of a text or comment
    std::span<NodeAttribute> attributes;  ///< of an element; of a doctype `public` and `system`, where given
    std::uint32_t text_capacity = 0;      ///< of the parser

    [[nodiscard]] bool is(Tag wanted) const {
        return tag == wanted && ns == Namespace::kHtml && type == NodeType::kElement;
    }
    [[nodiscard]] bool is_element() const { return type == NodeType::kElement; }
    [[nodiscard]] const NodeAttribute* attribute(std::string_view wanted) const;
    /// The value of an attribute, or nothing.
    [[nodiscard]] std::string_view value(std::string_view wanted) const;
};

/// The node that follows in document order within `root` (children first), or null. Template contents are not
/// entered.
[[nodiscard]] const Node* next_in_order(const Node* node, const Node* root);
/// The same, but past the node's children.
[[nodiscard]] const Node* next_after_children(const Node* node, const Node* root);

struct ParseLimits {
    std::size_t max_depth = 512;  ///< elements open at once; deeper ones become siblings, as in Chromium
    std::size_t max_nodes = 4'000'000;  ///< parsing stops there, see Document::truncated
    std::size_t max_formatting = 128;   ///< formatting elements that a later block may take up again
};

/// Owns the nodes. Their texts point into it or into the parsed input, which must live as long.
class Document {
  public:
    Arena arena{std::size_t{64} * 1024};
    Node* root = nullptr;  ///< a kDocument, or a kFragment whose children are the parsed nodes
    bool quirks = false;
    bool truncated = false;  ///< max_nodes was reached
    std::string storage;     ///< the input, where it had to be changed before it was parsed

    Document() = default;
    Document(Document&&) = default;
    Document& operator=(Document&&) = default;
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;

    /// The first element of that tag in document order, or null.
    [[nodiscard]] const Node* find(Tag tag) const;
};

/// A whole page.
[[nodiscard]] Document parse_document(std::string_view input, const ParseLimits& limits = {});

/// What stands inside an element: `parse_fragment("<td>x", {"tr"})`.
struct FragmentContext {
    std::string_view element = "div";
    Namespace ns = Namespace::kHtml;
};
[[nodiscard]] Document parse_fragment(std::string_view input, const FragmentContext& context = {},
                                      const ParseLimits& limits = {});

/// The children of `node` (or the contents of a template) as HTML (13.3 Serializing HTML fragments).
[[nodiscard]] std::string serialize(const Node& node);
/// The node itself, too.
[[nodiscard]] std::string serialize_outer(const Node& node);
/// The texts below `node` one after the other, as `textContent` gives them.
[[nodiscard]] std::string text_content(const Node& node);

}  // namespace orrery::html
