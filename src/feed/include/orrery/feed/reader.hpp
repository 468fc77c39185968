#pragma once

#include "orrery/base/error.hpp"
#include "orrery/feed/diagnostic.hpp"
#include "orrery/feed/model.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace orrery::feed {

/// What a hostile document may cost. Reaching one ends in a diagnostic (Problem::kLimit) and everything read
/// so far, except for `bytes`: a larger document is refused.
struct Limits {
    std::size_t bytes = std::size_t{64} << 20;  ///< of the document, as given and as decoded
    std::size_t depth = 256;  ///< elements within elements; deeper ones lose their structure
    std::size_t entries = 100'000;
    std::size_t attributes = 256;                     ///< of one element; the rest are ignored
    std::size_t extensions = 10'000;                  ///< unknown elements kept
    std::size_t entity_bytes = std::size_t{1} << 20;  ///< what the document's own entities may add up to
    std::size_t diagnostics = 100;                    ///< the rest are counted, not kept
};

/// What is known about a document beside its bytes.
struct ParseOptions {
    std::string url;  ///< where it came from, after redirects: the base of relative links; may be empty
    std::string content_type;      ///< the HTTP header, as given; may be empty
    std::string content_location;  ///< the HTTP header; resolved against `url`, and then the base
    std::string content_language;  ///< the HTTP header
    /// Also say where an XML feed is not what its format asks for: a second pass, for those who want to mend
    /// the feed. Nothing of it is of severity error.
    bool check = false;
    Limits limits;
};

/// A feed with the memory that it lives in. Moving keeps every view and reference valid.
class ParsedFeed {
  public:
    ParsedFeed(ParsedFeed&&) noexcept;
    ParsedFeed& operator=(ParsedFeed&&) noexcept;
    ~ParsedFeed();

    [[nodiscard]] const Feed& feed() const;
    /// For changing the feed (dropping entries, cleaning texts) in the arena that it lives in.
    [[nodiscard]] Feed& feed();
    [[nodiscard]] Arena& arena();

    /// In the order of the document. At most Limits::diagnostics; see suppressed_diagnostics().
    [[nodiscard]] const std::vector<Diagnostic>& diagnostics() const;
    [[nodiscard]] std::size_t suppressed_diagnostics() const;
    /// Nothing was wrong with the XML or JSON itself: a strict parser would have read it too.
    [[nodiscard]] bool well_formed() const;

    [[nodiscard]] const std::string& encoding() const;  ///< what it was decoded from, `utf-8`, `windows-1252`
    [[nodiscard]] const std::string& declared_encoding()
        const;  ///< what it said it was; empty when it said nothing
    /// Memory held, in bytes, the document included.
    [[nodiscard]] std::size_t memory() const;

    /// What the reader fills; incomplete outside of the library.
    struct State;
    explicit ParsedFeed(std::unique_ptr<State> state);

  private:
    std::unique_ptr<State> state_;
};

/// Reads a feed of any format. Takes the bytes and keeps them, because the model points into them. However
/// broken the document, everything that can be read is returned, with diagnostics. Fails only
///  - with kUnsupported when nothing in it is a feed (an HTML page without h-feed, an image, an empty reply),
///  and
///  - with kLimit when it is larger than Limits::bytes.
/// Pure and thread-safe. Time and memory are linear in the size of the document.
[[nodiscard]] Result<ParsedFeed> parse(std::string bytes, const ParseOptions& options = {});

/// Whether `bytes` look like a feed, from their first kilobytes: for discovery. parse() has the last word.
[[nodiscard]] bool looks_like_feed(std::string_view bytes, std::string_view content_type = {});

}  // namespace orrery::feed
