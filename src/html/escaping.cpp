#include "escaping.hpp"

#include "orrery/base/utf8.hpp"
#include "scan.hpp"

namespace orrery::html {
namespace {

void append_special(std::string& out, char c) {
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
            out += "&quot;";
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

template <bool kInAttribute>
void append_code_point(std::string& out, char32_t c) {
    if (c < 0x80 && must_be_escaped<kInAttribute>(static_cast<char>(c))) {
        append_special(out, static_cast<char>(c));
    } else {
        utf8::append(out, c);
    }
}

template <bool kReferences, bool kInAttribute>
void append(std::string& out, std::string_view text) {
    constexpr auto kContext = kInAttribute ? ReferenceContext::kAttribute : ReferenceContext::kText;
    std::size_t done = 0;
    while (true) {
        const auto at = find_escapable<kInAttribute>(text, done);
        out.append(text, done, at - done);
        if (at == text.size()) return;
        const auto reference =
            kReferences && text[at] == '&' ? read_reference(text, at, kContext) : Reference{};
        if (reference.length == 0) {
            append_special(out, text[at]);
            done = at + 1;
            continue;
        }
        append_code_point<kInAttribute>(out, reference.first);
        if (reference.second != 0) append_code_point<kInAttribute>(out, reference.second);
        done = at + reference.length;
    }
}

}  // namespace

void append_rewritten(std::string& out, std::string_view text, ReferenceContext context) {
    context == ReferenceContext::kAttribute ? append<true, true>(out, text) : append<true, false>(out, text);
}

void append_literal(std::string& out, std::string_view text, ReferenceContext context) {
    context == ReferenceContext::kAttribute ? append<false, true>(out, text)
                                            : append<false, false>(out, text);
}

}  // namespace orrery::html
