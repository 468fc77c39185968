#pragma once

#include "orrery/base/time.hpp"
#include "prose.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace orrery::galaxy {

enum class Format { kRss20, kAtom10, kRss10, kRss091, kRss092, kAtom03, kJson };

/// One invented blog. A pure function of seed and number.
struct Blog {
    std::uint64_t seed = 0;
    std::uint64_t number = 0;  ///< from 1
    const Language* language = nullptr;
    std::string title;
    std::string about;
    std::string author;
    Format format = Format::kRss20;
    std::string_view charset;          ///< in which its own feed comes
    bool says_charset_in_http = true;  ///< or in the XML declaration alone
    bool has_relative_links = false;
    bool puts_markup_in_cdata = false;
    std::size_t feed_length = 15;  ///< entries in the feed
    Duration gap{};                ///< mean time between two posts
};

[[nodiscard]] Blog make_blog(std::uint64_t seed, std::uint64_t number);

/// When a blog's posts were published: post `index` somewhere in the `index`th gap since the beginning.
[[nodiscard]] Timestamp published(const Blog& blog, std::uint64_t index);
/// How many posts are out at `now`.
[[nodiscard]] std::uint64_t posts_until(const Blog& blog, Timestamp now);

struct Post {
    std::uint64_t key = 0;
    std::string title;
    std::string slug;     ///< `412-grinding-a-mirror`, without `.html`; begins with the key
    std::string html;     ///< well-formed as XML too
    std::string summary;  ///< plain text
    std::vector<std::string> tags;
    Timestamp published;
};

/// `base`: what links and images start with, such as `http://127.0.0.1:8000`; empty where the blog links
/// relatively.
[[nodiscard]] Post make_post(const Blog& blog, std::uint64_t key, Timestamp published, std::string_view base);

/// `/blog/7/`
[[nodiscard]] std::string home_path(std::uint64_t number);
/// `/blog/7/412-grinding-a-mirror.html`
[[nodiscard]] std::string page_path(std::uint64_t number, const Post& post);

}  // namespace orrery::galaxy
