#pragma once

#include "bytes.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace orrery::ops {

/// What a backup of a PostgreSQL server needs beside its files; absent in a manifest of a SQLite archive.
struct Cluster {
    std::string system;         ///< the number that the server gave itself when it was made
    std::uint32_t version = 0;  ///< of the server, the major one
    std::uint32_t timeline = 0;
    std::uint32_t segment = 0;  ///< bytes of one file of the log
    std::uint32_t base = 0;     ///< the backup whose file holds the server's files; each later file holds log
    std::uint64_t base_bytes = 0;  ///< of the server's files
    std::uint64_t log_begin = 0;   ///< where the log in the base's file begins
    std::uint64_t state = 0;       ///< the archive is as described before this place of the log
    std::uint64_t log_end = 0;     ///< how far the log reaches in this backup
    // Where the archive is in the server.
    std::string user;
    std::string database;
    std::string schema;
    std::vector<std::string> checksums;  ///< of the tables in BackupInfo::rows
};

[[nodiscard]] std::string encode(const Cluster& cluster);
[[nodiscard]] bool decode(std::string_view bytes, Cluster& cluster);

}  // namespace orrery::ops
