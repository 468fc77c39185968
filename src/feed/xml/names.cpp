#include "xml/names.hpp"

#include "orrery/base/text.hpp"

#include <array>
#include <string>

namespace orrery::feed::xml {

namespace {

struct KnownNamespace {
    std::string_view uri;  // lower-case, without scheme and trailing `/` or `#`
    Ns ns;
};

constexpr std::array kNamespaces = {
    KnownNamespace{"www.w3.org/2005/atom", Ns::kCore},
    KnownNamespace{"purl.org/atom/ns", Ns::kCore},
    KnownNamespace{"example.com/newformat", Ns::kCore},
    KnownNamespace{"example.com/necho", Ns::kCore},
    KnownNamespace{"purl.org/echo", Ns::kCore},
    KnownNamespace{"purl.org/pie", Ns::kCore},
    KnownNamespace{"uri/of/echo/namespace", Ns::kCore},
    KnownNamespace{"purl.org/rss/1.0", Ns::kCore},
    KnownNamespace{"my.netscape.com/rdf/simple/0.9", Ns::kCore},
    KnownNamespace{"channel.netscape.com/rdf/simple/0.9", Ns::kCore},
    KnownNamespace{"my.netscape.com/publish/formats/rss-0.91.dtd", Ns::kCore},
    KnownNamespace{"blogs.law.harvard.edu/tech/rss", Ns::kCore},
    KnownNamespace{"cyber.law.harvard.edu/rss/rss.html", Ns::kCore},
    KnownNamespace{"webns.net/mvcb", Ns::kAdmin},
    KnownNamespace{"www.w3.org/2007/app", Ns::kApp},
    KnownNamespace{"purl.org/atom/app", Ns::kApp},
    KnownNamespace{"web.resource.org/cc", Ns::kCc},
    KnownNamespace{"creativecommons.org/ns", Ns::kCc},
    KnownNamespace{"purl.org/rss/1.0/modules/content", Ns::kContent},
    KnownNamespace{"backend.userland.com/creativecommonsrssmodule", Ns::kCreativeCommons},
    KnownNamespace{"cyber.law.harvard.edu/rss/creativecommonsrssmodule.html", Ns::kCreativeCommons},
    KnownNamespace{"purl.org/dc/elements/1.1", Ns::kDc},
    KnownNamespace{"purl.org/dc/elements/1.0", Ns::kDc},
    KnownNamespace{"purl.org/dc/terms", Ns::kDcTerms},
    KnownNamespace{"rssnamespace.org/feedburner/ext/1.0", Ns::kFeedburner},
    KnownNamespace{"www.w3.org/2003/01/geo/wgs84_pos", Ns::kGeo},
    KnownNamespace{"www.georss.org/georss", Ns::kGeoRss},
    KnownNamespace{"www.georss.org/georss/10", Ns::kGeoRss},
    KnownNamespace{"www.opengis.net/gml", Ns::kGml},
    KnownNamespace{"www.opengis.net/gml/3.2", Ns::kGml},
    KnownNamespace{"www.google.com/schemas/play-podcasts/1.0", Ns::kGooglePlay},
    KnownNamespace{"purl.org/syndication/history/1.0", Ns::kHistory},
    KnownNamespace{"www.itunes.com/dtds/podcast-1.0.dtd", Ns::kItunes},
    KnownNamespace{"example.com/dtds/podcast-1.0.dtd", Ns::kItunes},
    KnownNamespace{"search.yahoo.com/mrss", Ns::kMedia},
    KnownNamespace{"tools.search.yahoo.com/mrss", Ns::kMedia},
    KnownNamespace{"video.search.yahoo.com/mrss", Ns::kMedia},
    KnownNamespace{"podcastindex.org/namespace/1.0", Ns::kPodcast},
    KnownNamespace{"github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md", Ns::kPodcast},
    KnownNamespace{"podlove.org/simple-chapters", Ns::kPsc},
    KnownNamespace{"www.w3.org/1999/02/22-rdf-syntax-ns", Ns::kRdf},
    KnownNamespace{"purl.org/rss/1.0/modules/slash", Ns::kSlash},
    KnownNamespace{"source.scripting.com", Ns::kSource},
    KnownNamespace{"purl.org/rss/1.0/modules/syndication", Ns::kSyndication},
    KnownNamespace{"purl.org/syndication/thread/1.0", Ns::kThread},
    KnownNamespace{"wellformedweb.org/commentapi", Ns::kWfw},
    KnownNamespace{"www.w3.org/1999/xhtml", Ns::kXhtml},
    KnownNamespace{"www.w3.org/xml/1998/namespace", Ns::kXml},
};

constexpr std::array kPrefixes = {
    KnownNamespace{"atom", Ns::kCore},
    KnownNamespace{"a10", Ns::kCore},
    KnownNamespace{"rss", Ns::kCore},
    KnownNamespace{"admin", Ns::kAdmin},
    KnownNamespace{"app", Ns::kApp},
    KnownNamespace{"cc", Ns::kCc},
    KnownNamespace{"content", Ns::kContent},
    KnownNamespace{"creativecommons", Ns::kCreativeCommons},
    KnownNamespace{"dc", Ns::kDc},
    KnownNamespace{"dcterms", Ns::kDcTerms},
    KnownNamespace{"feedburner", Ns::kFeedburner},
    KnownNamespace{"geo", Ns::kGeo},
    KnownNamespace{"georss", Ns::kGeoRss},
    KnownNamespace{"gml", Ns::kGml},
    KnownNamespace{"googleplay", Ns::kGooglePlay},
    KnownNamespace{"fh", Ns::kHistory},
    KnownNamespace{"itunes", Ns::kItunes},
    KnownNamespace{"media", Ns::kMedia},
    KnownNamespace{"podcast", Ns::kPodcast},
    KnownNamespace{"psc", Ns::kPsc},
    KnownNamespace{"rdf", Ns::kRdf},
    KnownNamespace{"slash", Ns::kSlash},
    KnownNamespace{"source", Ns::kSource},
    KnownNamespace{"sy", Ns::kSyndication},
    KnownNamespace{"thr", Ns::kThread},
    KnownNamespace{"wfw", Ns::kWfw},
    KnownNamespace{"xhtml", Ns::kXhtml},
    KnownNamespace{"xml", Ns::kXml},
};

struct KnownElement {
    Ns ns;
    std::string_view name;  // lower-case
    El element;
};

constexpr KnownElement kElements[] = {
    {Ns::kCore, "rss", El::kRss},
    {Ns::kRdf, "rdf", El::kRdfRoot},
    {Ns::kCore, "rdf", El::kRdfRoot},
    {Ns::kCore, "feed", El::kFeed},
    {Ns::kCore, "channel", El::kChannel},
    {Ns::kCore, "item", El::kItem},
    {Ns::kCore, "entry", El::kItem},
    {Ns::kCore, "product", El::kItem},
    {Ns::kCore, "redirect", El::kRedirect},
    {Ns::kCore, "items", El::kItems},
    {Ns::kCore, "title", El::kTitle},
    {Ns::kCore, "link", El::kLink},
    {Ns::kCore, "a", El::kLink},
    {Ns::kCore, "id", El::kId},
    {Ns::kCore, "guid", El::kGuid},
    {Ns::kCore, "subtitle", El::kSubtitle},
    {Ns::kCore, "tagline", El::kSubtitle},
    {Ns::kCore, "description", El::kDescription},
    {Ns::kCore, "abstract", El::kAbstract},
    {Ns::kCore, "summary", El::kSummary},
    {Ns::kCore, "content", El::kContent},
    {Ns::kCore, "body", El::kBody},
    {Ns::kXhtml, "body", El::kXhtmlBody},
    {Ns::kXhtml, "div", El::kXhtmlBody},
    {Ns::kCore, "fullitem", El::kFullItem},
    {Ns::kCore, "author", El::kAuthor},
    {Ns::kCore, "name", El::kName},
    {Ns::kCore, "email", El::kEmail},
    {Ns::kCore, "uri", El::kUri},
    {Ns::kCore, "url", El::kUrl},
    {Ns::kCore, "homepage", El::kUri},
    {Ns::kCore, "managingeditor", El::kManagingEditor},
    {Ns::kCore, "webmaster", El::kWebMaster},
    {Ns::kCore, "contributor", El::kContributor},
    {Ns::kCore, "category", El::kCategory},
    {Ns::kCore, "keywords", El::kItunesKeywords},
    {Ns::kCore, "published", El::kPublished},
    {Ns::kCore, "issued", El::kIssued},
    {Ns::kCore, "pubdate", El::kPubDate},
    {Ns::kCore, "date", El::kDcDate},
    {Ns::kCore, "updated", El::kUpdated},
    {Ns::kCore, "modified", El::kModified},
    {Ns::kCore, "lastbuilddate", El::kLastBuildDate},
    {Ns::kCore, "created", El::kCreated},
    {Ns::kCore, "expirationdate", El::kExpirationDate},
    {Ns::kCore, "rights", El::kRights},
    {Ns::kCore, "copyright", El::kCopyright},
    {Ns::kCore, "language", El::kLanguage},
    {Ns::kCore, "image", El::kImage},
    {Ns::kCore, "width", El::kWidth},
    {Ns::kCore, "height", El::kHeight},
    {Ns::kCore, "textinput", El::kTextInput},
    {Ns::kCore, "logo", El::kLogo},
    {Ns::kCore, "icon", El::kIcon},
    {Ns::kCore, "generator", El::kGenerator},
    {Ns::kCore, "docs", El::kDocs},
    {Ns::kCore, "ttl", El::kTtl},
    {Ns::kCore, "skiphours", El::kSkipHours},
    {Ns::kCore, "hour", El::kHour},
    {Ns::kCore, "skipdays", El::kSkipDays},
    {Ns::kCore, "day", El::kDay},
    {Ns::kCore, "cloud", El::kCloud},
    {Ns::kCore, "enclosure", El::kEnclosure},
    {Ns::kCore, "source", El::kSourceElement},
    {Ns::kCore, "comments", El::kComments},
    {Ns::kCore, "info", El::kInfo},
    {Ns::kCore, "newlocation", El::kNewLocation},
    {Ns::kCore, "license", El::kLicenseElement},
    {Ns::kContent, "encoded", El::kContentEncoded},
    {Ns::kContent, "items", El::kUnknown},
    {Ns::kDc, "title", El::kDcTitle},
    {Ns::kDc, "creator", El::kDcCreator},
    {Ns::kDc, "author", El::kDcAuthor},
    {Ns::kDc, "contributor", El::kDcContributor},
    {Ns::kDc, "publisher", El::kDcPublisher},
    {Ns::kDc, "date", El::kDcDate},
    {Ns::kDc, "subject", El::kDcSubject},
    {Ns::kDc, "description", El::kDcDescription},
    {Ns::kDc, "rights", El::kDcRights},
    {Ns::kDc, "language", El::kDcLanguage},
    {Ns::kDc, "identifier", El::kDcIdentifier},
    {Ns::kDcTerms, "issued", El::kDcTermsIssued},
    {Ns::kDcTerms, "modified", El::kDcTermsModified},
    {Ns::kDcTerms, "created", El::kDcTermsCreated},
    {Ns::kDcTerms, "valid", El::kDcTermsValid},
    {Ns::kDcTerms, "date", El::kDcDate},
    {Ns::kDcTerms, "title", El::kDcTitle},
    {Ns::kDcTerms, "creator", El::kDcCreator},
    {Ns::kDcTerms, "subject", El::kDcSubject},
    {Ns::kDcTerms, "description", El::kDcDescription},
    {Ns::kDcTerms, "rights", El::kDcRights},
    {Ns::kDcTerms, "publisher", El::kDcPublisher},
    {Ns::kItunes, "author", El::kItunesAuthor},
    {Ns::kItunes, "owner", El::kItunesOwner},
    {Ns::kItunes, "name", El::kItunesName},
    {Ns::kItunes, "email", El::kItunesEmail},
    {Ns::kItunes, "category", El::kItunesCategory},
    {Ns::kItunes, "keywords", El::kItunesKeywords},
    {Ns::kItunes, "subtitle", El::kItunesSubtitle},
    {Ns::kItunes, "summary", El::kItunesSummary},
    {Ns::kItunes, "image", El::kItunesImage},
    {Ns::kItunes, "link", El::kItunesImage},
    {Ns::kItunes, "explicit", El::kItunesExplicit},
    {Ns::kItunes, "block", El::kItunesBlock},
    {Ns::kItunes, "complete", El::kItunesComplete},
    {Ns::kItunes, "duration", El::kItunesDuration},
    {Ns::kItunes, "episode", El::kItunesEpisode},
    {Ns::kItunes, "season", El::kItunesSeason},
    {Ns::kItunes, "episodetype", El::kItunesEpisodeType},
    {Ns::kItunes, "type", El::kItunesType},
    {Ns::kItunes, "title", El::kItunesTitle},
    {Ns::kItunes, "order", El::kItunesOrder},
    {Ns::kItunes, "isclosedcaptioned", El::kItunesClosedCaptioned},
    {Ns::kItunes, "new-feed-url", El::kItunesNewFeedUrl},
    {Ns::kGooglePlay, "description", El::kGooglePlayDescription},
    {Ns::kGooglePlay, "author", El::kGooglePlayAuthor},
    {Ns::kGooglePlay, "category", El::kGooglePlayCategory},
    {Ns::kGooglePlay, "image", El::kGooglePlayImage},
    {Ns::kGooglePlay, "explicit", El::kGooglePlayExplicit},
    {Ns::kGooglePlay, "block", El::kGooglePlayBlock},
    {Ns::kMedia, "group", El::kMediaGroup},
    {Ns::kMedia, "content", El::kMediaContent},
    {Ns::kMedia, "thumbnail", El::kMediaThumbnail},
    {Ns::kMedia, "title", El::kMediaTitle},
    {Ns::kMedia, "description", El::kMediaDescription},
    {Ns::kMedia, "text", El::kMediaDescription},
    {Ns::kMedia, "keywords", El::kMediaKeywords},
    {Ns::kMedia, "category", El::kMediaCategory},
    {Ns::kMedia, "credit", El::kMediaCredit},
    {Ns::kMedia, "copyright", El::kMediaCopyright},
    {Ns::kMedia, "rating", El::kMediaRating},
    {Ns::kMedia, "adult", El::kMediaRating},
    {Ns::kMedia, "player", El::kMediaPlayer},
    {Ns::kMedia, "hash", El::kMediaHash},
    {Ns::kMedia, "restriction", El::kMediaRestriction},
    {Ns::kMedia, "community", El::kMediaCommunity},
    {Ns::kMedia, "starrating", El::kMediaStarRating},
    {Ns::kMedia, "statistics", El::kMediaStatistics},
    {Ns::kMedia, "tags", El::kMediaTags},
    {Ns::kMedia, "license", El::kMediaLicense},
    {Ns::kGeo, "lat", El::kGeoLat},
    {Ns::kGeo, "long", El::kGeoLong},
    {Ns::kGeo, "lon", El::kGeoLong},
    {Ns::kGeo, "point", El::kGeoPoint},
    {Ns::kGeoRss, "point", El::kGeoRssPoint},
    {Ns::kGeoRss, "line", El::kGeoRssLine},
    {Ns::kGeoRss, "polygon", El::kGeoRssPolygon},
    {Ns::kGeoRss, "box", El::kGeoRssBox},
    {Ns::kGeoRss, "where", El::kGeoRssWhere},
    {Ns::kGeoRss, "featurename", El::kGeoRssFeatureName},
    {Ns::kGml, "point", El::kGmlPoint},
    {Ns::kGml, "linestring", El::kGmlLine},
    {Ns::kGml, "polygon", El::kGmlPolygon},
    {Ns::kGml, "envelope", El::kGmlEnvelope},
    {Ns::kGml, "exterior", El::kGmlExterior},
    {Ns::kGml, "linearring", El::kGmlRing},
    {Ns::kGml, "pos", El::kGmlPos},
    {Ns::kGml, "poslist", El::kGmlPosList},
    {Ns::kGml, "lowercorner", El::kGmlLower},
    {Ns::kGml, "uppercorner", El::kGmlUpper},
    {Ns::kSlash, "section", El::kSlashSection},
    {Ns::kSlash, "department", El::kSlashDepartment},
    {Ns::kSlash, "comments", El::kSlashComments},
    {Ns::kSlash, "hit_parade", El::kSlashHitParade},
    {Ns::kSyndication, "updateperiod", El::kSyPeriod},
    {Ns::kSyndication, "updatefrequency", El::kSyFrequency},
    {Ns::kSyndication, "updatebase", El::kSyBase},
    {Ns::kWfw, "comment", El::kWfwComment},
    {Ns::kWfw, "commentrss", El::kWfwCommentRss},
    {Ns::kThread, "in-reply-to", El::kThrInReplyTo},
    {Ns::kThread, "total", El::kThrTotal},
    {Ns::kPsc, "chapters", El::kPscChapters},
    {Ns::kPsc, "chapter", El::kPscChapter},
    {Ns::kFeedburner, "origlink", El::kFeedburnerOrigLink},
    {Ns::kFeedburner, "origenclosurelink", El::kFeedburnerOrigEnclosureLink},
    {Ns::kFeedburner, "browserfriendly", El::kFeedburnerBrowserFriendly},
    {Ns::kCreativeCommons, "license", El::kCreativeCommonsLicense},
    {Ns::kCc, "license", El::kCcLicense},
    {Ns::kAdmin, "generatoragent", El::kAdminGenerator},
    {Ns::kAdmin, "errorreportsto", El::kAdminErrors},
    {Ns::kApp, "draft", El::kAppDraft},
    {Ns::kApp, "edited", El::kAppEdited},
    {Ns::kApp, "control", El::kAppControl},
    {Ns::kHistory, "complete", El::kHistoryComplete},
    {Ns::kHistory, "archive", El::kHistoryArchive},
    {Ns::kSource, "markdown", El::kSourceMarkdown},
    {Ns::kPodcast, "locked", El::kPodLocked},
    {Ns::kPodcast, "funding", El::kPodFunding},
    {Ns::kPodcast, "guid", El::kPodGuid},
    {Ns::kPodcast, "medium", El::kPodMedium},
    {Ns::kPodcast, "trailer", El::kPodTrailer},
    {Ns::kPodcast, "block", El::kPodBlock},
    {Ns::kPodcast, "txt", El::kPodTxt},
    {Ns::kPodcast, "podroll", El::kPodRoll},
    {Ns::kPodcast, "publisher", El::kPodPublisher},
    {Ns::kPodcast, "updatefrequency", El::kPodUpdateFrequency},
    {Ns::kPodcast, "podping", El::kPodPing},
    {Ns::kPodcast, "liveitem", El::kPodLiveItem},
    {Ns::kPodcast, "transcript", El::kPodTranscript},
    {Ns::kPodcast, "chapters", El::kPodChapters},
    {Ns::kPodcast, "soundbite", El::kPodSoundbite},
    {Ns::kPodcast, "season", El::kPodSeason},
    {Ns::kPodcast, "episode", El::kPodEpisode},
    {Ns::kPodcast, "alternateenclosure", El::kPodAlternateEnclosure},
    {Ns::kPodcast, "source", El::kPodSource},
    {Ns::kPodcast, "integrity", El::kPodIntegrity},
    {Ns::kPodcast, "contentlink", El::kPodContentLink},
    {Ns::kPodcast, "socialinteract", El::kPodSocialInteract},
    {Ns::kPodcast, "person", El::kPodPerson},
    {Ns::kPodcast, "location", El::kPodLocation},
    {Ns::kPodcast, "license", El::kPodLicense},
    {Ns::kPodcast, "value", El::kPodValue},
    {Ns::kPodcast, "valuerecipient", El::kPodValueRecipient},
    {Ns::kPodcast, "remoteitem", El::kPodRemoteItem},
    {Ns::kPodcast, "image", El::kPodImage},
};

constexpr std::size_t kSlots = 1024;  // a fifth full
constexpr std::size_t kLongestName = 24;

constexpr std::size_t slot_of(Ns ns, std::string_view lower) {
    auto hash = static_cast<std::uint32_t>(ns) * 0x9E3779B1u;
    for (const char c : lower)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    return (hash ^ (hash >> 15)) % kSlots;
}

constexpr auto kTable = [] {
    std::array<std::uint16_t, kSlots> table{};
    std::uint16_t index = 0;
    for (const auto& element : kElements) {
        auto slot = slot_of(element.ns, element.name);
        while (table[slot] != 0)
            slot = (slot + 1) % kSlots;
        table[slot] = ++index;
    }
    return table;
}();

std::string_view stripped(std::string_view uri) {
    uri = trim(uri);
    if (istarts_with(uri, "https://")) {
        uri.remove_prefix(8);
    } else if (istarts_with(uri, "http://")) {
        uri.remove_prefix(7);
    }
    while (!uri.empty() && (uri.back() == '/' || uri.back() == '#'))
        uri.remove_suffix(1);
    return uri;
}

}  // namespace

Ns namespace_of(std::string_view uri) {
    const auto key = stripped(uri);
    if (key.empty()) return Ns::kCore;
    for (const auto& known : kNamespaces)
        if (iequals(known.uri, key)) return known.ns;
    if (istarts_with(key, "backend.userland.com/rss") || istarts_with(key, "purl.org/net/rss1.1"))
        return Ns::kCore;
    return Ns::kUnknown;
}

Ns namespace_of_prefix(std::string_view prefix) {
    for (const auto& known : kPrefixes)
        if (iequals(known.uri, prefix)) return known.ns;
    return Ns::kUnknown;
}

bool is_atom_10(std::string_view uri) {
    return iequals(stripped(uri), "www.w3.org/2005/atom");
}
bool is_atom_03(std::string_view uri) {
    return iequals(stripped(uri), "purl.org/atom/ns");
}
bool is_rss_10(std::string_view uri) {
    return iequals(stripped(uri), "purl.org/rss/1.0");
}
bool is_rss_090(std::string_view uri) {
    return iequals(stripped(uri), "my.netscape.com/rdf/simple/0.9") ||
           iequals(stripped(uri), "channel.netscape.com/rdf/simple/0.9");
}

El element_of(Ns ns, std::string_view local_name) {
    if (local_name.size() > kLongestName) return El::kUnknown;
    char lower[kLongestName];
    for (std::size_t i = 0; i < local_name.size(); ++i)
        lower[i] = to_lower(local_name[i]);
    const std::string_view name(lower, local_name.size());
    for (auto slot = slot_of(ns, name); kTable[slot] != 0; slot = (slot + 1) % kSlots) {
        const auto& element = kElements[kTable[slot] - 1];
        if (element.ns == ns && element.name == name) return element.element;
    }
    return El::kUnknown;
}

}  // namespace orrery::feed::xml
