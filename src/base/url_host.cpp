#include "url_host.hpp"

#include "orrery/base/text.hpp"
#include "orrery/base/url_clean.hpp"
#include "orrery/base/utf8.hpp"
#include "url_sets.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <vector>

#include <unicode/uidna.h>

namespace orrery::url {
namespace {

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool has_punycode_label(std::string_view domain) {
    const auto labels = split(domain, '.');
    return std::any_of(labels.begin(), labels.end(),
                       [](std::string_view label) { return label.starts_with("xn--"); });
}

/// https://url.spec.whatwg.org/#concept-domain-to-ascii with beStrict false: UTS #46 without transitional
/// processing, STD3 rules, hyphen checks or the length limits of DNS. ICU has no option for the last two:
/// their errors are passed over.
std::optional<std::string> domain_to_ascii(std::string_view domain) {
    if (is_ascii(domain)) {
        auto lower = to_lower(domain);
        if (!has_punycode_label(lower)) return lower;
    }

    constexpr std::uint32_t kPassedOver = UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG |
                                          UIDNA_ERROR_DOMAIN_NAME_TOO_LONG | UIDNA_ERROR_LEADING_HYPHEN |
                                          UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;
    // A UIDNA made by uidna_openUTS46 may be used by several threads at once. It lives as long as the
    // process.
    static const UIDNA* const idna = [] {
        UErrorCode status = U_ZERO_ERROR;
        const UIDNA* opened =
            uidna_openUTS46(UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII |
                                UIDNA_NONTRANSITIONAL_TO_UNICODE,
                            &status);
        return U_SUCCESS(status) ? opened : nullptr;
    }();
    if (idna == nullptr) return std::nullopt;

    std::string ascii(domain.size() * 2 + 64, '\0');
    for (int attempt = 0; attempt < 2; ++attempt) {
        UErrorCode status = U_ZERO_ERROR;
        UIDNAInfo info = UIDNA_INFO_INITIALIZER;
        const auto length =
            uidna_nameToASCII_UTF8(idna, domain.data(), static_cast<std::int32_t>(domain.size()),
                                   ascii.data(), static_cast<std::int32_t>(ascii.size()), &info, &status);
        if (status == U_BUFFER_OVERFLOW_ERROR) {
            ascii.resize(static_cast<std::size_t>(length));
            continue;
        }
        if (U_FAILURE(status) || (info.errors & ~kPassedOver) != 0) return std::nullopt;
        ascii.resize(static_cast<std::size_t>(length));
        return ascii;
    }
    return std::nullopt;
}

/// https://url.spec.whatwg.org/#ipv4-number-parser; what is too large for any address saturates.
std::optional<std::uint64_t> parse_ipv4_number(std::string_view text) {
    if (text.empty()) return std::nullopt;
    unsigned radix = 10;
    if (text.size() >= 2 && text[0] == '0') {
        radix = to_lower(text[1]) == 'x' ? 16 : 8;
        text.remove_prefix(radix == 16 ? 2 : 1);
    }
    std::uint64_t value = 0;
    for (const char c : text) {
        const int digit = hex_value(c);
        if (digit < 0 || static_cast<unsigned>(digit) >= radix) return std::nullopt;
        value = std::min<std::uint64_t>(value * radix + static_cast<unsigned>(digit), std::uint64_t{1} << 40);
    }
    return value;
}

/// https://url.spec.whatwg.org/#ends-in-a-number-checker
bool ends_in_number(std::string_view domain) {
    if (domain.ends_with('.')) domain.remove_suffix(1);
    const auto last = domain.substr(domain.rfind('.') + 1);
    if (last.empty()) return false;
    return std::all_of(last.begin(), last.end(), is_digit) || parse_ipv4_number(last).has_value();
}

/// https://url.spec.whatwg.org/#concept-ipv4-parser
std::optional<std::string> parse_ipv4(std::string_view domain) {
    if (domain.ends_with('.')) domain.remove_suffix(1);
    std::array<std::uint64_t, 4> numbers{};
    std::size_t count = 0;
    for (std::size_t start = 0;;) {
        if (count == numbers.size()) return std::nullopt;
        const auto end = std::min(domain.find('.', start), domain.size());
        const auto number = parse_ipv4_number(domain.substr(start, end - start));
        if (!number) return std::nullopt;
        numbers[count++] = *number;
        if (end == domain.size()) break;
        start = end + 1;
    }

    // The last number fills all the bytes that are left.
    const auto last = numbers[count - 1];
    if (last >= std::uint64_t{1} << (8 * (5 - count))) return std::nullopt;
    std::uint64_t address = last;
    for (std::size_t i = 0; i + 1 < count; ++i) {
        if (numbers[i] > 255) return std::nullopt;
        address |= numbers[i] << (8 * (3 - i));
    }

    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8) {
        text += std::to_string((address >> shift) & 255);
        if (shift > 0) text += '.';
    }
    return text;
}

using Ipv6 = std::array<std::uint16_t, 8>;

/// The `d.d.d.d` at the end of an IPv6 address, four decimal numbers without leading zeros, as two pieces.
bool parse_embedded_ipv4(std::string_view text, std::uint16_t* pieces) {
    std::size_t position = 0;
    for (int i = 0; i < 4; ++i) {
        if (i > 0 && (position >= text.size() || text[position++] != '.')) return false;
        const auto start = position;
        unsigned value = 0;
        while (position < text.size() && is_digit(text[position])) {
            if (position > start && value == 0) return false;
            value = value * 10 + static_cast<unsigned>(text[position++] - '0');
            if (value > 255) return false;
        }
        if (position == start) return false;
        pieces[i / 2] = static_cast<std::uint16_t>(pieces[i / 2] * 256 + value);
    }
    return position == text.size();
}

/// https://url.spec.whatwg.org/#concept-ipv6-parser
std::optional<Ipv6> parse_ipv6(std::string_view text) {
    Ipv6 address{};
    std::size_t piece = 0;
    std::optional<std::size_t> compress;
    std::size_t position = 0;
    if (text.starts_with(':')) {
        if (!text.starts_with("::")) return std::nullopt;
        position = 2;
        compress = ++piece;
    }
    while (position < text.size()) {
        if (piece == address.size()) return std::nullopt;
        if (text[position] == ':') {
            if (compress) return std::nullopt;
            ++position;
            compress = ++piece;  // '::' stands for one zero at least
            continue;
        }
        const auto start = position;
        unsigned value = 0;
        while (position - start < 4 && position < text.size() && hex_value(text[position]) >= 0) {
            value = value * 16 + static_cast<unsigned>(hex_value(text[position++]));
        }
        if (position < text.size() && text[position] == '.') {
            if (position == start || piece > 6 || !parse_embedded_ipv4(text.substr(start), &address[piece])) {
                return std::nullopt;
            }
            piece += 2;
            break;
        }
        if (position < text.size()) {
            if (text[position++] != ':' || position == text.size()) return std::nullopt;
        }
        address[piece++] = static_cast<std::uint16_t>(value);
    }
    if (!compress) return piece == address.size() ? std::optional(address) : std::nullopt;

    // What stood after '::' moves to the end.
    const auto moved = piece - *compress;
    std::move_backward(address.begin() + static_cast<std::ptrdiff_t>(*compress),
                       address.begin() + static_cast<std::ptrdiff_t>(piece), address.end());
    std::fill(address.begin() + static_cast<std::ptrdiff_t>(*compress),
              address.end() - static_cast<std::ptrdiff_t>(moved), std::uint16_t{0});
    return address;
}

/// https://url.spec.whatwg.org/#concept-ipv6-serializer: the first longest run of two zeros or more becomes
/// '::'.
std::string write_ipv6(const Ipv6& address) {
    std::size_t run_start = address.size();
    std::size_t run_length = 1;
    for (std::size_t i = 0; i < address.size(); ++i) {
        auto end = i;
        while (end < address.size() && address[end] == 0)
            ++end;
        if (end - i > run_length) {
            run_start = i;
            run_length = end - i;
        }
        if (end > i) i = end - 1;
    }

    std::string text = "[";
    for (std::size_t i = 0; i < address.size(); ++i) {
        if (i == run_start) {
            text += i == 0 ? "::" : ":";
            i += run_length - 1;
            continue;
        }
        std::array<char, 4> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), address[i], 16).ptr;
        text.append(digits.data(), end);
        if (i + 1 < address.size()) text += ':';
    }
    return text += ']';
}

