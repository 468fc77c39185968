#include "orrery/base/file.hpp"
#include "orrery/base/quantity.hpp"
#include "orrery/base/text.hpp"
#include "orrery/ops/backup.hpp"

#include <fmt/format.h>

namespace orrery::ops {

namespace {

constexpr std::size_t kMaxKeyBytes = 64 << 10;
constexpr std::size_t kMinKeyBytes = 8;

}  // namespace

Result<std::string> read_key_file(const std::filesystem::path& path) {
    ORRERY_TRY(auto secret, read_file(path, kMaxKeyBytes));
    if (secret.ends_with('\n')) secret.pop_back();
    if (secret.ends_with('\r')) secret.pop_back();
    if (secret.size() < kMinKeyBytes)
        return fail(ErrorCode::kInvalid, "the key is too short", path.string(),
                    fmt::format("it has {} bytes, and should have {} at least", secret.size(), kMinKeyBytes),
                    "`head -c 32 /dev/urandom | base64 > FILE` makes a good one");
    return secret;
}

Result<Keep> parse_keep(std::string_view text) {
    std::int64_t count = 0;
    if (parse_number(text, count)) {
        if (count < 1 || count > UINT32_MAX)
            return fail(ErrorCode::kInvalid, fmt::format("\"{}\" backups cannot be kept", text), "", "",
                        "keep 1 at least");
        return Keep{static_cast<std::uint32_t>(count), {}};
    }
    const auto age = parse_duration(text);
    if (!age)
        return fail(ErrorCode::kInvalid,
                    fmt::format("\"{}\" says neither how many backups nor for how long", text), "", "",
                    "write it like 14 or 30d");
    return Keep{{}, *age};
}

}  // namespace orrery::ops
