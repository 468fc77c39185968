#include "orrery/planet/identity.hpp"

#include "guid.hpp"
#include "keys.hpp"
#include "orrery/base/hash.hpp"
#include "orrery/base/text.hpp"
#include "orrery/planet/address.hpp"
#include "title.hpp"

#include <bit>
#include <unordered_map>

namespace orrery::planet {

namespace {

// An entry with everything read that its keys are made of.
struct Parts {
    Guid guid;
    PageAddress link;
    std::uint64_t place = 0;  // key of the link, whatever its scheme; 0 without one
    std::string title;        // its words
};

Parts read(const Identifiers& entry, const Origin& origin) {
    Parts parts;
    parts.guid = read_guid(entry.guid, origin.feed);
    parts.link = page_address(entry.link);
    parts.place = parts.link.key();
    if (const auto link = trim(entry.link); parts.place == 0 && !link.empty())
        parts.place = make_key(KeyKind::kAddress, link);
    parts.title = joined(read_title(entry.title).words);
    // A title of signs only ("???") is one, too.
    if (parts.title.empty()) parts.title = trim(entry.title);
    return parts;
}

// Values that were met under one key: none, one, or several different ones.
template <class Value>
class Uses {
  public:
    void note(std::uint64_t key, const Value& value) {
        const auto [place, is_new] = first_.try_emplace(key, value, false);
        if (!is_new && place->second.first != value) place->second.second = true;
    }
    [[nodiscard]] bool several(std::uint64_t key) const {
        const auto found = first_.find(key);
        return found != first_.end() && found->second.second;
    }

  private:
    std::unordered_map<std::uint64_t, std::pair<Value, bool>> first_;
};

std::string digits(std::uint64_t key) {
    return std::to_string(key);
}

bool leads_away(const Parts& parts, std::string_view feed_host, std::string_view site_host) {
    if (parts.guid.form == Guid::Form::kNone || parts.link.page.empty()) return false;
    const auto host = parts.link.host();
    if (is_same_site(host, feed_host) || is_same_site(host, site_host)) return false;
    const auto guid =
        parts.guid.form == Guid::Form::kPage ? std::string_view(parts.guid.text) : std::string_view();
    return !is_same_site(host, guid.substr(0, guid.find_first_of(":/?#")));
}

// Which of the known have a key, in their order; each is given out once.
class Shelf {
  public:
    template <class Key>
    Shelf(std::span<const EntryKeys> known, Key key) {
        for (std::size_t i = known.size(); i-- > 0;) {
            if (key(known[i]) != 0) places_[key(known[i])].push_back(i);
        }
    }
    // Calls `take` on each in turn until it wants one.
    template <class Take>
    void offer(std::uint64_t key, Take take) const {
        if (key == 0) return;
        const auto found = places_.find(key);
        if (found == places_.end()) return;
        for (auto place = found->second.rbegin(); place != found->second.rend(); ++place) {
            if (take(*place)) return;
        }
    }

  private:
    std::unordered_map<std::uint64_t, std::vector<std::size_t>> places_;
};

}  // namespace

std::vector<EntryKeys> identify(std::span<const Identifiers> entries, const Origin& origin) {
    const auto feed = page_address(origin.feed_url);
    const auto site = page_address(origin.site_url);
    std::vector<Parts> all;
    all.reserve(entries.size());
    Uses<std::uint64_t> places_of_guid;
    Uses<std::string> titles_of_guid;
    Uses<std::string> titles_of_place;
    for (const auto& entry : entries) {
        const auto& parts = all.emplace_back(read(entry, origin));
        if (parts.guid.key != 0) {
            places_of_guid.note(parts.guid.key, parts.place);
            if (parts.guid.key == parts.place) titles_of_guid.note(parts.guid.key, parts.title);
        }
        if (parts.place != 0) titles_of_place.note(parts.place, parts.title);
    }

    std::vector<EntryKeys> result;
    result.reserve(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto& parts = all[i];
        const auto& guid = parts.guid;
        EntryKeys keys;
        if (!parts.title.empty()) keys.title = make_key(KeyKind::kTitle, parts.title);

        const bool is_site = guid.form == Guid::Form::kSite;
        const bool has_page = parts.place != 0 && !parts.link.is_site();
        if (guid.key == 0) {
            if (parts.place == 0)
                keys.guid =
                    make_key(KeyKind::kContent, entries[i].title, "\n" + std::string(entries[i].content));
        } else if (places_of_guid.several(guid.key) || (is_site && has_page)) {
            keys.guid = make_key(KeyKind::kGuidAndLink, digits(guid.key), digits(parts.place));
        } else if (is_site || titles_of_guid.several(guid.key)) {
            keys.guid = make_key(KeyKind::kGuidAndTitle, digits(guid.key), parts.title);
        } else {
            keys.guid = guid.key;
            keys.local_guid = guid.form == Guid::Form::kLocal;
        }

        if (parts.place != 0) {
            keys.shares_link = titles_of_place.several(parts.place);
            const bool is_own = !keys.shares_link && (parts.link.page.empty() || !parts.link.is_site()) &&
                                !leads_away(parts, feed.host(), site.host());
            keys.link =
                is_own ? parts.place : make_key(KeyKind::kLinkAndTitle, digits(parts.place), parts.title);
            if (is_own) keys.page = parts.link.page.empty() ? parts.place : parts.link.page_key();
        }
        result.push_back(keys);
    }
    return result;
}

std::vector<std::optional<std::size_t>> match_entries(std::span<const EntryKeys> delivered,
                                                      std::span<const EntryKeys> known) {
    const Shelf by_guid(known, [](const EntryKeys& keys) { return keys.guid; });
    const Shelf by_link(known, [](const EntryKeys& keys) { return keys.link; });
    // Page and title together.
    const auto post_of_page = [](const EntryKeys& keys) {
        return keys.page != 0 && keys.title != 0 ? keys.page ^ std::rotl(keys.title, 1) : 0;
    };
    const Shelf by_page(known, post_of_page);
    std::vector<std::optional<std::size_t>> result(delivered.size());
    std::vector<bool> taken(known.size());

    // One pass over the delivery: an entry that has none yet takes the first free known one that fits.
    const auto pass = [&](const Shelf& shelf, auto key, auto fits) {
        for (std::size_t i = 0; i < delivered.size(); ++i) {
            if (result[i]) continue;
            shelf.offer(key(delivered[i]), [&](std::size_t place) {
                if (taken[place] || !fits(delivered[i], known[place])) return false;
                taken[place] = true;
                result[i] = place;
                return true;
            });
        }
    };
    const auto guid = [](const EntryKeys& keys) { return keys.guid; };
    pass(by_guid, guid, [](const EntryKeys& a, const EntryKeys& b) {
        return !a.local_guid || a.link == b.link || a.title == b.title;
    });
    pass(
        by_link, [](const EntryKeys& keys) { return keys.link; },
        [](const EntryKeys&, const EntryKeys&) { return true; });
    pass(by_page, post_of_page, [](const EntryKeys& a, const EntryKeys& b) {
        const bool is_other_place = a.link != a.page && b.link != b.page;
        return !is_other_place && a.page == b.page && a.title == b.title;
    });
    pass(by_guid, guid, [](const EntryKeys&, const EntryKeys&) { return true; });
    return result;
}

}  // namespace orrery::planet
