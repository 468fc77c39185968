#pragma once

#include "orrery/base/error.hpp"

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

/// Numbers in bytes, little-endian. Inside this module a damaged segment is an exception; the public
/// functions give it back as a value.
namespace orrery::search {

struct Failed {
    Error error;
};

[[noreturn]] inline void damaged(const char* why) {
    throw Failed{
        {ErrorCode::kCorrupt, "a search segment is damaged", "", why, "build the search index anew"}};
}

template <class T>
void put(std::string& out, T value) {
    char bytes[sizeof(T)];
    std::memcpy(bytes, &value, sizeof(T));
    out.append(bytes, sizeof(T));
}

template <class T>
[[nodiscard]] T load(const char* bytes) {
    T value;
    std::memcpy(&value, bytes, sizeof(T));
    return value;
}

/// Seven bits a byte, the lowest first.
inline void put_varint(std::string& out, std::uint64_t value) {
    while (value >= 0x80) {
        out += static_cast<char>(value | 0x80);
        value >>= 7;
    }
    out += static_cast<char>(value);
}

[[nodiscard]] inline std::uint64_t take_varint(const char*& at, const char* end) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (at == end) break;
        const auto byte = static_cast<unsigned char>(*at++);
        value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
        if (byte < 0x80) return value;
    }
    damaged("a number does not end");
}

[[nodiscard]] inline std::uint32_t take_varint32(const char*& at, const char* end) {
    const auto value = take_varint(at, end);
    if (value > 0xFFFFFFFF) damaged("a number is too large");
    return static_cast<std::uint32_t>(value);
}

template <class T>
[[nodiscard]] T take(const char*& at, const char* end) {
    if (static_cast<std::size_t>(end - at) < sizeof(T)) damaged("it ends too early");
    const T value = load<T>(at);
    at += sizeof(T);
    return value;
}

[[nodiscard]] inline std::string_view take_bytes(const char*& at, const char* end, std::size_t size) {
    if (static_cast<std::size_t>(end - at) < size) damaged("it ends too early");
    const std::string_view bytes(at, size);
    at += size;
    return bytes;
}

}  // namespace orrery::search
