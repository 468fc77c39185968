#include "postgres/tar_reader.hpp"

#include <algorithm>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

namespace orrery::ops::postgres {

namespace {

constexpr std::size_t kBlock = 512;

Failure damaged_archive(std::string why) {
    return fail(ErrorCode::kCorrupt, "the server's files in this backup cannot be unpacked", "",
                std::move(why));
}

// A field that ends with the first NUL, or is full.
std::string_view text_at(std::string_view head, std::size_t place, std::size_t size) {
    const auto field = head.substr(place, size);
    return field.substr(0, field.find('\0'));
}

std::uint64_t octal_at(std::string_view head, std::size_t place, std::size_t size) {
    std::uint64_t value = 0;
    for (const char c : text_at(head, place, size))
        if (c >= '0' && c <= '7') value = value * 8 + static_cast<std::uint64_t>(c - '0');
    return value;
}

bool stays_inside(const std::filesystem::path& name) {
    return !name.empty() && name.is_relative() &&
           std::ranges::none_of(name, [](const auto& part) { return part == ".."; });
}

}  // namespace

Result<void> TarReader::add(std::string_view bytes) {
    while (!bytes.empty()) {
        if (left_ > 0) {
            const auto part = bytes.substr(0, left_);
            if (file_) ORRERY_CHECK(file_->write_at(part, written_));
            written_ += part.size();
            left_ -= part.size();
            bytes.remove_prefix(part.size());
        } else if (padding_ > 0) {
            const auto part = std::min<std::uint64_t>(padding_, bytes.size());
            padding_ -= part;
            bytes.remove_prefix(part);
        } else {
            const auto part = bytes.substr(0, kBlock - head_.size());
            head_ += part;
            bytes.remove_prefix(part.size());
            if (head_.size() < kBlock) continue;
            ORRERY_CHECK(begin_member());
            head_.clear();
        }
    }
    return {};
}

Result<void> TarReader::begin_member() {
    file_.reset();
    if (head_.find_first_not_of('\0') == std::string::npos) return {};  // the end, or padding
    const std::filesystem::path name(text_at(head_, 0, 100));
    if (text_at(head_, 257, 5) != "ustar" || !stays_inside(name))
        return damaged_archive(fmt::format("there is no file at \"{}\"", name.string()));
    const auto path = folder_ / name;
    const auto mode = static_cast<mode_t>(octal_at(head_, 100, 8) & 0777);
    const auto size = octal_at(head_, 124, 12);
    switch (head_[156]) {
        case '0': {
            ORRERY_TRY(auto file, FileHandle::open(path, O_WRONLY | O_CREAT | O_EXCL));
            if (::fchmod(file.descriptor(), mode) != 0)
                return Failure(system_error("cannot write", path.string(), errno));
            file_.emplace(std::move(file));
            written_ = 0;
            left_ = size;
            padding_ = (kBlock - size % kBlock) % kBlock;
            return {};
        }
        case '5':
            if (::mkdir(path.c_str(), mode) != 0 && errno != EEXIST)
                return Failure(system_error("cannot make", path.string(), errno));
            return {};
        default:
            return damaged_archive(fmt::format("\"{}\" is neither a file nor a folder", name.string()));
    }
}

Result<void> TarReader::finish() {
    file_.reset();
    if (left_ > 0 || !head_.empty()) return damaged_archive("it ends too early");
    return {};
}

}  // namespace orrery::ops::postgres
