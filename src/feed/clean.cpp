#include "orrery/feed/clean.hpp"

#include <optional>

namespace orrery::feed {

namespace {

class Cleaner {
  public:
    Cleaner(Arena& arena, const html::Policy& policy) : arena_(arena), sanitizer_(policy) {}

    void text(Text& text) {
        if (!text.is_markup() || text.empty()) return;
        if (text.base.data() != base_text_.data() || text.base.size() != base_text_.size()) {
            base_text_ = text.base;
            base_ = text.base.empty() ? std::nullopt : Url::parse(text.base);
        }
        out_.clear();
        sanitizer_.sanitize(text.value, base_ ? &*base_ : nullptr, out_);
        text.value = arena_.copy(out_);
    }

    // Source, Media and podcasts hang on the model by pointers to const; they belong to the same arena.
    template <class T, class... Members>
    void parts(const T* owner, Members... members) {
        if (owner == nullptr) return;
        (text(const_cast<T*>(owner)->*members), ...);
    }

  private:
    Arena& arena_;
    html::Sanitizer sanitizer_;
    std::string out_;
    std::string_view base_text_;
    std::optional<Url> base_;
};

}  // namespace

void clean(ParsedFeed& parsed, const html::Policy& policy) {
    Cleaner cleaner(parsed.arena(), policy);
    auto& feed = parsed.feed();
    for (auto* text : {&feed.title, &feed.subtitle, &feed.info, &feed.rights})
        cleaner.text(*text);
    cleaner.parts(feed.media, &Media::title, &Media::description);
    for (auto& entry : feed.entries) {
        for (auto* text : {&entry.title, &entry.summary, &entry.content, &entry.rights})
            cleaner.text(*text);
        for (auto& text : entry.alternatives)
            cleaner.text(text);
        cleaner.parts(entry.source, &Source::title, &Source::subtitle, &Source::rights);
        cleaner.parts(entry.media, &Media::title, &Media::description);
        cleaner.parts(entry.podcast, &EntryPodcast::subtitle);
    }
}

}  // namespace orrery::feed
