#pragma once

#include "orrery/planet/text_traits.hpp"
#include "orrery/store/records.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The parts of an entry that are stored as one text each, the same in every kind of store. An empty list is
/// an empty text.
namespace orrery::store {

/// Also of other lists of words: tags, names of rules.
[[nodiscard]] std::string encode_categories(const std::vector<std::string>& categories);
[[nodiscard]] std::vector<std::string> decode_categories(std::string_view json);

[[nodiscard]] std::string encode_enclosures(const std::vector<Enclosure>& enclosures);
[[nodiscard]] std::vector<Enclosure> decode_enclosures(std::string_view json);

[[nodiscard]] std::string encode_source(const Source& source);
[[nodiscard]] Source decode_source(std::string_view json);

/// As bytes, of which a later version may have more: what is missing reads as zero.
[[nodiscard]] std::string encode_identity(const planet::EntryKeys& keys);
[[nodiscard]] planet::EntryKeys decode_identity(std::string_view bytes);
[[nodiscard]] std::string encode_traits(const planet::TextTraits& traits);
[[nodiscard]] planet::TextTraits decode_traits(std::string_view bytes);
[[nodiscard]] std::string encode_keys(std::span<const std::uint64_t> keys);
[[nodiscard]] std::vector<std::uint64_t> decode_keys(std::string_view bytes);

/// The numbers under which an entry is looked for within its feed, each once.
[[nodiscard]] std::vector<std::int64_t> lookup_keys(const planet::EntryKeys& identity);

/// What a post's plain text is recognised by.
[[nodiscard]] planet::TextTraits traits_of(std::string_view text);

/// A hash of everything that makes a revision: what a reader would see of it.
[[nodiscard]] std::int64_t content_hash(const NewEntry& entry);

}  // namespace orrery::store
