#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// How text becomes words, the same for what is indexed and for what is asked:
///
/// - A word is a run of letters, digits and the marks on them; everything else separates. So `snake_case`,
/// `node.js`,
///   `don't` and `9.6.1` are several words in a row, and a query that is written so is a phrase of them.
/// - Case is folded (NFKC_Casefold: full-width, ligatures and superscripts become plain), accents of Latin,
/// Greek,
///   Cyrillic, Arabic and Hebrew are dropped, and ø ł đ ħ ŧ æ œ þ are written o l d h t ae oe th.
/// - `+`, `++` and `#` right behind a word belong to it when nothing of a word follows: `C++` and `C#` are
/// words of
///   their own. A longer word is found without them as well: `Notepad++` is both `notepad++` and `notepad`.
/// - Scripts without spaces (Han, Kana, Hangul, Bopomofo, Thai, Lao, Khmer, Myanmar) are indexed as
/// overlapping
///   pairs of characters, so that every part of a run can be found; one character finds every pair it begins.
namespace orrery::search {

/// Longer words are cut there, at a character.
inline constexpr std::size_t kMaxWordBytes = 64;

struct Token {
    std::string_view word;       ///< folded UTF-8; valid until the next call
    std::uint32_t position = 0;  ///< counted from 0; two tokens may share one
    std::size_t begin = 0;       ///< where it stands in the text, in bytes
    std::size_t end = 0;
    bool prefix = false;  ///< only in queries: `word` is a single character of a script without spaces
};

enum class TokenizeFor {
    kIndex,  ///< every token under which a word can be found
    kQuery,  ///< the fewest tokens that find the text
};

/// Cuts one text, which needs not be valid UTF-8, into tokens. Not thread-safe; text must outlive it.
class Tokenizer {
  public:
    explicit Tokenizer(std::string_view text, TokenizeFor purpose = TokenizeFor::kIndex)
        : text_(text), purpose_(purpose) {}

    /// False at the end of the text.
    bool next(Token& token);

  private:
    struct Character {
        char32_t code_point = 0;
        std::uint8_t kind = 0;
        bool extends = false;
        std::size_t begin = 0;
        std::size_t end = 0;
    };

    bool word_in_ascii(Token& token);
    bool word_of_any_script(Token& token);
    bool next_pair(Token& token);
    void add_symbols(Token& token);
    bool read(Character& character);
    bool read_raw(Character& character);
    bool read_unit(std::string& unit, Character& character);
    void give_back(const Character& character);

    std::string_view text_;
    TokenizeFor purpose_;
    std::size_t at_ = 0;
    std::uint32_t position_ = 0;
    char buffer_[kMaxWordBytes + 16];
    std::string word_;

    // A word that stands at the same position as the token before it.
    std::string symbol_word_;
    bool has_symbol_word_ = false;
    Token symbol_token_;

    // A run of a script without spaces: the character that the next pair begins with.
    std::string unit_;
    Character unit_character_;
    bool in_run_ = false;
    bool run_has_pair_ = false;

    // What one code point expanded to, and what was read too far.
    std::u32string expansion_;
    std::size_t expanded_ = 0;
    Character expanding_;
    Character kept_;
    bool has_kept_ = false;
};

}  // namespace orrery::search
