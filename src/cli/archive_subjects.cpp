#include "archive_subjects.hpp"

#include "orrery/html/prose.hpp"
#include "orrery/html/text.hpp"

#include <unordered_map>

namespace orrery::cli {

namespace {

constexpr std::size_t kPage = 500;

// Holds what the views of a subject point at.
class SubjectMaker {
  public:
    explicit SubjectMaker(const ReadsField& reads)
        : reads_words_(reads(planet::RuleField::kWords)),
          reads_text_(reads_words_ || reads(planet::RuleField::kText)) {}

    planet::RuleSubject make(const store::Story& story, std::string_view feed_category) {
        text_.clear();
        if (reads_text_) html::append_text(text_, story.html);
        categories_.assign(story.categories.begin(), story.categories.end());
        enclosure_types_.clear();
        for (const auto& enclosure : story.enclosures)
            enclosure_types_.emplace_back(enclosure.type);
        return {
            .title = story.title,
            .author = story.author,
            .text = text_,
            .html = story.html,
            .url = story.url,
            .language = story.language,
            .categories = categories_,
            .feed = story.feed_title,
            .feed_url = story.feed_url,
            .feed_category = feed_category,
            .published = story.published,
            .updated = story.updated,
            .date = story.date,
            .first_seen = story.first_seen,
            .words = reads_words_ ? static_cast<std::int64_t>(html::prose::word_count(text_)) : 0,
            .enclosure_types = enclosure_types_,
        };
    }

  private:
    bool reads_words_;
    bool reads_text_;
    std::string text_;
    std::vector<std::string_view> categories_;
    std::vector<std::string_view> enclosure_types_;
};

}  // namespace

Result<void> for_each_subject(
    const store::Archive& archive, const ReadsField& reads,
    const std::function<void(const store::Story&, const planet::RuleSubject&)>& visit) {
    ORRERY_TRY(const auto feeds, archive.feeds());
    std::unordered_map<store::FeedId, std::string_view> feed_categories;
    for (const auto& feed : feeds)
        feed_categories.emplace(feed.id, feed.category);

    SubjectMaker maker(reads);
    for (store::Archive::StoryQuery query{.limit = kPage};; query.offset += kPage) {
        ORRERY_TRY(const auto stories, archive.stories(query));
        for (const auto& story : stories)
            visit(story, maker.make(story, feed_categories[story.feed]));
        if (stories.size() < kPage) return {};
    }
}

}  // namespace orrery::cli
