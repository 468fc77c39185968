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

// How many stories there are is known of the present alone; of the past, whether there is another page.
Result<std::optional<DocumentSource::StoryPage>> DocumentSource::story_page(std::optional<store::FeedId> feed,
                                                                            std::size_t page,
                                                                            std::int64_t total) const {
    const auto per_page = limits_.stories_per_page;
    StoryPage made;
    if (!at_) {
        const auto paging = Paging::of(page, static_cast<std::size_t>(total), per_page);
        if (!paging) return std::nullopt;
        made.paging = *paging;
    }
    ORRERY_TRY(
        made.stories,
        archive_.stories(
            {.feed = feed, .offset = (page - 1) * per_page, .limit = per_page + (at_ ? 1 : 0), .at = at_}));
    if (at_) {
        if (made.stories.empty() && page > 1) return std::nullopt;
        const bool is_last = made.stories.size() <= per_page;
        made.paging = {.page = page, .pages = is_last ? page : page + 1, .is_open = !is_last};
        if (!is_last) made.stories.pop_back();
    }
    return made;
}

Result<std::vector<store::Story>> DocumentSource::front_stories(std::size_t page) const {
    ORRERY_TRY(const auto counts, archive_.counts());
    ORRERY_TRY(auto found, story_page({}, page, counts.stories));
    return found ? std::move(found->stories) : std::vector<store::Story>();
}

DocumentSource::Made DocumentSource::front(std::size_t page) const {
    ORRERY_TRY(const auto context, this->context());
    ORRERY_TRY(const auto found, story_page({}, page, context.counts.stories));
    if (!found) return std::nullopt;
    return render_front(context, found->stories, found->paging);
}

DocumentSource::Made DocumentSource::story(store::EntryId id) const {
    ORRERY_TRY(const auto story, archive_.story(id, at_));
    if (!story) return std::nullopt;
    ORRERY_TRY(auto context, this->context());
    context.sky = story->date;
    ORRERY_TRY(const auto revisions, seen_revisions(story->id));
    // Which entries made up the story then is not known.
    if (at_) return render_story(context, *story, {}, revisions);
    ORRERY_TRY(const auto members, archive_.members(story->id));
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

DocumentSource::Made DocumentSource::feed(store::FeedId id, std::size_t page) const {
    ORRERY_TRY(const auto feed, archive_.feed(id));
    if (!feed || (at_ && feed->added > *at_)) return std::nullopt;
    ORRERY_TRY(const auto found, story_page(id, page, feed->entries - feed->kept_back));
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
