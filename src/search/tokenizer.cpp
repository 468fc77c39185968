#include "orrery/search/tokenizer.hpp"

#include "fold.hpp"
#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"

#include <bit>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace orrery::search {

namespace {

constexpr char kOther = 1;

// The lower-case letter or the digit; 0 where a word ends; kOther where a byte is none of ASCII.
constexpr auto kAscii = [] {
    std::array<char, 256> table{};
    for (std::size_t i = 0; i < 256; ++i) {
        const auto c = static_cast<char>(i);
        if (i >= 0x80)
            table[i] = kOther;
        else if (is_alnum(c))
            table[i] = to_lower(c);
    }
    return table;
}();

char ascii_of(char c) {
    return kAscii[static_cast<unsigned char>(c)];
}

constexpr auto kWordKind = static_cast<std::uint8_t>(CharKind::kWord);
constexpr auto kUnspacedKind = static_cast<std::uint8_t>(CharKind::kUnspaced);
constexpr auto kSeparatorKind = static_cast<std::uint8_t>(CharKind::kSeparator);

#ifdef __SSE2__
// Writes sixteen bytes in lower case and tells how many of them, from the first on, are ASCII letters and
// digits.
unsigned lower_word_bytes(const char* from, char* to) {
    const auto bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    // Signed comparisons: bytes past ASCII are negative and within no range.
    const auto within = [](__m128i values, char low, char high) {
        return _mm_and_si128(_mm_cmpgt_epi8(values, _mm_set1_epi8(static_cast<char>(low - 1))),
                             _mm_cmplt_epi8(values, _mm_set1_epi8(static_cast<char>(high + 1))));
    };
    const auto upper = within(bytes, 'A', 'Z');
    const auto lowered = _mm_or_si128(bytes, _mm_and_si128(upper, _mm_set1_epi8(0x20)));
    const auto word = _mm_or_si128(within(lowered, 'a', 'z'), within(bytes, '0', '9'));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to), lowered);
    const auto others = ~static_cast<unsigned>(_mm_movemask_epi8(word));
    return static_cast<unsigned>(std::countr_zero(others | 0x10000u));
}
#endif

void cut(std::string& word) {
    if (word.size() > kMaxWordBytes) word.resize(utf8::truncated(word, kMaxWordBytes).size());
}

}  // namespace

bool Tokenizer::next(Token& token) {
    if (has_symbol_word_) {
        has_symbol_word_ = false;
        token = symbol_token_;
        token.word = symbol_word_;
        return true;
    }
    if (in_run_ && next_pair(token)) return true;
    for (;;) {
        if (!has_kept_ && expanded_ == expansion_.size()) {
            while (at_ < text_.size() && ascii_of(text_[at_]) == 0)
                ++at_;
            if (at_ == text_.size()) return false;
            if (ascii_of(text_[at_]) != kOther && word_in_ascii(token)) return true;
        }
        Character character;
        if (!read(character)) return false;
        if (character.kind == kSeparatorKind) continue;
        give_back(character);
        if (character.kind == kWordKind) return word_of_any_script(token);
        Character first;
        if (!read_unit(unit_, first)) return false;
        unit_character_ = first;
        in_run_ = true;
        run_has_pair_ = false;
        if (next_pair(token)) return true;
    }
}

// False, with nothing taken, when the word goes on past ASCII.
bool Tokenizer::word_in_ascii(Token& token) {
    const std::size_t begin = at_;
    std::size_t end = at_;
    std::size_t size = 0;
    const std::size_t copied = std::min(text_.size(), begin + kMaxWordBytes);
#ifdef __SSE2__
    // Sixteen bytes at once; the buffer has room for what is written too far.
    for (unsigned taken = 16; taken == 16 && end + 16 <= text_.size() && size < kMaxWordBytes;
         size += taken, end += taken)
        taken = lower_word_bytes(text_.data() + end, buffer_ + size);
#endif
    char c = 0;
    for (; end < copied && (c = ascii_of(text_[end])) > kOther; ++end)
        buffer_[size++] = c;
    while (end < text_.size() && ascii_of(text_[end]) > kOther)
        ++end;
    if (end < text_.size() && ascii_of(text_[end]) == kOther) {
        std::size_t after = end;
        const auto kind = fold_of(utf8::decode(text_, after)).kind;
        if (kind != CharKind::kSeparator && kind != CharKind::kUnspaced) return false;
    }
    at_ = end;
    token = {{buffer_, size}, position_++, begin, end, false};
    if (end < text_.size() && (text_[end] == '+' || text_[end] == '#')) add_symbols(token);
    return true;
}

