#pragma once

#include "orrery/base/error.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// Archives as wholes: from one kind of store to the other, from one schema to the next. Places are those of
/// open_archive().
namespace orrery::store {

struct CopyReport {
    struct Table {
        std::string name;
        std::int64_t rows = 0;
        std::uint64_t checksum = 0;  ///< over every value, the same in both archives
    };
    std::vector<Table> tables;
    bool resumed = false;       ///< an interrupted copy was gone on with
    bool started_over = false;  ///< the source had changed since that one began
};

/// Rows that were dealt with of all that will be, each three times: copied, and read again in both archives.
using CopyProgress = std::function<void(std::uint64_t done, std::uint64_t total, std::string_view table)>;

/// Copies the archive at `from`, as it is now, to `to`, where there is none yet or one that an interrupted
/// copy from the same place left behind; open_archive() refuses that until it is whole. Bodies go as they
/// are. At the end every table is read back and compared by count and checksum. Fails with kRefused when `to`
/// holds anything else, with kCorrupt when it does not read back as it was written. May be killed at any
/// moment and called again.
[[nodiscard]] Result<CopyReport> copy_archive(const std::string& from, const std::string& to,
                                              const CopyProgress& progress = {});

struct SchemaState {
    std::int64_t found = 0;
    std::int64_t newest = 0;  ///< what this program writes

    [[nodiscard]] bool is_newest() const { return found == newest; }
};

/// Which schema the archive at `place` has. Changes nothing. Fails with kNotFound when there is none.
[[nodiscard]] Result<SchemaState> find_schema(const std::string& place);

/// Reads and checks the archive at `place`, brings it to the newest schema, and checks it again. What it had
/// before is given back.
[[nodiscard]] Result<SchemaState> migrate_archive(const std::string& place);

}  // namespace orrery::store
