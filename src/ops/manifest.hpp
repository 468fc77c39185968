#pragma once

#include "orrery/ops/backup.hpp"
#include "postgres/cluster.hpp"
#include "record_file.hpp"

namespace orrery::ops {

/// Pages are looked up in leaves of this many.
inline constexpr std::uint32_t kPagesPerLeaf = 256;

[[nodiscard]] constexpr std::uint32_t leaf_count(std::uint32_t pages) {
    return pages / kPagesPerLeaf + (pages % kPagesPerLeaf != 0 ? 1 : 0);
}

/// A file of pages that a backup needs.
struct PackUse {
    std::uint32_t number = 0;
    Identifier file{};
    std::uint64_t bytes = 0;
    std::uint32_t pages = 0;  ///< that it holds
    std::uint32_t live = 0;   ///< that this backup needs
};

struct LeafPlace {
    std::uint32_t pack = 0;
    std::uint64_t offset = 0;
};

/// The root of one backup: what it is, which files it needs, where the leaves of its page table stand.
struct Manifest {
    BackupInfo info;
    std::vector<PackUse> packs;  ///< by number
    std::vector<LeafPlace> leaves;
    std::optional<Cluster> cluster;  ///< of a PostgreSQL server, in place of the leaves

    [[nodiscard]] const PackUse* pack(std::uint32_t number) const;
};

[[nodiscard]] Result<void> write_manifest(const std::filesystem::path& path, const Manifest& manifest,
                                          const FileHead& head, const Keys& keys);

enum class ManifestPart { kSummary, kAll };
/// kSummary leaves `leaves` and `cluster` empty.
[[nodiscard]] Result<Manifest> read_manifest(const RecordReader& file, const Keys& keys, ManifestPart part);

/// The identity that opens the folder's Keys.
[[nodiscard]] Result<std::string> read_identity(const RecordReader& manifest);

}  // namespace orrery::ops
