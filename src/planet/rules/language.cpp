#include "orrery/planet/rule_language.hpp"

#include <array>

namespace orrery::planet {

namespace {

using F = RuleField;
using T = RuleType;

constexpr std::array kFields = {
    RuleFieldWord{"title", F::kTitle, T::kText, "the title, as plain text"},
    RuleFieldWord{"author", F::kAuthor, T::kText,
                  "who wrote it; the feed's author where the entry names none"},
    RuleFieldWord{"text", F::kText, T::kText, "the content without its markup"},
    RuleFieldWord{"html", F::kHtml, T::kText, "the content as sanitized HTML"},
    RuleFieldWord{"url", F::kUrl, T::kText, "where a person reads it"},
    RuleFieldWord{"language", F::kLanguage, T::kLanguage,
                  "a language tag; \"en\" takes \"en-GB\" too; \"\" when unknown"},
    RuleFieldWord{"category", F::kCategory, T::kTexts, "each category that the feed gives the entry"},
    RuleFieldWord{"feed", F::kFeed, T::kText, "what the feed is called"},
    RuleFieldWord{"feed_url", F::kFeedUrl, T::kText, "the address that is polled"},
    RuleFieldWord{"feed_category", F::kFeedCategory, T::kText,
                  "the category that you gave the feed; \"A/B\" in a folder of a folder"},
    RuleFieldWord{"published", F::kPublished, T::kTime, "when it was published, as the feed says"},
    RuleFieldWord{"updated", F::kUpdated, T::kTime, "when it was last changed, as the feed says"},
    RuleFieldWord{"date", F::kDate, T::kTime,
                  "where it stands on the planet: every entry has one, and it is never in the future"},
    RuleFieldWord{"age", F::kAge, T::kDuration,
                  "how old it was when Orrery first saw it, by `published` or else `updated`"},
    RuleFieldWord{"words", F::kWords, T::kNumber, "how many words its text has"},
    RuleFieldWord{"enclosures", F::kEnclosures, T::kNumber, "how many files come with it"},
    RuleFieldWord{"enclosure_type", F::kEnclosureType, T::kTexts,
                  "the media type of each of these files, such as \"audio/mpeg\""},
};

using O = RuleOperator;
constexpr std::array kOperators = {
    RuleOperatorWord{"~", O::kMatches, true, false, "a regular expression is found in it; case counts"},
    RuleOperatorWord{"!~", O::kNotMatches, true, false, "it is not found"},
    RuleOperatorWord{"=", O::kEqual, true, true, "is the same, whatever the case of letters"},
    RuleOperatorWord{"!=", O::kNotEqual, true, true, "is not"},
    RuleOperatorWord{"in", O::kIn, true, true, "is one of several; `not in` is none of them"},
    RuleOperatorWord{"contains", O::kContains, true, false, "has it inside, whatever the case of letters"},
    RuleOperatorWord{"starts_with", O::kStartsWith, true, false,
                     "begins with it, whatever the case of letters"},
    RuleOperatorWord{"ends_with", O::kEndsWith, true, false, "ends with it, whatever the case of letters"},
    RuleOperatorWord{"<", O::kLess, false, true, "is less or earlier"},
    RuleOperatorWord{"<=", O::kLessOrEqual, false, true, "is at most, or not later"},
    RuleOperatorWord{">", O::kGreater, false, true, "is more or later"},
    RuleOperatorWord{">=", O::kGreaterOrEqual, false, true, "is at least, or not earlier"},
};

constexpr std::array kKeywords = {
    RuleKeyword{"and", "both hold"},
    RuleKeyword{"or", "at least one holds; binds less than `and`"},
    RuleKeyword{"not", "does not hold; binds most"},
    RuleKeyword{"has", "the field is there and not empty or 0"},
    RuleKeyword{"true", "holds for every entry"},
    RuleKeyword{"false", "holds for none: turns a rule off"},
};

using A = RuleActionKind;
constexpr std::array kActions = {
    RuleActionWord{"hide", A::kHide, "hide", "keeps the entry but shows it nowhere"},
    RuleActionWord{"hold", A::kHold, "hold", "shows it only when a moderator has let it through"},
    RuleActionWord{"feature", A::kFeature, "feature", "makes it stand out"},
    RuleActionWord{"excerpt", A::kExcerpt, "excerpt 300",
                   "shows only the beginning, at most so many characters; 300 without a number"},
    RuleActionWord{"tag", A::kTag, "tag \"x\"", "gives it a tag of the planet, beside the feed's categories"},
    RuleActionWord{"category", A::kCategory, "category \"x\"",
                   "files it under one category of the planet, in the place of the feed's"},
};

}  // namespace

std::string_view name_of(RuleType type) {
    switch (type) {
        case T::kText:
            return "a text";
        case T::kTexts:
            return "a list of texts";
        case T::kLanguage:
            return "a language";
        case T::kTime:
            return "a date";
        case T::kDuration:
            return "a length of time";
        case T::kNumber:
            return "a number";
    }
    return "";
}

std::span<const RuleFieldWord> rule_fields() {
    return kFields;
}

const RuleFieldWord& word_of(RuleField field) {
    return *std::ranges::find(kFields, field, &RuleFieldWord::field);
}

std::span<const RuleOperatorWord> rule_operators() {
    return kOperators;
}

std::span<const RuleKeyword> rule_keywords() {
    return kKeywords;
}

std::span<const RuleActionWord> rule_actions() {
    return kActions;
}

}  // namespace orrery::planet
