#include "document_source.hpp"

namespace orrery::site {

Result<PageContext> DocumentSource::context() const {
    ORRERY_TRY(const auto counts, archive_.counts());
    ORRERY_TRY(const auto newest, archive_.stories({.feed = {}, .offset = 0, .limit = 1}));
    PageContext context{planet_, counts, std::nullopt};
    if (!newest.empty()) context.sky = newest.front().date;
    return context;
}

DocumentSource::Made DocumentSource::front(std::size_t page) const {
    ORRERY_TRY(const auto context, this->context());
    const auto paging =
        Paging::of(page, static_cast<std::size_t>(context.counts.stories), limits_.stories_per_page);
    if (!paging) return std::nullopt;
    ORRERY_TRY(const auto stories, archive_.stories({.feed = {},
                                                     .offset = (page - 1) * limits_.stories_per_page,
                                                     .limit = limits_.stories_per_page}));
    return render_front(context, stories, *paging);
}

DocumentSource::Made DocumentSource::story(store::EntryId id) const {
    ORRERY_TRY(const auto story, archive_.story(id));
    if (!story) return std::nullopt;
    ORRERY_TRY(auto context, this->context());
    context.sky = story->date;
    ORRERY_TRY(const auto members, archive_.members(story->id));
    ORRERY_TRY(const auto revisions, archive_.revisions(story->id));
    return render_story(context, *story, members, revisions);
}

DocumentSource::Made DocumentSource::changes(store::EntryId id, int from, int to) const {
    ORRERY_TRY(const auto story, archive_.story(id));
    if (!story || story->id != id || from == to) return std::nullopt;
    ORRERY_TRY(const auto before, archive_.revision(id, from));
    ORRERY_TRY(const auto after, archive_.revision(id, to));
    if (!before || !after) return std::nullopt;
    ORRERY_TRY(const auto revisions, archive_.revisions(id));
    ORRERY_TRY(auto context, this->context());
    context.sky = story->date;
    return render_changes(context, revisions, *before, *after);
}

DocumentSource::Made DocumentSource::tombstone(store::EntryId id) const {
    ORRERY_TRY(const auto judgement, archive_.judgement(id));
    if (!judgement || judgement->visibility != store::Visibility::kRemoved) return std::nullopt;
    ORRERY_TRY(const auto context, this->context());
    return render_tombstone(context, *judgement);
}

DocumentSource::Made DocumentSource::feeds() const {
    ORRERY_TRY(const auto feeds, archive_.feeds());
    ORRERY_TRY(const auto context, this->context());
    return render_feeds(context, feeds);
}

DocumentSource::Made DocumentSource::feed(store::FeedId id, std::size_t page) const {
    ORRERY_TRY(const auto feed, archive_.feed(id));
    if (!feed) return std::nullopt;
    const auto paging =
        Paging::of(page, static_cast<std::size_t>(feed->entries - feed->kept_back), limits_.stories_per_page);
    if (!paging) return std::nullopt;
    ORRERY_TRY(const auto context, this->context());
    ORRERY_TRY(const auto stories, archive_.stories({.feed = id,
                                                     .offset = (page - 1) * limits_.stories_per_page,
                                                     .limit = limits_.stories_per_page}));
    return render_feed(context, *feed, stories, *paging);
}

DocumentSource::Made DocumentSource::output(const Output& output) const {
    ORRERY_TRY(const auto context, this->context());
    if (output.kind == Output::Kind::kOpml) {
        ORRERY_TRY(const auto feeds, archive_.feeds());
        return write_subscriptions(context, feeds);
    }
    ORRERY_TRY(const auto stories,
               archive_.stories({.feed = {}, .offset = 0, .limit = limits_.entries_per_feed}));
    return write_merged_feed(context, stories, output);
}

std::string DocumentSource::error_page(int status, std::string_view path) const {
    const auto context = this->context();
    return render_error(context ? *context : PageContext{planet_, {}, std::nullopt}, status, path);
}

}  // namespace orrery::site
