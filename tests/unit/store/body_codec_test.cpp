#include "body_codec.hpp"

#include <gtest/gtest.h>

namespace orrery::store {
namespace {

std::string post(int number) {
    std::string html =
        "<p>Release " + std::to_string(number) + " of the aggregator is out.</p>\n<ul class=\"changes\">\n";
    for (int line = 0; line < 8; ++line)
        html += "<li><a href=\"https://example.org/issues/" + std::to_string(number * 31 + line * 7) +
                "\">Issue</a>: a faster parser for feeds</li>\n";
    return html + "</ul>\n";
}

std::string dictionary(std::uint32_t id) {
    std::vector<std::string> samples;
    for (int number = 0; number < 2000; ++number)
        samples.push_back(post(number));
    return BodyCodec::train(samples, id);
}

TEST(BodyCodec, GivesBackWhatItTook) {
    const BodyCodec codec;
    for (const auto& body :
         {std::string(), std::string("a"), std::string(100'000, 'x'), std::string("\0\xFF", 2), post(1)})
        EXPECT_EQ(codec.decode(codec.encode(body)), body);
}

TEST(BodyCodec, ADictionaryMakesShortPostsMuchShorter) {
    BodyCodec codec;
    const auto alone = codec.encode(post(12345)).size();
    codec.add_dictionary(1, dictionary(1));
    const auto bytes = codec.encode(post(12345));
    EXPECT_LT(bytes.size() * 3, alone * 2);
    EXPECT_EQ(BodyCodec::dictionary_of(bytes), 1u);
    EXPECT_EQ(codec.decode(bytes), post(12345));
}

TEST(BodyCodec, ReadsWhatOlderDictionariesPacked) {
    BodyCodec codec;
    const auto without = codec.encode(post(1));
    codec.add_dictionary(1, dictionary(1));
    const auto first = codec.encode(post(2));
    codec.add_dictionary(2, dictionary(2));
    EXPECT_EQ(BodyCodec::dictionary_of(codec.encode(post(3))), 2u);
    EXPECT_EQ(codec.decode(without), post(1));
    EXPECT_EQ(codec.decode(first), post(2));
}

TEST(BodyCodec, RefusesDamagedBytesAndUnknownDictionaries) {
    BodyCodec codec;
    codec.add_dictionary(5, dictionary(5));
    const auto bytes = codec.encode(post(1));
    EXPECT_FALSE(BodyCodec().decode(bytes));
    EXPECT_FALSE(codec.decode(bytes.substr(0, bytes.size() / 2)));
    EXPECT_FALSE(codec.decode("<p>no zstd</p>"));
    EXPECT_FALSE(codec.decode(""));
}

TEST(BodyCodec, TrainsNothingFromTooFewSamples) {
    const std::vector<std::string> samples = {"a", "b"};
    EXPECT_EQ(BodyCodec::train(samples, 1), "");
}

}  // namespace
}  // namespace orrery::store
