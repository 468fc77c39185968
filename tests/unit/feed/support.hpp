#pragma once

#include "orrery/feed/reader.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace orrery::feed {

/// What parse() makes of a document found at http://x/f; the test fails when it is no feed.
inline ParsedFeed read(std::string document, ParseOptions options = {}) {
    if (options.url.empty()) options.url = "http://x/f";
    auto parsed = parse(std::move(document), options);
    if (!parsed) {
        ADD_FAILURE() << parsed.error().message();
        return std::move(*parse("<rss/>"));
    }
    return std::move(*parsed);
}

inline std::string rss(std::string_view channel, std::string_view root_attributes = "") {
    return "<?xml version=\"1.0\"?><rss version=\"2.0\" " + std::string(root_attributes) + "><channel>" +
           std::string(channel) + "</channel></rss>";
}

/// An RSS 2.0 feed of one item, all usual namespaces declared.
inline std::string item(std::string_view inside) {
    return rss("<title>F</title><item>" + std::string(inside) + "</item>",
               "xmlns:content='http://purl.org/rss/1.0/modules/content/' "
               "xmlns:dc='http://purl.org/dc/elements/1.1/' "
               "xmlns:media='http://search.yahoo.com/mrss/' "
               "xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' "
               "xmlns:georss='http://www.georss.org/georss' xmlns:gml='http://www.opengis.net/gml' "
               "xmlns:geo='http://www.w3.org/2003/01/geo/wgs84_pos#' "
               "xmlns:slash='http://purl.org/rss/1.0/modules/slash/' "
               "xmlns:podcast='https://podcastindex.org/namespace/1.0' "
               "xmlns:psc='http://podlove.org/simple-chapters' "
               "xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'");
}

inline std::string atom(std::string_view inside) {
    return "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'>" +
           std::string(inside) + "</feed>";
}

}  // namespace orrery::feed
