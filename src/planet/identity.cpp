#include "orrery/planet/identity.hpp"

#include "orrery/base/hash.hpp"
#include "orrery/base/text.hpp"

#include <unordered_map>

namespace orrery::planet {

namespace {

// The first value that a name came with, and whether another one followed.
struct Seen {
    std::string_view value;
    bool several = false;
};

void note(std::unordered_map<std::string_view, Seen>& seen, std::string_view name, std::string_view value) {
    const auto [place, is_new] = seen.try_emplace(name, Seen{value});
    if (!is_new && place->second.value != value) place->second.several = true;
}

std::string joined(std::string_view kind, std::string_view a, std::string_view b) {
    // A line feed stands in neither: guids are trimmed and collapsed by their readers, links are URLs.
    return std::string(kind).append(a).append("\n").append(b);
}

}  // namespace

std::vector<std::string> entry_keys(std::span<const Identifiers> entries) {
    std::unordered_map<std::string_view, Seen> links_of_guid;
    std::unordered_map<std::string_view, Seen> titles_of_guid;
    std::unordered_map<std::string_view, Seen> titles_of_link;
    for (const auto& entry : entries) {
        const auto guid = trim(entry.guid);
        if (!guid.empty()) {
            note(links_of_guid, guid, entry.link);
            note(titles_of_guid, guid, entry.title);
        } else if (!entry.link.empty()) {
            note(titles_of_link, entry.link, entry.title);
        }
    }

    std::vector<std::string> keys;
    keys.reserve(entries.size());
    for (const auto& entry : entries) {
        const auto guid = trim(entry.guid);
        if (!guid.empty()) {
            // A guid that is only the address of the whole site stands under every post of it.
            const bool is_site = guid == entry.link && titles_of_guid[guid].several;
            if (links_of_guid[guid].several) {
                keys.push_back(joined("guid+link:", guid, entry.link));
            } else if (is_site) {
                keys.push_back(joined("guid+title:", guid, hash128_hex(entry.title)));
            } else {
                keys.push_back("guid:" + std::string(guid));
            }
        } else if (!entry.link.empty()) {
            keys.push_back(titles_of_link[entry.link].several
                               ? joined("link+title:", entry.link, hash128_hex(entry.title))
                               : "link:" + std::string(entry.link));
        } else {
            keys.push_back("content:" + hash128_hex(joined("", entry.title, entry.content)));
        }
    }
    return keys;
}

}  // namespace orrery::planet
