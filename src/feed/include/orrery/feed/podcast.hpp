#pragma once

#include "orrery/feed/list.hpp"
#include "orrery/feed/text.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

/// What podcasts say: the iTunes (Apple), Google Play and Podcasting 2.0 (podcastindex.org) namespaces.
/// Authors, categories, summaries, images and enclosures of those namespaces stand in the common fields.
namespace orrery::feed {

struct Location {
    std::string_view name;
    std::string_view geo;  ///< a geo: URI
    std::string_view osm;  ///< an OpenStreetMap object
    std::string_view rel;
    std::string_view country;
};

struct Transcript {
    std::string_view url;
    std::string_view type;
    std::string_view language;
    std::string_view rel;
};

struct Soundbite {
    double start_seconds = 0;
    double duration_seconds = 0;
    std::string_view title;
};

struct AlternateEnclosure {
    std::string_view type;
    std::optional<std::uint64_t> length;
    std::optional<double> bitrate;
    std::optional<std::int64_t> height;
    std::string_view language;
    std::string_view title;
    std::string_view rel;
    std::string_view codecs;
    bool is_default = false;
    List<std::string_view> sources;  ///< where to get it, by preference
    std::string_view integrity_type;
    std::string_view integrity;
};

struct SocialInteract {
    std::string_view protocol;
    std::string_view uri;
    std::string_view account_id;
    std::string_view account_url;
    std::optional<std::int64_t> priority;
};

struct Funding {
    std::string_view url;
    std::string_view text;
};

struct Trailer {
    std::string_view url;
    std::string_view title;
    std::string_view published;  ///< as written
    std::string_view type;
    std::optional<std::uint64_t> length;
    std::string_view season;
};

/// Another feed, or an entry of another feed.
struct RemoteItem {
    std::string_view feed_guid;
    std::string_view feed_url;
    std::string_view item_guid;
    std::string_view medium;
    std::string_view title;
};

/// One that is paid (`podcast:valueRecipient`).
struct ValueRecipient {
    std::string_view name;
    std::string_view type;
    std::string_view address;
    std::string_view custom_key;
    std::string_view custom_value;
    std::optional<std::int64_t> split;
    bool fee = false;
};

struct ValueBlock {
    std::string_view type;
    std::string_view method;
    std::string_view suggested;
    List<ValueRecipient> recipients;
};

struct LiveItem {
    std::string_view status;  ///< pending, live, ended
    std::string_view start;   ///< as written
    std::string_view end;
    std::string_view id;
    std::string_view title;
    std::string_view link;
    std::string_view enclosure;
    List<std::string_view> content_links;
};

/// `podcast:txt`, or any other short named note.
struct Note {
    std::string_view purpose;
    std::string_view text;
};

struct EntryPodcast {
    std::optional<double> duration_seconds;
    std::string_view duration;  ///< as written
    std::optional<bool> is_explicit;
    std::string_view explicit_text;  ///< as written, white space and all: Apple reads some spellings only
    std::optional<bool> block;       ///< itunes:block says yes: hide it
    std::string_view title;          ///< itunes:title
    Text subtitle;                   ///< itunes:subtitle
    std::string_view episode;        ///< often a number
    std::string_view episode_display;
    std::string_view season;
    std::string_view season_name;
    std::string_view episode_type;  ///< full, trailer, bonus
    std::string_view order;
    std::optional<bool> closed_captioned;
    std::string_view chapters_url;
    std::string_view chapters_type;
    List<Transcript> transcripts;
    List<Soundbite> soundbites;
    List<AlternateEnclosure> alternate_enclosures;
    List<SocialInteract> social;
    List<Location> locations;
    List<ValueBlock> values;
    List<Funding> content_links;  ///< `podcast:contentLink`
    List<Note> notes;
};

struct FeedPodcast {
    std::optional<bool> is_explicit;
    std::string_view explicit_text;  ///< as in EntryPodcast
    std::optional<bool> block;
    std::optional<bool> complete;  ///< itunes:complete: no more episodes
    std::string_view type;         ///< episodic, serial
    std::string_view title;        ///< itunes:title
    const Person* owner = nullptr;
    std::optional<bool> locked;
    std::string_view locked_owner;
    std::string_view guid;
    std::string_view medium;
    List<Funding> funding;
    List<Trailer> trailers;
    List<Note> blocks;  ///< `podcast:block`: purpose is the service's id, empty for all
    List<Note> notes;
    List<RemoteItem> podroll;
    List<RemoteItem> remote_items;
    std::string_view publisher_guid;
    std::string_view update_frequency;
    std::string_view update_rule;  ///< RFC 5545 recurrence rule
    std::optional<bool> uses_podping;
    List<LiveItem> live_items;
    List<Location> locations;
    List<ValueBlock> values;
};

}  // namespace orrery::feed
