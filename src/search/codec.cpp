#include "codec.hpp"

#include "bytes.hpp"

#include <bit>

namespace orrery::search {

namespace {

constexpr unsigned kPatched = 0x80;
// So that the length of the exceptions fits in a byte: an index and five bytes each.
constexpr unsigned kMaxExceptions = 42;

struct Layout {
    unsigned width = 0;
    unsigned exceptions = 0;
    std::size_t exception_bytes = 0;
    const char* packed = nullptr;
    const char* patches = nullptr;
    const char* next = nullptr;
};

Layout layout_of(const char* at, const char* end, std::size_t count) {
    Layout layout;
    const auto head = take<std::uint8_t>(at, end);
    layout.width = head & (kPatched - 1);
    if (layout.width > 32) damaged("a block of numbers is wider than 32 bits");
    if ((head & kPatched) != 0) {
        layout.exceptions = take<std::uint8_t>(at, end);
        layout.exception_bytes = take<std::uint8_t>(at, end);
    }
    const std::size_t packed = (count * layout.width + 7) / 8;
    if (packed + layout.exception_bytes > static_cast<std::size_t>(end - at))
        damaged("a block of numbers is cut off");
    layout.packed = at;
    layout.patches = at + packed;
    layout.next = layout.patches + layout.exception_bytes;
    return layout;
}

// The cheapest width for values of which `counts[w]` need w bits.
unsigned best_width(const std::uint32_t (&counts)[33], std::size_t count, unsigned widest) {
    std::size_t best_cost = count * widest;
    unsigned best = widest;
    std::size_t above = 0;
    std::size_t patch_bits = 0;
    for (unsigned width = widest; width-- > 0;) {
        above += counts[width + 1];
        if (above > kMaxExceptions) break;
        // Each exception costs its index and its upper bits in whole bytes of seven.
        patch_bits = 16;
        for (unsigned wide = width + 1; wide <= widest; ++wide)
            patch_bits += static_cast<std::size_t>(counts[wide]) * (8 + 8 * ((wide - width + 6) / 7));
        const std::size_t cost = count * width + patch_bits;
        if (cost < best_cost) {
            best_cost = cost;
            best = width;
        }
    }
    return best;
}

}  // namespace

void pack(std::string& out, const std::uint32_t* values, std::size_t count) {
    if (count == 1) {
        const auto bits = static_cast<unsigned>(std::bit_width(values[0]));
        out += static_cast<char>(bits);
        out.append(reinterpret_cast<const char*>(values), (bits + 7) / 8);
        return;
    }
    // Two tables, since neighbours are often of one width: an increment would wait for the one before.
    std::uint32_t counts[33] = {};
    std::uint32_t odd_counts[33] = {};
    std::uint32_t all = 0;
    for (std::size_t i = 0; i + 1 < count; i += 2) {
        ++counts[std::bit_width(values[i])];
        ++odd_counts[std::bit_width(values[i + 1])];
        all |= values[i] | values[i + 1];
    }
    if (count % 2 != 0) {
        ++counts[std::bit_width(values[count - 1])];
        all |= values[count - 1];
    }
    for (std::size_t i = 0; i < 33; ++i)
        counts[i] += odd_counts[i];
    const auto widest = static_cast<unsigned>(std::bit_width(all));
    const unsigned width = best_width(counts, count, widest);

    const std::size_t packed = (count * width + 7) / 8;
    const bool patched = width < widest;
    const std::size_t start = out.size();
    // Eight bytes more, since whole words are written.
    out.resize(start + 3 + packed + 8);
    char* at = out.data() + start;
    *at++ = static_cast<char>(width | (patched ? kPatched : 0));
    char* const exceptions = at;
    if (patched) at += 2;
    const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
    std::uint64_t word = 0;
    unsigned used = 0;
    for (std::size_t i = 0; i < count; ++i) {
        word |= (values[i] & mask) << used;
        used += width;
        if (used >= 32) {
            std::memcpy(at, &word, 4);
            at += 4;
            word >>= 32;
            used -= 32;
        }
    }
    std::memcpy(at, &word, 8);
    at += (used + 7) / 8;
    const auto size = static_cast<std::size_t>(at - out.data());
    const auto patch_at = static_cast<std::size_t>(exceptions - out.data());
    out.resize(size);
    if (!patched) return;
    unsigned number = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (values[i] <= mask) continue;
        out += static_cast<char>(i);
        put_varint(out, values[i] >> width);
        ++number;
    }
    out[patch_at] = static_cast<char>(number);
    out[patch_at + 1] = static_cast<char>(out.size() - size);
}

const char* unpack(const char* at, const char* end, std::uint32_t* values, std::size_t count) {
    const auto layout = layout_of(at, end, count);
    const unsigned width = layout.width;
    if (width == 0) {
        std::memset(values, 0, count * sizeof(*values));
    } else {
        const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
        const char* packed = layout.packed;
        std::size_t bit = 0;
        for (std::size_t i = 0; i < count; ++i, bit += width)
            values[i] =
                static_cast<std::uint32_t>((load<std::uint64_t>(packed + bit / 8) >> (bit % 8)) & mask);
    }
    const char* patch = layout.patches;
    for (unsigned i = 0; i < layout.exceptions; ++i) {
        const auto index = take<std::uint8_t>(patch, layout.next);
        const auto upper = take_varint(patch, layout.next);
        if (index >= count || width == 32 || (upper >> (32 - width)) != 0)
            damaged("an exception does not fit");
        values[index] |= static_cast<std::uint32_t>(upper << width);
    }
    return layout.next;
}

const char* skip_packed(const char* at, const char* end, std::size_t count) {
    return layout_of(at, end, count).next;
}

}  // namespace orrery::search
