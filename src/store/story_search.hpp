#pragma once

#include "search_index.hpp"

namespace orrery::store {

/// See Archive::search(). Throws StoreFailure.
[[nodiscard]] SearchAnswer search_stories(const SearchIndex& index, const ReaderPool& readers,
                                          BodyCodec& codec, const SearchRequest& request);

}  // namespace orrery::store
