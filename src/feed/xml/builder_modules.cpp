#include "orrery/base/text.hpp"
#include "text_rules.hpp"
#include "xml/builder.hpp"

// iTunes, Google Play and the small modules; and what no module knows.

namespace orrery::feed::xml {

bool Builder::module(const Element& e) {
    switch (e.ns) {
        case Ns::kItunes:
        case Ns::kGooglePlay:
            return itunes(e);
        case Ns::kMedia:
            return media(e);
        case Ns::kGeo:
        case Ns::kGeoRss:
        case Ns::kGml:
            return geo(e);
        case Ns::kPodcast:
            return podcast(e);
        case Ns::kCore:
            if (e.el == El::kItunesKeywords) {
                keywords(e);
                return true;
            }
            if (role() == Role::kPodItem) return podcast_part(e);
            return false;
        default:
            return others(e);
    }
}

EntryPodcast& Builder::entry_podcast() {
    if (entry_->podcast == nullptr) entry_->podcast = arena_.make<EntryPodcast>();
    return const_cast<EntryPodcast&>(*entry_->podcast);  // made here, shown as const
}

FeedPodcast& Builder::feed_podcast() {
    if (feed_.podcast == nullptr) feed_.podcast = arena_.make<FeedPodcast>();
    return const_cast<FeedPodcast&>(*feed_.podcast);
}

bool Builder::itunes(const Element& e) {
    const bool entry = in_entry();
    switch (e.el) {
        case El::kItunesAuthor:
        case El::kGooglePlayAuthor:
            author_text(e, kByItunes);
            return true;
        case El::kItunesOwner: {
            auto* person = arena_.make<Person>();
            push(e, Role::kOwner, person, true);
            return true;
        }
        case El::kItunesCategory:
        case El::kGooglePlayCategory:
            add_category(attribute(e, "text"), kItunesScheme, {});
            push(e, Role::kTransparent);
            return true;
        case El::kItunesKeywords:
            keywords(e);
            return true;
        case El::kItunesSubtitle: {
            const auto text = text_construct(e, TextType::kText);
            if (entry) {
                set_text(kSlotItunesSubtitle, text);
                if (!text.empty()) entry_podcast().subtitle = text;
            } else if (!text.empty() && feed_scope_.ranks.subtitle > 5) {
                feed_.subtitle = text;
                feed_scope_.ranks.subtitle = 5;
            }
            return true;
        }
        case El::kItunesSummary:
        case El::kGooglePlayDescription: {
            const auto text = text_construct(e, TextType::kHtml);
            if (entry) {
                set_text(e.el == El::kItunesSummary ? kSlotItunesSummary : kSlotGooglePlay, text);
            } else if (!text.empty() && feed_scope_.ranks.subtitle > 6) {
                feed_.subtitle = text;
                feed_scope_.ranks.subtitle = 6;
            }
            return true;
        }
        case El::kItunesImage:
        case El::kGooglePlayImage: {
            auto address = url_attribute(e, "href");
            if (address.empty()) address = url_attribute(e, "url");
            const auto inside = url(e);
            image_url(address.empty() ? inside : address, 1);
            return true;
        }
        case El::kItunesExplicit:
        case El::kGooglePlayExplicit: {
            const auto written = raw_value(e);
            (entry ? entry_podcast().is_explicit : feed_podcast().is_explicit) = parse_flag(written);
            (entry ? entry_podcast().explicit_text : feed_podcast().explicit_text) = written;
            return true;
        }
        case El::kItunesBlock:
        case El::kGooglePlayBlock: {
            // "Any value other than Yes has no effect" (Apple).
            const auto word = value(e);
            (entry ? entry_podcast().block : feed_podcast().block) = word == "Yes" || word == "yes";
            return true;
        }
        case El::kItunesComplete:
            feed_podcast().complete = parse_flag(value(e));
            return true;
        case El::kItunesDuration: {
            if (!entry) return false;
            auto& podcast = entry_podcast();
            podcast.duration = value(e);
            podcast.duration_seconds = parse_clock(podcast.duration);
            return true;
        }
        case El::kItunesTitle:
            (entry ? entry_podcast().title : feed_podcast().title) = value(e);
            return true;
        case El::kItunesType:
            feed_podcast().type = value(e);
            return true;
        case El::kItunesNewFeedUrl:
            feed_.new_location = url(e);
            return true;
        default:
            break;
    }
    if (!entry) return false;
    switch (e.el) {
        case El::kItunesEpisode:
            entry_podcast().episode = value(e);
            return true;
        case El::kItunesSeason:
            entry_podcast().season = value(e);
            return true;
        case El::kItunesEpisodeType:
            entry_podcast().episode_type = value(e);
            return true;
        case El::kItunesOrder:
            entry_podcast().order = value(e);
            return true;
        case El::kItunesClosedCaptioned:
            entry_podcast().closed_captioned = parse_flag(value(e));
            return true;
        default:
            return false;
    }
}

bool Builder::others(const Element& e) {
    switch (e.el) {
        case El::kSyPeriod:
            feed_.poll_hints.period = value(e);
            return true;
        case El::kSyFrequency:
            feed_.poll_hints.frequency = number(value(e));
            return true;
        case El::kSyBase:
            feed_.poll_hints.base = date(e);
            return true;
        case El::kFeedburnerBrowserFriendly:
            if (feed_.info.empty()) feed_.info = text_construct(e, TextType::kText);
            return true;
        case El::kCreativeCommonsLicense:
            add_license(url(e));
            return true;
        case El::kCcLicense: {
            auto address = links_.resolve(e.base, attribute_ns(e, "rdf", "resource"));
            const auto inside = url(e);
            add_license(address.empty() ? inside : address);
            return true;
        }
        case El::kAdminGenerator:
            if (feed_.generator.uri.empty())
                feed_.generator.uri = links_.resolve(e.base, attribute_ns(e, "rdf", "resource"));
            if (feed_.generator.name.empty()) feed_.generator.name = feed_.generator.uri;
            skip(e);
            return true;
        case El::kAdminErrors: {
            auto address = links_.resolve(e.base, attribute_ns(e, "rdf", "resource"));
            const auto inside = url(e);
            feed_.error_contact = address.empty() ? inside : address;
            return true;
        }
        case El::kHistoryComplete:
            feed_.complete = true;
            skip(e);
            return true;
        case El::kHistoryArchive:
            feed_.archive = true;
            skip(e);
            return true;
        case El::kAppControl:
            push(e, Role::kTransparent);
            return true;
        case El::kPscChapters:
            if (!in_entry()) return false;
            push(e, Role::kChapters);
            return true;
        default:
            break;
    }
    if (!in_entry()) return false;
    switch (e.el) {
        case El::kSlashSection:
        case El::kSlashDepartment:
        case El::kSlashHitParade: {
            if (entry_->slash == nullptr) entry_->slash = arena_.make<Slash>();
            auto& slash = const_cast<Slash&>(*entry_->slash);
            (e.el == El::kSlashSection      ? slash.section
             : e.el == El::kSlashDepartment ? slash.department
                                            : slash.hit_parade) = value(e);
            return true;
        }
        case El::kSlashComments:
        case El::kThrTotal:
            if (const auto count = number(value(e)); count && *count >= 0) entry_->comments.count = count;
            return true;
        case El::kWfwComment:
            entry_->comments.post_to = url(e);
            return true;
        case El::kWfwCommentRss:
            entry_->comments.feed = url(e);
            return true;
        case El::kThrInReplyTo:
            entry_->in_reply_to.push_back(arena_, {attribute(e, "ref"), url_attribute(e, "href"),
                                                   attribute(e, "type"), url_attribute(e, "source")});
            skip(e);
            return true;
        case El::kPscChapter: {
            Chapter chapter;
            chapter.start = attribute(e, "start");
            chapter.start_seconds = parse_clock(chapter.start).value_or(0);
            chapter.title = attribute(e, "title");
            chapter.href = url_attribute(e, "href");
            chapter.image = url_attribute(e, "image");
            entry_->chapters.push_back(arena_, chapter);
            skip(e);
            return true;
        }
        case El::kFeedburnerOrigLink: {
            const auto address = url(e);
            if (!address.empty()) {
                entry_->link = address;
                entry_scope_.ranks.link = 1;
            }
            return true;
        }
        case El::kFeedburnerOrigEnclosureLink:
            entry_scope_.enclosure_origin = url(e);
            return true;
        case El::kContentEncoded:
            set_text(kSlotEncoded, text_construct(e, TextType::kHtml));
            return true;
        case El::kAppDraft:
            entry_->draft = parse_flag(value(e)).value_or(false);
            return true;
        case El::kAppEdited:
            entry_->edited = date(e);
            return true;
        case El::kSourceMarkdown: {
            auto text = text_construct(e, TextType::kMarkdown);
            text.type = TextType::kMarkdown;
            if (!text.empty()) entry_->alternatives.push_back(arena_, text);
            return true;
        }
        default:
            return false;
    }
}

// Kept whole, as an extension of what it stands in.
void Builder::unknown(const Element& e) {
    if (e.ns == Ns::kXhtml || e.token.name.empty()) return skip(e);
    if (++extensions_ > options_.limits.extensions) {
        if (extensions_ == options_.limits.extensions + 1)
            report_.add(Severity::kWarning, Problem::kLimit, e.token.raw, "too many unknown elements");
        push(e, Role::kTransparent);
        return;
    }
    auto* list = in_entry() ? &entry_->extensions : &feed_.extensions;
    if (!frames_.empty() && frames_.back().role == Role::kExtension)
        list = &static_cast<Extension*>(frames_.back().object)->children;
    auto& extension = list->emplace_back(arena_);
    const auto* known = binding(e.prefix);
    extension.namespace_uri = known == nullptr ? std::string_view() : known->uri;
    extension.prefix = e.prefix;
    extension.name = e.local;
    for (const auto& raw : attributes_) {
        if (raw.name.starts_with("xmlns")) continue;
        Attribute attribute;
        const auto colon = raw.name.find(':');
        attribute.name = colon == std::string_view::npos ? raw.name : raw.name.substr(colon + 1);
        if (colon != std::string_view::npos) {
            const auto* bound = binding(raw.name.substr(0, colon));
            attribute.namespace_uri = bound == nullptr ? raw.name.substr(0, colon) : bound->uri;
        }
        attribute.value = decoder_.text(raw.value);
        extension.attributes.push_back(arena_, attribute);
    }
    push(e, Role::kExtension, &extension, true);
}

void Builder::close_extension(Frame& frame) {
    auto& extension = *static_cast<Extension*>(frame.object);
    extension.text = arena_.copy(trim(std::string_view(text_).substr(frame.text_start)));
}

}  // namespace orrery::feed::xml
