#pragma once

#include "orrery/html/tree.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

namespace orrery::html {

/// Writes a tree as html5lib's vectors do, a line a node.
class TreeDump {
  public:
    using Attributes = std::map<std::string, std::string>;

    void doctype(std::size_t depth, std::string_view name, std::string_view public_id,
                 std::string_view system_id, bool has_ids) {
        indent(depth);
        out_.append("<!DOCTYPE ").append(name);
        if (has_ids) out_.append(" \"").append(public_id).append("\" \"").append(system_id) += '"';
        out_ += ">\n";
    }
    void comment(std::size_t depth, std::string_view text) {
        indent(depth);
        out_.append("<!-- ").append(text) += " -->\n";
    }
    void text(std::size_t depth, std::string_view text) {
        indent(depth);
        out_.append("\"").append(text) += "\"\n";
    }
    /// `attributes` by name; a prefix that means a namespace is parted from the name by a space.
    void element(std::size_t depth, Namespace ns, std::string_view name, const Attributes& attributes) {
        indent(depth);
        out_ += ns == Namespace::kSvg ? "<svg " : ns == Namespace::kMathml ? "<math " : "<";
        out_.append(name) += ">\n";
        for (const auto& [key, value] : attributes) {
            indent(depth + 1);
            out_.append(key).append("=\"").append(value) += "\"\n";
        }
    }
    void content(std::size_t depth) {
        indent(depth);
        out_ += "content\n";
    }
    [[nodiscard]] std::string take() { return std::move(out_); }

  private:
    void indent(std::size_t depth) {
        out_ += "| ";
        out_.append(depth * 2, ' ');
    }
    std::string out_;
};

inline void dump_node(TreeDump& dump, const Node& node, std::size_t depth) {
    switch (node.type) {
        case NodeType::kText:
            return dump.text(depth, node.text);
        case NodeType::kComment:
            return dump.comment(depth, node.text);
        case NodeType::kDoctype:
            return dump.doctype(depth, node.name, node.value("public"), node.value("system"),
                                !node.attributes.empty());
        default:
            break;
    }
    TreeDump::Attributes attributes;
    for (const auto& attribute : node.attributes) {
        std::string name(attribute.name);
        if (attribute.foreign_prefix) std::ranges::replace(name, ':', ' ');
        attributes.emplace(std::move(name), attribute.value);
    }
    dump.element(depth, node.ns, node.name, attributes);
}

/// All below the root. Recurses only into templates.
inline void dump_children(TreeDump& dump, const Node& root, std::size_t depth) {
    for (const Node* node = root.first_child; node != nullptr;) {
        dump_node(dump, *node, depth);
        if (node->content != nullptr) {
            dump.content(depth + 1);
            dump_children(dump, *node->content, depth + 2);
        }
        if (node->first_child != nullptr) {
            node = node->first_child;
            ++depth;
            continue;
        }
        while (node->next == nullptr && node->parent != &root) {
            node = node->parent;
            --depth;
        }
        node = node->next;
    }
}

[[nodiscard]] inline std::string dump(const Document& document) {
    TreeDump dump;
    dump_children(dump, *document.root, 0);
    return dump.take();
}

}  // namespace orrery::html
