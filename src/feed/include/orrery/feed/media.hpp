#pragma once

#include "orrery/feed/list.hpp"
#include "orrery/feed/text.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

/// Things beside the text of a feed or an entry: files, Media RSS, places, chapters.
namespace orrery::feed {

/// A file that belongs to an entry: RSS `enclosure`, Atom `link rel="enclosure"`, `media:content`, JSON Feed
/// attachment.
struct Enclosure {
    std::string_view url;
    std::string_view type;                ///< media type
    std::optional<std::uint64_t> length;  ///< in bytes; nothing when the feed gives none, zero or text
    std::string_view title;
    std::optional<double> duration_seconds;
    std::string_view medium;      ///< image, audio, video, document, executable
    std::string_view expression;  ///< sample, full, nonstop
    std::string_view language;
    std::string_view player;  ///< a page that plays it
    std::string_view thumbnail;
    std::optional<std::int64_t> width;
    std::optional<std::int64_t> height;
    std::optional<double> bitrate;  ///< kilobits a second
    std::optional<double> framerate;
    std::optional<double> samplingrate;  ///< kilohertz
    std::optional<std::int64_t> channels;
    bool is_default = false;  ///< the best of its group
    std::uint32_t group =
        0;  ///< same number, not 0: variants of one thing (`media:group`, JSON Feed's same title)
};

struct Thumbnail {
    std::string_view url;
    std::optional<std::int64_t> width;
    std::optional<std::int64_t> height;
    std::string_view time;  ///< its moment in the video, as written
};

struct Credit {
    std::string_view name;
    std::string_view role;
    std::string_view scheme;
};

/// Media RSS, what is not in an Enclosure (https://www.rssboard.org/media-rss).
struct Media {
    Text title;
    Text description;
    List<Thumbnail> thumbnails;
    List<std::string_view> keywords;
    List<Credit> credits;
    std::string_view player;
    std::string_view copyright;
    std::string_view rating;
    std::string_view rating_scheme;
    std::string_view hash;
    std::string_view hash_algorithm;
    std::string_view restriction;  ///< the list, as written
    std::string_view restriction_type;
    std::string_view restriction_relationship;  ///< allow, deny
    std::optional<double> star_average;
    std::optional<double> star_min;
    std::optional<double> star_max;
    std::optional<std::int64_t> star_count;
    std::optional<std::int64_t> views;
    std::optional<std::int64_t> favorites;
};

struct Coordinate {
    double latitude = 0;
    double longitude = 0;
    std::optional<double> elevation;
};

/// A place on the earth in WGS 84, whatever axis order the feed used.
struct Shape {
    enum class Kind { kPoint, kLine, kPolygon, kBox };
    Kind kind = Kind::kPoint;
    List<Coordinate> coordinates;  ///< kBox: lower corner, upper corner; kPolygon: the outer ring, closed
    std::string_view name;         ///< `georss:featurename`
    std::string_view srs_name;     ///< GML: the reference system, as the feed named it
};

/// `point`, `line`, `polygon`, `box`.
[[nodiscard]] std::string_view name_of(Shape::Kind kind);

/// A mark in a recording (Podlove Simple Chapters).
struct Chapter {
    double start_seconds = 0;
    std::string_view start;  ///< as written
    std::string_view title;
    std::string_view href;
    std::string_view image;
};

/// The Slash module.
struct Slash {
    std::string_view section;
    std::string_view department;
    std::string_view hit_parade;
};

}  // namespace orrery::feed
