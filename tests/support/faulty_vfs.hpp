#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

/// A SQLite VFS that fails on request, put under everything in this process by being the default. The program
/// under test knows nothing of it.
namespace orrery::faults {

/// From one place of a fault to the next: every one, but in instrumented builds, which take ten times as
/// long, every seventh.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr int kStride = 7;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr int kStride = 7;
#else
inline constexpr int kStride = 1;
#endif
#else
inline constexpr int kStride = 1;
#endif

/// What goes wrong, at the operation with the number `at` of those that change a file: making one, writing,
/// syncing, truncating, removing.
struct Fault {
    enum class Kind {
        kNone,
        kError,    ///< this one operation fails: SQLITE_FULL for a write, SQLITE_IOERR for the others
        kFull,     ///< from here on every write fails with SQLITE_FULL: the disk is full
        kKilled,   ///< from here on everything fails: the process is dead, and what it wrote is in the
                   ///< system's hands
        kPowerCut  ///< likewise, and of what was not synced every sector is there or not, as the dice fall
    };
    Kind kind = Kind::kNone;
    int at = 0;
    std::uint32_t seed = 1;
};

/// Where a test keeps its files: in memory where the system offers that, because the disk is a model here.
[[nodiscard]] std::filesystem::path scratch_folder(const std::string& name);

/// Once, before SQLite is used.
void install_faulty_vfs();

/// Starts to count operations anew. Files of before are taken to be on the disk.
void arm(const Fault& fault);
/// Whether the operation has come up since.
[[nodiscard]] bool fault_happened();
[[nodiscard]] int operations();
/// The end of the fault, when all connections are closed. After a power cut, the files become what the disk
/// holds.
void recover();

/// A heap for SQLite that fails. Once, before SQLite is used.
void install_failing_heap();
/// The `at`-th allocation from here on fails, and all after it for as long as `lasting` says; 0 for none.
void fail_allocation(int at, int lasting = 1);
[[nodiscard]] bool allocation_failed();

}  // namespace orrery::faults
