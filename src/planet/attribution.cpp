#include "orrery/planet/attribution.hpp"

#include "names.hpp"
#include "orrery/base/text.hpp"
#include "orrery/planet/address.hpp"
#include "title.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace orrery::planet {

namespace {

constexpr std::size_t kLeastSamples = 5;
constexpr double kConsistent = 0.9;
// Of entries whose author is named, how many must be named by the prefix.
constexpr double kNamed = 0.8;
// A person may write in two blogs, and two people in one.
constexpr double kHostsPerName = 0.6;
constexpr std::size_t kMostNameBytes = 60;
constexpr std::size_t kMostNameWords = 6;
constexpr std::size_t kMostBylineBytes = 200;

constexpr std::array<std::string_view, 4> kStarts{"posted by ", "written by ", "published by ", "by "};
// What ends a name. Only the first two are followed by where a post is from: "by Jane on Monday at noon".
constexpr std::array<std::string_view, 6> kJoints{" from ", " via ", " on ", " at ", " in ", " @ "};
constexpr std::size_t kPlaceJoints = 2;

bool is_name(std::string_view text) {
    if (text.empty() || text.size() > kMostNameBytes) return false;
    const auto words = std::ranges::count(text, ' ') + 1;
    return static_cast<std::size_t>(words) <= kMostNameWords && text.find_first_of(".!?;") != 0;
}

struct Joint {
    std::size_t at = std::string_view::npos;
    std::size_t behind = 0;
    bool is_place = false;
};
Joint next_joint(std::string_view text) {
    Joint nearest;
    for (std::size_t i = 0; i < kJoints.size(); ++i) {
        const auto at = ifind(text, kJoints[i]);
        if (at < nearest.at) nearest = {at, at + kJoints[i].size(), i < kPlaceJoints};
    }
    return nearest;
}

std::size_t start_of(std::string_view line) {
    for (const auto start : kStarts) {
        if (istarts_with(line, start)) return start.size();
    }
    return 0;
}

std::string_view without_ends(std::string_view text) {
    text = trim(text);
    while (!text.empty() && std::string_view(".,:").find(text.back()) != std::string_view::npos)
        text = trim(text.substr(0, text.size() - 1));
    return text;
}

SplitTitle split_colon(std::string_view title) {
    const auto colon = title.find(": ");
    if (colon == std::string_view::npos) return {{}, title};
    const auto prefix = trim(title.substr(0, colon));
    const auto rest = trim(title.substr(colon + 2));
    return is_name(prefix) && !rest.empty() ? SplitTitle{prefix, rest} : SplitTitle{{}, title};
}

SplitTitle split_brackets(std::string_view title) {
    const auto end = title.find(']');
    if (!title.starts_with('[') || end == std::string_view::npos) return {{}, title};
    const auto prefix = trim(title.substr(1, end - 1));
    const auto rest = trim(title.substr(end + 1));
    return is_name(prefix) && !rest.empty() ? SplitTitle{prefix, rest} : SplitTitle{{}, title};
}

bool is_habit(std::span<const TitleSample> samples, PrefixHabit habit, std::string_view feed_host,
              std::string_view site_host) {
    std::size_t titled = 0;
    std::size_t prefixed = 0;
    std::size_t named = 0;
    std::size_t agreed = 0;
    std::size_t away = 0;
    std::map<std::string, std::set<std::string>> hosts_of;
    std::set<std::string> hosts;
    for (const auto& sample : samples) {
        const auto title = trim(sample.title);
        if (title.empty()) continue;
        ++titled;
        const auto prefix = split_title(title, habit).prefix;
        if (prefix.empty()) continue;
        ++prefixed;
        if (const auto author = read_names(sample.author); !author.empty()) {
            ++named;
            if (compare(author, read_names(prefix)) == NameRelation::kSame) ++agreed;
        }
        const auto link = page_address(sample.url);
        if (link.page.empty() || is_same_site(link.host(), feed_host) || is_same_site(link.host(), site_host))
            continue;
        ++away;
        hosts_of[joined(read_title(prefix).words)].emplace(link.host());
        hosts.emplace(link.host());
    }
    const auto part = [](std::size_t some, std::size_t all) {
        return all == 0 ? 0.0 : static_cast<double>(some) / static_cast<double>(all);
    };
    if (prefixed < kLeastSamples || part(prefixed, titled) < kConsistent) return false;
    if (named >= kLeastSamples && part(named, prefixed) >= kConsistent && part(agreed, named) >= kNamed)
        return true;
    const bool own_hosts =
        std::ranges::all_of(hosts_of, [](const auto& one) { return one.second.size() == 1; });
    return part(away, prefixed) >= kNamed && own_hosts && hosts_of.size() >= 2 && hosts.size() >= 2 &&
           part(hosts.size(), hosts_of.size()) >= kHostsPerName;
}

bool names_other_site(std::string_view url, std::string_view feed_host, std::string_view site_host) {
    const auto address = page_address(url);
    return !address.page.empty() && !is_same_site(address.host(), feed_host) &&
           !is_same_site(address.host(), site_host);
}

}  // namespace

