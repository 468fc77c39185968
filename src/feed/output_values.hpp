#pragma once

#include "orrery/feed/model.hpp"

#include <optional>
#include <string>
#include <string_view>

/// Values of the model as the output formats want them, and what stands in for the ones they require and the
/// feed lacks.
namespace orrery::feed {

inline constexpr std::string_view kUnknownMediaType = "application/octet-stream";

/// In one line, without markup: for places that hold plain text.
[[nodiscard]] std::string plain_line(const Text& text);
/// As HTML: plain text escaped, its line breaks kept.
[[nodiscard]] std::string html_of(const Text& text);

/// An address without what no address may hold: outer white space dropped, other forbidden ASCII characters
/// percent-encoded (RFC 3987).
[[nodiscard]] std::string iri(std::string_view address);
/// It has a scheme.
[[nodiscard]] bool is_absolute(std::string_view address);
/// `type/subtype`, perhaps with parameters.
[[nodiscard]] bool is_media_type(std::string_view text);
/// Shaped as BCP 47 wants it.
[[nodiscard]] bool is_language_tag(std::string_view text);
[[nodiscard]] bool is_email(std::string_view text);
[[nodiscard]] std::string_view media_type_or_unknown(std::string_view type);

/// An id that is an absolute IRI and unique: the feed's own, else its address, else its page, else one made
/// from its title.
[[nodiscard]] std::string id_of(const Feed& feed);
/// The entry's id where it is an absolute IRI; else one made from it and from where the entry comes from, or,
/// when there is none, its link, or one made from its texts.
[[nodiscard]] std::string id_of(const Feed& feed, const Entry& entry);

/// The title of the feed, else its address: never empty.
[[nodiscard]] std::string title_of(const Feed& feed);
/// Name, else mail address, else page; empty for nobody.
[[nodiscard]] std::string_view name_of(const Person& person);

/// Updated, else published, else created.
[[nodiscard]] std::optional<Timestamp> updated_of(const Entry& entry);
/// The feed's own date, else its newest entry's.
[[nodiscard]] std::optional<Timestamp> updated_of(const Feed& feed);

/// The authors stand in the list of the feed, and nothing between feed and entry says otherwise.
[[nodiscard]] bool inherits_authors(const Feed& feed, const Entry& entry);

}  // namespace orrery::feed
