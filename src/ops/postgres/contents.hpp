#pragma once

#include "orrery/ops/backup.hpp"
#include "postgres/server.hpp"

#include <utility>

namespace orrery::ops::postgres {

/// Every table of a schema: how many rows it has, and a checksum of them. Of bodies it covers the lengths;
/// what they hold has the checksums of the backup's files.
struct Contents {
    std::vector<TableRows> rows;
    std::vector<std::string> checksums;

    friend bool operator==(const Contents&, const Contents&) = default;
};
/// As the transaction of `server` sees it.
[[nodiscard]] Result<Contents> read_contents(const Server& server, const std::string& schema);

}  // namespace orrery::ops::postgres
