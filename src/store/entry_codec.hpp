#pragma once

#include "orrery/store/records.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The parts of an entry that are stored as one text each, the same in every kind of store. An empty list is
/// an empty text.
namespace orrery::store {

[[nodiscard]] std::string encode_categories(const std::vector<std::string>& categories);
[[nodiscard]] std::vector<std::string> decode_categories(std::string_view json);

[[nodiscard]] std::string encode_enclosures(const std::vector<Enclosure>& enclosures);
[[nodiscard]] std::vector<Enclosure> decode_enclosures(std::string_view json);

/// A hash of everything that makes a revision: what a reader would see of it.
[[nodiscard]] std::int64_t content_hash(const NewEntry& entry);

}  // namespace orrery::store
