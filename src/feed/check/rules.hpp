#pragma once

#include "check/values.hpp"
#include "xml/names.hpp"

#include <cstdint>
#include <span>
#include <string_view>

/// What may stand where, how often, and what it has to be: RSS 0.9x to 2.0 (with the RSS Advisory Board's
/// profile), RSS 1.0, Atom 0.3 and 1.0 (RFC 4287), and the modules.
namespace orrery::feed::check {

/// What an open element is to those inside.
enum class Place : std::uint8_t {
    kNowhere,  ///< inside of what the rules do not know: nothing is checked
    kDocument,
    kRss,  ///< `rss` and `rdf:RDF`
    kChannel,
    kItem,
    kRssImage,
    kTextInput,
    kSkipHours,
    kSkipDays,
    kFeed,
    kEntry,
    kSource,  ///< `atom:source`
    kPerson,
    kOwner,  ///< `itunes:owner`
    kMedia,  ///< `media:group`, `media:content`, `media:community`
    kControl,
    kChapters,
    kText,  ///< a text with markup inside
    kPlaces,
};

using PlaceSet = std::uint32_t;
constexpr PlaceSet in(auto... places) {
    return ((PlaceSet{1} << static_cast<unsigned>(places)) | ...);
}

/// An element in the places that it may stand in.
struct ElementRule {
    xml::Ns ns;
    std::string_view name;  ///< lower-case
    PlaceSet places;
    Value value = Value::kAnything;
    bool once = false;
    Place inside = Place::kNowhere;  ///< what it is to its children; kNowhere for one that has text only
};

struct AttributeRule {
    xml::Ns ns;
    std::string_view element;  ///< lower-case; of Ns::kCore in any dialect
    PlaceSet places;           ///< of the element's parent
    std::string_view name;     ///< lower-case
    Value value;
    bool required = false;
};

/// What has to stand in a place: one of the names of `any_of`, with blanks between them.
struct RequiredRule {
    Place place;
    xml::Ns ns;
    std::string_view any_of;
};

/// Two elements that say the same.
struct SameRule {
    std::string_view core;
    xml::Ns ns;
    std::string_view name;
};

/// Null when the rules do not know the element there.
[[nodiscard]] const ElementRule* rule_of(xml::Ns ns, std::string_view name, Place place, bool atom_03);
/// Whether the rules know an element of that name in some other place.
[[nodiscard]] bool is_known(xml::Ns ns, std::string_view name);
[[nodiscard]] std::span<const AttributeRule> attribute_rules();
[[nodiscard]] std::span<const RequiredRule> required_rules(bool atom_03);
[[nodiscard]] std::span<const SameRule> same_rules();
/// `channel`, `entry`: for messages.
[[nodiscard]] std::string_view name_of(Place place);

}  // namespace orrery::feed::check
