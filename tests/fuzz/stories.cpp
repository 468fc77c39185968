// Two posts and a document of entries made from any bytes, a line each field: what is decided does not depend
// on the order, a post is the same as itself, keys are few and never 0, and no known entry is taken twice.
#include "orrery/base/hash.hpp"
#include "orrery/base/text.hpp"
#include "orrery/planet/attribution.hpp"
#include "orrery/planet/identity.hpp"
#include "orrery/planet/story.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace {

using namespace orrery::planet;

constexpr std::size_t kMostEntries = 40;

void require(bool condition) {
    if (!condition) std::abort();
}

Post post_of(const std::vector<std::string_view>& lines, std::size_t first) {
    const auto line = [&](std::size_t i) {
        return first + i < lines.size() ? lines[first + i] : std::string_view();
    };
    Post post{.feed = static_cast<std::int64_t>(line(0).size()),
              .url = line(1),
              .guid = line(2),
              .title = line(3),
              .author = line(4),
              .feed_title = line(5),
              .file = line(6),
              .text = text_traits(line(7), orrery::hash64(line(7)))};
    post.is_listed = !line(0).empty();
    return post;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto lines = orrery::split(input, '\n');
    const auto a = post_of(lines, 0);
    const auto b = post_of(lines, 8);

    const auto match = match_story(a, b);
    const auto reverse = match_story(b, a);
    require(match.reason == reverse.reason && match.confidence == reverse.confidence && !match.why.empty());
    for (const auto& post : {a, b}) {
        const auto keys = story_keys(post);
        require(keys.size() <= kMostStoryKeys && std::ranges::find(keys, 0u) == keys.end());
    }

    std::vector<Identifiers> entries;
    for (std::size_t i = 0; i + 3 < lines.size() && entries.size() < kMostEntries; i += 4)
        entries.push_back({lines[i], lines[i + 1], lines[i + 2], lines[i + 3]});
    const Origin origin{1, lines[0], lines.back()};
    const auto keys = identify(entries, origin);
    require(keys.size() == entries.size());
    for (const auto& key : keys)
        require(key.primary() != 0);
    auto known = keys;
    std::ranges::reverse(known);
    auto taken = match_entries(keys, known);
    std::erase(taken, std::nullopt);
    // The same document again: every entry is known.
    require(taken.size() == entries.size());
    std::ranges::sort(taken);
    require(std::ranges::adjacent_find(taken) == taken.end());

    const auto byline = read_byline(lines[0]);
    require(!byline.author.empty() || byline.places.empty());
    const auto split = split_title(lines[0], PrefixHabit::kColon);
    require(!split.title.empty() || lines[0].empty());
    return 0;
}
