#pragma once

#include "folder.hpp"
#include "pack_writer.hpp"

#include <map>
#include <set>

namespace orrery::ops {

/// Where a page stands and what it holds. Pack 0: nowhere, the page is all zeros (SQLite's lock page).
struct PageEntry {
    std::uint32_t pack = 0;
    PageHash hash{};
};
using Leaf = std::vector<PageEntry>;

[[nodiscard]] std::string encode_leaf(std::uint32_t index, const Leaf& leaf);
/// Fails when it is not leaf `index` with `entries` entries; `where` is the file that it came from.
[[nodiscard]] Result<Leaf> decode_leaf(std::string_view payload, std::uint32_t index, std::size_t entries,
                                       const std::filesystem::path& where);

/// Reads the leaves of a backup.
class LeafReader {
  public:
    LeafReader(const BackupFolder& folder, const Manifest& manifest) : folder_(folder), manifest_(manifest) {}
    [[nodiscard]] Result<Leaf> read(std::uint32_t index);

  private:
    const BackupFolder& folder_;
    const Manifest& manifest_;
    std::map<std::uint32_t, RecordReader> packs_;  // open ones, a bounded number
};

/// The page table of a new backup: takes its pages in any order, best ascending, and hands those that differ
/// from the previous backup's to the writer.
class PageTable {
  public:
    /// `previous` may be null. Pages of packs in `leaving` count as changed, so that nothing needs these
    /// packs any more.
    PageTable(const BackupFolder& folder, const Manifest* previous, std::set<std::uint32_t> leaving,
              std::uint32_t pages, PackWriter& writer);

    Result<void> put(std::uint32_t page, std::string_view content);
    /// After the last page: writes the leaves that changed, and gives the manifest's tables.
    struct Tables {
        std::vector<PackUse> packs;
        std::vector<LeafPlace> leaves;
    };
    /// The new pack among `packs` lacks its final size, which only finishing it tells.
    [[nodiscard]] Result<Tables> finish();

  private:
    struct Open {
        Leaf entries;
        bool changed = false;
    };
    Result<Open*> open(std::uint32_t index);
    Result<void> close(std::uint32_t index, const Open& leaf);
    void forget(const PageEntry& entry);
    Result<void> forget_end();

    const BackupFolder& folder_;
    const Manifest* previous_;
    std::optional<LeafReader> old_leaves_;
    std::set<std::uint32_t> leaving_;
    std::uint32_t pages_;
    PackWriter& writer_;
    std::vector<LeafPlace> places_;
    std::map<std::uint32_t, Open> open_;
    std::map<std::uint32_t, std::uint32_t> live_;  // pages by pack
};

}  // namespace orrery::ops
