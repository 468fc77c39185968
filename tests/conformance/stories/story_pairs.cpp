// Asks planet::match_story() about pairs of posts. Reads one pair a line from standard input: the fields of
// both posts, one after the other, percent-encoded, parted by tabs,
//   FEED (a number)  URL  GUID  TITLE  AUTHOR  FEED-TITLE  FILE  DATE (seconds, 0: none)  HTML
// and answers each with a line: "same" or "other", the reason, how many story keys they share, and why.
#include "orrery/base/text.hpp"
#include "orrery/base/url_clean.hpp"
#include "orrery/html/prose.hpp"
#include "orrery/html/text.hpp"
#include "orrery/planet/story.hpp"

#include <algorithm>
#include <array>
#include <iostream>
#include <string>

namespace {

constexpr std::size_t kFields = 9;

struct OwnedPost {
    std::array<std::string, kFields> fields;
    orrery::planet::Post post;

    void read(std::span<const std::string_view> line) {
        for (std::size_t i = 0; i < kFields; ++i)
            fields[i] = orrery::percent_decode(line[i]);
        const auto number = [&](std::size_t i) {
            std::int64_t value = 0;
            return orrery::parse_number(fields[i], value) ? value : 0;
        };
        const auto text = orrery::html::text(fields[8]);
        post = {.feed = number(0),
                .url = fields[1],
                .guid = fields[2],
                .title = fields[3],
                .author = fields[4],
                .feed_title = fields[5],
                .file = fields[6],
                .text = orrery::planet::text_traits(text, orrery::html::prose::fingerprint(text)),
                .date = std::nullopt};
        if (const auto date = number(7); date != 0) post.date = orrery::Timestamp(std::chrono::seconds(date));
    }
};

}  // namespace

int main() {
    OwnedPost a;
    OwnedPost b;
    for (std::string line; std::getline(std::cin, line);) {
        const auto fields = orrery::split(line, '\t');
        if (fields.size() != 2 * kFields) {
            std::cerr << "a pair has " << 2 * kFields << " fields, this line " << fields.size() << "\n";
            return 2;
        }
        a.read(std::span(fields).first(kFields));
        b.read(std::span(fields).last(kFields));
        const auto keys = orrery::planet::story_keys(a.post);
        const auto others = orrery::planet::story_keys(b.post);
        const auto shared = std::ranges::count_if(
            keys, [&](auto key) { return std::ranges::find(others, key) != others.end(); });
        const auto match = orrery::planet::match_story(a.post, b.post);
        std::cout << (match.is_same() ? "same" : "other") << '\t' << name_of(match.reason) << '\t' << shared
                  << '\t' << match.why << '\n';
    }
}
