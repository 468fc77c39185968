#include "orrery/base/text.hpp"
#include "text_rules.hpp"
#include "xml/builder.hpp"

// Podcasting 2.0 (https://podcastindex.org/namespace/1.0).

namespace orrery::feed::xml {

bool Builder::podcast(const Element& e) {
    if (role() == Role::kPodItem && podcast_part(e)) return true;
    const bool entry = in_entry();
    switch (e.el) {
        case El::kPodPerson: {
            Person person;
            person.role = attribute(e, "role");
            person.group = attribute(e, "group");
            person.avatar = url_attribute(e, "img");
            person.uri = url_attribute(e, "href");
            person.name = value(e);
            if (person.role.empty()) person.role = "host";
            if (person.group.empty()) person.group = "cast";
            if (!person.name.empty())
                (entry ? entry_->contributors : feed_.contributors).push_back(arena_, person);
            return true;
        }
        case El::kPodLocation: {
            Location location{
                {}, attribute(e, "geo"), attribute(e, "osm"), attribute(e, "rel"), attribute(e, "country")};
            location.name = value(e);
            (entry ? entry_podcast().locations : feed_podcast().locations).push_back(arena_, location);
            return true;
        }
        case El::kPodLicense: {
            const auto address = url_attribute(e, "url");
            const auto name = value(e);
            add_license(address.empty() ? name : address);
            return true;
        }
        case El::kPodImage: {
            const auto address = url_attribute(e, "href");
            skip(e);
            image_url(address, 3);
            return true;
        }
        case El::kPodTxt: {
            Note note{attribute(e, "purpose"), {}};
            note.text = value(e);
            (entry ? entry_podcast().notes : feed_podcast().notes).push_back(arena_, note);
            return true;
        }
        case El::kPodValue: {
            auto& values = entry ? entry_podcast().values : feed_podcast().values;
            auto& block = values.push_back(
                arena_, {attribute(e, "type"), attribute(e, "method"), attribute(e, "suggested"), {}});
            push(e, Role::kPodItem, &block);
            return true;
        }
        default:
            break;
    }
    if (!entry) return podcast_channel(e);
    switch (e.el) {
        case El::kPodTranscript:
            entry_podcast().transcripts.push_back(arena_, {url_attribute(e, "url"), attribute(e, "type"),
                                                           attribute(e, "language"), attribute(e, "rel")});
            skip(e);
            return true;
        case El::kPodChapters:
            entry_podcast().chapters_url = url_attribute(e, "url");
            entry_podcast().chapters_type = attribute(e, "type");
            skip(e);
            return true;
        case El::kPodSoundbite: {
            Soundbite bite{parse_clock(attribute(e, "startTime")).value_or(0),
                           parse_clock(attribute(e, "duration")).value_or(0),
                           {}};
            bite.title = value(e);
            entry_podcast().soundbites.push_back(arena_, bite);
            return true;
        }
        case El::kPodSeason:
            entry_podcast().season_name = attribute(e, "name");
            if (const auto season = value(e); entry_podcast().season.empty()) entry_podcast().season = season;
            return true;
        case El::kPodEpisode:
            entry_podcast().episode_display = attribute(e, "display");
            if (const auto episode = value(e); entry_podcast().episode.empty())
                entry_podcast().episode = episode;
            return true;
        case El::kPodAlternateEnclosure: {
            AlternateEnclosure file;
            file.type = attribute(e, "type");
            if (const auto length = number_attribute(e, "length"); length && *length > 0)
                file.length = static_cast<std::uint64_t>(*length);
            file.bitrate = real_attribute(e, "bitrate");
            file.height = number_attribute(e, "height");
            file.language = attribute(e, "lang");
            file.title = attribute(e, "title");
            file.rel = attribute(e, "rel");
            file.codecs = attribute(e, "codecs");
            file.is_default = parse_flag(attribute(e, "default")).value_or(false);
            push(e, Role::kPodItem, &entry_podcast().alternate_enclosures.push_back(arena_, file));
            return true;
        }
        case El::kPodContentLink: {
            Funding link{url_attribute(e, "href"), {}};
            link.text = value(e);
            entry_podcast().content_links.push_back(arena_, link);
            return true;
        }
        case El::kPodSocialInteract:
            entry_podcast().social.push_back(
                arena_, {attribute(e, "protocol"), url_attribute(e, "uri"), attribute(e, "accountId"),
                         url_attribute(e, "accountUrl"), number_attribute(e, "priority")});
            skip(e);
            return true;
        default:
            return false;
    }
}

bool Builder::podcast_channel(const Element& e) {
    auto& podcast = feed_podcast();
    switch (e.el) {
        case El::kPodLocked:
            podcast.locked_owner = attribute(e, "owner");
            podcast.locked = parse_flag(value(e));
            return true;
        case El::kPodFunding: {
            Funding funding{url_attribute(e, "url"), {}};
            funding.text = value(e);
            podcast.funding.push_back(arena_, funding);
            return true;
        }
        case El::kPodGuid:
            podcast.guid = value(e);
            return true;
        case El::kPodMedium:
            podcast.medium = value(e);
            return true;
        case El::kPodTrailer: {
            Trailer trailer{url_attribute(e, "url"), {}, attribute(e, "pubdate"),
                            attribute(e, "type"),    {}, attribute(e, "season")};
            if (const auto length = number_attribute(e, "length"); length && *length > 0)
                trailer.length = static_cast<std::uint64_t>(*length);
            trailer.title = value(e);
            podcast.trailers.push_back(arena_, trailer);
            return true;
        }
        case El::kPodBlock: {
            Note block{attribute(e, "id"), {}};
            block.text = value(e);
            podcast.blocks.push_back(arena_, block);
            return true;
        }
        case El::kPodUpdateFrequency:
            podcast.update_rule = attribute(e, "rrule");
            podcast.update_frequency = value(e);
            return true;
        case El::kPodPing:
            podcast.uses_podping = parse_flag(attribute(e, "usesPodping"));
            skip(e);
            return true;
        case El::kPodRoll:
        case El::kPodPublisher:
            push(e, Role::kPodItem);
            return true;
        case El::kPodRemoteItem:
            podcast.remote_items.push_back(
                arena_, {attribute(e, "feedGuid"), url_attribute(e, "feedUrl"), attribute(e, "itemGuid"),
                         attribute(e, "medium"), attribute(e, "title")});
            skip(e);
            return true;
        case El::kPodLiveItem: {
            auto& item = podcast.live_items.emplace_back(arena_);
            item.status = attribute(e, "status");
            item.start = attribute(e, "start");
            item.end = attribute(e, "end");
            push(e, Role::kPodItem, &item);
            return true;
        }
        default:
            return false;
    }
}

// The children of an alternate enclosure, a live item, a value block, a podroll.
bool Builder::podcast_part(const Element& e) {
    const auto frame = *role_frame();
    if (frame.role != Role::kPodItem) return false;
    switch (frame.element) {
        case El::kPodAlternateEnclosure: {
            auto& file = *static_cast<AlternateEnclosure*>(frame.object);
            if (e.el == El::kPodSource) {
                file.sources.push_back(arena_, url_attribute(e, "uri"));
            } else if (e.el == El::kPodIntegrity) {
                file.integrity_type = attribute(e, "type");
                file.integrity = attribute(e, "value");
            }
            skip(e);
            return true;
        }
        case El::kPodLiveItem: {
            auto& item = *static_cast<LiveItem*>(frame.object);
            switch (e.el) {
                case El::kTitle:
                    item.title = value(e);
                    return true;
                case El::kLink:
                    item.link = url(e);
                    return true;
                case El::kGuid:
                    item.id = value(e);
                    return true;
                case El::kEnclosure:
                    item.enclosure = url_attribute(e, "url");
                    break;
                case El::kPodContentLink:
                    item.content_links.push_back(arena_, url_attribute(e, "href"));
                    break;
                default:
                    break;
            }
            skip(e);
            return true;
        }
        case El::kPodValue: {
            if (e.el == El::kPodValueRecipient) {
                ValueRecipient recipient;
                recipient.name = attribute(e, "name");
                recipient.type = attribute(e, "type");
                recipient.address = attribute(e, "address");
                recipient.custom_key = attribute(e, "customKey");
                recipient.custom_value = attribute(e, "customValue");
                recipient.split = number_attribute(e, "split");
                recipient.fee = parse_flag(attribute(e, "fee")).value_or(false);
                static_cast<ValueBlock*>(frame.object)->recipients.push_back(arena_, recipient);
            }
            skip(e);
            return true;
        }
        case El::kPodRoll:
        case El::kPodPublisher: {
            if (e.el == El::kPodRemoteItem) {
                const RemoteItem item{attribute(e, "feedGuid"), url_attribute(e, "feedUrl"),
                                      attribute(e, "itemGuid"), attribute(e, "medium"),
                                      attribute(e, "title")};
                if (frame.element == El::kPodPublisher) {
                    feed_podcast().publisher_guid = item.feed_guid;
                } else {
                    feed_podcast().podroll.push_back(arena_, item);
                }
            }
            skip(e);
            return true;
        }
        default:
            return false;
    }
}

}  // namespace orrery::feed::xml
