#pragma once

#include "orrery/base/error.hpp"
#include "orrery/base/time.hpp"
#include "orrery/planet/attribution.hpp"
#include "orrery/planet/flood.hpp"
#include "orrery/planet/identity.hpp"

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the archive keeps, as plain values. All text is UTF-8; all HTML has been sanitized before it came
/// here.
namespace orrery::store {

/// Never reused, stable for good: they stand in addresses.
using FeedId = std::int64_t;
using EntryId = std::int64_t;

/// What a poll came to.
enum class PollOutcome {
    kNever,      ///< not polled yet
    kNew,        ///< brought at least one new entry or revision
    kUnchanged,  ///< the server said 304, or the document brought nothing new
    kFailed,     ///< no usable answer; see FeedState::error
    kGone,       ///< 410: the feed is polled no more
};

/// Lower-case name of an outcome, as it is stored and shown in JSON ("unchanged").
[[nodiscard]] std::string_view name_of(PollOutcome outcome);
[[nodiscard]] std::optional<PollOutcome> poll_outcome(std::string_view name);

/// What a feed says of itself, or a maintainer says of it.
struct FeedInfo {
    std::string title;
    std::string subtitle;
    std::string site_url;  ///< the page that the feed belongs to
    std::string language;  ///< BCP 47, empty when unknown
    std::string author;    ///< for entries that name none
    std::string icon;      ///< address of a small picture

    friend bool operator==(const FeedInfo&, const FeedInfo&) = default;
};

/// How polling the feed goes.
struct FeedState {
    PollOutcome outcome = PollOutcome::kNever;
    std::optional<Timestamp> next_poll;     ///< nothing: polled no more
    std::optional<Timestamp> last_poll;     ///< the newest attempt
    std::optional<Timestamp> last_success;  ///< the newest that ended in kNew or kUnchanged
    int failures = 0;                       ///< in a row, 0 after a success
    int http_status = 0;                    ///< of the newest attempt, 0 when there was no answer
    std::optional<Error> error;             ///< of the newest attempt
    std::string etag;                       ///< exactly as the server sent it
    std::string last_modified;              ///< exactly as the server sent it
    std::string body_hash;                  ///< of the newest document, to skip the same one
    planet::KeptHabit habit;                ///< how the feed puts names before its titles
};

struct FeedRecord {
    FeedId id = 0;
    std::string url;          ///< polled here
    std::string given_title;  ///< what the maintainer calls it; wins over info.title when not empty
    std::string category;     ///< folders of an OPML list joined with `/`
    Timestamp added{};
    FeedInfo info;
    FeedState state;
    std::int64_t entries = 0;    ///< how many are kept
    std::int64_t kept_back = 0;  ///< how many of them readers do not see: held, hidden or removed
    std::string flood;           ///< what became of the newest flood, for people; empty when there was none
    std::optional<Timestamp> flood_time;

    /// What to call the feed: the given title, its own, or its address.
    [[nodiscard]] const std::string& title() const;
};

struct NewFeed {
    std::string url;
    std::string given_title;
    std::string category;
    std::string site_url;
};

/// A file that belongs to an entry: a podcast episode, a picture.
struct Enclosure {
    std::string url;
    std::string type;         ///< media type
    std::int64_t length = 0;  ///< bytes, 0 when unknown

    friend bool operator==(const Enclosure&, const Enclosure&) = default;
};

/// The feed that an entry was first in, where another one carries it. Empty where nobody says.
struct Source {
    std::string title;
    std::string feed_url;
    std::string site_url;

    [[nodiscard]] bool empty() const { return title.empty() && feed_url.empty() && site_url.empty(); }
    friend bool operator==(const Source&, const Source&) = default;
};

/// An entry as one poll delivered it, cleaned and identified.
struct NewEntry {
    planet::EntryKeys identity;          ///< what it is known by within its feed, see planet::identify()
    std::string guid;                    ///< as the feed gives it, empty when it gives none
    std::string url;                     ///< where a person reads it
    std::string title;                   ///< plain text
    std::string author;                  ///< plain text, empty when unknown
    std::string html;                    ///< sanitized content
    std::string language;                ///< BCP 47, empty when unknown
    std::optional<Timestamp> published;  ///< as the feed says
    std::optional<Timestamp> updated;
    Timestamp date{};  ///< where it stands in the order of stories; kept from the first time on
    std::vector<std::string> categories;
    std::vector<Enclosure> enclosures;
    bool is_copy = false;  ///< its feed carries what others wrote, see planet::attribute()
    Source source;         ///< the feed that had it first, as far as known
};

/// A document as it came, kept for a while so that a better parser can be run over it.
struct Document {
    std::string bytes;         ///< after the transport's own compression was undone
    std::string content_type;  ///< as the server sent it
    std::string url;           ///< that it came from in the end
};

/// All that one poll changes; committed as a whole or not at all.
struct PollCommit {
    FeedId feed = 0;
    Timestamp time{};
    FeedState state;
    std::optional<std::string> moved_to;  ///< the feed's new address after a permanent redirect
    std::optional<FeedInfo> info;         ///< nothing: as before
    std::vector<NewEntry> entries;        ///< in the order of the document; no key stands in two of them
    bool is_whole = true;  ///< the entries are all that the feed shows: what is missing has vanished
    std::optional<Document> document;  ///< to keep in the log of deliveries
    planet::FloodOptions flood;        ///< what becomes of very many new stories at once
};

struct PollChanges {
    std::int64_t added = 0;    ///< entries seen for the first time
    std::int64_t revised = 0;  ///< entries with a new revision
    std::int64_t joined = 0;   ///< of those added, how many are another entry's story
    std::string flood;         ///< what became of too many at once, for people; empty when there was no flood
    std::int64_t kept_back = 0;          ///< entries of this poll that rules or the flood hold or hide
    std::vector<std::string> undecided;  ///< rules that were given up on one of them (planet::RuleVerdict)

