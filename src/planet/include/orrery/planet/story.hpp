#pragma once

#include "orrery/base/time.hpp"
#include "orrery/planet/text_traits.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Which entries are the same post, shown once. docs/stories.md says what is merged and why, with examples.
/// Pure functions over values; any thread may call them.
namespace orrery::planet {

/// An entry as far as stories care. The views must stay valid during a call.
struct Post {
    std::int64_t feed = 0;
    std::string_view url;     ///< where a person reads it
    std::string_view guid;    ///< as the feed gave it
    std::string_view title;   ///< plain text; empty, or the beginning of the text, when the feed gave none
    std::string_view author;  ///< plain text; of the entry, else of its source or feed
    std::string_view feed_title;  ///< of its feed; what an aggregator may have put before a title
    std::string_view file;        ///< address of its first enclosure
    TextTraits text;
    std::optional<Timestamp> date;  ///< published, else updated, as its feed states it
    bool shares_url = false;        ///< other entries of its feed have this address too, see EntryKeys
    bool is_listed = false;         ///< stands in the newest document of its feed
};

/// At most this many keys tell where to look for entries of the same story.
inline constexpr std::size_t kMostStoryKeys = 4;

/// The keys of a post, none of them 0, strongest first: its address, its guid where that is unique by its
/// form, its title (together with the author where the title is short), the beginning of its text. Two posts
/// that are the same share at least one, but for few; posts that share one are not always the same: ask
/// match_story().
[[nodiscard]] std::vector<std::uint64_t> story_keys(const Post& post);

enum class StoryReason {
    kNone,            ///< not the same
    kAddress,         ///< the same canonical URL
    kGuid,            ///< the same guid
    kFile,            ///< the same enclosure under the same title
    kTitleAndText,    ///< the same title over the same text, or over its beginning
    kTitleAndPath,    ///< the same title at the same path of another host
    kTitleAndAuthor,  ///< the same telling title by the same author, or at the same time
    kText,            ///< the same text under another title, or without one
};

/// Stable short name, as it is kept: `address`, `guid`, `title+text` …
[[nodiscard]] std::string_view name_of(StoryReason reason);

struct StoryMatch {
    StoryReason reason = StoryReason::kNone;
    double confidence = 0;  ///< 0 to 1: orders candidates; of that of a pair that is not the same, how sure
    std::string why;        ///< a sentence without a full stop, for people

    [[nodiscard]] bool is_same() const { return reason != StoryReason::kNone; }
};

/// Whether two entries are the same post. Symmetric.
[[nodiscard]] StoryMatch match_story(const Post& a, const Post& b);

struct StoryChoice {
    std::size_t candidate = 0;  ///< its place in the candidates
    StoryMatch match;
};

/// The candidate that `post` most surely is the same as; nothing when it is none of them. Where two are
/// equally sure, the earlier in the list.
[[nodiscard]] std::optional<StoryChoice> choose_story(const Post& post, std::span<const Post> candidates);

/// What decides which entry of a story leads it.
struct StoryMember {
    Timestamp date{};            ///< story_date() of the entry
    bool date_is_stated = true;  ///< its feed gave it a date
    Timestamp first_seen{};
    bool is_copy = false;  ///< its feed carries the posts of others, see Attribution
    bool is_gone = false;  ///< no longer in its feed's document, though newer ones are
};

struct StoryLead {
    std::size_t member = 0;  ///< shown for the story: an original before a copy, one still there before one
                             ///< that is gone, then the one seen first
    Timestamp date{};        ///< where the story stands: the earliest stated date, else the earliest
};

/// `members` must not be empty.
[[nodiscard]] StoryLead story_lead(std::span<const StoryMember> members);

}  // namespace orrery::planet
