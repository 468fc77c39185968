#pragma once

#include "blog.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace orrery::galaxy {

struct Document {
    std::string content_type;
    std::string bytes;
};

/// The format that an extension asks for: rss, rss092, rss091, rdf, atom, atom03, json; `xml` is the blog's
/// own, unless that is JSON. Nothing for another extension.
[[nodiscard]] std::optional<Format> format_of_extension(const Blog& blog, std::string_view extension);

/// Where the blog's own feed is: `/feeds/7.xml`, `/feeds/12.json`.
[[nodiscard]] std::string feed_path(const Blog& blog);

/// The blog as a feed. JSON is always UTF-8. Written by hand, and on purpose not with orrery::feed: it is
/// what that is tested against. `self`: the feed's own URL.
[[nodiscard]] Document write_feed(const Blog& blog, std::span<const Post> posts, Format format,
                                  std::string_view charset, std::string_view base, std::string_view self);

/// The subscription list of the blogs 1 to `count`.
[[nodiscard]] std::string write_opml(std::uint64_t seed, std::uint64_t count, std::string_view base);

}  // namespace orrery::galaxy
