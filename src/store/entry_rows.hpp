#pragma once

#include "body_codec.hpp"
#include "database.hpp"
#include "orrery/store/records.hpp"

#include <string>

namespace orrery::store {

/// Bodies whose dictionary is newer than this process read it again from the archive.
class BodyReader {
  public:
    BodyReader(BodyCodec& codec, Database& database) : codec_(codec), database_(database) {}
    /// Throws StoreFailure where the body is damaged.
    [[nodiscard]] std::string read(std::string_view bytes) const;

  private:
    BodyCodec& codec_;
    Database& database_;
};

/// A row of select_stories or select_revisions.
[[nodiscard]] Story read_story(const Query& row, const BodyReader& bodies);

/// Makes the dictionaries of the archive known to `codec`.
void load_dictionaries(BodyCodec& codec, Database& database);

}  // namespace orrery::store
