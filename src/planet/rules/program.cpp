#include "program.hpp"

#include "fold.hpp"
#include "orrery/planet/rule_language.hpp"
#include "pattern_sets.hpp"

#include <span>

namespace orrery::planet::rules {

namespace {

using F = RuleField;

std::span<const std::string_view> texts_of(RuleField field, const RuleSubject& subject) {
    return field == F::kCategory ? subject.categories : subject.enclosure_types;
}

bool is_list(RuleField field) {
    return field == F::kCategory || field == F::kEnclosureType;
}

std::int64_t age_of(const RuleSubject& subject, Timestamp posted) {
    std::int64_t age = 0;
    if (__builtin_sub_overflow(subject.first_seen.time_since_epoch().count(),
                               posted.time_since_epoch().count(), &age))
        return posted < subject.first_seen ? std::numeric_limits<std::int64_t>::max() : 0;
    return std::max<std::int64_t>(age, 0);
}

std::optional<std::int64_t> amount_of(RuleField field, const RuleSubject& subject) {
    const auto microseconds = [](const std::optional<Timestamp>& time) -> std::optional<std::int64_t> {
        if (!time) return {};
        return time->time_since_epoch().count();
    };
    switch (field) {
        case F::kPublished:
            return microseconds(subject.published);
        case F::kUpdated:
            return microseconds(subject.updated);
        case F::kDate:
            return microseconds(subject.date);
        case F::kAge:
            if (const auto& posted = subject.published ? subject.published : subject.updated)
                return age_of(subject, *posted);
            return {};
        case F::kWords:
            return subject.words;
        case F::kEnclosures:
            return static_cast<std::int64_t>(subject.enclosure_types.size());
        default:
            return {};
    }
}

bool has(RuleField field, const RuleSubject& subject) {
    switch (word_of(field).type) {
        case RuleType::kTexts:
            return std::ranges::any_of(texts_of(field, subject), [](auto text) { return !text.empty(); });
        case RuleType::kTime:
        case RuleType::kDuration:
            return amount_of(field, subject).has_value();
        case RuleType::kNumber:
            return amount_of(field, subject) > 0;
        default:
            return !text_of(field, subject).empty();
    }
}

RuleVerdict verdict(bool holds) {
    return holds ? RuleVerdict::kYes : RuleVerdict::kNo;
}

// Asks one text, or each of a list until one answers yes.
template <class Ask>
RuleVerdict ask_texts(const Test& test, const RuleSubject& subject, Ask ask) {
    if (!is_list(test.field)) return ask(text_of(test.field, subject));
    for (const auto text : texts_of(test.field, subject))
        if (const auto answer = ask(text); answer != RuleVerdict::kNo) return answer;
    return RuleVerdict::kNo;
}

RuleVerdict ask(const Program& program, const Test& test, const RuleSubject& subject, SetResults* sets) {
    switch (test.type) {
        case TestType::kAlways:
            return RuleVerdict::kYes;
        case TestType::kHas:
            return verdict(has(test.field, subject));
        case TestType::kPattern: {
            const auto& pattern = program.patterns[test.first];
            if (sets != nullptr && pattern.place_in_set != Pattern::kNowhere)
                if (const auto found = sets->find(test.field, pattern.place_in_set)) return verdict(*found);
            return ask_texts(test, subject, [&](auto text) { return pattern.search(text); });
        }
        case TestType::kEquals: {
            const auto texts = std::span(program.texts).subspan(test.first, test.count);
            const auto same = test.field == F::kLanguage ? language_is : equals_folded;
            return ask_texts(test, subject, [&](auto text) {
                return verdict(std::ranges::any_of(texts, [&](const auto& x) { return same(text, x); }));
            });
        }
        case TestType::kStartsWith:
            return ask_texts(test, subject, [&](auto text) {
                return verdict(starts_with_folded(text, program.texts[test.first]));
            });
        case TestType::kEndsWith:
            return ask_texts(test, subject, [&](auto text) {
                return verdict(ends_with_folded(text, program.texts[test.first]));
            });
        case TestType::kRange: {
            const auto amount = amount_of(test.field, subject);
            if (!amount) return RuleVerdict::kNo;
            const auto ranges = std::span(program.ranges).subspan(test.first, test.count);
            return verdict(std::ranges::any_of(
                ranges, [&](const Range& range) { return range.low <= *amount && *amount <= range.high; }));
        }
    }
    return RuleVerdict::kNo;
}

}  // namespace

std::string_view text_of(RuleField field, const RuleSubject& subject) {
    switch (field) {
        case F::kTitle:
            return subject.title;
        case F::kAuthor:
            return subject.author;
        case F::kText:
            return subject.text;
        case F::kHtml:
            return subject.html;
        case F::kUrl:
            return subject.url;
        case F::kLanguage:
            return subject.language;
        case F::kFeed:
            return subject.feed;
        case F::kFeedUrl:
            return subject.feed_url;
        case F::kFeedCategory:
            return subject.feed_category;
        default:
            return {};
    }
}

RuleVerdict run(const Program& program, const RuleSubject& subject, SetResults* sets) {
    std::size_t at = 0;
    while (at < program.tests.size()) {
        const auto& test = program.tests[at];
        const auto answer = ask(program, test, subject, sets);
        if (answer == RuleVerdict::kLimit) return answer;
        at = answer == RuleVerdict::kYes ? test.if_true : test.if_false;
    }
    return verdict(at == kAccept);
}

}  // namespace orrery::planet::rules