Byline read_byline(std::string_view line) {
    Byline byline;
    line = trim(line);
    if (line.size() > kMostBylineBytes || line.find('\n') != std::string_view::npos) return byline;
    const auto start = start_of(line);
    if (start == 0 && ifind(line, " via ") == std::string_view::npos) return byline;

    line = line.substr(start);
    auto joint = next_joint(line);
    const auto author = without_ends(line.substr(0, joint.at));
    if (!is_name(author)) return byline;
    std::vector<std::string> places;
    while (joint.at != std::string_view::npos) {
        const bool is_place = joint.is_place;
        line = line.substr(joint.behind);
        joint = next_joint(line);
        const auto part = without_ends(line.substr(0, joint.at));
        if (!is_place) continue;
        if (!is_name(part)) return byline;
        places.emplace_back(part);
    }
    byline.author = author;
    byline.places = std::move(places);
    return byline;
}

PrefixHabit learn_prefix(std::span<const TitleSample> samples, std::string_view feed_url,
                         std::string_view site_url) {
    const auto feed = page_address(feed_url);
    const auto site = page_address(site_url);
    for (const auto habit : {PrefixHabit::kColon, PrefixHabit::kBrackets}) {
        if (is_habit(samples, habit, feed.host(), site.host())) return habit;
    }
    return PrefixHabit::kNone;
}

std::string_view name_of(PrefixHabit habit) {
    switch (habit) {
        case PrefixHabit::kNone:
            return "none";
        case PrefixHabit::kColon:
            return "colon";
        case PrefixHabit::kBrackets:
            return "brackets";
    }
    return "none";
}

std::optional<PrefixHabit> prefix_habit(std::string_view name) {
    for (const auto habit : {PrefixHabit::kNone, PrefixHabit::kColon, PrefixHabit::kBrackets})
        if (name_of(habit) == name) return habit;
    return {};
}

KeptHabit keep_habit(KeptHabit kept, std::span<const TitleSample> samples, std::string_view feed_url,
                     std::string_view site_url) {
    if (samples.size() < kLeastSamples) return kept;
    const auto shown = learn_prefix(samples, feed_url, site_url);
    if (!kept.habit || *kept.habit == shown) return {.habit = shown};
    kept.polls = kept.next == shown ? kept.polls + 1 : 1;
    kept.next = shown;
    if (kept.polls >= kPollsToChangeHabit) return {.habit = shown};
    return kept;
}

SplitTitle split_title(std::string_view title, PrefixHabit habit) {
    switch (habit) {
        case PrefixHabit::kColon:
            return split_colon(title);
        case PrefixHabit::kBrackets:
            return split_brackets(title);
        case PrefixHabit::kNone:
            break;
    }
    return {{}, title};
}

Attribution attribute(const Credits& credits, PrefixHabit habit) {
    const auto feed_address = page_address(credits.feed_url);
    const auto site_address = page_address(credits.site_url);
    const auto elsewhere = [&](std::string_view url) {
        return names_other_site(url, feed_address.host(), site_address.host());
    };
    Attribution result;
    const auto note = [&](std::string_view what) {
        result.why.append(result.why.empty() ? "" : ", ").append(what);
    };

    const auto split = split_title(trim(credits.title), habit);
    result.title = split.title;

    const auto written = start_of(trim(credits.first_line)) > 0 ? read_byline(credits.first_line) : Byline();
    const auto named = read_byline(credits.author);
    const bool is_own = !credits.author.empty() && credits.author != credits.feed_author;

    const bool has_source = !credits.source_title.empty() || !credits.source_feed.empty() ||
                            !credits.source_site.empty() || !credits.source_id.empty();
    const bool other_address =
        elsewhere(credits.source_feed) || elsewhere(credits.source_site) || elsewhere(credits.source_id);
    const bool no_address =
        credits.source_feed.empty() && credits.source_site.empty() && credits.source_id.empty();
    if (has_source && (other_address || (no_address && credits.source_title != credits.feed_title &&
                                         elsewhere(credits.url)))) {
        result.is_copy = true;
        result.source_title = credits.source_title;
        result.source_feed = credits.source_feed;
        result.source_site = credits.source_site;
        note("it names its source");
    }
    for (const auto* byline : {&named, &written}) {
        if (byline->places.empty() || result.is_copy || byline->places.front() == credits.feed_title)
            continue;
        result.is_copy = true;
        result.source_title = byline->places.front();
        note("its byline says where it is from");
    }
    if (!split.prefix.empty() && !result.is_copy && elsewhere(credits.url)) {
        result.is_copy = true;
        note("its feed puts the author before the title");
    }

    if (!named.author.empty()) {
        result.author = named.author;
    } else if (is_own) {
        result.author = credits.author;
    } else if (!credits.source_author.empty()) {
        result.author = credits.source_author;
    } else if (!written.author.empty()) {
        result.author = written.author;
    } else if (!split.prefix.empty()) {
        result.author = split.prefix;
    } else {
        // What a planet says of itself says nothing about who wrote a copy.
        result.author =
            result.is_copy && !result.source_title.empty() ? credits.source_title : credits.feed_author;
    }
    if (result.is_copy && result.source_site.empty() && result.source_feed.empty() &&
        elsewhere(credits.url)) {
        const auto link = page_address(credits.url);
        if (!link.is_site()) result.source_site = "https://" + std::string(link.host()) + "/";
    }
    return result;
}

}  // namespace orrery::planet
