#include "orrery/feed/date.hpp"

#include <cstdint>
#include <cstdlib>

// Any text as a date: what is read can be written and is read back the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto time = orrery::feed::parse_date({reinterpret_cast<const char*>(data), size});
    if (time && time->time_since_epoch().count() <= 0) std::abort();
    if (time && orrery::feed::parse_date(orrery::format_rfc3339(*time)) != time) std::abort();
    return 0;
}
