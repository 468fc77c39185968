#include "orrery/planet/story.hpp"

#include "evidence.hpp"
#include "keys.hpp"

#include <algorithm>

namespace orrery::planet {

namespace {

// How near in time posts without further evidence must be.
constexpr double kSameDays = 2;
// One publication date in two feeds is one post's; clocks are rounded to minutes.
constexpr double kSameMoment = 1.0 / 1440;

// In letters. Less may stand under any title ("Introduction").
constexpr std::uint32_t kLeastText = 24;
// A post without a title, or with an edited one, needs more text than one with the same.
constexpr std::uint32_t kUntitledText = 60;
constexpr std::uint32_t kUntitledNearText = 150;
// Under another title. Shorter texts are notices that stand in for one ("for subscribers only").
constexpr std::uint32_t kOwnText = 300;
constexpr std::uint32_t kLongText = 600;

// `Somebody's Long Blog Name: Title`.
constexpr std::size_t kMostAffixWords = 5;

StoryMatch same(StoryReason reason, double confidence, std::string why) {
    return {reason, confidence, std::move(why)};
}

StoryMatch other(double confidence, std::string why) {
    return {StoryReason::kNone, confidence, std::move(why)};
}

bool is_close(TitleRelation title) {
    return title == TitleRelation::kSame || title == TitleRelation::kAffixed ||
           title == TitleRelation::kAlike;
}

// Few words differ, or it was cut off.
bool is_close(TextRelation text) {
    return text == TextRelation::kIdentical || text == TextRelation::kNear || text == TextRelation::kExcerpt;
}

bool may_agree(TextRelation text) {
    return text == TextRelation::kUnknown || text == TextRelation::kRelated;
}

// Titles or texts that cannot belong to one post, whatever else agrees.
bool contradicts(const Evidence& e) {
    if (e.title == TitleRelation::kSeries) {
        // The numbers of a series come from one template.
        if (e.same_feed) return !e.same_guid;
        return e.text == TextRelation::kNear || e.text == TextRelation::kRelated ||
               e.text == TextRelation::kDifferent;
    }
    if (e.title == TitleRelation::kDifferent) {
        // One feed that gives two posts two titles means it.
        return e.same_feed ? e.text != TextRelation::kIdentical || e.letters < kLeastText
                           : e.text == TextRelation::kDifferent;
    }
    // One feed has a post under one address twice only when it is the same text.
    return e.same_feed && e.text == TextRelation::kDifferent;
}

std::optional<StoryMatch> by_address(const Evidence& e, const Portrait& a) {
    if (!e.same_page) return std::nullopt;
    const auto where = "(" + a.address.page + ")";
    if ((e.shared_page || !e.same_place) && !is_close(e.text) &&
        !(is_close(e.title) && e.text != TextRelation::kDifferent))
        return other(0.8, "the same page " + where + ", which holds several posts");
    if (contradicts(e)) return other(0.8, "the same address " + where + ", but another title or text");
    return same(StoryReason::kAddress, e.same_place ? 0.99 : 0.95, "the same address " + where);
}

std::optional<StoryMatch> by_guid(const Evidence& e, const Portrait& a, const Portrait& b) {
    if (!e.same_guid) return std::nullopt;
    const auto& guid = a.guid.form == Guid::Form::kPage || b.guid.text.empty() ? a.guid.text : b.guid.text;
    if (contradicts(e)) return other(0.7, "the same guid (" + guid + "), but another title or text");
    return same(StoryReason::kGuid, 0.98, "the same guid (" + guid + ")");
}

// Titles that agree, as far as names before or behind them go.
StoryMatch same_title(const Evidence& e) {
    const std::string title = e.known_affix ? "the same title but for a name" : "the same title";
    const bool same_author = e.author == NameRelation::kSame;
    const bool other_author = e.author == NameRelation::kDifferent;
    const bool says_little = e.text == TextRelation::kIdentical && e.letters < kLeastText;
    const auto text = says_little ? TextRelation::kUnknown : e.text;
    // A path is often made from the title, and then says no more than that.
    if (e.same_path && !is_close(text) && (same_author || (!other_author && e.is_telling && may_agree(text))))
        return same(StoryReason::kTitleAndPath, 0.9, title + " at the same path");
    if (!is_close(text) && !e.same_feed && e.days_apart <= kSameMoment && !other_author)
        return same(StoryReason::kTitleAndAuthor, 0.9, title + " published at the same moment");
    switch (text) {
        case TextRelation::kIdentical:
            return same(StoryReason::kTitleAndText, 0.97, title + " and the same text");
        case TextRelation::kExcerpt:
            return same(StoryReason::kTitleAndText, 0.95, title + ", and one text begins like the other");
        case TextRelation::kNear:
            // What a feed writes again and again under one title differs in its figures and dates.
            if (e.same_feed && !e.same_numbers) return other(0.6, title + ", but other figures in the text");
            return same(StoryReason::kTitleAndText, 0.93, title + " and nearly the same text");
        case TextRelation::kRelated:
            if (e.same_feed || other_author || !(e.is_telling || same_author))
                return other(0.6, title + ", but much of the text is different");
            return same(StoryReason::kTitleAndText, 0.85, title + " and much of the text");
        case TextRelation::kUnknown:
            if (!e.is_telling || other_author) return other(0.5, title + ", but too little text to tell");
            if (e.same_slug)
                return same(StoryReason::kTitleAndPath, 0.85, title + " and the same name in the address");
            if (e.same_feed ? e.letters == 0 || says_little
                            : same_author || e.known_affix || e.days_apart <= kSameDays)
                return same(StoryReason::kTitleAndAuthor, 0.8,
                            title + " by the same author or at the same time");
            return other(0.5, title + ", but too little text to tell");
        case TextRelation::kDifferent:
            if (!e.same_feed && e.is_telling && same_author && e.days_apart <= kSameDays)
                return same(StoryReason::kTitleAndAuthor, 0.75,
                            title + " by the same author at the same time");
            return other(0.7, title + ", but another text");
    }
    return other(0.5, title);
}

// Titles of which one has something before or behind that is nobody's known name.
StoryMatch affixed_title(const Evidence& e) {
    const std::string title = "a title that has the other within";
    const bool few = e.affix_words <= kMostAffixWords;
    if ((e.text == TextRelation::kIdentical && e.letters >= kLeastText) ||
        (is_close(e.text) && few && (!e.same_feed || (e.is_telling && e.text == TextRelation::kExcerpt))))
        return same(StoryReason::kTitleAndText, 0.9, title + " and the same text");
    if (e.same_feed || e.author == NameRelation::kDifferent || !e.is_telling || !few)
        return other(0.6, title + " only");
    if (e.text == TextRelation::kRelated)
        return same(StoryReason::kTitleAndText, 0.8, title + " and much of the text");
    if ((e.same_path || e.same_slug) && e.text == TextRelation::kUnknown)
        return same(StoryReason::kTitleAndPath, 0.8, title + " at the same path");
    return other(0.6, title + " only");
}

// Titles of which some words are others.
StoryMatch changed_title(const Evidence& e) {
    const bool alike = e.title == TitleRelation::kAlike;
    const bool other_author = e.author == NameRelation::kDifferent;
    if (e.text == TextRelation::kIdentical && e.letters >= (alike ? kUntitledText : kOwnText))
        return same(StoryReason::kTitleAndText, 0.9, "an edited title over the same text");
    const bool enough = alike ? e.letters >= kUntitledText && (!e.same_feed || e.same_numbers)
                              : e.letters >= kOwnText && !e.same_feed && !other_author;
    if (is_close(e.text) && enough)
        return same(StoryReason::kTitleAndText, 0.85, "an edited title over nearly the same text");
    if (alike && e.is_telling && !e.same_feed && e.text == TextRelation::kRelated &&
        e.author == NameRelation::kSame)
        return same(StoryReason::kTitleAndText, 0.8, "an edited title over much of the text");
    return other(0.7, "titles that are only alike");
}

StoryMatch other_title(const Evidence& e) {
    if (e.same_feed) return other(0.9, "another title");
    if (e.text == TextRelation::kIdentical && e.letters >= kOwnText)
        return same(StoryReason::kText, 0.8, "the same text under another title");
    if (is_close(e.text) && e.letters >= kLongText && e.author == NameRelation::kSame)
        return same(StoryReason::kText, 0.75, "nearly the same text by the same author under another title");
    return other(0.9, "another title");
}

StoryMatch no_title(const Evidence& e) {
    const bool other_author = e.author == NameRelation::kDifferent;
    if (e.text == TextRelation::kIdentical && e.letters >= kUntitledText)
        return same(StoryReason::kText, 0.9, "the same text");
    if (is_close(e.text) && e.letters >= kUntitledNearText && !other_author &&
        (!e.same_feed || e.same_numbers))
        return same(StoryReason::kText, 0.8, "nearly the same text");
    return other(0.6, "no title, and too little of the same text");
}

StoryMatch by_words(const Evidence& e) {
    const bool is_twin = e.title == TitleRelation::kSame && e.text == TextRelation::kIdentical;
    if (e.together && !is_twin) return other(0.95, "two posts of one document");
    if (e.other_place && !is_twin) return other(0.95, "two places of one page");
    if (e.same_feed && e.other_file) return other(0.9, "other files");
    if (e.same_file && is_close(e.title))
        return same(StoryReason::kFile, 0.95, "the same file under the same title");
    const bool differ = e.title == TitleRelation::kDifferent || e.title == TitleRelation::kReworded;
    if (differ && e.is_untitled && !e.same_feed) return no_title(e);
    switch (e.title) {
        case TitleRelation::kSame:
            return same_title(e);
        case TitleRelation::kAffixed:
            return e.known_affix ? same_title(e) : affixed_title(e);
        case TitleRelation::kAlike:
        case TitleRelation::kReworded:
            return changed_title(e);
        case TitleRelation::kSeries:
            return other(0.95, "titles that differ in their numbers");
        case TitleRelation::kDifferent:
            return other_title(e);
        case TitleRelation::kUnknown:
            return no_title(e);
    }
    return other(0.5, "nothing in common");
}

StoryMatch match(const Portrait& a, const Portrait& b) {
    const auto evidence = weigh(a, b);
    auto address = by_address(evidence, a);
    if (address && address->is_same()) return *std::move(address);
    auto guid = by_guid(evidence, a, b);
    if (guid && guid->is_same()) return *std::move(guid);
    auto words = by_words(evidence);
    if (words.is_same()) return words;
    // That an address or guid agrees and does not count is the better explanation.
    return address ? *std::move(address) : guid ? *std::move(guid) : words;
}

std::uint64_t title_key(const Portrait& portrait) {
    const auto& title = portrait.title;
    if (title.empty()) return 0;
    const auto core = title_core(title);
    if (title.is_own()) return make_key(KeyKind::kTitle, core);
    if (!portrait.author.empty())
        return make_key(KeyKind::kTitleAndAuthor, core, joined(portrait.author.words));
    // "Links" by nobody: the beginning of the text says more.
    return portrait.post->text.opening == 0 ? make_key(KeyKind::kTitle, core) : 0;
}

}  // namespace

std::string_view name_of(StoryReason reason) {
    switch (reason) {
        case StoryReason::kNone:
            return "none";
        case StoryReason::kAddress:
            return "address";
        case StoryReason::kGuid:
            return "guid";
        case StoryReason::kFile:
            return "file";
        case StoryReason::kTitleAndText:
            return "title+text";
        case StoryReason::kTitleAndPath:
            return "title+path";
        case StoryReason::kTitleAndAuthor:
            return "title+author";
        case StoryReason::kText:
            return "text";
    }
    return "none";
}

std::vector<std::uint64_t> story_keys(const Post& post) {
    const Portrait portrait(post);
    std::vector<std::uint64_t> keys;
    const auto add = [&](std::uint64_t key) {
        if (key != 0 && std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
    };
    if (!portrait.address.is_site() && !post.shares_url) add(portrait.address.key());
    if (portrait.guid.is_global()) add(portrait.guid.key);
    add(title_key(portrait));
    add(post.text.opening);
    return keys;
}

StoryMatch match_story(const Post& a, const Post& b) {
    return match(Portrait(a), Portrait(b));
}

std::optional<StoryChoice> choose_story(const Post& post, std::span<const Post> candidates) {
    const Portrait portrait(post);
    std::optional<StoryChoice> best;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        auto found = match(portrait, Portrait(candidates[i]));
        if (found.is_same() && (!best || found.confidence > best->match.confidence))
            best = StoryChoice{i, std::move(found)};
    }
    return best;
}

StoryLead story_lead(std::span<const StoryMember> members) {
    const auto rank = [](const StoryMember& member) {
        return std::tuple(member.is_copy, member.is_gone, member.first_seen);
    };
    const auto when = [](const StoryMember& member) {
        return std::pair(!member.date_is_stated, member.date);
    };
    const auto lead = std::ranges::min_element(members, {}, rank);
    const auto earliest = std::ranges::min_element(members, {}, when);
    return {static_cast<std::size_t>(lead - members.begin()), earliest->date};
}

}  // namespace orrery::planet
