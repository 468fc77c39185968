#include "check/rules.hpp"

#include <algorithm>
#include <array>

namespace orrery::feed::check {

namespace {

using xml::Ns;
using enum Place;

constexpr auto kAtomTops = in(kFeed, kEntry, kSource);
constexpr auto kFeedOrSource = in(kFeed, kSource);
constexpr auto kTops = in(kChannel, kItem, kFeed, kEntry);
constexpr auto kEntries = in(kItem, kEntry);
constexpr auto kFeeds = in(kChannel, kFeed);
constexpr auto kMediaPlaces = in(kChannel, kItem, kFeed, kEntry, kMedia);

constexpr ElementRule kElements[] = {
    // RSS
    {Ns::kCore, "rss", in(kDocument), Value::kAnything, true, kRss},
    {Ns::kRdf, "rdf", in(kDocument), Value::kAnything, true, kRss},
    {Ns::kCore, "channel", in(kRss), Value::kAnything, true, kChannel},
    {Ns::kCore, "item", in(kRss, kChannel), Value::kAnything, false, kItem},
    {Ns::kCore, "items", in(kChannel), Value::kAnything, true},
    {Ns::kCore, "image", in(kChannel, kRss), Value::kAnything, true, kRssImage},
    {Ns::kCore, "textinput", in(kChannel, kRss), Value::kAnything, true, kTextInput},
    {Ns::kCore, "title", in(kChannel, kItem, kRssImage, kTextInput), Value::kPlain, true},
    {Ns::kCore, "link", in(kChannel, kItem, kRssImage, kTextInput), Value::kFullIri, true},
    {Ns::kCore, "description", in(kChannel, kItem), Value::kHtml, true},
    {Ns::kCore, "description", in(kTextInput, kRssImage), Value::kPlain, true},
    {Ns::kCore, "url", in(kRssImage), Value::kFullIri, true},
    {Ns::kCore, "width", in(kRssImage), Value::kImageWidth, true},
    {Ns::kCore, "height", in(kRssImage), Value::kImageHeight, true},
    {Ns::kCore, "name", in(kTextInput), Value::kPresent, true},
    {Ns::kCore, "language", in(kChannel), Value::kLanguage, true},
    {Ns::kCore, "copyright", in(kChannel), Value::kPresent, true},
    {Ns::kCore, "managingeditor", in(kChannel), Value::kContact, true},
    {Ns::kCore, "webmaster", in(kChannel), Value::kContact, true},
    {Ns::kCore, "pubdate", in(kChannel, kItem), Value::kRfc822, true},
    {Ns::kCore, "lastbuilddate", in(kChannel), Value::kRfc822, true},
    {Ns::kCore, "expirationdate", in(kItem), Value::kRfc822, true},
    {Ns::kCore, "category", in(kChannel, kItem), Value::kPresent},
    {Ns::kCore, "generator", in(kChannel), Value::kPresent, true},
    {Ns::kCore, "docs", in(kChannel), Value::kFullIri, true},
    {Ns::kCore, "cloud", in(kChannel), Value::kAnything, true},
    {Ns::kCore, "ttl", in(kChannel), Value::kPositive, true},
    {Ns::kCore, "rating", in(kChannel), Value::kPresent, true},
    {Ns::kCore, "skiphours", in(kChannel), Value::kAnything, true, kSkipHours},
    {Ns::kCore, "skipdays", in(kChannel), Value::kAnything, true, kSkipDays},
    {Ns::kCore, "hour", in(kSkipHours), Value::kHour},
    {Ns::kCore, "day", in(kSkipDays), Value::kDay},
    {Ns::kCore, "author", in(kItem), Value::kContact, true},
    {Ns::kCore, "comments", in(kItem), Value::kFullIri, true},
    {Ns::kCore, "enclosure", in(kItem), Value::kAnything, true},
    {Ns::kCore, "guid", in(kItem), Value::kPresent, true},
    {Ns::kCore, "source", in(kItem), Value::kAnything, true},
    // Atom; in RSS channels and items some of it is an extension
    {Ns::kCore, "feed", in(kDocument), Value::kAnything, true, kFeed},
    {Ns::kCore, "entry", in(kFeed, kDocument), Value::kAnything, false, kEntry},
    {Ns::kCore, "source", in(kEntry), Value::kAnything, true, kSource},
    {Ns::kCore, "id", kAtomTops, Value::kFullIri, true},
    {Ns::kCore, "title", kAtomTops, Value::kPresent, true, kText},
    {Ns::kCore, "subtitle", kFeedOrSource, Value::kPresent, true, kText},
    {Ns::kCore, "tagline", kFeedOrSource, Value::kAnything, true, kText},
    {Ns::kCore, "info", kFeedOrSource, Value::kAnything, true, kText},
    {Ns::kCore, "summary", in(kEntry), Value::kAnything, true, kText},
    {Ns::kCore, "rights", kAtomTops, Value::kAnything, true, kText},
    {Ns::kCore, "copyright", kAtomTops, Value::kAnything, true, kText},
    {Ns::kCore, "content", in(kEntry), Value::kAnything, true, kText},
    {Ns::kCore, "link", kAtomTops, Value::kAnything, false},
    {Ns::kCore, "updated", kAtomTops, Value::kRfc3339, true},
    {Ns::kCore, "published", in(kEntry), Value::kRfc3339, true},
    {Ns::kCore, "icon", kFeedOrSource, Value::kIri, true},
    {Ns::kCore, "logo", kFeedOrSource, Value::kIri, true},
    {Ns::kCore, "generator", kFeedOrSource, Value::kPlain, true},
    {Ns::kCore, "category", kAtomTops, Value::kAnything},
    {Ns::kCore, "author", kAtomTops, Value::kAnything, false, kPerson},
    {Ns::kCore, "contributor", kAtomTops, Value::kAnything, false, kPerson},
    {Ns::kCore, "name", in(kPerson), Value::kPlain, true},
    {Ns::kCore, "uri", in(kPerson), Value::kIri, true},
    {Ns::kCore, "email", in(kPerson), Value::kMail, true},
    // modules
    {Ns::kDc, "date", kTops, Value::kW3cdtf, true},
    {Ns::kDc, "language", kTops, Value::kLanguage, true},
    {Ns::kDc, "title", kTops, Value::kPresent, true},
    {Ns::kDc, "creator", kTops, Value::kPresent},
    {Ns::kDc, "rights", kTops, Value::kPresent, true},
    {Ns::kDc, "source", kTops, Value::kPresent, true},
    {Ns::kDc, "publisher", kTops, Value::kPresent, true},
    {Ns::kDc, "subject", kTops, Value::kPresent},
    {Ns::kDcTerms, "created", kTops, Value::kW3cdtf, true},
    {Ns::kDcTerms, "issued", kTops, Value::kW3cdtf, true},
    {Ns::kDcTerms, "modified", kTops, Value::kW3cdtf, true},
    {Ns::kSyndication, "updateperiod", kFeeds, Value::kPeriod, true},
    {Ns::kSyndication, "updatefrequency", kFeeds, Value::kPositive, true},
    {Ns::kSyndication, "updatebase", kFeeds, Value::kW3cdtf, true},
    {Ns::kSlash, "comments", kEntries, Value::kCount, true},
    {Ns::kSlash, "hit_parade", kEntries, Value::kIntegers, true},
    {Ns::kContent, "encoded", in(kItem), Value::kHtml, true},
    {Ns::kHistory, "complete", kFeeds, Value::kAnything, true},
    {Ns::kHistory, "archive", kFeeds, Value::kAnything, true},
    {Ns::kFeedburner, "origlink", kEntries, Value::kFullIri, true},
    {Ns::kFeedburner, "origenclosurelink", kEntries, Value::kFullIri, true},
    {Ns::kFeedburner, "browserfriendly", kFeeds, Value::kAnything, true},
    {Ns::kFeedburner, "awareness", kTops, Value::kFullIri, true},
    {Ns::kAdmin, "generatoragent", kFeeds, Value::kAnything, true},
    {Ns::kAdmin, "errorreportsto", kFeeds, Value::kAnything, true},
    {Ns::kCreativeCommons, "license", kTops, Value::kFullIri},
    {Ns::kWfw, "comment", kEntries, Value::kFullIri, true},
    {Ns::kWfw, "commentrss", kEntries, Value::kFullIri, true},
    {Ns::kThread, "total", kEntries, Value::kCount, true},
    {Ns::kThread, "in-reply-to", kEntries, Value::kAnything},
    {Ns::kApp, "control", in(kEntry), Value::kAnything, true, kControl},
    {Ns::kApp, "draft", in(kControl), Value::kYesNo, true},
    {Ns::kApp, "edited", in(kEntry), Value::kRfc3339, true},
    {Ns::kGeo, "lat", kTops | in(kPlaces), Value::kLatitude, true},
    {Ns::kGeo, "long", kTops | in(kPlaces), Value::kLongitude, true},
    {Ns::kGeo, "point", kTops, Value::kAnything, false, kPlaces},
    {Ns::kGeoRss, "point", kTops, Value::kPosition},
    {Ns::kItunes, "author", kTops, Value::kPlain, true},
    {Ns::kItunes, "block", kTops, Value::kYesNo, true},
    {Ns::kItunes, "category", kFeeds | in(kItem), Value::kAnything},
    {Ns::kItunes, "complete", kFeeds, Value::kYesNo, true},
    {Ns::kItunes, "duration", kEntries, Value::kDuration, true},
    {Ns::kItunes, "email", in(kOwner), Value::kMail, true},
    {Ns::kItunes, "episode", kEntries, Value::kPositive, true},
    {Ns::kItunes, "episodetype", kEntries, Value::kEpisodeType, true},
    {Ns::kItunes, "explicit", kTops, Value::kExplicit, true},
    {Ns::kItunes, "image", kTops, Value::kAnything, true},
    {Ns::kItunes, "keywords", kTops, Value::kPlain, true},
    {Ns::kItunes, "name", in(kOwner), Value::kPlain, true},
    {Ns::kItunes, "new-feed-url", kFeeds, Value::kFullIri, true},
    {Ns::kItunes, "owner", kFeeds, Value::kAnything, true, kOwner},
    {Ns::kItunes, "season", kEntries, Value::kPositive, true},
    {Ns::kItunes, "subtitle", kTops, Value::kPlain, true},
    {Ns::kItunes, "summary", kTops, Value::kPlain, true},
    {Ns::kMedia, "group", kMediaPlaces, Value::kAnything, false, kMedia},
    {Ns::kMedia, "content", kMediaPlaces, Value::kAnything, false, kMedia},
    {Ns::kMedia, "community", kMediaPlaces, Value::kAnything, false, kMedia},
    {Ns::kMedia, "title", kMediaPlaces, Value::kPresent, true},
    {Ns::kMedia, "description", kMediaPlaces, Value::kAnything, true},
    {Ns::kMedia, "thumbnail", kMediaPlaces, Value::kAnything},
    {Ns::kMedia, "text", kMediaPlaces, Value::kAnything},
    {Ns::kMedia, "copyright", kMediaPlaces, Value::kPlain, true},
    {Ns::kMedia, "credit", kMediaPlaces, Value::kPresent},
    {Ns::kMedia, "hash", kMediaPlaces, Value::kPresent},
    {Ns::kMedia, "restriction", kMediaPlaces, Value::kAnything},
    {Ns::kMedia, "player", kMediaPlaces, Value::kAnything},
    {Ns::kPsc, "chapters", kTops, Value::kAnything, true, kChapters},
    {Ns::kPsc, "chapter", in(kChapters), Value::kAnything},
    {Ns::kPodcast, "transcript", kEntries, Value::kAnything},
    {Ns::kPodcast, "chapters", kEntries, Value::kAnything, true},
    {Ns::kPodcast, "soundbite", kEntries, Value::kAnything},
    {Ns::kPodcast, "locked", kFeeds, Value::kYesNo, true},
    {Ns::kPodcast, "funding", kFeeds, Value::kAnything},
    {Ns::kPodcast, "trailer", kFeeds, Value::kAnything},
    {Ns::kPodcast, "person", kTops, Value::kPresent},
    {Ns::kPodcast, "location", kTops, Value::kPresent},
};

constexpr auto kRssTops = in(kChannel, kItem);

constexpr AttributeRule kAttributes[] = {
    {Ns::kCore, "link", kAtomTops, "href", Value::kIri, true},
    {Ns::kCore, "link", kAtomTops, "rel", Value::kPresent},
    {Ns::kCore, "link", kAtomTops, "type", Value::kMediaType},
    {Ns::kCore, "link", kAtomTops, "hreflang", Value::kLanguage},
    {Ns::kCore, "link", kAtomTops, "title", Value::kPlain},
    {Ns::kCore, "link", kAtomTops, "length", Value::kCount},
    {Ns::kCore, "link", kAtomTops, "thr:count", Value::kCount},
    {Ns::kCore, "link", kAtomTops, "thr:updated", Value::kRfc3339},
    {Ns::kCore, "category", kAtomTops, "term", Value::kPresent, true},
    {Ns::kCore, "category", kAtomTops, "scheme", Value::kIri},
    {Ns::kCore, "category", kAtomTops, "label", Value::kPlain},
    {Ns::kCore, "generator", kFeedOrSource, "uri", Value::kIri},
    {Ns::kCore, "content", in(kEntry), "src", Value::kIri},
    {Ns::kCore, "content", in(kEntry), "type", Value::kPresent},
    {Ns::kCore, "title", kAtomTops, "type", Value::kPresent},
    {Ns::kCore, "summary", in(kEntry), "type", Value::kPresent},
    {Ns::kCore, "subtitle", kFeedOrSource, "type", Value::kPresent},
    {Ns::kCore, "rights", kAtomTops, "type", Value::kPresent},
    {Ns::kCore, "enclosure", in(kItem), "url", Value::kFullIri, true},
    {Ns::kCore, "enclosure", in(kItem), "length", Value::kCount, true},
    {Ns::kCore, "enclosure", in(kItem), "type", Value::kMediaType, true},
    {Ns::kCore, "source", in(kItem), "url", Value::kFullIri, true},
    {Ns::kCore, "guid", in(kItem), "ispermalink", Value::kTrueFalse},
    {Ns::kCore, "cloud", in(kChannel), "domain", Value::kPresent, true},
    {Ns::kCore, "cloud", in(kChannel), "port", Value::kPositive, true},
    {Ns::kCore, "cloud", in(kChannel), "path", Value::kPresent, true},
    {Ns::kCore, "cloud", in(kChannel), "registerprocedure", Value::kAnything, true},
    {Ns::kCore, "cloud", in(kChannel), "protocol", Value::kCloudProtocol, true},
    {Ns::kAdmin, "generatoragent", kFeeds, "rdf:resource", Value::kFullIri, true},
    {Ns::kAdmin, "errorreportsto", kFeeds, "rdf:resource", Value::kFullIri, true},
    {Ns::kThread, "in-reply-to", kEntries, "ref", Value::kFullIri, true},
    {Ns::kThread, "in-reply-to", kEntries, "href", Value::kIri},
    {Ns::kThread, "in-reply-to", kEntries, "type", Value::kMediaType},
    {Ns::kItunes, "category", kRssTops, "text", Value::kPresent, true},
    {Ns::kItunes, "image", kTops, "href", Value::kFullIri, true},
    {Ns::kMedia, "content", kMediaPlaces, "url", Value::kFullIri},
    {Ns::kMedia, "content", kMediaPlaces, "filesize", Value::kCount},
    {Ns::kMedia, "content", kMediaPlaces, "type", Value::kMediaType},
    {Ns::kMedia, "content", kMediaPlaces, "medium", Value::kMedium},
    {Ns::kMedia, "content", kMediaPlaces, "isdefault", Value::kTrueFalse},
    {Ns::kMedia, "content", kMediaPlaces, "expression", Value::kExpression},
    {Ns::kMedia, "content", kMediaPlaces, "bitrate", Value::kNumber},
    {Ns::kMedia, "content", kMediaPlaces, "framerate", Value::kNumber},
    {Ns::kMedia, "content", kMediaPlaces, "samplingrate", Value::kNumber},
    {Ns::kMedia, "content", kMediaPlaces, "channels", Value::kCount},
    {Ns::kMedia, "content", kMediaPlaces, "duration", Value::kCount},
    {Ns::kMedia, "content", kMediaPlaces, "height", Value::kPositive},
    {Ns::kMedia, "content", kMediaPlaces, "width", Value::kPositive},
    {Ns::kMedia, "content", kMediaPlaces, "lang", Value::kLanguage},
    {Ns::kMedia, "title", kMediaPlaces, "type", Value::kMediaTextType},
    {Ns::kMedia, "description", kMediaPlaces, "type", Value::kMediaTextType},
    {Ns::kMedia, "text", kMediaPlaces, "type", Value::kMediaTextType},
    {Ns::kMedia, "text", kMediaPlaces, "lang", Value::kLanguage},
    {Ns::kMedia, "text", kMediaPlaces, "start", Value::kClock},
    {Ns::kMedia, "text", kMediaPlaces, "end", Value::kClock},
    {Ns::kMedia, "thumbnail", kMediaPlaces, "url", Value::kFullIri, true},
    {Ns::kMedia, "thumbnail", kMediaPlaces, "width", Value::kPositive},
    {Ns::kMedia, "thumbnail", kMediaPlaces, "height", Value::kPositive},
    {Ns::kMedia, "thumbnail", kMediaPlaces, "time", Value::kClock},
    {Ns::kMedia, "credit", kMediaPlaces, "scheme", Value::kFullIri},
    {Ns::kMedia, "hash", kMediaPlaces, "algo", Value::kHashAlgorithm},
    {Ns::kMedia, "restriction", kMediaPlaces, "relationship", Value::kAllowDeny, true},
    {Ns::kMedia, "restriction", kMediaPlaces, "type", Value::kRestrictionType},
    {Ns::kMedia, "player", kMediaPlaces, "url", Value::kFullIri, true},
    {Ns::kPsc, "chapter", in(kChapters), "start", Value::kClock, true},
    {Ns::kPsc, "chapter", in(kChapters), "title", Value::kPresent, true},
    {Ns::kPodcast, "transcript", kEntries, "url", Value::kFullIri, true},
    {Ns::kPodcast, "transcript", kEntries, "type", Value::kMediaType, true},
    {Ns::kPodcast, "chapters", kEntries, "url", Value::kFullIri, true},
    {Ns::kPodcast, "chapters", kEntries, "type", Value::kMediaType, true},
    {Ns::kPodcast, "soundbite", kEntries, "starttime", Value::kNumber, true},
    {Ns::kPodcast, "soundbite", kEntries, "duration", Value::kNumber, true},
    {Ns::kPodcast, "funding", kFeeds, "url", Value::kFullIri, true},
    {Ns::kPodcast, "trailer", kFeeds, "url", Value::kFullIri, true},
    {Ns::kPodcast, "trailer", kFeeds, "pubdate", Value::kRfc822, true},
};

constexpr RequiredRule kRequired[] = {
    {kRss, Ns::kCore, "channel"},
    {kChannel, Ns::kCore, "title"},
    {kChannel, Ns::kCore, "link"},
    {kChannel, Ns::kCore, "description"},
    {kItem, Ns::kCore, "title description"},
    {kRssImage, Ns::kCore, "url"},
    {kRssImage, Ns::kCore, "title"},
    {kRssImage, Ns::kCore, "link"},
    {kTextInput, Ns::kCore, "title"},
    {kTextInput, Ns::kCore, "description"},
    {kTextInput, Ns::kCore, "name"},
    {kTextInput, Ns::kCore, "link"},
    {kFeed, Ns::kCore, "id"},
    {kFeed, Ns::kCore, "title"},
    {kFeed, Ns::kCore, "updated"},
    {kEntry, Ns::kCore, "id"},
    {kEntry, Ns::kCore, "title"},
    {kEntry, Ns::kCore, "updated"},
    {kSource, Ns::kCore, "id"},
    {kSource, Ns::kCore, "title"},
    {kSource, Ns::kCore, "updated"},
    {kPerson, Ns::kCore, "name"},
    {kOwner, Ns::kItunes, "email"},
};

constexpr RequiredRule kRequiredOfAtom03[] = {
    {kFeed, Ns::kCore, "title"},   {kFeed, Ns::kCore, "link"},      {kFeed, Ns::kCore, "modified"},
    {kEntry, Ns::kCore, "title"},  {kEntry, Ns::kCore, "link"},     {kEntry, Ns::kCore, "id"},
    {kEntry, Ns::kCore, "issued"}, {kEntry, Ns::kCore, "modified"}, {kPerson, Ns::kCore, "name"},
};

// Of Atom 0.3 only.
constexpr ElementRule kAtom03[] = {
    {Ns::kCore, "modified", in(kFeed, kEntry), Value::kW3cdtf, true},
    {Ns::kCore, "issued", in(kEntry), Value::kW3cdtf, true},
    {Ns::kCore, "created", in(kEntry), Value::kW3cdtf, true},
    {Ns::kCore, "url", in(kPerson), Value::kFullIri, true},
};

constexpr SameRule kSame[] = {
    {"copyright", Ns::kDc, "rights"},
    {"pubdate", Ns::kDc, "date"},
    {"managingeditor", Ns::kDc, "creator"},
    {"webmaster", Ns::kDc, "publisher"},
    {"language", Ns::kDc, "language"},
    {"lastbuilddate", Ns::kDcTerms, "modified"},
    {"generator", Ns::kAdmin, "generatoragent"},
    {"author", Ns::kDc, "creator"},
    {"category", Ns::kDc, "subject"},
    {"source", Ns::kDc, "source"},
    {"title", Ns::kDc, "title"},
    {"description", Ns::kDc, "description"},
};

constexpr std::array<std::string_view, 19> kNames = {
    "",          "document",    "rss",          "channel", "item",     "image",  "textInput",
    "skipHours", "skipDays",    "feed",         "entry",   "source",   "person", "itunes:owner",
    "media",     "app:control", "psc:chapters", "text",    "geo:Point"};

}  // namespace

const ElementRule* rule_of(Ns ns, std::string_view name, Place place, bool atom_03) {
    if (atom_03)
        for (const auto& rule : kAtom03)
            if (rule.ns == ns && rule.name == name && (rule.places & in(place)) != 0) return &rule;
    for (const auto& rule : kElements)
        if (rule.ns == ns && rule.name == name && (rule.places & in(place)) != 0) return &rule;
    return nullptr;
}

bool is_known(Ns ns, std::string_view name) {
    const auto same = [&](const ElementRule& rule) { return rule.ns == ns && rule.name == name; };
    return std::ranges::any_of(kElements, same) || std::ranges::any_of(kAtom03, same);
}

std::span<const AttributeRule> attribute_rules() {
    return kAttributes;
}
std::span<const RequiredRule> required_rules(bool atom_03) {
    return atom_03 ? std::span<const RequiredRule>(kRequiredOfAtom03)
                   : std::span<const RequiredRule>(kRequired);
}
std::span<const SameRule> same_rules() {
    return kSame;
}
std::string_view name_of(Place place) {
    return kNames[static_cast<std::size_t>(place)];
}

}  // namespace orrery::feed::check
