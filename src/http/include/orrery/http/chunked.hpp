#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace orrery::http {

/// Decodes a chunked body (RFC 9112, section 7.1) that arrives piece by piece. Extensions and trailers are
/// read and dropped.
class ChunkedDecoder {
  public:
    enum class State { kMore, kDone, kMalformed, kTooLarge };

    /// `max_bytes`: the longest body to accept.
    explicit ChunkedDecoder(std::uint64_t max_bytes) : max_bytes_(max_bytes) {}

    /// Takes what it can from the front of `bytes`, moves past it and appends the decoded part to `out`. What
    /// is left in `bytes` after kDone belongs to the next request.
    State decode(std::string_view& bytes, std::string& out);

  private:
    enum class Step {
        kSize,
        kExtension,
        kSizeLf,
        kData,
        kDataCr,
        kDataLf,
        kTrailer,
        kTrailerLine,
        kTrailerLf,
        kEndLf,
        kDone
    };

    // A chunk's size line and all trailers together: more is an attack.
    static constexpr std::uint64_t kMaxOverhead = 8 * 1024;

    std::uint64_t max_bytes_;
    std::uint64_t left_ = 0;  // of the chunk
    std::uint64_t total_ = 0;
    std::uint64_t overhead_ = 0;
    int digits_ = 0;
    Step step_ = Step::kSize;
};

}  // namespace orrery::http
