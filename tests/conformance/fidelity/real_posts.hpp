#pragma once

#include "orrery/base/utf8.hpp"
#include "orrery/html/references.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace orrery::html {

inline constexpr std::string_view kPostFields[] = {"description", "content:encoded", "content", "summary"};

/// Appends the escaped and CDATA contents of a feed that hold markup. Found by their tags: good enough for
/// tests and benchmarks of the HTML library, which must not need the feed library.
inline void add_posts(const std::string& feed, std::vector<std::string>& posts) {
    for (const auto field : kPostFields) {
        const auto open = "<" + std::string(field);
        const auto close = "</" + std::string(field) + ">";
        for (auto at = feed.find(open); at != std::string::npos; at = feed.find(open, at + 1)) {
            const char after = feed[at + open.size()];
            if (after != '>' && after != ' ') continue;
            const auto begin = feed.find('>', at) + 1;
            const auto end = feed.find(close, begin);
            if (begin == 0 || end == std::string::npos) continue;
            const std::string_view raw(feed.data() + begin, end - begin);
            const auto cdata = raw.find("<![CDATA[");
            auto post = cdata == std::string_view::npos
                            ? decoded(raw)
                            : std::string(raw.substr(cdata + 9, raw.rfind("]]>") - cdata - 9));
            if (post.find('<') != std::string::npos && utf8::is_valid(post)) posts.push_back(std::move(post));
            at = end;
        }
    }
}

}  // namespace orrery::html
