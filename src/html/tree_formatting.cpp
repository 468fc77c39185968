// The list of active formatting elements (13.2.4.3) and the adoption agency algorithm (13.2.6.4.7).

#include "tree_builder.hpp"

#include <algorithm>

namespace orrery::html {

using enum Tag;

namespace {

bool same_element(const Node& a, const Node& b) {
    if (a.tag != b.tag || a.name != b.name || a.ns != b.ns || a.attributes.size() != b.attributes.size())
        return false;
    return std::ranges::all_of(a.attributes, [&](const NodeAttribute& attribute) {
        const auto* other = b.attribute(attribute.name);
        return other != nullptr && other->value == attribute.value;
    });
}

}  // namespace

void TreeBuilder::push_formatting(Node* element) {
    // The Noah's Ark clause: three of a kind at most.
    std::size_t same = 0;
    for (auto i = formatting_.size(); i-- > 0 && formatting_[i] != nullptr;) {
        if (!same_element(*formatting_[i], *element) || ++same < 3) continue;
        formatting_.erase(formatting_.begin() + static_cast<std::ptrdiff_t>(i));
        break;
    }
    if (formatting_.size() >= limits_.max_formatting) {
        const auto oldest =
            std::ranges::find_if(formatting_, [](const Node* node) { return node != nullptr; });
        if (oldest != formatting_.end()) formatting_.erase(oldest);
    }
    formatting_.push_back(element);
}

void TreeBuilder::reconstruct_formatting() {
    if (formatting_.empty() || formatting_.back() == nullptr || is_open(formatting_.back())) return;
    auto first = formatting_.size() - 1;
    while (first > 0 && formatting_[first - 1] != nullptr && !is_open(formatting_[first - 1]))
        --first;
    for (auto i = first; i < formatting_.size(); ++i) {
        if (open_.size() >= limits_.max_depth) return;
        auto* copy = clone(*formatting_[i]);
        attach(copy, appropriate_place());
        push(copy);
        formatting_[i] = copy;
    }
}

void TreeBuilder::clear_to_marker() {
    while (!formatting_.empty()) {
        const bool marker = formatting_.back() == nullptr;
        formatting_.pop_back();
        if (marker) return;
    }
}

void TreeBuilder::remove_formatting(Node* element) {
    std::erase(formatting_, element);
}

void TreeBuilder::adoption_agency(Tag tag, std::string_view name) {
    // Well nested, as nearly all is: it ends, and nothing has to be moved.
    if (current_is(tag) && !formatting_.empty() && formatting_.back() == current()) {
        formatting_.pop_back();
        return pop();
    }
    if (current_is(tag) && std::ranges::find(formatting_, current()) == formatting_.end()) return pop();
    for (int outer = 0; outer < 8; ++outer) {
        Node* formatting = nullptr;
        for (auto i = formatting_.size(); i-- > 0 && formatting_[i] != nullptr;) {
            if (formatting_[i]->tag != tag) continue;
            formatting = formatting_[i];
            break;
        }
        if (formatting == nullptr) return any_other_end(tag, name);
        const auto on_stack = std::ranges::find(open_, formatting);
        if (on_stack == open_.end()) return remove_formatting(formatting);
        bool reachable = false;
        for (auto i = open_.size(); i-- > 0;) {
            if (open_[i] == formatting) {
                reachable = true;
                break;
            }
            const TagSet boundaries{kApplet, kCaption, kHtml,   kTable,  kTd,
                                    kTh,     kMarquee, kObject, kSelect, kTemplate};
            if (open_[i]->ns == Namespace::kHtml ? boundaries.contains(open_[i]->tag) : is_special(*open_[i]))
                break;
        }
        if (!reachable) return;
        const auto position = static_cast<std::size_t>(on_stack - open_.begin());
        std::size_t furthest_index = position + 1;
        while (furthest_index < open_.size() && !is_special(*open_[furthest_index]))
            ++furthest_index;
        if (furthest_index == open_.size()) {
            open_.resize(position);
            return remove_formatting(formatting);
        }
        auto* furthest = open_[furthest_index];
        auto* common = open_[position - 1];
        auto bookmark =
            static_cast<std::size_t>(std::ranges::find(formatting_, formatting) - formatting_.begin());
        auto* last = furthest;
        auto index = furthest_index;
        for (int inner = 1;; ++inner) {
            auto* node = open_[--index];
            if (node == formatting) break;
            const auto listed = std::ranges::find(formatting_, node);
            if (inner > 3 && listed != formatting_.end()) {
                if (static_cast<std::size_t>(listed - formatting_.begin()) < bookmark) --bookmark;
                formatting_.erase(listed);
                open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(index));
                continue;
            }
            if (listed == formatting_.end()) {
                open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(index));
                continue;
            }
            auto* copy = clone(*node);
            *listed = copy;
            open_[index] = copy;
            if (last == furthest) bookmark = static_cast<std::size_t>(listed - formatting_.begin()) + 1;
            detach(last);
            attach(last, {copy, nullptr});
            last = copy;
        }
        detach(last);
        const bool foster =
            std::exchange(foster_, common->ns == Namespace::kHtml && kTableContext.contains(common->tag));
        attach(last, appropriate_place(common));
        foster_ = foster;
        auto* copy = clone(*formatting);
        while (auto* child = furthest->first_child) {
            detach(child);
            attach(child, {copy, nullptr});
        }
        attach(copy, {furthest, nullptr});
        const auto old = std::ranges::find(formatting_, formatting);
        if (static_cast<std::size_t>(old - formatting_.begin()) < bookmark) --bookmark;
        formatting_.erase(old);
        formatting_.insert(formatting_.begin() + static_cast<std::ptrdiff_t>(bookmark), copy);
        remove_from_stack(formatting);
        const auto below = std::ranges::find(open_, furthest);
        open_.insert(below + 1, copy);
    }
}

}  // namespace orrery::html
