#pragma once

#include "orrery/base/arena.hpp"
#include "orrery/html/tags.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The tokenizer of the HTML Standard (https://html.spec.whatwg.org/multipage/parsing.html#tokenization) as a
/// pull parser: it keeps no tree, copies nothing that stands in the input as it is needed, and runs in linear
/// time.
namespace orrery::html {

/// What a tokenizer reads: valid UTF-8 with LF as its only line end, see preprocessed().
struct Input {
    explicit Input(std::string_view preprocessed);
    Input(std::string_view preprocessed, bool controls) : text(preprocessed), has_controls(controls) {}

    std::string_view text;
    bool has_controls = false;  ///< control characters other than tab and line feed stand in it
};

/// The input as the standard wants it before tokenization: malformed UTF-8 replaced by U+FFFD, a byte order
/// mark dropped, CR LF and CR made LF. Gives `input` itself where nothing has to change, else a view of
/// `storage`.
[[nodiscard]] Input preprocessed(std::string_view input, std::string& storage);

/// Views point into the input or the tokenizer and hold until the next call of next(); those into the input
/// live on.
struct Attribute {
    std::string_view name;   ///< in lower case
    std::string_view value;  ///< references not decoded yet; see decoded_value()
    bool has_references = false;

    /// The value as the page's author means it; `scratch` is used only where something must be decoded.
    [[nodiscard]] std::string_view decoded_value(std::string& scratch) const;
};

enum class TokenType : std::uint8_t { kText, kStartTag, kEndTag, kComment, kDoctype, kEnd };

struct Token {
    TokenType type = TokenType::kEnd;
    Tag tag = Tag::kUnknown;
    bool self_closing = false;
    bool has_references = false;  ///< text: character references stand in it, still to be decoded
    bool is_plain =
        false;             ///< text: nothing in it needs escaping; false may also mean that nobody has looked
    bool has_nul = false;  ///< text: U+0000 stands in it, which each kind of text treats in its own way
    bool force_quirks = false;              ///< doctype
    std::string_view name;                  ///< tag or doctype name, in lower case
    std::string_view text;                  ///< of a text or comment
    std::span<const Attribute> attributes;  ///< the first of each name
    std::string_view raw;                   ///< the token as it stands in the input
    /// Only of a doctype; one that is absent has no data pointer.
    std::string_view public_id{};
    std::string_view system_id{};

    /// Makes it a kEnd, but for what only a doctype has.
    void clear();
    /// The attribute of that name, or null.
    [[nodiscard]] const Attribute* attribute(std::string_view wanted) const;
};

class Tokenizer {
  public:
    /// How the text that follows is read. After a start tag the tree builder (or whoever stands in for it)
    /// chooses.
    enum class State : std::uint8_t { kData, kRcdata, kRawtext, kScriptData, kPlaintext, kCdata };

    /// A tag keeps its first attributes up to this many; what follows is read and dropped. No page has as
    /// many.
    static constexpr std::size_t kMaxAttributes = 256;

    /// The text of `input` must outlive the tokenizer.
    explicit Tokenizer(const Input& input);
    explicit Tokenizer(std::string_view preprocessed = {}) : Tokenizer(Input(preprocessed)) {}

    /// Forgets everything but its memory and begins with another input.
    void reset(const Input& input);

    /// The next token; kEnd at the end, again and again. The reference holds until the next call.
    const Token& next();

    /// Moves past the end tag of `tag` if it comes next in the data state, in the plainest way of writing it,
    /// so that who expects one need not ask for the token.
    [[nodiscard]] bool skip_end_tag(Tag tag);

    /// `end_tag`: the element whose end tag ends kRcdata, kRawtext and kScriptData.
    void set_state(State state, std::string_view end_tag = {});
    /// The state that the HTML Standard switches to after a start tag of this HTML element (scripting off).
    [[nodiscard]] static State state_for(Tag tag);
    /// Switches to it, for a caller without a tree; no change for most tags.
    void set_state_for(Tag tag);
    /// Whether `<![CDATA[` begins a section (inside SVG and MathML) or a comment (everywhere else).
    void set_cdata_allowed(bool allowed) { cdata_allowed_ = allowed; }

    /// The byte offset of what comes next, and going back (or on) to such an offset, in the data state.
    [[nodiscard]] std::size_t position() const { return position_; }
    void seek(std::size_t position);

  private:
    const Token& next_data();
    const Token& next_raw(bool references, std::size_t end);
    const Token& text_token(std::size_t begin, std::size_t end, bool references);
    [[nodiscard]] bool begins_markup(std::size_t at) const {
        const char c = at + 1 < input_.size() ? input_[at + 1] : ' ';
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '!' || c == '?' ||
               (c == '/' && at + 2 < input_.size());
    }
    bool read_markup(std::size_t at);
    bool read_tag(std::size_t name_start, TokenType type);
    void read_comment(std::size_t start);
    void read_bogus_comment(std::size_t start);
    bool read_markup_declaration(std::size_t at);
    void read_doctype(std::size_t at);
    [[nodiscard]] std::size_t find_raw_end(std::size_t from) const;
    [[nodiscard]] std::size_t find_script_end(std::size_t from) const;
    [[nodiscard]] bool is_end_tag_at(std::size_t at) const;
    std::string_view lower_name(std::string_view raw);
    std::string_view without_nul(std::string_view raw) { return input_has_nul_ ? replaced_nul(raw) : raw; }
    std::string_view replaced_nul(std::string_view raw);
    void add_attribute(std::string_view name, std::string_view value, bool has_references);

    std::string_view input_;
    std::size_t position_ = 0;
    State state_ = State::kData;
    bool cdata_allowed_ = false;
    bool input_has_controls_ = false;  // which are written nowhere
    bool input_has_nul_ = false;
    bool scratch_used_ = false;
    std::string_view end_tag_;
    Token token_;
    std::vector<Attribute> attributes_;
    Arena scratch_{1024};  // names and values that are not in the input as they must be given
};

}  // namespace orrery::html
