#pragma once

#include "orrery/http/request.hpp"
#include "orrery/http/response.hpp"

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orrery::galaxy {

class Site;

/// Bytes to put on the wire as they are, `repeat` times, each time after a pause.
struct Step {
    std::string bytes;
    std::uint64_t repeat = 1;
    std::chrono::milliseconds pause{0};
};

/// What a connection does about one request: all of it, down to the bytes.
struct Answer {
    enum class End {
        kKeepAlive,
        kClose,
        kReset,  ///< as after a crash: the other end sees "connection reset by peer"
        kHang,   ///< stays open and silent
    };
    int status = 0;  ///< for the statistics; 0 when no status line is sent
    std::vector<Step> steps;
    End end = End::kKeepAlive;
};

/// A request whose path began with a behaviour's name.
struct Call {
    Site& site;
    const http::Request& request;
    std::string_view rest;  ///< the path after the name, without the slash between
};

struct Behaviour {
    std::string_view name;   ///< the first segment of the path
    std::string_view usage;  ///< `/slow-body/PATH?rate=100`
    std::string_view what;   ///< in one sentence, for the front page and the README
    Answer (*answer)(const Call& call);
};

/// All of them, in the order in which they are documented. Where the usage says PATH, the path of something
/// else that the galaxy serves follows: `/truncated/feeds/7.xml`.
[[nodiscard]] std::span<const Behaviour> behaviours();

/// What the galaxy answers, be it well or ill behaved.
[[nodiscard]] Answer answer(Site& site, const http::Request& request);

}  // namespace orrery::galaxy