    [[nodiscard]] bool any() const { return added + revised > 0; }
};

/// What a reader sees once.
struct Story {
    EntryId id = 0;
    FeedId feed = 0;
    std::string feed_title;
    std::string feed_url;
    std::string feed_site_url;
    std::string feed_category;  ///< the maintainer's, as FeedRecord has it
    std::string url;
    std::string title;
    std::string author;  ///< the entry's, else its feed's; empty when neither names one
    std::string html;
    std::string language;
    Timestamp date{};  ///< the order of stories
    Timestamp first_seen{};
    std::optional<Timestamp> published;
    std::optional<Timestamp> updated;
    int revision = 1;                   ///< which one this is, from 1
    int revisions = 1;                  ///< how many there are
    std::optional<Timestamp> vanished;  ///< since when its feed shows it no more
    std::vector<std::string> categories;
    std::vector<Enclosure> enclosures;
    Source source;
    bool featured = false;                ///< stands out, by a rule
    std::optional<std::int64_t> excerpt;  ///< readers see at most so many characters of it, by a rule
    std::string category;                 ///< of the planet, by a rule: shown in the place of `categories`
    std::vector<std::string> tags;        ///< of the planet, by rules
};

/// Where a story stands in the order of stories, the newest first; of one date the higher id stands first.
struct StoryPlace {
    Timestamp date = Timestamp::max();
    EntryId id = std::numeric_limits<EntryId>::max();

    friend auto operator<=>(const StoryPlace&, const StoryPlace&) = default;
};

/// Whether readers see an entry. All entries of a story share it.
enum class Visibility {
    kShown,
    kHeld,     ///< waits for a moderator
    kHidden,   ///< kept, but shown nowhere
    kRemoved,  ///< taken down for good: only a tombstone is left
};

/// Lower-case name, as it is stored.
[[nodiscard]] std::string_view name_of(Visibility visibility);
[[nodiscard]] std::optional<Visibility> visibility(std::string_view name);

/// Why an entry is shown or not.
struct Judgement {
    EntryId entry = 0;
    std::string feed_title;
    std::string url;
    std::string title;
    Timestamp date{};
    Visibility visibility = Visibility::kShown;
    bool flooded = false;                ///< came with too many others, and is held for that
    std::vector<std::string> matched;    ///< names of the rules that did
    std::vector<std::string> undecided;  ///< and of those that were given up, see planet::RuleVerdict
    std::optional<Visibility> decision;  ///< a moderator's, which wins
    std::optional<Timestamp> decided;
    std::string reason;  ///< the moderator's
};

/// One entry of a story: where else it stands.
struct StoryMember {
    EntryId id = 0;
    FeedId feed = 0;
    std::string feed_title;
    std::string feed_site_url;
    std::string url;
    std::string title;
    Timestamp date{};
    bool is_copy = false;
    std::string
        why;  ///< it belongs to the story, for people; empty for an entry that stood alone from the start
};

/// One version of an entry's content, without the content.
struct Revision {
    int number = 1;
    Timestamp seen{};  ///< when a poll brought it
    std::string title;
};

/// One changed poll of the log of deliveries, without its bytes.
struct Delivery {
    std::int64_t id = 0;
    FeedId feed = 0;
    Timestamp time{};
    std::int64_t size = 0;  ///< bytes of the document
    std::string content_type;
    std::string url;
};

struct Counts {
    std::int64_t feeds = 0;
    std::int64_t entries = 0;
    std::int64_t stories = 0;  ///< that are shown
};

}  // namespace orrery::store
