#include "escaping.hpp"

#include "orrery/base/utf8.hpp"

#include <array>

namespace orrery::html {
namespace {

// Bytes that cannot be copied as they are.
constexpr auto kSpecial = [] {
    std::array<bool, 256> table{};
    for (std::size_t c = 0; c < 0x20; ++c)
        table[c] = c != '\t' && c != '\n';
    for (const unsigned char c : {'&', '<', '>', '"', '\x7F'})
        table[c] = true;
    return table;
}();

void append_special(std::string& out, char c, ReferenceContext context) {
    switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            if (context == ReferenceContext::kAttribute) {
                out += "&quot;";
            } else {
                out += c;
            }
            break;
        case '\r':
            out += '\n';
            break;  // only from a reference: line ends of the input are normalised
        case '\f':
            out += ' ';
            break;
        default:
            break;
    }
}

void append_code_point(std::string& out, char32_t c, ReferenceContext context) {
    if (c < 0x80 && kSpecial[c]) {
        append_special(out, static_cast<char>(c), context);
    } else {
        utf8::append(out, c);
    }
}

template <bool kReferences>
void append(std::string& out, std::string_view text, ReferenceContext context) {
    std::size_t done = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        if (!kSpecial[static_cast<unsigned char>(text[at])]) {
            ++at;
            continue;
        }
        out.append(text, done, at - done);
        const auto reference =
            kReferences && text[at] == '&' ? read_reference(text, at, context) : Reference{};
        if (reference.length == 0) {
            append_special(out, text[at], context);
            ++at;
        } else {
            append_code_point(out, reference.first, context);
            if (reference.second != 0) append_code_point(out, reference.second, context);
            at += reference.length;
        }
        done = at;
    }
    out.append(text, done);
}

}  // namespace

void append_rewritten(std::string& out, std::string_view text, ReferenceContext context) {
    append<true>(out, text, context);
}

void append_literal(std::string& out, std::string_view text, ReferenceContext context) {
    append<false>(out, text, context);
}

}  // namespace orrery::html
