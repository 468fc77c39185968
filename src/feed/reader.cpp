#include "orrery/feed/reader.hpp"

#include "blocks.hpp"
#include "check/checker.hpp"
#include "encoding.hpp"
#include "h_feed_reader.hpp"
#include "json_feed_reader.hpp"
#include "links.hpp"
#include "orrery/base/quantity.hpp"
#include "orrery/base/text.hpp"
#include "report.hpp"
#include "state.hpp"
#include "xml/builder.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace orrery::feed {

namespace {

constexpr std::size_t kLookAt = 4096;
constexpr std::size_t kSmallestBlock = 1024;
// How much of the document's size a model takes: half of it at least, and often no more than twice.
constexpr std::size_t kFirstBlock = 2;
constexpr std::size_t kLaterBlocks = 6;

bool is_feed_content_type(std::string_view type) {
    const auto media = trim(type.substr(0, type.find(';')));
    return media.empty() || media.ends_with("xml") || media.ends_with("json") ||
           istarts_with(media, "text/xml") || istarts_with(media, "application/rss") ||
           istarts_with(media, "application/atom") || media.ends_with("xml-dtd") ||
           media.ends_with("xml-external-parsed-entity");
}

// RFC 3023 made us-ascii of it; RFC 7303, which replaced that, goes by the document.
bool is_text_xml_without_charset(std::string_view type) {
    const auto media = trim(type.substr(0, type.find(';')));
    return istarts_with(media, "text/") && ifind(media, "xml") != std::string_view::npos &&
           charset_of(type).empty();
}

Failure no_feed(const std::string& where, std::string_view text) {
    const bool html = ifind(text.substr(0, kLookAt), "<html") != std::string_view::npos ||
                      ifind(text.substr(0, kLookAt), "<!doctype html") != std::string_view::npos;
    if (trim(text).empty()) return fail(ErrorCode::kUnsupported, "the document is empty", where);
    if (html)
        return fail(ErrorCode::kUnsupported, "this is a web page, not a feed", where, "",
                    "look in it for a link to its feed");
    return fail(ErrorCode::kUnsupported, "this is no feed", where,
                "no RSS, Atom, RDF, CDF or JSON Feed begins in it", "check that the address is the feed's");
}

}  // namespace

ParsedFeed::ParsedFeed(std::unique_ptr<State> state) : state_(std::move(state)) {}
ParsedFeed::ParsedFeed(ParsedFeed&&) noexcept = default;
ParsedFeed& ParsedFeed::operator=(ParsedFeed&&) noexcept = default;
ParsedFeed::~ParsedFeed() = default;

const Feed& ParsedFeed::feed() const {
    return state_->feed;
}
Feed& ParsedFeed::feed() {
    return state_->feed;
}
Arena& ParsedFeed::arena() {
    return state_->arena;
}
const std::vector<Diagnostic>& ParsedFeed::diagnostics() const {
    return state_->diagnostics;
}
std::size_t ParsedFeed::suppressed_diagnostics() const {
    return state_->suppressed;
}
bool ParsedFeed::well_formed() const {
    return state_->well_formed;
}
const std::string& ParsedFeed::encoding() const {
    return state_->encoding;
}
const std::string& ParsedFeed::declared_encoding() const {
    return state_->declared_encoding;
}
std::size_t ParsedFeed::memory() const {
    return sizeof(State) + state_->bytes.capacity() + state_->arena.capacity();
}