bool Tokenizer::word_of_any_script(Token& token) {
    word_.clear();
    Character character;
    std::size_t begin = text_.size();
    std::size_t end = 0;
    while (read(character)) {
        if (character.kind != kWordKind) {
            give_back(character);
            break;
        }
        begin = std::min(begin, character.begin);
        end = character.end;
        if (word_.size() < kMaxWordBytes) utf8::append(word_, character.code_point);
    }
    cut(word_);
    token = {word_, position_++, begin, end, false};
    if (!has_kept_ || kept_.kind == kSeparatorKind) {
        if (end < text_.size() && (text_[end] == '+' || text_[end] == '#')) add_symbols(token);
    }
    return true;
}

// C++, C#, g++, Notepad++: `token` becomes the word with its symbols, or they are kept for the next call.
void Tokenizer::add_symbols(Token& token) {
    std::size_t end = token.end;
    if (text_[end] == '#') {
        ++end;
    } else {
        while (end < text_.size() && end < token.end + 2 && text_[end] == '+')
            ++end;
    }
    if (end < text_.size()) {
        const char c = text_[end];
        if (c == '+' || c == '#' || ascii_of(c) > kOther) return;
        if (ascii_of(c) == kOther) {
            std::size_t after = end;
            if (fold_of(utf8::decode(text_, after)).kind != CharKind::kSeparator) return;
        }
    }
    const auto symbols = text_.substr(token.end, end - token.end);
    symbol_word_.assign(token.word.substr(0, kMaxWordBytes - symbols.size()));
    symbol_word_.resize(utf8::truncated(token.word, symbol_word_.size()).size());
    symbol_word_ += symbols;
    symbol_token_ = token;
    symbol_token_.end = end;
    at_ = std::max(at_, end);
    has_kept_ = false;
    if (purpose_ == TokenizeFor::kQuery || token.word.size() == 1) {
        token = symbol_token_;
        token.word = symbol_word_;
    } else {
        has_symbol_word_ = true;
    }
}

// False when the run gave its last token before.
bool Tokenizer::next_pair(Token& token) {
    std::string second;
    Character character;
    const bool more = read(character);
    if (more) give_back(character);
    if (more && character.kind == kUnspacedKind && read_unit(second, character)) {
        word_ = unit_ + second;
        token = {word_, position_++, unit_character_.begin, character.end, false};
        unit_ = std::move(second);
        unit_character_ = character;
        run_has_pair_ = true;
        return true;
    }
    in_run_ = false;
    const auto position = position_++;
    if (purpose_ == TokenizeFor::kQuery && run_has_pair_) return false;
    word_ = unit_;
    token = {word_, position, unit_character_.begin, unit_character_.end, purpose_ == TokenizeFor::kQuery};
    return true;
}

// A character of a script without spaces with the marks on it.
bool Tokenizer::read_unit(std::string& unit, Character& character) {
    unit.clear();
    if (!read(character)) return false;
    utf8::append(unit, character.code_point);
    Character mark;
    while (read(mark)) {
        if (!mark.extends || mark.kind == kSeparatorKind) {
            give_back(mark);
            break;
        }
        if (unit.size() < kMaxWordBytes / 2) utf8::append(unit, mark.code_point);
        character.end = mark.end;
    }
    if (unit.size() > kMaxWordBytes / 2) unit.resize(utf8::truncated(unit, kMaxWordBytes / 2).size());
    return true;
}

void Tokenizer::give_back(const Character& character) {
    kept_ = character;
    has_kept_ = true;
}

// The next folded code point, composed with what follows it; separators come out as such.
bool Tokenizer::read(Character& character) {
    if (has_kept_) {
        has_kept_ = false;
        character = kept_;
        return true;
    }
    if (!read_raw(character)) return false;
    if (character.kind == kSeparatorKind) return true;
    while (expanded_ == expansion_.size() && at_ < text_.size() && ascii_of(text_[at_]) == kOther) {
        std::size_t after = at_;
        const auto& fold = fold_of(utf8::decode(text_, after));
        if (!fold.composes) break;
        const char32_t both = composed(character.code_point, fold.single);
        if (both == 0) break;
        character.code_point = both;
        character.end = after;
        at_ = after;
    }
    return true;
}

bool Tokenizer::read_raw(Character& character) {
    if (expanded_ < expansion_.size()) {
        character = expanding_;
        character.code_point = expansion_[expanded_++];
        return true;
    }
    while (at_ < text_.size()) {
        const std::size_t begin = at_;
        const char32_t code_point = utf8::decode(text_, at_);
        const auto& fold = fold_of(code_point);
        if (fold.kind == CharKind::kDropped) continue;
        character = {fold.single, static_cast<std::uint8_t>(fold.kind), fold.extends, begin, at_};
        if (fold.extra_size != 0) {
            expansion_ = expansion_of(code_point, fold);
            expanding_ = character;
            expanded_ = 1;
        }
        return true;
    }
    return false;
}

}  // namespace orrery::search
