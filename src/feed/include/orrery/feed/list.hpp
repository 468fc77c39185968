#pragma once

#include "orrery/base/arena.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <string_view>

namespace orrery::feed {

/// A sequence whose nodes live in an Arena: 8 bytes when empty, nothing to free, cheap to append to while a
/// document is being read. Copying a List copies the reference to its nodes: append to neither of them then.
template <class T>
class List {
    struct Node {
        T value;
        Node* next = nullptr;  // of the last one: the first one
    };

  public:
    template <class Value>
    class Iterator {
      public:
        using value_type = T;
        using difference_type = std::ptrdiff_t;
        using reference = Value&;
        using pointer = Value*;
        using iterator_category = std::forward_iterator_tag;

        Iterator() = default;
        Iterator(Node* node, const Node* last) : node_(node), last_(last) {}
        reference operator*() const { return node_->value; }
        pointer operator->() const { return &node_->value; }
        Iterator& operator++() {
            node_ = node_ == last_ ? nullptr : node_->next;
            return *this;
        }
        Iterator operator++(int) {
            auto old = *this;
            ++*this;
            return old;
        }
        friend bool operator==(const Iterator& a, const Iterator& b) { return a.node_ == b.node_; }

      private:
        Node* node_ = nullptr;
        const Node* last_ = nullptr;
    };
    using iterator = Iterator<T>;
    using const_iterator = Iterator<const T>;
    using value_type = T;

    [[nodiscard]] iterator begin() { return iterator(first(), last_); }
    [[nodiscard]] iterator end() { return iterator(); }
    [[nodiscard]] const_iterator begin() const { return const_iterator(first(), last_); }
    [[nodiscard]] const_iterator end() const { return const_iterator(); }

    [[nodiscard]] bool empty() const { return last_ == nullptr; }
    /// Walks through all of it.
    [[nodiscard]] std::size_t size() const {
        std::size_t count = 0;
        for (auto at = begin(); at != end(); ++at)
            ++count;
        return count;
    }
    /// The list must not be empty.
    [[nodiscard]] const T& front() const { return last_->next->value; }
    [[nodiscard]] T& front() { return last_->next->value; }
    [[nodiscard]] const T& back() const { return last_->value; }
    [[nodiscard]] T& back() { return last_->value; }
    /// Walks from the front: for tests and for short lists. `index` must be less than size().
    [[nodiscard]] const T& operator[](std::size_t index) const {
        auto* node = last_->next;
        while (index-- > 0)
            node = node->next;
        return node->value;
    }

    /// Appends a copy of `value`; what its views point at is not copied. The reference stays valid as long as
    /// the arena.
    T& push_back(Arena& arena, const T& value) { return append(arena.make<Node>(value, nullptr)); }
    T& emplace_back(Arena& arena) { return append(arena.make<Node>()); }

    void assign(Arena& arena, std::initializer_list<T> values) {
        *this = {};
        for (const auto& value : values)
            push_back(arena, value);
    }

  private:
    T& append(Node* node) {
        node->next = last_ == nullptr ? node : last_->next;
        if (last_ != nullptr) last_->next = node;
        last_ = node;
        return node->value;
    }
    [[nodiscard]] Node* first() const { return last_ == nullptr ? nullptr : last_->next; }

    Node* last_ = nullptr;
};

}  // namespace orrery::feed
