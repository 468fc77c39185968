#pragma once

#include "orrery/http/request.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace orrery::http {

/// How much of a request's beginning is read before it is refused.
struct HeadLimits {
    std::size_t bytes = 16 * 1024;        ///< request line and headers together: 431
    std::size_t target_bytes = 8 * 1024;  ///< 414
    std::size_t headers = 100;            ///< 431
};

/// What parse_head() found.
struct Head {
    enum class State {
        kIncomplete,  ///< so far so good; more bytes are needed
        kComplete,    ///< the request is filled in
        kRefused,     ///< answer `status`, then close: where the next request would start is not known
    };
    State state = State::kIncomplete;
    std::size_t size = 0;  ///< bytes of the head, with the empty line
    int status = 0;        ///< 400, 414, 431, 501 or 505
    std::string_view why;  ///< for the person at the other end

    std::uint64_t body_bytes = 0;   ///< the Content-Length
    bool is_chunked = false;        ///< the body is chunked instead
    bool keep_alive = true;         ///< the connection goes on after this request
    bool expects_continue = false;  ///< the client waits for `100 Continue` before it sends the body
};

/// Reads the head of an HTTP/1.x request (RFC 9112) from the beginning of `bytes` into `request`, whose views
/// then point into `bytes`. `scanned`: so many bytes are known from an earlier call to hold no end of a head.
///
/// Strict where leniency lets requests be smuggled past a proxy: lines end with CR LF, no white space before
/// a colon, no folded lines, one Host, one Content-Length at most and none beside Transfer-Encoding, whose
/// only value is `chunked`. A pure function of its input, linear in it.
[[nodiscard]] Head parse_head(std::string_view bytes, Request& request, const HeadLimits& limits = {},
                              std::size_t scanned = 0);

}  // namespace orrery::http