std::optional<std::string> parse_bracketed(std::string_view input) {
    if (!input.ends_with(']')) return std::nullopt;
    const auto address = parse_ipv6(input.substr(1, input.size() - 2));
    if (!address) return std::nullopt;
    return write_ipv6(*address);
}

}  // namespace

std::optional<std::string> parse_host(std::string_view input) {
    if (input.starts_with('[')) return parse_bracketed(input);
    auto domain = percent_decode(input);
    if (!utf8::is_valid(domain)) domain = utf8::repaired(domain);
    auto ascii = domain_to_ascii(domain);
    if (!ascii || ascii->empty()) return std::nullopt;
    // Forbidden domain code points: besides those of every host, control characters and '%'.
    for (const char c : *ascii) {
        if (in(c, kForbiddenHost | kC0Control) || c == '%') return std::nullopt;
    }
    return ends_in_number(*ascii) ? parse_ipv4(*ascii) : ascii;
}

std::optional<std::string> parse_opaque_host(std::string_view input) {
    if (input.starts_with('[')) return parse_bracketed(input);
    std::string host;
    for (const char c : input) {
        if (in(c, kForbiddenHost)) return std::nullopt;
        if (in(c, kC0Control)) {
            append_encoded(host, c);
        } else {
            host += c;
        }
    }
    return host;
}

}  // namespace orrery::url
