#pragma once

#include "orrery/base/time.hpp"
#include "orrery/feed/list.hpp"
#include "orrery/feed/media.hpp"
#include "orrery/feed/podcast.hpp"
#include "orrery/feed/text.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

/// One model for every feed format. docs/feed-model.md tells which element of which format becomes which
/// field, and which wins where several could.
///
/// Every value is a plain aggregate of views and lists: it owns nothing, copies cheaply and needs no
/// destructor. What the views point at belongs to the ParsedFeed that the reader returned, or, for a feed
/// made by hand, to whatever Arena its maker used. An empty view means "not given". All text is valid UTF-8.
/// URLs are absolute wherever a base was known.
namespace orrery::feed {

enum class Format {
    kUnknown,
    kRss090,
    kRss091Netscape,
    kRss091Userland,
    kRss092,
    kRss093,
    kRss094,
    kRss10,
    kRss20,
    kRss,  ///< an `rss` root without a version, or with one that never was
    kAtom01,
    kAtom02,
    kAtom03,
    kAtom10,
    kAtom,  ///< a `feed` root in no namespace that Atom ever had
    kCdf,
    kJsonFeed10,
    kJsonFeed11,
    kHFeed,
};

/// `rss20`, `atom10`, `json11`, `hfeed`: the stable short name.
[[nodiscard]] std::string_view name_of(Format format);
/// `RSS 2.0`, `JSON Feed 1.1`: for people.
[[nodiscard]] std::string_view title_of(Format format);

/// A moment as the feed wrote it and as it was understood. `text` without `time` is a date that nobody could
/// read.
struct Date {
    std::string_view text;
    std::optional<Timestamp> time;

    [[nodiscard]] explicit operator bool() const { return time.has_value(); }
};

struct Link {
    std::string_view href;
    std::string_view rel = "alternate";  ///< registered names without their IANA prefix, as written otherwise
    std::string_view type;               ///< media type
    std::string_view hreflang;
    std::string_view title;
    std::string_view length;                   ///< as written: often text, often zero
    std::optional<std::int64_t> thread_count;  ///< RFC 4685, on rel="replies"
    Date thread_updated;                       ///< RFC 4685, on rel="replies"
};

struct Category {
    std::string_view term;
    std::string_view scheme;  ///< a URI, or the domain of RSS
    std::string_view label;   ///< for people, where it differs from the term
};

struct Generator {
    std::string_view name;
    std::string_view uri;
    std::string_view version;
};

struct Image {
    std::string_view url;
    std::string_view title;
    std::string_view link;
    std::string_view description;
    std::optional<std::int64_t> width;
    std::optional<std::int64_t> height;
};

/// What an entry is an answer to (RFC 4685, `thr:in-reply-to`).
struct InReplyTo {
    std::string_view ref;  ///< the id of the entry that is answered
    std::string_view href;
    std::string_view type;
    std::string_view source;  ///< the feed or entry document where it stands
};

/// An attribute of an element that the model has no field for.
struct Attribute {
    std::string_view namespace_uri;  ///< empty for most
    std::string_view name;           ///< without prefix
    std::string_view value;
};

/// An element that the model has no field for, kept whole. In JSON Feed: a member whose name starts with `_`,
/// with the JSON text of its value as `text`.
struct Extension {
    std::string_view namespace_uri;
    std::string_view prefix;
    std::string_view name;  ///< without prefix
    std::string_view text;  ///< its own character data, outer white space trimmed
    List<Attribute> attributes;
    List<Extension> children;
};

/// Where an aggregated entry came from (`atom:source`, RSS `source`).
struct Source {
    std::string_view id;
    Text title;
    Text subtitle;
    std::string_view link;  ///< its page
    std::string_view self;  ///< its feed
    List<Link> links;
    List<Person> authors;
    List<Person> contributors;
    List<Category> categories;
    Date updated;
    Text rights;
    Generator generator;
    std::string_view icon;
    std::string_view logo;
};

struct Comments {
    std::string_view page;     ///< where people read them
    std::string_view feed;     ///< `wfw:commentRss`, `link rel="replies"` with a feed's type
    std::string_view post_to;  ///< `wfw:comment`
    std::optional<std::int64_t> count;
};

struct Entry {
    std::string_view id;
    bool id_is_link = false;  ///< RSS: the guid is a permalink, and `link` was taken from it
    std::string_view link;    ///< the page of the entry
    /// JSON Feed `external_url`: the page that the entry is about.
    std::string_view external_url;
    List<Link> links;  ///< every link that was given, `link` among them

