#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct UConverter;

/// Encodings as tables. ICU converts by way of UTF-16 and an interpreter of its file format; nearly every
/// document needs only what one byte or a pair of bytes means.
namespace orrery::feed {

/// What each byte, or pair of bytes, of an encoding means.
class EncodingTable {
  public:
    /// Of a single-byte encoding.
    explicit EncodingTable(const std::array<char16_t, 256>& bytes);
    /// Of a single-byte encoding that a converter knows.
    [[nodiscard]] static EncodingTable of_bytes(UConverter* converter);
    /// Of an encoding that a converter knows, asked about each byte and each pair.
    [[nodiscard]] static EncodingTable of_pairs(UConverter* converter);

    /// The text in UTF-8; nothing when some of it is not in the table, which takes more than a pair or means
    /// nothing.
    [[nodiscard]] std::optional<std::string> decode(std::string_view bytes) const;

  private:
    // Up to three bytes of UTF-8, the first one lowest, and their number in the highest byte; 0 for nothing.
    using Packed = std::uint32_t;
    [[nodiscard]] static Packed packed(char16_t unit);
    void learn_pairs(UConverter* converter);
    // The characters that begin at `at`, at least `count` bytes of them or to the end; null at what is not in
    // the table.
    static char* put(Packed character, char* out);
    char* single_bytes(std::string_view bytes, std::size_t& at, std::size_t count, char* out) const;
    char* characters(std::string_view bytes, std::size_t& at, std::size_t count, char* out) const;

    std::array<Packed, 256> bytes_{};
    std::unique_ptr<std::array<Packed, 0x10000>> pairs_;  // by first byte * 256 + second byte
    bool ascii_ = false;                                  // printable ASCII, tab, CR and LF mean themselves
};

/// The table of an encoding of bytes or pairs of bytes by its WHATWG name, made with the converter that ICU
/// has under `converter` when it is first asked for, and then kept (1 KB, or 260). Null when there is none.
/// Thread-safe.
[[nodiscard]] const EncodingTable* table_of(std::string_view name, std::string_view converter);

}  // namespace orrery::feed
