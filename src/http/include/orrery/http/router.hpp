#pragma once

#include "orrery/http/request.hpp"
#include "orrery/http/response.hpp"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orrery::http {

/// A shape of addresses, which both matches a path and builds it:
///
///     constexpr Route kStory("/story/{id}/");
///     kStory.path({"42"})                  // "/story/42/"
///     router.get(kStory, show_story);
///
/// A segment is literal text or holds one parameter, perhaps with text around it: `{name}.xml`. A parameter
/// stands for at least one byte and no slash; a last segment `{name...}` for all that is left of the path. A
/// malformed pattern does not compile.
class Route {
  public:
    template <std::size_t N>
    consteval explicit Route(const char (&pattern)[N]) : pattern_(pattern, N - 1) {
        if (!is_well_formed(pattern_))
            throw "a route starts with a slash; a segment holds at most one {parameter}";
    }

    [[nodiscard]] constexpr std::string_view pattern() const { return pattern_; }

    /// The path with `values` in place of the parameters, in order and %-encoded. There must be one for each.
    [[nodiscard]] std::string path(std::initializer_list<std::string_view> values = {}) const;

  private:
    static constexpr bool is_well_formed(std::string_view pattern) {
        if (pattern.empty() || pattern[0] != '/') return false;
        int in_segment = 0;
        bool open = false;
        bool rest = false;
        for (std::size_t i = 1; i < pattern.size(); ++i) {
            const char c = pattern[i];
            if (rest) return false;
            if (c == '/') {
                if (open || pattern[i - 1] == '/') return false;
                in_segment = 0;
            } else if (c == '{') {
                if (open || ++in_segment > 1) return false;
                open = true;
            } else if (c == '}') {
                if (!open || pattern[i - 1] == '{') return false;
                open = false;
                rest = pattern[i - 1] == '.';
            }
        }
        return !open;
    }

    std::string_view pattern_;
};

/// The values of a route's parameters, decoded, in the order of the pattern.
class Params {
  public:
    /// The value of the parameter of that name, or an empty view when the route has none.
    [[nodiscard]] std::string_view operator[](std::string_view name) const;
    /// The value as a whole number that is not negative; nothing when it is none.
    [[nodiscard]] std::optional<std::int64_t> number(std::string_view name) const;

  private:
    friend class Router;
    std::vector<std::pair<std::string_view, std::string>> values_;
};

/// Finds the handler of a request. Where several routes match, the one with literal text in the first segment
/// in which they differ wins, whatever the order they were added in. By itself it answers HEAD with what GET
/// has, OPTIONS, 405 with the allowed methods, 404, and redirects a path that only lacks its final slash, or
/// has one too many. Add the routes, then use it: calling it is thread-safe, adding is not.
class Router {
  public:
    using Handler = std::function<Response(const Request&, const Params&)>;

    void add(Method method, Route route, Handler handler);
    void get(Route route, Handler handler) { add(Method::kGet, route, std::move(handler)); }
    void post(Route route, Handler handler) { add(Method::kPost, route, std::move(handler)); }
    /// Makes the page for addresses that no route has; plain text without it.
    void not_found(std::function<Response(const Request&)> handler) { not_found_ = std::move(handler); }

    [[nodiscard]] Response operator()(const Request& request) const;

    /// The patterns in the order in which they are tried, for documentation and its tests.
    [[nodiscard]] std::vector<std::pair<Method, std::string_view>> routes() const;

  private:
    struct Segment {
        enum class Kind { kLiteral, kParameter, kRest } kind;
        std::string_view before;  // the whole text of a literal
        std::string_view name;
        std::string_view after;
    };
    struct Entry {
        Route route;
        std::vector<Segment> segments;
        std::vector<std::pair<Method, Handler>> handlers;
    };

    static std::vector<Segment> segments_of(std::string_view pattern);
    static bool is_more_literal(const Entry& a, const Entry& b);
    static bool matches(const Entry& entry, std::string_view raw_path, Params* params);
    [[nodiscard]] Response slash_redirect_or_404(const Request& request) const;

    std::vector<Entry> entries_;
    std::function<Response(const Request&)> not_found_;
};

}  // namespace orrery::http
