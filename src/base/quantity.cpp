#include "orrery/base/quantity.hpp"

#include "orrery/base/text.hpp"

#include <array>

#include <fmt/format.h>

namespace orrery {

namespace {

struct Unit {
    std::string_view name;
    std::uint64_t size;
};

constexpr std::array kTimeUnits = {Unit{"w", 604'800'000'000}, Unit{"d", 86'400'000'000},
                                   Unit{"h", 3'600'000'000},   Unit{"m", 60'000'000},
                                   Unit{"s", 1'000'000},       Unit{"ms", 1'000}};

constexpr std::array kByteUnits = {Unit{"KiB", std::uint64_t{1} << 10},
                                   Unit{"MiB", std::uint64_t{1} << 20},
                                   Unit{"GiB", std::uint64_t{1} << 30},
                                   Unit{"TiB", std::uint64_t{1} << 40},
                                   Unit{"KB", 1'000},
                                   Unit{"MB", 1'000'000},
                                   Unit{"GB", 1'000'000'000},
                                   Unit{"TB", 1'000'000'000'000},
                                   Unit{"bytes", 1},
                                   Unit{"B", 1}};

// Splits "90 s…" into the number, the unit's letters and the rest.
bool take_quantity(std::string_view& text, std::int64_t& number, std::string_view& unit) {
    std::size_t digits = 0;
    while (digits < text.size() && is_digit(text[digits]))
        ++digits;
    if (digits == 0 || digits > 18 || !parse_number(text.substr(0, digits), number)) return false;
    text = trim(text.substr(digits));
    std::size_t letters = 0;
    while (letters < text.size() && is_alpha(text[letters]))
        ++letters;
    unit = text.substr(0, letters);
    text = trim(text.substr(letters));
    return true;
}

template <class Units>
const Unit* find_unit(const Units& units, std::string_view name) {
    for (const auto& unit : units)
        if (iequals(unit.name, name)) return &unit;
    return nullptr;
}

}  // namespace

Result<Duration> parse_duration(std::string_view text) {
    const auto refuse = [&] {
        return fail(ErrorCode::kInvalid, fmt::format("\"{}\" is not a length of time", text), "", "",
                    "write it like 30s, 15m, 2h, 7d or 1h30m");
    };
    auto rest = trim(text);
    if (rest.empty()) return refuse();
    std::int64_t total = 0;
    while (!rest.empty()) {
        std::int64_t number = 0;
        std::string_view name;
        if (!take_quantity(rest, number, name)) return refuse();
        const auto* unit = find_unit(kTimeUnits, name);
        std::int64_t part = 0;
        if (unit == nullptr || __builtin_mul_overflow(number, static_cast<std::int64_t>(unit->size), &part) ||
            __builtin_add_overflow(total, part, &total))
            return refuse();
    }
    return Duration(total);
}

std::string format_duration(Duration duration) {
    auto left = static_cast<std::uint64_t>(duration.count() < 0 ? 0 : duration.count());
    if (left == 0) return "0s";
    std::string text;
    for (const auto& unit : kTimeUnits) {
        if (left < unit.size) continue;
        text += fmt::format("{}{}", left / unit.size, unit.name);
        left %= unit.size;
    }
    return text.empty() ? "0s" : text;
}

Result<std::uint64_t> parse_bytes(std::string_view text) {
    auto rest = trim(text);
    std::int64_t number = 0;
    std::string_view name;
    std::uint64_t bytes = 0;
    if (take_quantity(rest, number, name) && rest.empty()) {
        if (name.empty()) return static_cast<std::uint64_t>(number);
        const auto* unit = find_unit(kByteUnits, name);
        if (unit != nullptr &&
            !__builtin_mul_overflow(static_cast<std::uint64_t>(number), unit->size, &bytes))
            return bytes;
    }
    return fail(ErrorCode::kInvalid, fmt::format("\"{}\" is not an amount of bytes", text), "", "",
                "write it like 512, 64 KiB or 20 MiB");
}

std::string format_bytes(std::uint64_t bytes) {
    if (bytes < 1024) return fmt::format("{} bytes", bytes);
    auto amount = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (amount /= 1024; amount >= 1024 && unit < 3; ++unit)
        amount /= 1024;
    const bool whole = amount >= 100 || amount == static_cast<double>(static_cast<std::uint64_t>(amount));
    return fmt::format("{:.{}f} {}", amount, whole ? 0 : 1, kByteUnits[unit].name);
}

}  // namespace orrery
