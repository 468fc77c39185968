#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace orrery::galaxy {

/// One way in which the XML of real feeds is wrong.
struct BrokenKind {
    std::string_view name;
    std::string_view what;
    void (*break_it)(std::string& xml);
};

[[nodiscard]] std::span<const BrokenKind> broken_kinds();

/// `xml`, a feed as write_feed() makes it in RSS 2.0, made wrong; nothing when there is no such kind.
[[nodiscard]] std::optional<std::string> broken_rss(std::string_view kind, std::string xml);

}  // namespace orrery::galaxy
