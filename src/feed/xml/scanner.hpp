#pragma once

#include "text_scan.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// The bottom of the XML reader: markup and text, one piece after the other, whatever state the document is
/// in. Knows nothing of nesting. Copies nothing; every piece is a view of the document. Linear in its size:
/// each search that runs to the end of the document without success is remembered and not repeated.
namespace orrery::feed::xml {

enum class TokenType : std::uint8_t {
    kText,      ///< character data, references undecoded
    kStartTag,  ///< `<name attributes>`
    kEndTag,    ///< `</name>`
    kCData,     ///< `text` is what the section holds
    kComment,
    kInstruction,  ///< `<?name …?>`, the XML declaration among them
    kDoctype,      ///< `text` is everything between `<!DOCTYPE` and its `>`
    kEnd,
};

struct Token {
    TokenType type = TokenType::kEnd;
    bool self_closing = false;
    bool broken = false;    ///< something in it was against the rules of XML
    bool plain = false;     ///< of text and sections: nothing in it has to be decoded
    bool ascii = false;     ///< of text and sections
    std::string_view raw;   ///< the whole piece as it stands in the document
    std::string_view name;  ///< of tags, with prefix
    std::string_view text;  ///< of the other kinds; of a start tag, its attributes
};

struct RawAttribute {
    std::string_view name;                       ///< with prefix
    std::string_view value;                      ///< references undecoded
    std::size_t colon = std::string_view::npos;  ///< where the first one in the name is
};

class Scanner {
  public:
    /// `attributes`, which must outlive the scanner, takes those of each start tag; see attributes().
    explicit Scanner(std::string_view document, std::vector<RawAttribute>* attributes = nullptr)
        : document_(document), attributes_(attributes) {}

    /// The next piece; kEnd at the end, again and again.
    Token next();
    /// The next piece that is no text: everything before it is skipped.
    Token next_markup();
    /// Where the text that comes next ends, if all that follows up to `</name>` is text; that tag is passed
    /// then. Nothing otherwise, and nothing is passed.
    std::optional<Run> text_of(std::string_view name);

    /// The attributes of the start tag that was read last, if every one of them is written as XML has it;
    /// else null: walk through the tag's text then.
    [[nodiscard]] const std::vector<RawAttribute>* attributes() const {
        return strict_ ? attributes_ : nullptr;
    }

    [[nodiscard]] std::size_t position() const { return position_; }
    void seek(std::size_t position) { position_ = position; }
    [[nodiscard]] std::string_view document() const { return document_; }
    [[nodiscard]] std::size_t offset_of(const char* place) const {
        return static_cast<std::size_t>(place - document_.data());
    }

  private:
    // What stands up to the next `]]>` or `-->`, or nothing.
    std::optional<Run> section(std::size_t from, char doubled, std::size_t& absent);
    // Where the next `byte` is, or the size.
    std::size_t find(char byte, std::size_t from, std::size_t& absent) const;
    std::size_t find_quote(std::size_t quote);
    [[nodiscard]] Run find_markup(std::size_t from) const;
    [[nodiscard]] bool starts_markup(std::size_t at) const;
    Token markup_at(std::size_t at);
    Token start_tag(std::size_t at);
    [[nodiscard]] std::size_t strict_attributes(std::size_t at);
    Token end_tag(std::size_t at);
    Token declaration(std::size_t at);
    Token finish(TokenType type, std::size_t begin, std::size_t end);
    Token finish_text(const Run& run);
    std::size_t quoted_end(std::size_t quote);

    std::string_view document_;
    const TextScan& scan_ = text_scan();
    std::size_t position_ = 0;
    std::vector<RawAttribute>* attributes_;
    bool strict_ = false;
    // From where on there is none in the document any more.
    std::size_t no_cdata_end_ = std::string_view::npos;
    std::size_t no_comment_end_ = std::string_view::npos;
    std::size_t no_instruction_end_ = std::string_view::npos;
    std::size_t no_double_quote_ = std::string_view::npos;
    std::size_t no_single_quote_ = std::string_view::npos;
    std::size_t no_greater_ = std::string_view::npos;
};

/// Walks through the attributes of a start tag: `while (walk.next(attribute))`. Tolerates missing values,
/// quotes and spaces.
class AttributeWalk {
  public:
    explicit AttributeWalk(std::string_view attributes) : rest_(attributes) {}
    bool next(RawAttribute& attribute);
    [[nodiscard]] bool broken() const { return broken_; }

  private:
    std::string_view rest_;
    bool broken_ = false;
};

}  // namespace orrery::feed::xml
