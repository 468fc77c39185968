// Every payload of the corpus through every policy.

#include "harmless.hpp"
#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"
#include "orrery/html/sanitize.hpp"
#include "orrery/html/tree.hpp"

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

TEST(SanitizeCorpus, ABrowserMakesExactlyWhatIsWritten) {
    if (!std::filesystem::exists(kPayloads)) GTEST_SKIP() << "no corpus at " << kPayloads;
    const auto base = Url::parse("https://blog.example/post/");
    for (const auto& policy : policies()) {
        for (const auto& payload : payloads()) {
            const auto safe = sanitize(payload, policy, &*base);
            const auto document = parse_fragment(safe);
            EXPECT_EQ(replace_all(serialize(*document.root), "&nbsp;", "\u00A0"), safe) << payload;
            EXPECT_EQ(harm_in(document, policy), "") << payload;
        }
    }
}

TEST(SanitizeCorpus, NothingForbiddenAppearsInAnyContext) {
    if (!std::filesystem::exists(kPayloads)) GTEST_SKIP() << "no corpus at " << kPayloads;
    const auto policy = Policy::feed();
    for (const auto& payload : payloads()) {
        const auto safe = sanitize(payload, policy);
        for (const auto& context : kContexts)
            EXPECT_EQ(harm_in(parse_fragment(safe, context), policy), "") << payload;
        // Pasted into a page inside such an element.
        for (const auto* around :
             {"<table>", "<svg>", "<math>", "<svg><desc>", "<math><mtext>", "<select>"}) {
            const auto page = parse_fragment(around + safe);
            for (const Node* node = page.root; node != nullptr; node = next_in_order(node, page.root)) {
                EXPECT_FALSE(node->is(Tag::kScript) || node->is(Tag::kStyle) || node->is(Tag::kIframe))
                    << payload;
            }
        }
    }
}

TEST(SanitizeCorpus, TreesSurviveSerializing) {
    if (!std::filesystem::exists(kPayloads)) GTEST_SKIP() << "no corpus at " << kPayloads;
    for (const auto& payload : payloads()) {
        const auto safe = sanitize(payload, Policy::feed());
        const auto once = serialize(*parse_fragment(safe).root);
        EXPECT_EQ(serialize(*parse_fragment(once).root), once);
    }
}

}  // namespace
}  // namespace orrery::html
