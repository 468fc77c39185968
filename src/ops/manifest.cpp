#include "manifest.hpp"

#include "bytes.hpp"

#include <algorithm>
#include <bit>

namespace orrery::ops {

namespace {

constexpr std::size_t kPlacesPerRecord = 65'536;
constexpr std::uint32_t kMinPageSize = 512;
constexpr std::uint32_t kMaxPageSize = 65'536;

std::string encode_summary(const Manifest& manifest) {
    const auto& info = manifest.info;
    ByteWriter out;
    out.number(std::int64_t{info.time.time_since_epoch().count()}).number(info.page_size).number(info.pages);
    out.number(info.new_pages).number(info.stored_bytes);
    out.number(static_cast<std::uint32_t>(info.rows.size()));
    for (const auto& table : info.rows)
        out.text(table.table).number(table.rows);
    out.number(static_cast<std::uint32_t>(manifest.packs.size()));
    for (const auto& pack : manifest.packs) {
        out.number(pack.number).bytes({pack.file.data(), pack.file.size()}).number(pack.bytes);
        out.number(pack.pages).number(pack.live);
    }
    return out.take();
}

bool decode_summary(std::string_view bytes, Manifest& manifest) {
    ByteReader in(bytes);
    auto& info = manifest.info;
    info.time = Timestamp(Duration(in.number<std::int64_t>()));
    info.page_size = in.number<std::uint32_t>();
    info.pages = in.number<std::uint32_t>();
    info.new_pages = in.number<std::uint32_t>();
    info.stored_bytes = in.number<std::uint64_t>();
    for (auto left = in.number<std::uint32_t>(); left > 0 && in.ok(); --left) {
        const auto table = in.text();
        info.rows.push_back({std::string(table), in.number<std::int64_t>()});
    }
    for (auto left = in.number<std::uint32_t>(); left > 0 && in.ok(); --left) {
        PackUse pack;
        pack.number = in.number<std::uint32_t>();
        const auto file = in.bytes(pack.file.size());
        std::copy(file.begin(), file.end(), pack.file.begin());
        pack.bytes = in.number<std::uint64_t>();
        pack.pages = in.number<std::uint32_t>();
        pack.live = in.number<std::uint32_t>();
        info.needed_bytes += pack.bytes;
        manifest.packs.push_back(pack);
    }
    return in.at_end() && std::has_single_bit(info.page_size) && info.page_size >= kMinPageSize &&
           info.page_size <= kMaxPageSize;
}

}  // namespace

const PackUse* Manifest::pack(std::uint32_t number) const {
    const auto found = std::ranges::lower_bound(packs, number, {}, &PackUse::number);
    return found != packs.end() && found->number == number ? &*found : nullptr;
}

Result<void> write_manifest(const std::filesystem::path& path, const Manifest& manifest, const FileHead& head,
                            const Keys& keys) {
    ORRERY_TRY(auto file, RecordWriter::create(path, head, keys));
    ORRERY_CHECK(file.append(RecordKind::kIdentity, keys.identity()));
    ORRERY_CHECK(file.append(RecordKind::kSummary, encode_summary(manifest)));
    if (manifest.cluster) ORRERY_CHECK(file.append(RecordKind::kCluster, encode(*manifest.cluster)));
    for (std::size_t begin = 0; begin < manifest.leaves.size(); begin += kPlacesPerRecord) {
        ByteWriter places;
        const auto end = std::min(begin + kPlacesPerRecord, manifest.leaves.size());
        for (auto i = begin; i < end; ++i)
            places.number(manifest.leaves[i].pack).number(manifest.leaves[i].offset);
        ORRERY_CHECK(file.append(RecordKind::kLeafPlaces, places.view()));
    }
    return file.publish();
}

Result<std::string> read_identity(const RecordReader& manifest) {
    return manifest.read(RecordReader::kFirst, RecordKind::kIdentity, nullptr);
}

Result<Manifest> read_manifest(const RecordReader& file, const Keys& keys, ManifestPart part) {
    ORRERY_TRY(auto place, file.at(RecordReader::kFirst));
    ORRERY_TRY(const auto identity, file.read(place, nullptr));
    if (place.kind != RecordKind::kIdentity || identity != keys.identity())
        return damaged(file.path(), "it comes from another backup folder");
    ORRERY_TRY(place, file.at(place.next));
    Manifest manifest;
    ORRERY_TRY(const auto summary, file.read(place, &keys));
    if (place.kind != RecordKind::kSummary || !decode_summary(summary, manifest))
        return damaged(file.path(), "its summary makes no sense");
    manifest.info.number = file.head().number;
    manifest.info.encrypted = keys.encrypted();
    if (part == ManifestPart::kSummary) return manifest;

    for (;;) {
        ORRERY_TRY(place, file.at(place.next));
        ORRERY_TRY(const auto payload, file.read(place, &keys));
        if (place.kind == RecordKind::kEnd) break;
        if (place.kind == RecordKind::kCluster) {
            if (!decode(payload, manifest.cluster.emplace()))
                return damaged(file.path(), "what it says of the server makes no sense");
            continue;
        }
        ByteReader places(payload);
        while (place.kind == RecordKind::kLeafPlaces && places.ok() && !places.rest().empty()) {
            const auto pack = places.number<std::uint32_t>();
            manifest.leaves.push_back({pack, places.number<std::uint64_t>()});
        }
        if (!places.at_end()) return damaged(file.path(), "its table of pages makes no sense");
    }
    if (!manifest.cluster && manifest.leaves.size() != leaf_count(manifest.info.pages))
        return damaged(file.path(), "its table of pages is not complete");
    return manifest;
}

}  // namespace orrery::ops
