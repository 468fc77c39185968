#include "orrery/http/chunked.hpp"

#include <gtest/gtest.h>

namespace orrery::http {
namespace {

using State = ChunkedDecoder::State;

TEST(Chunked, DecodesChunksExtensionsAndTrailers) {
    std::string_view bytes =
        "4\r\nWiki\r\n6;name=\"v\"\r\npedia \r\nE\r\nin \r\n\r\nchunks.\r\n0\r\nSum: 1\r\n\r\nGET /";
    std::string out;
    ChunkedDecoder decoder(100);
    EXPECT_EQ(decoder.decode(bytes, out), State::kDone);
    EXPECT_EQ(out, "Wikipedia in \r\n\r\nchunks.");
    EXPECT_EQ(bytes, "GET /") << "the next request is left alone";
}

TEST(Chunked, DoesNotCareHowTheBytesArrive) {
    const std::string whole = "3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n";
    for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
        ChunkedDecoder decoder(100);
        std::string out;
        auto first = std::string_view(whole).substr(0, cut);
        auto second = std::string_view(whole).substr(cut);
        auto state = decoder.decode(first, out);
        if (state == State::kMore) state = decoder.decode(second, out);
        EXPECT_EQ(state, State::kDone) << cut;
        EXPECT_EQ(out, "abc0123456789");
    }
}

TEST(Chunked, RefusesWhatIsNotToTheLetter) {
    for (const std::string_view text :
         {"\r\n", "g\r\n", "-1\r\n", "3\nabc\r\n0\r\n\r\n", "3\r\nabcd\r\n", "3\r\nabc\n0\r\n",
          "0x3\r\nabc\r\n", "1000000000000000\r\n", "3;a\nb\r\nabc", "0\r\n\n", "0\r\nA: b\n\r\n"}) {
        ChunkedDecoder decoder(1 << 20);
        auto bytes = text;
        std::string out;
        EXPECT_EQ(decoder.decode(bytes, out), State::kMalformed) << text;
    }
}

TEST(Chunked, StopsAtTheLimitBeforeTheBytesAreRead) {
    ChunkedDecoder decoder(10);
    std::string_view bytes = "6\r\nabcdef\r\n5\r\n";
    std::string out;
    EXPECT_EQ(decoder.decode(bytes, out), State::kTooLarge);
}

TEST(Chunked, RefusesEndlessExtensionsAndTrailers) {
    for (const std::string_view start : {"1;", "0\r\nA: "}) {
        ChunkedDecoder decoder(10);
        const auto text = std::string(start) + std::string(10'000, 'x');
        std::string_view bytes = text;
        std::string out;
        EXPECT_EQ(decoder.decode(bytes, out), State::kMalformed);
    }
}

}  // namespace
}  // namespace orrery::http
