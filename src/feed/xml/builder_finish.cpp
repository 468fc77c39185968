#include "orrery/base/text.hpp"
#include "text_rules.hpp"
#include "xml/builder.hpp"

// What can be decided only when the whole entry or feed is known. docs/feed-model.md tells the same in words.

namespace orrery::feed::xml {

List<Person> Builder::chosen_authors(Arena& arena, Scope& scope) {
    for (auto& list : scope.authors) {
        if (list.empty()) continue;
        // `author` of RSS has the mail address that `dc:creator` has no place for.
        auto& mails = scope.authors[kByRss];
        if (list.size() == 1 && list.front().email.empty() && mails.size() == 1 &&
            list.front().name == mails.front().name)
            list.front().email = mails.front().email;
        List<Person> unique;
        for (const auto& person : list) {
            bool known = false;
            for (const auto& other : unique)
                known = known || other == person;
            if (!known && unique.size() < 256) unique.push_back(arena, person);
        }
        return unique;
    }
    return {};
}

void Builder::finish_entry() {
    auto& entry = *entry_;
    auto& scope = entry_scope_;
    auto& texts = scope.texts;

    // Content: what only ever holds content; else the second of two texts that describe; else the only one.
    Slot content = kSlots;
    for (const auto slot : {kSlotContent, kSlotEncoded, kSlotXhtml, kSlotBody, kSlotFullItem})
        if (content == kSlots && !texts[slot].empty()) content = slot;
    if (content == kSlots && !texts[kSlotDescription].empty() && !texts[kSlotSummary].empty())
        content = kSlotDescription;
    if (content == kSlots && !texts[kSlotDescription2].empty()) content = kSlotDescription2;
    static constexpr std::array kSummaries = {kSlotSummary,        kSlotDescription,     kSlotDescription2,
                                              kSlotDcDescription,  kSlotGooglePlay,      kSlotItunesSummary,
                                              kSlotItunesSubtitle, kSlotMediaDescription};
    for (const auto slot : kSummaries)
        if (content == kSlots && entry.content_src.empty() && !texts[slot].empty()) content = slot;
    if (content != kSlots) entry.content = texts[content];
    for (const auto slot : kSummaries) {
        if (slot == content || texts[slot].empty() || texts[slot].value == entry.content.value) continue;
        entry.summary = texts[slot];
        break;
    }
    if (content == kSlots && !entry.content_src.empty())
        entry.content.media_type = texts[kSlotContent].media_type;

    entry.authors = chosen_authors(arena_, scope);
    if (entry.authors.empty() && entry.source != nullptr) entry.authors = entry.source->authors;
    if (entry.rights.empty() && entry.source != nullptr) entry.rights = entry.source->rights;

    // A guid is the link of an entry that has none.
    const bool permalink = entry.id_is_link;
    entry.id_is_link = false;
    if (permalink && entry.link.empty()) {
        const auto address = links_.resolve(base(), entry.id);
        if (scheme_length(address) > 0 && is_safe_url(address) &&
            entry.id.find(' ') == std::string_view::npos) {
            entry.id_is_link = true;
            entry.link = address;
            entry.links.push_back(arena_, {.href = address});
        }
    }
    if (entry.title.empty() && entry.podcast != nullptr && !entry.podcast->title.empty())
        entry.title = {entry.podcast->title, TextType::kText, entry.language, base(), {}};

    if (entry.title.empty() && entry.media != nullptr) entry.title = entry.media->title;

    // FeedBurner's own address for a file gives way to the original one.
    if (const auto origin = scope.enclosure_origin; !origin.empty()) {
        const auto file_name = [](std::string_view address) {
            const auto path = address.substr(0, address.find('?'));
            return path.substr(path.rfind('/') + 1);
        };
        for (auto& file : entry.enclosures)
            if (file_name(file.url) == file_name(origin)) file.url = origin;
    }
    media_enclosure_ = nullptr;
    source_ = nullptr;
    entry_ = nullptr;
}

void Builder::finish_feed() {
    feed_.authors = chosen_authors(arena_, feed_scope_);
    if (feed_.image.url.empty() && !feed_.logo.empty()) feed_.image.url = feed_.logo;
    if (feed_.format == Format::kRss091Netscape || feed_.version == "netscape") feed_.version = "0.91";
    if (feed_.language.empty())
        feed_.language = options_.content_language.empty() ? std::string_view() : language_;
    for (auto& entry : feed_.entries) {
        if (entry.authors.empty()) entry.authors = feed_.authors;
    }
}

}  // namespace orrery::feed::xml
