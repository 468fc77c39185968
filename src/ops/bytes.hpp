#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Numbers as the files of a backup hold them: little-endian, without alignment.
namespace orrery::ops {

class ByteWriter {
  public:
    template <class Number>
    ByteWriter& number(Number value) {
        auto bits = static_cast<std::uint64_t>(value);
        for (std::size_t i = 0; i < sizeof(Number); ++i, bits >>= 8)
            out_ += static_cast<char>(bits & 0xFF);
        return *this;
    }
    ByteWriter& bytes(std::string_view raw) {
        out_ += raw;
        return *this;
    }
    /// With its length in front.
    ByteWriter& text(std::string_view text) {
        number(static_cast<std::uint32_t>(text.size()));
        return bytes(text);
    }
    [[nodiscard]] const std::string& view() const { return out_; }
    [[nodiscard]] std::string take() { return std::move(out_); }

  private:
    std::string out_;
};

/// Reading past the end gives zeros and makes ok() false for good, so that it is asked once, at the end.
class ByteReader {
  public:
    explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

    template <class Number>
    [[nodiscard]] Number number() {
        const auto raw = bytes(sizeof(Number));
        std::uint64_t bits = 0;
        for (std::size_t i = raw.size(); i-- > 0;)
            bits = (bits << 8) | static_cast<unsigned char>(raw[i]);
        return static_cast<Number>(bits);
    }
    [[nodiscard]] std::string_view bytes(std::size_t count) {
        if (count > rest_.size()) {
            ok_ = false;
            rest_ = {};
            return {};
        }
        const auto taken = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return taken;
    }
    [[nodiscard]] std::string_view text() { return bytes(number<std::uint32_t>()); }

    [[nodiscard]] std::string_view rest() const { return rest_; }
    [[nodiscard]] bool ok() const { return ok_; }
    [[nodiscard]] bool at_end() const { return ok_ && rest_.empty(); }

  private:
    std::string_view rest_;
    bool ok_ = true;
};

}  // namespace orrery::ops
