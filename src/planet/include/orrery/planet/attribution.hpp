#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Who wrote an entry and which feed had it first, when it came to us through an aggregator.
namespace orrery::planet {

/// `By Jane Doe from Jane's Log via Planet Foo`: who, and the chain of places, the first one first.
struct Byline {
    std::string author;
    std::vector<std::string> places;
};

/// Reads one line of text, or what a feed gives as an author. It begins with "by" (or "posted by" and the
/// like), or says "via". "on", "at" and "in" end a name, but what follows them is mostly a date. A line that
/// is no byline gives an empty author.
[[nodiscard]] Byline read_byline(std::string_view line);

/// One entry of a feed, to learn from.
struct TitleSample {
    std::string_view title;
    std::string_view author;  ///< the entry's own; empty when it only has its feed's
    std::string_view url;
};

/// How a feed puts names before its titles.
enum class PrefixHabit {
    kNone,
    kColon,     ///< `Jane Doe: Title`
    kBrackets,  ///< `[Jane Doe] Title`
};

/// The habit of a feed, only when it is consistent: nearly every title has the prefix, there are at least
/// five, and something else says that the prefix is a name: it is the entry's author nearly always, or most
/// entries link away from the feed's site, each prefix to a host of its own. A newspaper that begins its
/// titles with a topic is none.
[[nodiscard]] PrefixHabit learn_prefix(std::span<const TitleSample> samples, std::string_view feed_url,
                                       std::string_view site_url);

/// Stable short name, as it is kept: `none`, `colon`, `brackets`.
[[nodiscard]] std::string_view name_of(PrefixHabit habit);
[[nodiscard]] std::optional<PrefixHabit> prefix_habit(std::string_view name);

/// The habit that is kept of a feed from delivery to delivery. One document is a small sample: were each
/// judged by itself, a title could gain and lose its prefix, and every change would be a revision.
struct KeptHabit {
    std::optional<PrefixHabit> habit;       ///< nothing: no delivery has told yet
    PrefixHabit next = PrefixHabit::kNone;  ///< what the newest deliveries show instead
    int polls = 0;                          ///< how many in a row do

    friend bool operator==(const KeptHabit&, const KeptHabit&) = default;
};

/// So many deliveries in a row must show another habit before it counts.
inline constexpr int kPollsToChangeHabit = 3;

/// The habit after one more delivery: the first that tells is believed at once. One with too few titles to
/// learn from tells nothing.
[[nodiscard]] KeptHabit keep_habit(KeptHabit kept, std::span<const TitleSample> samples,
                                   std::string_view feed_url, std::string_view site_url);

struct SplitTitle {
    std::string_view prefix;  ///< empty when the title has none of this habit
    std::string_view title;
};
[[nodiscard]] SplitTitle split_title(std::string_view title, PrefixHabit habit);

/// What an entry says about where it comes from; all plain text, empty where it says nothing.
struct Credits {
    std::string_view title;
    std::string_view author;      ///< the entry's own (author, dc:creator)
    std::string_view first_line;  ///< of its text
    std::string_view url;

    std::string_view source_title;  ///< atom:source, RSS source
    std::string_view source_feed;   ///< its self link, or the url of RSS source
    std::string_view source_site;
    std::string_view source_id;
    std::string_view source_author;

    std::string_view feed_title;  ///< of the feed that carries it
    std::string_view feed_url;
    std::string_view site_url;
    std::string_view feed_author;
};

struct Attribution {
    std::string author;        ///< who wrote it, as far as anybody says
    std::string title;         ///< without the author's name before it
    bool is_copy = false;      ///< another feed had it first
    std::string source_title;  ///< of that feed; empty when is_copy is false, or nobody says
    std::string source_feed;   ///< its address, as far as known
    std::string source_site;
    std::string why;  ///< what says so, for people; empty when nothing was found out
};

/// Source elements win over a byline, a byline over a prefix, the entry's own author over its source's, both
/// over the feed's.
[[nodiscard]] Attribution attribute(const Credits& credits, PrefixHabit habit);

}  // namespace orrery::planet
