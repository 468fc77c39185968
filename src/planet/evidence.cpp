#include "evidence.hpp"

#include "orrery/base/text.hpp"

#include <algorithm>
#include <cmath>

namespace orrery::planet {

namespace {

constexpr std::size_t kLeastPath = 6;
constexpr std::size_t kLeastSlug = 8;
// A shorter title stands in others by chance.
constexpr std::size_t kLeastWithin = 8;

// Path and query, without the host.
std::string_view place_of(const PageAddress& address) {
    const std::string_view page = address.page;
    return page.substr(std::min(page.find_first_of("/?"), page.size()));
}

bool has_digit_or_hyphen(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return is_digit(c) || c == '-' || c == '_'; });
}

std::string_view slug_of(const PageAddress& address) {
    auto path = address.path();
    path = path.substr(path.rfind('/') + 1);
    return path.substr(0, path.find('.'));
}

bool agree(std::string_view a, std::string_view b, std::size_t least) {
    return a.size() >= least && a == b && has_digit_or_hyphen(a);
}

bool has_words(std::string_view slug) {
    return std::ranges::count_if(slug, is_alpha) >= 6;
}

bool is_within(std::span<const std::string> words, std::span<const std::string> all) {
    return std::ranges::all_of(
        words, [&](const auto& word) { return word == "by" || std::ranges::find(all, word) != all.end(); });
}

bool is_known_affix(std::span<const std::string> affix, const Portrait& portrait) {
    return is_within(affix, portrait.author.words) || is_within(affix, portrait.feed_title.words);
}

bool is_pair(std::uint64_t a, std::uint64_t b) {
    return a != 0 && a == b;
}

}  // namespace

Portrait::Portrait(const Post& p)
    : post(&p),
      address(page_address(p.url)),
      file(page_address(p.file)),
      guid(read_guid(p.guid, p.feed)),
      title(read_title(p.title)),
      feed_title(read_title(p.feed_title)),
      author(read_names(p.author)),
      is_untitled(begins_with(p.text, p.title)) {}

Evidence weigh(const Portrait& a, const Portrait& b) {
    const auto& left = *a.post;
    const auto& right = *b.post;
    Evidence e;
    e.same_feed = left.feed == right.feed;
    e.together = e.same_feed && left.is_listed && right.is_listed;

    const auto titles = compare(a.title, b.title);
    e.title = titles.relation;
    e.affix_words = titles.affix.size();
    e.known_affix = e.affix_words > 0 && (is_known_affix(titles.affix, a) || is_known_affix(titles.affix, b));
    const auto& shorter = a.title.weight <= b.title.weight ? a.title : b.title;
    e.is_telling = shorter.is_telling();
    if (e.title == TitleRelation::kAffixed && !e.known_affix) {
        if (std::ranges::any_of(titles.affix, is_number)) e.title = TitleRelation::kSeries;
        if (shorter.weight < kLeastWithin) e.title = TitleRelation::kDifferent;
    }

    e.is_untitled = a.is_untitled || b.is_untitled;

    e.text = compare(left.text, right.text);
    e.same_numbers = left.text.numbers == right.text.numbers;
    e.letters = std::min(left.text.letters, right.text.letters);
    e.author = compare(a.author, b.author);

    const bool one_page = !a.address.page.empty() && !a.address.is_site() && a.address.page == b.address.page;
    e.same_place = one_page && a.address.fragment == b.address.fragment;
    e.same_page = e.same_place || (one_page && (a.address.fragment.empty() || b.address.fragment.empty()));
    e.other_place = one_page && !e.same_page;
    e.shared_page = left.shares_url || right.shares_url;

    const bool global = a.guid.is_global() && b.guid.is_global();
    e.same_guid = (global && is_pair(a.guid.key, b.guid.key)) ||
                  (a.guid.form == Guid::Form::kPage && is_pair(a.guid.key, b.address.key())) ||
                  (b.guid.form == Guid::Form::kPage && is_pair(b.guid.key, a.address.key()));
    e.other_guid = a.guid.key != 0 && b.guid.key != 0 && a.guid.key != b.guid.key;

    const bool files = !a.file.page.empty() && !b.file.page.empty();
    e.same_file = files && a.file.page == b.file.page;
    e.other_file = files && slug_of(a.file) != slug_of(b.file);

    const auto place = place_of(a.address);
    e.same_path = a.address.host() != b.address.host() && agree(place, place_of(b.address), kLeastPath);
    const auto slug = slug_of(a.address);
    e.same_slug = agree(slug, slug_of(b.address), kLeastSlug) && has_words(slug);

    if (left.date && right.date)
        e.days_apart =
            std::abs(std::chrono::duration<double, std::ratio<86400>>(*left.date - *right.date).count());
    return e;
}

}  // namespace orrery::planet
