#include "escaping.hpp"

#include "orrery/base/utf8.hpp"
#include "scan.hpp"

#include <algorithm>

namespace orrery::html {
namespace {

void append_special(Output& out, char c) {
    switch (c) {
        case '&':
            out += Piece("&amp;");
            break;
        case '<':
            out += Piece("&lt;");
            break;
        case '>':
            out += Piece("&gt;");
            break;
        case '"':
            out += Piece("&quot;");
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
void append_code_point(Output& out, char32_t c) {
    if (c < 0x80) {
        const char ascii = static_cast<char>(c);
        must_be_escaped<kInAttribute>(ascii) ? append_special(out, ascii) : out += ascii;
        return;
    }
    const auto encoded = utf8::encode(c);
    out += std::string_view(encoded.bytes.data(), encoded.size);
}

// Copies up to the next byte that must_be_escaped(), and gives its offset or the size. Without `kControls`,
// there are no stray controls to be looked for.
template <bool kInAttribute, bool kControls>
std::size_t copy_plain(Output& out, std::string_view text, std::size_t at, const char* end) {
#ifdef __SSE2__
    while (at < text.size() && end - (text.data() + at) >= static_cast<std::ptrdiff_t>(sse2::kBlock)) {
        const auto block = sse2::load(text.data() + at);
        auto escaped = sse2::markup<kInAttribute>(block);
        if constexpr (kControls) escaped = _mm_or_si128(escaped, sse2::stray_controls(block));
        const auto found = sse2::bits(escaped) | 1U << sse2::kBlock;
        const auto size = std::min(static_cast<std::size_t>(std::countr_zero(found)), text.size() - at);
        out.append_block(text.data() + at, size);
        at += size;
        if (size < sse2::kBlock) return at;
    }
#endif
    const auto start = at;
    while (at < text.size() && !must_be_escaped<kInAttribute>(text[at]))
        ++at;
    out += text.substr(start, at - start);
    return at;
}

template <bool kReferences, bool kInAttribute, bool kControls>
void append(Output& out, std::string_view text, const char* end) {
    for (std::size_t at = 0;;) {
        at = copy_plain<kInAttribute, kControls>(out, text, at, end);
        if (at == text.size()) return;
        const auto reference =
            kReferences && text[at] == '&' ? read_reference(text, at, ReferenceContext::kText) : Reference{};
        if (reference.length == 0) {
            append_special(out, text[at]);
            ++at;
            continue;
        }
        append_code_point<kInAttribute>(out, reference.first);
        if (reference.second != 0) append_code_point<kInAttribute>(out, reference.second);
        at += reference.length;
    }
}

}  // namespace

void append_rewritten(Output& out, std::string_view text, bool has_controls, const char* end) {
    has_controls ? append<true, false, true>(out, text, end) : append<true, false, false>(out, text, end);
}

void append_literal(Output& out, std::string_view text, ReferenceContext context, const char* end) {
    context == ReferenceContext::kAttribute ? append<false, true, true>(out, text, end)
                                            : append<false, false, true>(out, text, end);
}

}  // namespace orrery::html
