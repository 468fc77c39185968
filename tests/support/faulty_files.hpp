#pragma once

#include "faulty_vfs.hpp"

/// The same faults for files that the program writes by itself: the system calls of this process are looked
/// at before the system sees them, below one folder.
namespace orrery::faults {

/// Counts the calls that change something below `folder`, and fails from the one that `fault` names. After a
/// power cut the folder holds what was synced; of everything else (contents since the last fsync of their
/// file, names since the last fsync of their folder) each is there or not, as the dice fall.
void arm_files(const std::filesystem::path& folder, const Fault& fault);
[[nodiscard]] bool file_fault_happened();
/// The end of the fault; after a power cut, the folder becomes what the disk holds.
void recover_files();

}  // namespace orrery::faults