    Text title;
    Text summary;             ///< absent when it would only repeat the content
    Text content;             ///< the fullest text there is
    List<Text> alternatives;  ///< the same content in other types (plain text, Markdown)
    std::string_view
        content_src;  ///< Atom: the content is at this address, `content.media_type` tells its type

    List<Person> authors;  ///< its own, else its source's, else the feed's
    List<Person> contributors;
    const Person* publisher = nullptr;
    List<Category> categories;

    Date published;
    Date updated;
    Date created;
    Date expired;
    Date valid_from;  ///< `dcterms:valid` start

    List<Enclosure> enclosures;  ///< from every kind of element, each URL once
    std::string_view image;      ///< the entry's own picture
    std::string_view banner;     ///< JSON Feed `banner_image`
    Comments comments;
    List<InReplyTo> in_reply_to;
    const Source* source = nullptr;
    Text rights;
    List<std::string_view> licenses;
    std::string_view language;

    List<Shape> places;
    List<Chapter> chapters;
    const Media* media = nullptr;
    const EntryPodcast* podcast = nullptr;
    const Slash* slash = nullptr;
    List<Extension> extensions;

    bool draft = false;  ///< `app:draft` says yes
    Date edited;         ///< `app:edited`
};

/// How often a feed asks to be polled (RSS `ttl`, `skipHours`, `skipDays`; the Syndication module).
struct PollHints {
    std::optional<std::int64_t> ttl_minutes;
    std::uint32_t skip_hours = 0;           ///< bit h set: do not poll in hour h, 0 to 23, UTC
    std::uint8_t skip_days = 0;             ///< bit d set: do not poll on day d, Sunday is 0
    std::string_view period;                ///< hourly, daily, weekly, monthly, yearly
    std::optional<std::int64_t> frequency;  ///< times per period
    Date base;
};

/// RSS `cloud`: who tells subscribers about changes.
struct Cloud {
    std::string_view domain;
    std::string_view port;
    std::string_view path;
    std::string_view register_procedure;
    std::string_view protocol;
};

/// RSS `textInput`: a search field or the like.
struct TextInput {
    std::string_view title;
    std::string_view description;
    std::string_view name;
    std::string_view link;
};

struct Feed {
    Format format = Format::kUnknown;
    std::string_view version;  ///< as the document wrote it
    std::string_view id;
    Text title;
    Text subtitle;          ///< also called description
    Text info;              ///< Atom 0.3 `info`, `feedburner:browserFriendly`
    std::string_view link;  ///< the page that the feed belongs to
    std::string_view self;  ///< the address that the feed gives for itself
    List<Link> links;
    List<std::string_view> hubs;        ///< WebSub hubs
    std::string_view next_page;         ///< paging (RFC 5005, JSON `next_url`)
    std::string_view previous_archive;  ///< RFC 5005 `prev-archive`
    std::string_view new_location;      ///< the feed says that it moved here: a hint, not a redirect
    bool complete = false;              ///< RFC 5005 `fh:complete`: what is absent is gone
    bool archive = false;               ///< RFC 5005 `fh:archive`
    bool expired = false;               ///< JSON Feed `expired`

    List<Person> authors;
    List<Person> contributors;
    const Person* publisher = nullptr;
    const Person* webmaster = nullptr;
    std::string_view error_contact;
    List<Category> categories;

    Date published;
    Date updated;
    Date created;
    Date valid_from;  ///< `dcterms:valid`
    Date valid_until;
    Text rights;
    List<std::string_view> licenses;
    std::string_view language;

    Image image;            ///< the picture of the feed, `url` empty when there is none
    std::string_view icon;  ///< small and square
    std::string_view logo;
    Generator generator;
    std::string_view docs;  ///< where the format is described
    PollHints poll_hints;
    const Cloud* cloud = nullptr;
    const TextInput* text_input = nullptr;

    List<Shape> places;
    const Media* media = nullptr;
    const FeedPodcast* podcast = nullptr;
    List<Extension> extensions;

    List<Entry> entries;  ///< in the order of the document
};

}  // namespace orrery::feed
