// Every post of the real feeds, whole and mutated, makes the same tree as gumbo makes of it. The mutations
// are the same in each run; tests/fuzz/html_gumbo.cpp looks further.

#include "gumbo_trees.hpp"
#include "orrery/base/file.hpp"
#include "real_posts.hpp"

#include <algorithm>
#include <filesystem>
#include <random>

#include <gtest/gtest.h>

namespace orrery::html {
namespace {

const std::filesystem::path kFeeds = ORRERY_SOURCE_DIR "/../shared/corpus/real";

constexpr std::string_view kTags[] = {"a",
                                      "a href=x",
                                      "address",
                                      "article",
                                      "b",
                                      "big",
                                      "blockquote",
                                      "body",
                                      "br",
                                      "button",
                                      "caption",
                                      "center",
                                      "code",
                                      "col",
                                      "colgroup",
                                      "dd",
                                      "details",
                                      "div",
                                      "dl",
                                      "dt",
                                      "em",
                                      "fieldset",
                                      "figure",
                                      "font color=x",
                                      "form",
                                      "frame",
                                      "frameset",
                                      "g",
                                      "h1",
                                      "h2",
                                      "head",
                                      "hr",
                                      "html",
                                      "i",
                                      "iframe",
                                      "image",
                                      "img",
                                      "input",
                                      "li",
                                      "listing",
                                      "math",
                                      "mglyph",
                                      "mi",
                                      "mtext",
                                      "nobr",
                                      "noscript",
                                      "object",
                                      "ol",
                                      "p",
                                      "plaintext",
                                      "pre",
                                      "rb",
                                      "rp",
                                      "rt",
                                      "rtc",
                                      "ruby",
                                      "script",
                                      "small",
                                      "span",
                                      "strong",
                                      "style",
                                      "svg",
                                      "table",
                                      "tbody",
                                      "td",
                                      "template",
                                      "textarea",
                                      "tfoot",
                                      "th",
                                      "thead",
                                      "title",
                                      "tr",
                                      "u",
                                      "ul",
                                      "wbr",
                                      "xmp",
                                      "desc",
                                      "annotation-xml encoding=text/html",
                                      "annotation-xml",
                                      "input type=hidden",
                                      "foreignObject",
                                      "svg viewbox=y xlink:href=z"};
constexpr std::string_view kBits[] = {"<!-- x -->",
                                      "<![CDATA[y]]>",
                                      "<!doctype html>",
                                      "&amp",
                                      "&notit;",
                                      "&#x80;",
                                      "text",
                                      "<",
                                      "</",
                                      "<!",
                                      "<?x>",
                                      "/>",
                                      "'",
                                      "\"",
                                      "&",
                                      "</ >",
                                      "<a b=c b=d>"};

class Mutator {
  public:
    explicit Mutator(std::uint32_t seed) : random_(seed) {}

    std::size_t below(std::size_t end) { return random_() % end; }

    std::string mutate(std::string html) {
        for (auto changes = 1 + below(6); changes > 0; --changes)
            change(html);
        return html;
    }

  private:
    void change(std::string& html) {
        constexpr std::size_t kLongestPiece = 200;
        auto [begin, end] = std::minmax({place_in(html), place_in(html)});
        const auto length = std::min(end - begin, kLongestPiece);
        const auto tag = kTags[below(std::size(kTags))];
        switch (below(6)) {
            case 0:
                html.erase(begin, length);
                break;
            case 1:
                html.insert(place_in(html), html.substr(begin, length));
                break;
            case 2:
            case 3:
                html.insert(begin, "<" + std::string(tag) + ">");
                break;
            case 4:
                html.insert(begin, "</" + std::string(tag.substr(0, tag.find(' '))) + ">");
                break;
            default:
                html.insert(begin, kBits[below(std::size(kBits))]);
                break;
        }
    }

    // Before or behind a tag.
    std::size_t place_in(const std::string& html) {
        const auto at = below(html.size() + 1);
        const bool before = below(2) == 0;
        const auto found = html.find(before ? '<' : '>', at);
        return found == std::string::npos ? html.size() : found + (before ? 0 : 1);
    }

    std::mt19937 random_;
};

TEST(Gumbo, BuildsTheSameTreesOfRealPosts) {
    if (!std::filesystem::exists(kFeeds)) GTEST_SKIP() << "no corpus at " << kFeeds;
    constexpr std::size_t kLongest = 6000;
    constexpr std::size_t kMutants = 4;
    std::vector<std::filesystem::path> files;
    for (const auto& file : std::filesystem::directory_iterator(kFeeds))
        files.push_back(file.path());
    std::ranges::sort(files);
    std::size_t compared = 0;
    Mutator mutator(20240229);
    for (const auto& file : files) {
        const auto feed = read_file(file);
        if (!feed) continue;
        std::vector<std::string> posts;
        add_posts(*feed, posts);
        for (const auto& post : posts) {
            if (post.size() > kLongest) continue;
            for (std::size_t mutant = 0; mutant <= kMutants; ++mutant) {
                const std::string context(
                    mutant == 0 ? "" : kComparedContexts[mutator.below(kComparedContexts.size())]);
                const auto html = comparable(mutant == 0 ? post : mutator.mutate(post), !context.empty());
                const auto [ours, gumbos] = trees_of(html, context);
                ++compared;
                EXPECT_EQ(ours, gumbos) << file.filename() << " in <" << context << ">\n" << html;
            }
        }
    }
    EXPECT_GT(compared, 10000u);
}

}  // namespace
}  // namespace orrery::html
