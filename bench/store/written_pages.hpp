#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

/// Which tables and indexes of an SQLite archive the written bytes were for. SQLite writes a page twice: into
/// the log with its transaction, and into the file when the log is brought there (once, however often the
/// page stands in the log).
namespace orrery::bench {

/// From now on pages that this process writes through SQLite are counted. Before anything is opened.
void count_written_pages();

struct WrittenBytes {
    std::uint64_t log = 0;
    std::uint64_t file = 0;
};

/// What was written since then, by the name of the table or index that has the page now; "(free)" for pages
/// that none has any more, most of them of segments that were merged. Reads the whole archive.
[[nodiscard]] std::map<std::string, WrittenBytes> written_by_table(const std::filesystem::path& archive);

}  // namespace orrery::bench
