#include "orrery/store/rule_subjects.hpp"

#include "orrery/html/prose.hpp"
#include "orrery/html/text.hpp"

namespace orrery::store {

namespace {

std::string_view either(std::string_view own, std::string_view of_feed) {
    return own.empty() ? of_feed : own;
}

}  // namespace

RuleSubjects::RuleSubjects(const ReadsField& reads)
    : reads_words_(reads(planet::RuleField::kWords)),
      reads_text_(reads_words_ || reads(planet::RuleField::kText)) {}

template <class Entry>
planet::RuleSubject RuleSubjects::start(const Entry& entry, std::string_view text) {
    categories_.assign(entry.categories.begin(), entry.categories.end());
    enclosure_types_.clear();
    for (const auto& enclosure : entry.enclosures)
        enclosure_types_.emplace_back(enclosure.type);
    planet::RuleSubject subject;
    subject.title = entry.title;
    subject.author = entry.author;
    subject.text = text;
    subject.html = entry.html;
    subject.url = entry.url;
    subject.language = entry.language;
    subject.categories = categories_;
    subject.published = entry.published;
    subject.updated = entry.updated;
    if (reads_words_) subject.words = static_cast<std::int64_t>(html::prose::word_count(text));
    subject.enclosure_types = enclosure_types_;
    return subject;
}

planet::RuleSubject RuleSubjects::of(const Story& entry) {
    text_.clear();
    if (reads_text_) html::append_text(text_, entry.html);
    auto subject = start(entry, text_);
    subject.feed = entry.feed_title;
    subject.feed_url = entry.feed_url;
    subject.feed_category = entry.feed_category;
    subject.date = entry.date;
    subject.first_seen = entry.first_seen;
    return subject;
}

planet::RuleSubject RuleSubjects::of(const NewEntry& entry, const Setting& setting) {
    auto subject = start(entry, setting.text);
    subject.author = either(entry.author, setting.feed_author);
    subject.language = either(entry.language, setting.feed_language);
    subject.feed = either(setting.feed_title, setting.feed_url);
    subject.feed_url = setting.feed_url;
    subject.feed_category = setting.feed_category;
    subject.date = setting.date;
    subject.first_seen = setting.first_seen;
    return subject;
}

}  // namespace orrery::store
