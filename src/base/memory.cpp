#include "orrery/base/memory.hpp"

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace orrery {

void keep_freed_memory() {
#ifdef __GLIBC__
    constexpr int kKept = 32 << 20;
    mallopt(M_TRIM_THRESHOLD, kKept);
    mallopt(M_MMAP_THRESHOLD, kKept);
#endif
}

}  // namespace orrery