Result<ParsedFeed> parse(std::string bytes, const ParseOptions& options) {
    const auto too_large = [&] {
        return fail(ErrorCode::kLimit,
                    fmt::format("the feed is larger than {}", format_bytes(options.limits.bytes)),
                    options.url);
    };
    if (bytes.size() > options.limits.bytes) return too_large();

    auto state = std::make_unique<ParsedFeed::State>();
    auto decoded = decode_document(std::move(bytes), options.content_type);
    if (decoded.text.size() > options.limits.bytes) return too_large();
    state->bytes = std::move(decoded.text);
    state->arena = Arena(std::max(kSmallestBlock, state->bytes.size() / kFirstBlock),
                         std::max(kSmallestBlock, state->bytes.size() / kLaterBlocks));
    state->encoding = std::move(decoded.encoding);
    state->declared_encoding = std::move(decoded.declared);

    Report report(state->bytes, options.limits.diagnostics);
    if (decoded.overridden)
        report.add(Severity::kWarning, Problem::kEncodingOverridden, std::size_t{0},
                   fmt::format("declared as {}, but is {}", state->declared_encoding, state->encoding));
    if (decoded.unknown_label)
        report.add(Severity::kWarning, Problem::kEncodingUnknown, std::size_t{0},
                   fmt::format("\"{}\" names no encoding", state->declared_encoding));
    // XML without a declaration is UTF-8, and what it declares must be true.
    const bool undeclared = state->declared_encoding.empty() && !state->encoding.starts_with("utf-");
    if (undeclared) {
        report.set_broken();
        report.add(Severity::kWarning, Problem::kEncodingUnknown, std::size_t{0},
                   fmt::format("declares no encoding and is not UTF-8; read as {}", state->encoding));
    }
    if (decoded.damaged) report.set_broken();
    if (decoded.damaged)
        report.add(Severity::kError, Problem::kEncodingUnknown, std::size_t{0},
                   fmt::format("some bytes are not {}", state->encoding));
    if (is_text_xml_without_charset(options.content_type) &&
        find_beyond_ascii(state->bytes, 0) < state->bytes.size())
        report.add(
            Severity::kNote, Problem::kEncodingOverridden, std::size_t{0},
            fmt::format(
                "served as text/xml without a charset, which old readers take for us-ascii; read as {}",
                state->encoding));
    if (!is_feed_content_type(options.content_type))
        report.add(Severity::kWarning, Problem::kContentType, std::size_t{0},
                   fmt::format("served as \"{}\", which is no feed's type", options.content_type));

    LinkResolver links(state->arena);
    auto base = state->arena.copy(options.url);
    if (!options.content_location.empty())
        base = links.resolve(base, state->arena.copy(options.content_location));
    const auto language = state->arena.copy(trim(options.content_language));

    const auto start = trim(std::string_view(state->bytes).substr(0, kLookAt));
    bool found = false;
    if (start.starts_with('{')) {
        found = read_json_feed(*state, report, options, base);
    } else {
        xml::Builder builder(*state, report, options, base, language);
        found = builder.run();
        if (found && options.check) {
            Arena scratch;
            check::Checker(state->bytes, scratch, report, options.limits.depth).run();
        }
        if (!found) {
            state->feed = Feed();
            found = read_h_feed(*state, options, base, language);
            // What is wrong with a page as XML is nothing against it.
            report = Report(state->bytes, options.limits.diagnostics);
        }
    }
    if (!found) return no_feed(options.url, state->bytes);
    state->well_formed = report.well_formed();
    state->suppressed = report.suppressed();
    state->diagnostics = report.take();
    return ParsedFeed(std::move(state));
}

bool looks_like_feed(std::string_view bytes, std::string_view content_type) {
    const auto head = decode_document(std::string(bytes.substr(0, kLookAt)), content_type).text;
    const auto text = trim(head);
    if (text.starts_with('{')) return text.find("jsonfeed.org/version/") != std::string_view::npos;
    for (const std::string_view root :
         {"<rss", "<feed", "<rdf:rdf", "<channel", "<redirect", "<atom:feed", "<rdf"}) {
        const auto at = ifind(text, root);
        if (at == std::string_view::npos) continue;
        const auto page = ifind(text, "<html");
        if (page == std::string_view::npos || page > at) return true;
    }
    return false;
}

}  // namespace orrery::feed
