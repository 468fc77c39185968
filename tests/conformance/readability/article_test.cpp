// The articles of real pages against what is expected of each: F1 over the words of the text.

#include "orrery/html/article.hpp"

#include "orrery/base/file.hpp"
#include "orrery/base/text.hpp"
#include "orrery/html/text.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

#include <gtest/gtest.h>

namespace orrery::html {
namespace {

const std::filesystem::path kPages = ORRERY_SOURCE_DIR "/../shared/corpus/readability/test/test-pages";

double f1(const std::string& found, const std::string& expected) {
    const auto found_line = collapse_space(found);
    const auto expected_line = collapse_space(expected);
    std::map<std::string_view, int> words;
    const auto wanted = split(expected_line, ' ');
    for (const auto word : wanted)
        ++words[word];
    const auto given = split(found_line, ' ');
    int common = 0;
    for (const auto word : given) {
        if (--words[word] >= 0) ++common;
    }
    return 2.0 * common / static_cast<double>(wanted.size() + given.size());
}

TEST(Readability, FindsTheTextOfTheArticle) {
    if (!std::filesystem::exists(kPages)) GTEST_SKIP() << "no corpus at " << kPages;
    const auto url = Url::parse("http://fakehost/test/page.html");
    std::vector<std::pair<double, std::string>> scores;
    for (const auto& page : std::filesystem::directory_iterator(kPages)) {
        const auto source = read_file(page.path() / "source.html");
        const auto expected = read_file(page.path() / "expected.html");
        ASSERT_TRUE(source && expected);
        const auto found = article(parse_document(*source), *url);
        scores.emplace_back(f1(text(found.html), text(*expected)), page.path().filename().string());
    }
    std::ranges::sort(scores);
    EXPECT_GE(scores[scores.size() / 2].first, 0.95) << "the median";
    for (const auto& [score, name] : scores)
        EXPECT_GE(score, 0.5) << name;
    RecordProperty("median_f1", std::to_string(scores[scores.size() / 2].first));
}

}  // namespace
}  // namespace orrery::html
