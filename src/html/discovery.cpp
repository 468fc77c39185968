#include "orrery/html/discovery.hpp"

#include "orrery/base/text.hpp"
#include "orrery/html/references.hpp"
#include "orrery/html/tokenizer.hpp"
#include "skipping.hpp"

#include <algorithm>
#include <tuple>

namespace orrery::html {
namespace {

struct KnownType {
    std::string_view type;
    FeedKind kind;
};
constexpr KnownType kFeedTypes[] = {
    {"application/atom+xml", FeedKind::kAtom},
    {"application/rss+xml", FeedKind::kRss},
    {"application/rdf+xml", FeedKind::kRss},
    {"application/feed+json", FeedKind::kJson},
    {"application/json", FeedKind::kJson},
    {"application/xml", FeedKind::kUnsure},
    {"text/xml", FeedKind::kUnsure},
    {"application/x.atom+xml", FeedKind::kAtom},
    {"application/x-atom+xml", FeedKind::kAtom},
    {"text/rss", FeedKind::kRss},
};

const KnownType* known_type(std::string_view type) {
    const auto* found = std::ranges::find(kFeedTypes, type, &KnownType::type);
    return found == std::end(kFeedTypes) ? nullptr : found;
}

std::string value_of(const Token& token, std::string_view name) {
    std::string scratch;
    const auto* attribute = token.attribute(name);
    return attribute == nullptr ? std::string() : std::string(trim(attribute->decoded_value(scratch)));
}

bool has_word(std::string_view list, std::string_view word) {
    const auto words = split(list, ' ');
    return std::ranges::any_of(words, [&](std::string_view other) { return iequals(other, word); });
}

// `feed:https://…` is a feed at https, `feed://…` one at https where nobody knows better.
std::string without_feed_scheme(std::string href) {
    if (istarts_with(href, "feed:http")) return href.substr(5);
    if (istarts_with(href, "feed://")) return "https" + href.substr(4);
    return href;
}

bool speaks_of_comments(const FeedLink& feed) {
    return ifind(feed.title, "comment") != std::string::npos ||
           ifind(feed.url, "comment") != std::string::npos;
}

class Reader {
  public:
    explicit Reader(const Url& url) : base_(url) {}

    void link(const Token& token) {
        const auto rel = collapse_space(value_of(token, "rel"));
        const auto url = Url::parse(without_feed_scheme(value_of(token, "href")), &base_);
        if (!url || !url->is_http() || token.attribute("href") == nullptr) return;
        auto type = to_lower(value_of(token, "type"));
        type.resize(std::min(type.find(';'), type.size()));
        type = trim(type);

        if (has_word(rel, "canonical") && found.canonical.empty()) found.canonical = url->href();
        if (has_word(rel, "self") && found.self.empty()) found.self = url->href();
        if (has_word(rel, "hub")) found.hubs.push_back(url->href());
        if (has_word(rel, "outline")) found.outlines.push_back(url->href());
        if (has_word(rel, "icon") && found.icon.empty()) found.icon = url->href();

        const auto* known = known_type(type);
        const bool announced = has_word(rel, "feed") && type.empty();
        if (!announced && (known == nullptr || !has_word(rel, "alternate"))) return;
        if (has_word(rel, "stylesheet") || url->path().find("/wp-json/") != std::string_view::npos) return;
        FeedLink feed{std::string(url->without_fragment()), collapse_space(value_of(token, "title")), type,
                      known == nullptr ? FeedKind::kUnsure : known->kind};
        if (std::ranges::find(found.feeds, feed.url, &FeedLink::url) == found.feeds.end()) {
            found.feeds.push_back(std::move(feed));
        }
    }

    void base(const Token& token) {
        if (std::exchange(has_base_, true)) return;
        if (const auto url = Url::parse(value_of(token, "href"), &base_); url && url->is_http()) base_ = *url;
    }

    Discovery finish(const Url& page) {
        found.base = base_.href();
        const auto host_of = [](const FeedLink& feed) {
            const auto url = Url::parse(feed.url);
            return url ? std::string(url->host()) : std::string();
        };
        using Rank = std::tuple<bool, bool, FeedKind, std::size_t>;  // the place on the page last
        std::vector<std::pair<Rank, FeedLink>> ranked;
        for (auto& feed : found.feeds) {
            const Rank rank{host_of(feed) != page.host(), speaks_of_comments(feed), feed.kind, ranked.size()};
            ranked.emplace_back(rank, std::move(feed));
        }
        std::ranges::sort(ranked, {}, &std::pair<Rank, FeedLink>::first);
        std::ranges::transform(ranked, found.feeds.begin(),
                               [](auto& feed) { return std::move(feed.second); });
        return std::move(found);
    }

    Discovery found;

  private:
    Url base_;
    bool has_base_ = false;
};

}  // namespace

Discovery discover(std::string_view document, const Url& url) {
    std::string storage;
    Tokenizer tokenizer(preprocessed(document, storage));
    Reader reader(url);
    bool in_svg = false;  // where a title is no title of the page
    while (true) {
        const auto& token = tokenizer.next();
        if (token.type == TokenType::kEnd) return reader.finish(url);
        if (token.tag == Tag::kSvg) in_svg = token.type == TokenType::kStartTag && !token.self_closing;
        if (token.type != TokenType::kStartTag) continue;
        switch (token.tag) {
            case Tag::kLink:
                reader.link(token);
                break;
            case Tag::kBase:
                reader.base(token);
                break;
            case Tag::kTitle: {
                if (in_svg || !reader.found.title.empty()) break;
                tokenizer.set_state_for(Tag::kTitle);
                const auto& text = tokenizer.next();
                if (text.type == TokenType::kText) reader.found.title = collapse_space(decoded(text.text));
                break;
            }
            default:
                skip_raw_text(tokenizer, token.tag);
                break;
        }
    }
}

std::vector<FeedLink> find_feeds(std::string_view document, const Url& url) {
    return discover(document, url).feeds;
}

}  // namespace orrery::html
