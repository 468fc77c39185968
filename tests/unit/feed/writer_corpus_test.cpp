#include "orrery/base/file.hpp"
#include "orrery/base/text.hpp"
#include "orrery/feed/json.hpp"
#include "orrery/feed/writer.hpp"
#include "support.hpp"
#include "xml_checks.hpp"

#include <filesystem>
#include <functional>
#include <vector>

// Every feed that there is here, through each writer and back: what is written is valid, has the values of
// the feed, and the reader makes the same of it however often it goes through.

namespace orrery::feed {
namespace {

struct Sample {
    std::string name;
    ParsedFeed parsed;
};

std::vector<Sample> samples() {
    std::vector<Sample> result;
    for (const auto folder : {"real", "feedparser", "fixtures"}) {
        const auto path = std::filesystem::path(ORRERY_SOURCE_DIR) / "../shared/corpus" / folder;
        if (!std::filesystem::exists(path)) continue;
        for (const auto& file : std::filesystem::recursive_directory_iterator(path)) {
            if (!file.is_regular_file()) continue;
            auto document = read_file(file.path().string());
            ParseOptions options;
            options.url = "http://x/f";
            if (auto parsed = parse(std::move(*document), options))
                result.push_back({file.path().filename().string(), std::move(*parsed)});
        }
    }
    return result;
}

// The first lines that differ, empty when none do.
std::string first_difference(std::string_view a, std::string_view b) {
    if (a == b) return "";
    const auto of_a = split(a, '\n');
    const auto of_b = split(b, '\n');
    auto left = of_a.begin();
    auto right = of_b.begin();
    for (; left != of_a.end() && right != of_b.end() && *left == *right; ++left, ++right) {
    }
    const auto line = [](auto at, auto end) {
        return at == end ? std::string("(end)") : std::string(*at).substr(0, 300);
    };
    return line(left, of_a.end()) + "\n" + line(right, of_b.end());
}

// Its subtitles repeat descriptions in which only `<br>` is HTML: the one is plain text to the reader and the
// other HTML, which is seen once they are written apart.
constexpr std::string_view kRepeating = "lr.xml";

class WriterCorpus : public testing::Test {
  protected:
    static const std::vector<Sample>& all() {
        static const auto cached = samples();
        return cached;
    }
    void SetUp() override {
        if (all().empty()) GTEST_SKIP() << "no corpus beside the repository";
    }

    static void comes_back(const std::function<std::string(const Feed&)>& write) {
        for (const auto& [name, parsed] : all()) {
            if (name == kRepeating) continue;
            SCOPED_TRACE(name);
            const auto written = write(parsed.feed());
            const auto back = read(written);
            EXPECT_TRUE(back.well_formed());
            EXPECT_TRUE(back.diagnostics().empty());
            const auto again = read(write(back.feed()));
            EXPECT_EQ(first_difference(to_json(back), to_json(again)), "") << "through it once more";
            ASSERT_EQ(back.feed().entries.size(), parsed.feed().entries.size());
            auto original = parsed.feed().entries.begin();
            for (const auto& entry : back.feed().entries) {
                const auto& first = *original;
                ++original;
                const auto seconds = [](const Date& date) {
                    return date.time ? std::optional(std::chrono::floor<std::chrono::seconds>(*date.time))
                                     : std::nullopt;
                };
                if (first.published.time) {
                    EXPECT_EQ(seconds(entry.published), seconds(first.published));
                }
                if (first.content.is_markup() && !first.content.empty()) {
                    EXPECT_EQ(entry.content.value, first.content.value);
                    EXPECT_TRUE(entry.content.is_markup());
                }
                EXPECT_EQ(entry.enclosures.empty(), first.enclosures.empty());
            }
        }
    }
};

TEST_F(WriterCorpus, ReadsAtomBackUnchanged) {
    comes_back(write_atom);
}

TEST_F(WriterCorpus, ReadsRssBackUnchanged) {
    comes_back(write_rss);
}

TEST_F(WriterCorpus, ReadsJsonFeedBackUnchanged) {
    comes_back(write_json_feed);
}

TEST_F(WriterCorpus, WritesAtomThatIsValidByRfc4287) {
    if (!has_xmllint()) GTEST_SKIP() << "no xmllint here";
    std::vector<std::string> documents;
    for (const auto& [name, parsed] : all())
        documents.push_back(write_atom(parsed.feed()));
    EXPECT_EQ(atom_complaints(documents), "");
}

TEST(AtomSchema, RefusesWhatRfc4287Forbids) {
    if (!has_xmllint()) GTEST_SKIP() << "no xmllint here";
    const std::string good = "<title>T</title><id>tag:x,2004:1</id><updated>2004-01-01T00:00:00Z</updated>";
    const std::string entry = "<entry>" + good +
                              "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p/>"
                              "</div></content><x:y xmlns:x='urn:x'>1</x:y></entry>";
    EXPECT_EQ(atom_complaints({atom(good + entry)}), "");
    for (const auto& bad : std::vector<std::string>{
             good + "<entry><id>tag:x,2004:2</id></entry>", good + "<id>tag:x,2004:3</id>",
             good + "<link rel='self'/>", good + "<category/>", good + "<summary>s</summary>",
             good + "<author><email>a@b.example</email></author>", good + "<link href='a b'/>",
             good + "<link href='a' type='html'/>",
             good + "<entry>" + good + "<content type='xhtml'>x</content></entry>",
             good + "<entry>" + good + "<content src='a'>x</content></entry>",
             std::string("<title>T</title><id>relative</id><updated>2004-01-01T00:00:00Z</updated>"),
             std::string("<title>T</title><id>tag:x,2004:1</id><updated>2004-01-01</updated>")})
        EXPECT_NE(atom_complaints({atom(bad)}), "") << bad;
}

}  // namespace
}  // namespace orrery::feed
