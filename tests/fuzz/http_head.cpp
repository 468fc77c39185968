// The head of a request, however it is cut into reads, and the chunked body after it. The first byte says
// where the cut is.
#include "orrery/base/utf8.hpp"
#include "orrery/http/chunked.hpp"
#include "orrery/http/head.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace orrery::http;

void require(bool condition) {
    if (!condition) std::abort();
}

bool is_safe(const std::string& path) {
    if (path == "*") return true;
    if (!path.starts_with('/') || !orrery::utf8::is_valid(path)) return false;
    for (const char c : path)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return false;
    const auto closed = path + '/';
    return closed.find("/../") == std::string::npos && closed.find("/./") == std::string::npos;
}

ChunkedDecoder::State decode(std::string_view first, std::string_view second, std::string& out,
                             std::size_t& left) {
    ChunkedDecoder decoder(10'000);
    auto state = decoder.decode(first, out);
    left = first.size() + second.size();
    if (state != ChunkedDecoder::State::kMore) return state;
    state = decoder.decode(second, out);
    left = second.size();
    return state;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto cut = text.empty() ? 0 : std::size_t{data[0]} * text.size() / 256;

    const HeadLimits limits{2000, 500, 20};
    Request request;
    const auto head = parse_head(text, request, limits);
    Request part;
    const auto first = parse_head(text.substr(0, cut), part, limits);
    switch (head.state) {
        case Head::State::kComplete: {
            require(head.size <= text.size() && is_safe(request.path) &&
                    request.headers.size() <= limits.headers);
            require(!head.is_chunked || head.body_bytes == 0);
            require((first.state == Head::State::kComplete) == (cut >= head.size));
            require(first.state != Head::State::kRefused);
            break;
        }
        case Head::State::kIncomplete:
            require(first.state == Head::State::kIncomplete);
            break;
        case Head::State::kRefused:
            require(head.status >= 400 && !head.why.empty());
            break;
    }
    if (first.state == Head::State::kIncomplete) {
        Request again;
        const auto second = parse_head(text, again, limits, cut);
        require(second.state == head.state && second.size == head.size && second.status == head.status);
    }

    std::string whole;
    std::string pieces;
    std::size_t left = 0;
    std::size_t left_of_pieces = 0;
    const auto state = decode(text, {}, whole, left);
    require(decode(text.substr(0, cut), text.substr(cut), pieces, left_of_pieces) == state &&
            whole == pieces);
    require(state != ChunkedDecoder::State::kDone || left == left_of_pieces);
    return 0;
}
