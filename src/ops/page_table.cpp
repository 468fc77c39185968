#include "page_table.hpp"

#include "bytes.hpp"

#include <fmt/format.h>

namespace orrery::ops {

namespace {

// SQLite hands pages over nearly in their order; this much disorder costs nothing.
constexpr std::size_t kOpenLeaves = 64;
constexpr std::size_t kOpenPacks = 64;

}  // namespace

std::string encode_leaf(std::uint32_t index, const Leaf& leaf) {
    ByteWriter out;
    out.number(index);
    for (const auto& entry : leaf)
        out.number(entry.pack).bytes({entry.hash.data(), entry.hash.size()});
    return out.take();
}

Result<Leaf> decode_leaf(std::string_view payload, std::uint32_t index, std::size_t entries,
                         const std::filesystem::path& where) {
    ByteReader in(payload);
    const bool is_the_one = in.number<std::uint32_t>() == index;
    Leaf leaf(entries);
    for (auto& entry : leaf) {
        entry.pack = in.number<std::uint32_t>();
        const auto hash = in.bytes(entry.hash.size());
        std::copy(hash.begin(), hash.end(), entry.hash.begin());
    }
    if (!is_the_one || !in.at_end())
        return damaged(where, fmt::format("it does not hold part {} of the table of pages", index));
    return leaf;
}

Result<Leaf> LeafReader::read(std::uint32_t index) {
    const auto& place = manifest_.leaves[index];
    auto found = packs_.find(place.pack);
    if (found == packs_.end()) {
        const auto* use = manifest_.pack(place.pack);
        if (use == nullptr)
            return damaged(folder_.manifest_path(manifest_.info.number), "its table of pages makes no sense");
        ORRERY_TRY(auto file, folder_.pack(*use));
        if (packs_.size() >= kOpenPacks) packs_.clear();
        found = packs_.emplace(place.pack, std::move(file)).first;
    }
    ORRERY_TRY(const auto payload, found->second.read(place.offset, RecordKind::kLeaf, &folder_.keys()));
    const auto entries = std::min(kPagesPerLeaf, manifest_.info.pages - index * kPagesPerLeaf);
    return decode_leaf(payload, index, entries, found->second.path());
}

PageTable::PageTable(const BackupFolder& folder, const Manifest* previous, std::set<std::uint32_t> leaving,
                     std::uint32_t pages, PackWriter& writer)
    : folder_(folder),
      previous_(previous),
      leaving_(std::move(leaving)),
      pages_(pages),
      writer_(writer),
      places_(leaf_count(pages)) {
    if (previous == nullptr) return;
    old_leaves_.emplace(folder, *previous);
    for (std::size_t i = 0; i < std::min(places_.size(), previous->leaves.size()); ++i)
        places_[i] = previous->leaves[i];
    for (const auto& pack : previous->packs)
        live_[pack.number] = pack.live;
}

Result<PageTable::Open*> PageTable::open(std::uint32_t index) {
    if (const auto found = open_.find(index); found != open_.end()) return &found->second;
    if (open_.size() >= kOpenLeaves) {
        const auto oldest = open_.begin();
        ORRERY_CHECK(close(oldest->first, oldest->second));
        open_.erase(oldest);
    }
    Open leaf;
    const auto entries = std::min(kPagesPerLeaf, pages_ - index * kPagesPerLeaf);
    const auto& place = places_[index];
    if (place.pack == writer_.head().number) {
        // Closed too early: its pages came from far apart.
        ORRERY_TRY(const auto payload, writer_.read_leaf(place.offset));
        ORRERY_TRY(leaf.entries, decode_leaf(payload, index, entries, {}));
    } else if (place.pack != 0) {
        ORRERY_TRY(leaf.entries, old_leaves_->read(index));
        for (auto i = std::size_t{entries}; i < leaf.entries.size(); ++i)
            forget(leaf.entries[i]);
        leaf.changed = leaf.entries.size() != entries || leaving_.contains(place.pack);
        leaf.entries.resize(entries);
    } else {
        leaf.entries.resize(entries);
        leaf.changed = true;
    }
    return &open_.emplace(index, std::move(leaf)).first->second;
}

Result<void> PageTable::close(std::uint32_t index, const Open& leaf) {
    if (!leaf.changed) return {};
    ORRERY_TRY(const auto offset, writer_.add_leaf(encode_leaf(index, leaf.entries)));
    places_[index] = {writer_.head().number, offset};
    return {};
}

Result<void> PageTable::put(std::uint32_t page, std::string_view content) {
    if (page < 1 || page > pages_)
        return fail(ErrorCode::kInternal, fmt::format("SQLite gave page {} of {}", page, pages_));
    ORRERY_TRY(auto* leaf, open((page - 1) / kPagesPerLeaf));
    auto& entry = leaf->entries[(page - 1) % kPagesPerLeaf];
    const auto hash = folder_.keys().page_hash(content);
    if (entry.pack != 0 && entry.hash == hash && !leaving_.contains(entry.pack)) return {};
    forget(entry);
    entry = {writer_.head().number, hash};
    ++live_[entry.pack];
    leaf->changed = true;
    return writer_.add_page(page, content);
}

void PageTable::forget(const PageEntry& entry) {
    if (entry.pack != 0) --live_[entry.pack];
}

Result<PageTable::Tables> PageTable::finish() {
    for (const auto& [index, leaf] : open_)
        ORRERY_CHECK(close(index, leaf));
    open_.clear();
    if (previous_ != nullptr) ORRERY_CHECK(forget_end());

    std::set<std::uint32_t> used;
    for (const auto& place : places_)
        used.insert(place.pack);
    Tables tables;
    for (const auto& [number, live] : live_) {
        if (live == 0 && !used.contains(number)) continue;
        PackUse use;
        if (number == writer_.head().number) {
            use.file = writer_.head().file;
            use.pages = writer_.pages();
        } else if (const auto* known = previous_ != nullptr ? previous_->pack(number) : nullptr) {
            use = *known;
        } else {
            return damaged(folder_.manifest_path(previous_->info.number),
                           "its table of pages makes no sense");
        }
        use.number = number;
        use.live = live;
        tables.packs.push_back(use);
    }
    tables.leaves = std::move(places_);
    return tables;
}

// What a shrunken archive no longer has.
Result<void> PageTable::forget_end() {
    for (auto index = leaf_count(pages_); index < previous_->leaves.size(); ++index) {
        ORRERY_TRY(const auto leaf, old_leaves_->read(index));
        for (const auto& entry : leaf)
            forget(entry);
    }
    return {};
}

}  // namespace orrery::ops
