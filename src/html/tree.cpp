#include "orrery/html/tree.hpp"

#include "orrery/base/text.hpp"

namespace orrery::html {
namespace {

using enum Tag;

constexpr TagSet kVoid{kArea, kBase,  kBasefont, kBgsound, kBr,   kCol,   kEmbed,  kFrame, kHr,
                       kImg,  kInput, kKeygen,   kLink,    kMeta, kParam, kSource, kTrack, kWbr};
constexpr TagSet kRaw{kStyle, kScript, kXmp, kIframe, kNoembed, kNoframes, kPlaintext};

void append_attribute_value(std::string& out, std::string_view value) {
    for (std::size_t i = 0; i < value.size(); ++i) {
        switch (value[i]) {
            case '&':
                out += "&amp;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '\xC2':
                if (value.substr(i, 2) == "\u00A0") {
                    out += "&nbsp;";
                    ++i;
                    break;
                }
                [[fallthrough]];
            default:
                out += value[i];
        }
    }
}

void append_text_node(std::string& out, const Node& node) {
    const auto* parent = node.parent;
    if (parent != nullptr && parent->ns == Namespace::kHtml && parent->is_element() &&
        kRaw.contains(parent->tag)) {
        out += node.text;
        return;
    }
    for (std::size_t i = 0; i < node.text.size(); ++i) {
        switch (node.text[i]) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '\xC2':
                if (node.text.substr(i, 2) == "\u00A0") {
                    out += "&nbsp;";
                    ++i;
                    break;
                }
                [[fallthrough]];
            default:
                out += node.text[i];
        }
    }
}

void append_start(std::string& out, const Node& node) {
    switch (node.type) {
        case NodeType::kText:
            append_text_node(out, node);
            return;
        case NodeType::kComment:
            out += "<!--";
            out += node.text;
            out += "-->";
            return;
        case NodeType::kDoctype:
            out += "<!DOCTYPE ";
            out += node.name;
            out += '>';
            return;
        case NodeType::kElement:
            break;
        default:
            return;
    }
    out += '<';
    out += node.name;
    for (const auto& attribute : node.attributes) {
        out += ' ';
        out += attribute.name;
        out += "=\"";
        append_attribute_value(out, attribute.value);
        out += '"';
    }
    out += '>';
    // The parser drops a line feed right behind these; one more keeps the text as it is.
    if ((node.is(kPre) || node.is(kTextarea) || node.is(kListing)) && node.first_child != nullptr &&
        node.first_child->type == NodeType::kText && node.first_child->text.starts_with('\n')) {
        out += '\n';
    }
}

void append_end(std::string& out, const Node& node) {
    if (!node.is_element() || (node.ns == Namespace::kHtml && kVoid.contains(node.tag))) return;
    out += "</";
    out += node.name;
    out += '>';
}

const Node* first_inside(const Node& node) {
    return node.content != nullptr ? node.content->first_child : node.first_child;
}

// Writes `first` and its siblings with all below. `owners` holds the templates that are being written, whose
// contents have no parent to go back to.
void append_nodes(std::string& out, const Node* first) {
    std::vector<const Node*> owners;
    const Node* node = first;
    while (node != nullptr) {
        append_start(out, *node);
        const auto* child = node->is_element() ? first_inside(*node) : nullptr;
        if (child != nullptr) {
            owners.push_back(node);
            node = child;
            continue;
        }
        append_end(out, *node);
        while (node->next == nullptr && !owners.empty()) {
            node = owners.back();
            owners.pop_back();
            append_end(out, *node);
        }
        node = node->next;
    }
}

}  // namespace

const NodeAttribute* Node::attribute(std::string_view wanted) const {
    for (const auto& attribute : attributes) {
        if (attribute.name == wanted) return &attribute;
    }
    return nullptr;
}

std::string_view Node::value(std::string_view wanted) const {
    const auto* found = attribute(wanted);
    return found == nullptr ? std::string_view() : found->value;
}

const Node* next_after_children(const Node* node, const Node* root) {
    while (node != nullptr && node != root) {
        if (node->next != nullptr) return node->next;
        node = node->parent;
    }
    return nullptr;
}

const Node* next_in_order(const Node* node, const Node* root) {
    if (node->first_child != nullptr) return node->first_child;
    return next_after_children(node, root);
}

const Node* Document::find(Tag tag) const {
    for (const auto* node = static_cast<const Node*>(root); node != nullptr;
         node = next_in_order(node, root)) {
        if (node->is(tag)) return node;
    }
    return nullptr;
}

std::string serialize(const Node& node) {
    std::string out;
    append_nodes(out, first_inside(node));
    return out;
}

std::string serialize_outer(const Node& node) {
    std::string out;
    append_start(out, node);
    if (first_inside(node) != nullptr) append_nodes(out, first_inside(node));
    append_end(out, node);
    return out;
}

std::string text_content(const Node& node) {
    std::string out;
    for (const auto* at = &node; at != nullptr; at = next_in_order(at, &node)) {
        if (at->type == NodeType::kText) out += at->text;
    }
    return out;
}

}  // namespace orrery::html
