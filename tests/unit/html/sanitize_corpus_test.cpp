// Every payload of the corpus through every policy.

#include "orrery/base/utf8.hpp"
#include "orrery/html/sanitize.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <simdjson.h>

namespace orrery::html {
namespace {

const std::filesystem::path kPayloads = ORRERY_SOURCE_DIR "/../shared/corpus/sanitizer";

std::vector<std::string> payloads() {
    std::vector<std::string> all;
    for (const auto& file : std::filesystem::directory_iterator(kPayloads)) {
        if (file.path().extension() != ".jsonl") continue;
        simdjson::dom::parser parser;
        std::ifstream lines(file.path());
        for (std::string line; std::getline(lines, line);) {
            simdjson::dom::element document;
            std::string_view payload;
            if (parser.parse(line).get(document) != simdjson::SUCCESS) continue;
            if (document["payload"].get(payload) == simdjson::SUCCESS) all.emplace_back(payload);
        }
    }
    return all;
}

std::vector<Policy> policies() {
    auto escaping = Policy::strict();
    escaping.disallowed = Disallowed::kEscape;
    auto shifted = Policy::feed();
    shifted.top_heading = 3;
    return {Policy::strict(), Policy::feed(), Policy::feed_with_embeds({"www.youtube.com"}),
            escaping,         shifted,        Policy()};
}

TEST(SanitizeCorpus, SanitizingTwiceChangesNothing) {
    if (!std::filesystem::exists(kPayloads)) GTEST_SKIP() << "no corpus at " << kPayloads;
    const auto base = Url::parse("https://blog.example/post/");
    const auto all = payloads();
    EXPECT_GT(all.size(), 7000u);
    for (const auto& policy : policies()) {
        for (const auto& payload : all) {
            const auto once = sanitize(payload, policy, &*base);
            EXPECT_EQ(sanitize(once, policy, &*base), once) << payload;
            EXPECT_TRUE(utf8::is_valid(once));
        }
    }
}

}  // namespace
}  // namespace orrery::html
