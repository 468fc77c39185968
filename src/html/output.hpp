#pragma once

#include "scan.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

namespace orrery::html {

/// A short text known when compiled, such as `</blockquote>`, that is copied without asking for its length.
class Piece {
  public:
    static constexpr std::size_t kBytes = 24;

    constexpr Piece() = default;
    consteval Piece(std::string_view text) : size_(static_cast<std::uint8_t>(text.size())) {
        for (std::size_t i = 0; i < text.size(); ++i)
            bytes_.at(i) = text[i];
    }
    [[nodiscard]] const char* data() const { return bytes_.data(); }
    [[nodiscard]] std::size_t size() const { return size_; }

  private:
    std::array<char, kBytes> bytes_{};
    std::uint8_t size_ = 0;
};

/// What is being written. There is always room for a Piece or a block behind its end, so that short texts are
/// copied whole blocks at a time: most of what the sanitizer writes are a few bytes, for which a string
/// spends more on asking for room and length than on copying.
class Output {
  public:
    explicit Output(std::size_t capacity = 4096) { reallocate(capacity); }

    void clear() { size_ = 0; }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    [[nodiscard]] std::string_view text() const { return {bytes_.get(), size_}; }
    [[nodiscard]] char back() const { return bytes_[size_ - 1]; }
    char& operator[](std::size_t at) { return bytes_[at]; }
    /// Takes everything from there on away.
    void truncate(std::size_t size) { size_ = size; }
    /// Takes one byte out.
    void erase(std::size_t at) {
        std::memmove(bytes_.get() + at, bytes_.get() + at + 1, size_ - at - 1);
        --size_;
    }

    void operator+=(char c) {
        bytes_[size_] = c;
        advance(1);
    }
    void operator+=(const Piece& piece) {
        std::memcpy(bytes_.get() + size_, piece.data(), Piece::kBytes);
        advance(piece.size());
    }
    void operator+=(std::string_view text) {
        if (text.empty()) return;  // which may have no address
        make_room(text.size());
        std::memcpy(bytes_.get() + size_, text.data(), text.size());
        size_ += text.size();
    }
    /// The same for a text behind which there are more bytes to read, up to `end`.
    void append(std::string_view text, const char* end) {
        const auto whole = (text.size() + kBlock - 1) / kBlock * kBlock;
        if (whole > static_cast<std::size_t>(end - text.data())) return *this += text;
        make_room(text.size());
        auto* to = bytes_.get() + size_;
        for (std::size_t at = 0; at < text.size(); at += kBlock)
            std::memcpy(to + at, text.data() + at, kBlock);
        size_ += text.size();
    }
    /// What is written there, once more at the end.
    void repeat(std::size_t start, std::size_t length) {
        make_room(length);
        std::memcpy(bytes_.get() + size_, bytes_.get() + start, length);
        size_ += length;
    }
    /// A block, of which `size` bytes count.
    void append_block(const char* block, std::size_t size) {
        std::memcpy(bytes_.get() + size_, block, kBlock);
        advance(size);
    }

    static constexpr std::size_t kBlock = 16;

  private:
    static constexpr std::size_t kSlack = 64;
    static_assert(kSlack >= Piece::kBytes && kSlack >= kBlock);

    void advance(std::size_t bytes) {
        size_ += bytes;
        if (size_ > limit_) grow(0);
    }
    void make_room(std::size_t bytes) {
        if (bytes > limit_ - size_) grow(bytes);
    }
    void grow(std::size_t bytes);
    void reallocate(std::size_t limit);

    std::unique_ptr<char[]> bytes_;
    std::size_t size_ = 0;   // never more than limit_
    std::size_t limit_ = 0;  // behind it there are kSlack bytes more
};

}  // namespace orrery::html
