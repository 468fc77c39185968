#include "encoding_tables.hpp"

#include "blocks.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <mutex>

#include <unicode/ucnv.h>

namespace orrery::feed {

namespace {

constexpr char16_t kReplacement = 0xFFFD;
constexpr char16_t kSubstitute = 0x1A;
constexpr char16_t kNothing = 0xFFFF;  // no character ever
constexpr std::array<std::string_view, 5> kPaired = {"gb18030", "big5", "shift_jis", "euc-kr", "euc-jp"};

constexpr std::size_t kMostTables = 100;

constexpr bool is_printable(unsigned byte) {
    return (byte >= 0x20 && byte < 0x7F) || byte == '\t' || byte == '\n' || byte == '\r';
}

// ICU puts U+FFFD or U+001A for what means nothing.
constexpr char16_t checked(char16_t unit) {
    const bool surrogate = unit >= 0xD800 && unit < 0xE000;
    return surrogate || unit == kReplacement || unit == kSubstitute ? kNothing : unit;
}

// What the converter makes of all of `bytes`; empty when it refuses.
std::u16string converted(UConverter* converter, std::string_view bytes) {
    ucnv_reset(converter);
    std::u16string text(bytes.size() * 2 + 16, u'\0');
    UErrorCode status = U_ZERO_ERROR;
    const auto length = ucnv_toUChars(converter, text.data(), static_cast<int32_t>(text.size()), bytes.data(),
                                      static_cast<int32_t>(bytes.size()), &status);
    text.resize(U_FAILURE(status) ? 0 : static_cast<std::size_t>(length));
    return text;
}

#ifdef __SSE2__
// A bit for each byte that is not printable ASCII.
unsigned unprintable(__m128i block) {
    const auto space = _mm_or_si128(_mm_or_si128(sse2::equal(block, '\t'), sse2::equal(block, '\n')),
                                    sse2::equal(block, '\r'));
    // Signed: what is beyond ASCII is less than a space too.
    const auto low = _mm_andnot_si128(space, _mm_cmplt_epi8(block, _mm_set1_epi8(' ')));
    return sse2::bits(_mm_or_si128(low, sse2::equal(block, '\x7F')));
}
#endif

}  // namespace

EncodingTable::EncodingTable(const std::array<char16_t, 256>& bytes) : ascii_(true) {
    for (unsigned i = 0; i < bytes.size(); ++i) {
        bytes_[i] = packed(bytes[i]);
        ascii_ = ascii_ && (!is_printable(i) || bytes[i] == i);
    }
}

EncodingTable::Packed EncodingTable::packed(char16_t unit) {
    const Packed c = unit;
    if (unit == kNothing) return 0;
    if (unit < 0x80) return c | 1U << 24;
    if (unit < 0x800) return (0xC0 | c >> 6) | (0x80 | (c & 0x3F)) << 8 | 2U << 24;
    return (0xE0 | c >> 12) | (0x80 | (c >> 6 & 0x3F)) << 8 | (0x80 | (c & 0x3F)) << 16 | 3U << 24;
}

EncodingTable EncodingTable::of_bytes(UConverter* converter) {
    std::array<char, 256> bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<char>(i);
    const auto text = converted(converter, {bytes.data(), bytes.size()});
    std::array<char16_t, 256> units;
    units.fill(kNothing);
    if (text.size() == units.size()) std::transform(text.begin(), text.end(), units.begin(), checked);
    return EncodingTable(units);
}

EncodingTable EncodingTable::of_pairs(UConverter* converter) {
    std::array<char16_t, 256> units;
    for (std::size_t i = 0; i < units.size(); ++i) {
        const std::array<char, 2> line = {static_cast<char>(i), '\n'};
        const auto text = converted(converter, {line.data(), line.size()});
        units[i] = text.size() == 2 && text.back() == u'\n' ? checked(text.front()) : kNothing;
    }
    EncodingTable table(units);
    table.learn_pairs(converter);
    return table;
}

void EncodingTable::learn_pairs(UConverter* converter) {
    pairs_ = std::make_unique<std::array<Packed, 0x10000>>();
    for (std::size_t lead = 0; lead < 256; ++lead) {
        if (bytes_[lead] != 0) continue;
        // All pairs that begin with this byte, a line each.
        std::string lines;
        for (std::size_t trail = 0; trail < 256; ++trail)
            if (trail != '\n') lines.append({static_cast<char>(lead), static_cast<char>(trail), '\n'});
        const auto text = converted(converter, lines);
        if (std::count(text.begin(), text.end(), u'\n') != 255) continue;  // it swallowed an end of line
        std::size_t start = 0;
        for (std::size_t trail = 0; trail < 256; ++trail) {
            if (trail == '\n') continue;
            const auto end = text.find(u'\n', start);
            if (end == start + 1) (*pairs_)[lead * 256 + trail] = packed(checked(text[start]));
            start = end + 1;
        }
    }
}

// Writes four bytes, and gives the place behind those that count.
char* EncodingTable::put(Packed character, char* out) {
    const std::array<char, 4> text = {static_cast<char>(character), static_cast<char>(character >> 8),
                                      static_cast<char>(character >> 16), static_cast<char>(character >> 24)};
    std::memcpy(out, text.data(), text.size());
    return out + (character >> 24);
}

// The same as characters(), of an encoding of single bytes.
char* EncodingTable::single_bytes(std::string_view bytes, std::size_t& at, std::size_t count,
                                  char* out) const {
    const auto end = std::min(at + count, bytes.size());
    const auto* byte = bytes.data() + at;
    bool known = true;
    for (const auto* last = bytes.data() + end; byte != last; ++byte) {
        const auto character = bytes_[static_cast<unsigned char>(*byte)];
        known = known && character != 0;
        out = put(character, out);
    }
    at = end;
    return known ? out : nullptr;
}

char* EncodingTable::characters(std::string_view bytes, std::size_t& at, std::size_t count, char* out) const {
    const auto end = std::min(at + count, bytes.size());
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    while (at < end) {
        auto character = bytes_[byte(at)];
        std::size_t length = 1;
        if (character == 0) {
            if (at + 1 >= bytes.size()) return nullptr;
            character = (*pairs_)[byte(at) * std::size_t{256} + byte(at + 1)];
            length = 2;
            if (character == 0) return nullptr;
        }
        out = put(character, out);
        at += length;
    }
    return out;
}

std::optional<std::string> EncodingTable::decode(std::string_view bytes) const {
    constexpr std::size_t kStep = 16;
    constexpr std::size_t kRoom = kStep * 3 + 16;  // what one step may write, and a little over
    bool known = true;
    std::string text;
    std::size_t size = 0;
    for (std::size_t at = 0; known && at < bytes.size();) {
        const auto left = bytes.size() - at;
        text.resize_and_overwrite(size + left + left / 4 + kRoom, [&](char* begin, std::size_t room) {
            auto* out = begin + size;
            std::size_t step = kStep;
            while (known && at < bytes.size() && static_cast<std::size_t>(begin + room - out) >= kRoom) {
#ifdef __SSE2__
                if (ascii_ && at + kStep <= bytes.size()) {
                    const auto block = sse2::load(bytes.data() + at);
                    const auto odd = unprintable(block);
                    sse2::store(out, block);
                    if (odd == 0) {
                        out += kStep;
                        at += kStep;
                        continue;
                    }
                    // Accented letters among plain ones, most often: after each, blocks again.
                    const auto plain = sse2::first(odd);
                    out += plain;
                    at += plain;
                    step = (odd & odd >> 1) == 0 ? 1 : kStep;
                }
#endif
                auto* next =
                    pairs_ != nullptr ? characters(bytes, at, step, out) : single_bytes(bytes, at, step, out);
                known = next != nullptr;
                if (known) out = next;
            }
            size = static_cast<std::size_t>(out - begin);
            return size;
        });
    }
    if (!known) return std::nullopt;
    text.shrink_to_fit();
    return text;
}

const EncodingTable* table_of(std::string_view name, std::string_view converter_name) {
    static std::mutex mutex;
    static std::map<std::string, std::unique_ptr<const EncodingTable>, std::less<>> tables;
    const std::lock_guard lock(mutex);
    if (const auto known = tables.find(name); known != tables.end()) return known->second.get();
    // Documents choose the names, and ICU knows many for each encoding.
    if (tables.size() >= kMostTables) return nullptr;
    UErrorCode status = U_ZERO_ERROR;
    auto* converter = ucnv_open(std::string(converter_name).c_str(), &status);
    std::unique_ptr<const EncodingTable> table;
    if (U_SUCCESS(status)) {
        if (std::find(kPaired.begin(), kPaired.end(), name) != kPaired.end()) {
            table = std::make_unique<EncodingTable>(EncodingTable::of_pairs(converter));
        } else if (ucnv_getMaxCharSize(converter) == 1) {
            table = std::make_unique<EncodingTable>(EncodingTable::of_bytes(converter));
        }
    }
    ucnv_close(converter);
    return tables.emplace(name, std::move(table)).first->second.get();
}

}  // namespace orrery::feed
