#include "document_source.hpp"

#include <algorithm>

namespace orrery::site {

DocumentSource DocumentSource::as_of(Timestamp at, std::string query) const {
    auto then = *this;
    then.at_ = at;
    then.query_ = std::move(query);
    return then;
}

Result<std::vector<store::FeedRecord>> DocumentSource::followed() const {
    ORRERY_TRY(auto feeds, archive_.feeds());
    if (at_) std::erase_if(feeds, [&](const auto& feed) { return feed.added > *at_; });
    return feeds;
}

Result<PageContext> DocumentSource::context() const {
    ORRERY_TRY(const auto newest, archive_.stories({.limit = 1, .at = at_}));
    PageContext context{planet_, {}, std::nullopt, at_, query_};
    if (at_) {
        ORRERY_TRY(const auto feeds, followed());
        context.counts.feeds = static_cast<std::int64_t>(feeds.size());
    } else {
        ORRERY_TRY(context.counts, archive_.counts());
    }
    if (!newest.empty()) context.sky = newest.front().date;
    return context;
}

std::optional<store::EntryId> PageMarks::older(const store::StoryPlace& last) const {
    const auto behind =
        std::ranges::partition_point(places_, [&](const auto& place) { return place >= last; });
    if (behind == places_.begin()) return {};
    return std::prev(behind)->id;
}

std::optional<store::EntryId> PageMarks::newer(const store::StoryPlace& behind) const {
    const auto place = std::ranges::partition_point(places_, [&](const auto& each) { return each > behind; });
    if (place == places_.begin()) return {};
    return std::prev(place)->id;
}

Result<PageMarks> DocumentSource::marks(std::optional<store::FeedId> feed) const {
    constexpr std::size_t kAtOnce = 10'000;
    std::vector<store::StoryPlace> all;
    store::Archive::StoryQuery query{.feed = feed, .limit = kAtOnce, .at = at_};
    while (true) {
        ORRERY_TRY(const auto places, archive_.places(query));
        all.insert(all.end(), places.begin(), places.end());
        if (places.size() < kAtOnce) break;
        query.behind = places.back();
    }
    const auto per_page = limits_.stories_per_page;
    std::vector<store::StoryPlace> marks;
    // The first page begins behind nothing; the second, on which some of its stories may stand again, within
    // it.
    for (auto first = all.size() % per_page; first < all.size(); first += per_page)
        if (first > 0) marks.push_back(all[first - 1]);
    return PageMarks(std::move(marks));
}

Result<Paging> DocumentSource::paging_of(const store::Archive::StoryQuery& query,
                                         std::optional<store::EntryId> behind, const store::StoryPlace& last,
                                         bool is_last, const PageMarks* marks) const {
    Paging paging{.behind = behind, .newer = {}, .older = {}};
    if (!is_last) paging.older = marks != nullptr ? marks->older(last) : last.id;
    if (!behind) return paging;
    if (marks != nullptr) {
        paging.newer = marks->newer(query.behind);
        return paging;
    }
    auto ahead = query;
    ahead.limit = limits_.stories_per_page;
    ORRERY_TRY(const auto newer, archive_.place_ahead(ahead));
    if (newer) paging.newer = newer->id;
    return paging;
}

Result<std::optional<DocumentSource::StoryPage>> DocumentSource::story_page(
    std::optional<store::FeedId> feed, std::optional<store::EntryId> behind, const PageMarks* marks) const {
    const auto per_page = limits_.stories_per_page;
    store::Archive::StoryQuery query{.feed = feed, .limit = per_page + 1, .at = at_};
    if (behind) {
        ORRERY_TRY(const auto place, archive_.place_of(*behind));
        if (!place) return std::nullopt;
        query.behind = *place;
    }
    StoryPage made;
    ORRERY_TRY(made.stories, archive_.stories(query));
    if (made.stories.empty() && behind) return std::nullopt;
    const bool is_last = made.stories.size() <= per_page;
    if (!is_last) made.stories.pop_back();
    const auto last = made.stories.empty()
                          ? store::StoryPlace{}
                          : store::StoryPlace{made.stories.back().date, made.stories.back().id};
    ORRERY_TRY(made.paging, paging_of(query, behind, last, is_last, marks));
    return made;
}

DocumentSource::Made DocumentSource::front(std::optional<store::EntryId> behind,
                                           const PageMarks* marks) const {
    ORRERY_TRY(const auto context, this->context());
    ORRERY_TRY(const auto found, story_page({}, behind, marks));
    if (!found) return std::nullopt;
    return render_front(context, found->stories, found->paging);
}

DocumentSource::Made DocumentSource::story(store::EntryId id) const {
    ORRERY_TRY(const auto story, archive_.story(id, at_));
    if (!story) return std::nullopt;
    ORRERY_TRY(auto context, this->context());
    context.sky = story->date;
    ORRERY_TRY(const auto revisions, seen_revisions(story->id));
    ORRERY_TRY(auto members, archive_.members(story->id, at_));
    // An entry that stood alone then is none of the story that it belongs to now.
    if (std::ranges::find(members, story->id, &store::StoryMember::id) == members.end()) members.clear();
    return render_story(context, *story, members, revisions);
}

Result<std::vector<store::Revision>> DocumentSource::seen_revisions(store::EntryId id) const {
    ORRERY_TRY(auto revisions, archive_.revisions(id));
    if (at_) std::erase_if(revisions, [&](const auto& revision) { return revision.seen > *at_; });
    return revisions;
}

DocumentSource::Made DocumentSource::changes(store::EntryId id, int from, int to) const {
    ORRERY_TRY(const auto story, archive_.story(id, at_));
    if (!story || story->id != id || from == to) return std::nullopt;
    ORRERY_TRY(const auto revisions, seen_revisions(id));
    const auto is_seen = [&](int number) {
        return std::ranges::find(revisions, number, &store::Revision::number) != revisions.end();
    };
    if (!is_seen(from) || !is_seen(to)) return std::nullopt;
    ORRERY_TRY(const auto before, archive_.revision(id, from));
    ORRERY_TRY(const auto after, archive_.revision(id, to));
    if (!before || !after) return std::nullopt;
    ORRERY_TRY(auto context, this->context());
    context.sky = story->date;
    return render_changes(context, revisions, *before, *after);
}

DocumentSource::Made DocumentSource::tombstone(store::EntryId id) const {
    ORRERY_TRY(const auto judgement, archive_.judgement(id));
    if (judgement && judgement->visibility != store::Visibility::kRemoved) return std::nullopt;
    ORRERY_TRY(const auto pruned, archive_.pruned(id));
    if (!judgement && !pruned) return std::nullopt;
    ORRERY_TRY(const auto context, this->context());
    return judgement ? render_tombstone(context, *judgement) : render_pruned(context, *pruned);
}

DocumentSource::Made DocumentSource::feeds() const {
    ORRERY_TRY(const auto feeds, followed());
    ORRERY_TRY(const auto context, this->context());
    return render_feeds(context, feeds);
}

DocumentSource::Made DocumentSource::feed(store::FeedId id, std::optional<store::EntryId> behind,
                                          const PageMarks* marks) const {
    ORRERY_TRY(const auto feed, archive_.feed(id));
    if (!feed || (at_ && feed->added > *at_)) return std::nullopt;
    ORRERY_TRY(const auto found, story_page(id, behind, marks));
    if (!found) return std::nullopt;
    ORRERY_TRY(const auto context, this->context());
    return render_feed(context, *feed, found->stories, found->paging);
}

DocumentSource::Made DocumentSource::output(const Output& output) const {
    ORRERY_TRY(const auto context, this->context());
    if (output.kind == Output::Kind::kOpml) {
        ORRERY_TRY(const auto feeds, followed());
        return write_subscriptions(context, feeds);
    }
    ORRERY_TRY(const auto stories, archive_.stories({.limit = limits_.entries_per_feed, .at = at_}));
    return write_merged_feed(context, stories, output);
}

std::string DocumentSource::error_page(int status, std::string_view path) const {
    const auto context = this->context();
    return render_error(context ? *context : PageContext{planet_, {}, std::nullopt, {}, {}}, status, path);
}

}  // namespace orrery::site
