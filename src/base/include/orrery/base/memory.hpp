#pragma once

namespace orrery {

/// For a program that reads document after document: memory that is freed stays with the process, up to 32
/// MiB, for the next document. Otherwise glibc gives the end of its heap back after each one, and the kernel
/// has to bring it again page by page. Call it before there are threads.
void keep_freed_memory();

/// After work that took much memory and does not come again soon: what is free goes back to the system at
/// once. Threads may go on meanwhile.
void give_back_freed_memory();

}  // namespace orrery
