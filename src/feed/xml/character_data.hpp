#pragma once

#include "orrery/base/arena.hpp"
#include "report.hpp"
#include "xml/scanner.hpp"

#include <string_view>
#include <utility>
#include <vector>

/// From character data as it stands in the document to text.
namespace orrery::feed::xml {

/// The general entities that a document declares for itself. Only those whose value is plain text or one
/// character reference are kept, so that expanding one never meets another.
class Entities {
  public:
    explicit Entities(std::size_t budget) : budget_(budget) {}
    /// Reads the internal subset of a DOCTYPE.
    void read(std::string_view doctype);
    [[nodiscard]] bool empty() const { return values_.empty(); }
    /// The value of an entity; null when there is none, or when all that may be expanded has been.
    [[nodiscard]] const std::string_view* find(std::string_view name);

  private:
    std::vector<std::pair<std::string_view, std::string_view>> values_;
    std::size_t budget_;
};

/// Decodes into an arena. What needs no decoding is handed back as it is.
class Decoder {
  public:
    /// `document` is what most texts are parts of; all must outlive the decoder.
    Decoder(std::string_view document, Arena& arena, Report& report, Entities& entities)
        : document_(document), arena_(arena), report_(report), entities_(entities) {}

    /// Character references replaced, line ends made LF, characters that XML does not allow dropped. HTML's
    /// named references are understood; unknown ones stay as they are written.
    [[nodiscard]] std::string_view text(std::string_view raw);
    /// Of a CDATA section: only line ends and forbidden characters.
    [[nodiscard]] std::string_view literal(std::string_view raw);
    /// Text, CDATA sections and comments as they follow each other; tags are dropped, or kept as written with
    /// `keep_tags`.
    [[nodiscard]] std::string_view mixed(std::string_view raw, bool keep_tags);
    /// Markup inside the XML as HTML: prefixes dropped, empty elements written out, CDATA sections escaped,
    /// comments left out.
    [[nodiscard]] std::string_view markup(std::string_view raw);
    /// Whether markup() has to write this start tag anew, or can leave it as it is.
    [[nodiscard]] static bool is_html(const Token& tag);
    /// Whether the document declares entities of its own.
    [[nodiscard]] bool has_entities() const { return !entities_.empty(); }

  private:
    template <bool kReferences>
    [[nodiscard]] std::string_view decode(std::string_view raw);
    [[nodiscard]] const char* readable_end(std::string_view raw) const;
    void reference(std::string_view raw, std::size_t& at, std::string& out);

    const TextScan& scan_ = text_scan();
    std::string_view document_;
    Arena& arena_;
    Report& report_;
    Entities& entities_;
    std::string expansion_;  // of one reference
};

}  // namespace orrery::feed::xml
