#include "json_parts.hpp"

namespace orrery::feed {

namespace {

void write_location(JsonWriter& json, const Location& location) {
    json.begin_object();
    json.optional("name", location.name).optional("geo", location.geo).optional("osm", location.osm);
    json.optional("rel", location.rel).optional("country", location.country);
    json.end_object();
}

void write_note(JsonWriter& json, const Note& note) {
    json.begin_object();
    json.optional("purpose", note.purpose).optional("text", note.text);
    json.end_object();
}

void write_funding(JsonWriter& json, const Funding& funding) {
    json.begin_object();
    json.optional("url", funding.url).optional("text", funding.text);
    json.end_object();
}

void write_remote_item(JsonWriter& json, const RemoteItem& item) {
    json.begin_object();
    json.optional("feed_guid", item.feed_guid)
        .optional("feed_url", item.feed_url)
        .optional("item_guid", item.item_guid);
    json.optional("medium", item.medium).optional("title", item.title);
    json.end_object();
}

void write_value_block(JsonWriter& json, const ValueBlock& block) {
    json.begin_object();
    json.optional("type", block.type).optional("method", block.method).optional("suggested", block.suggested);
    write_list(json, "recipients", block.recipients, [](JsonWriter& out, const ValueRecipient& recipient) {
        out.begin_object();
        out.optional("name", recipient.name)
            .optional("type", recipient.type)
            .optional("address", recipient.address);
        out.optional("custom_key", recipient.custom_key).optional("custom_value", recipient.custom_value);
        write_number(out, "split", recipient.split);
        write_true(out, "fee", recipient.fee);
        out.end_object();
    });
    json.end_object();
}

void write_alternate(JsonWriter& json, const AlternateEnclosure& file) {
    json.begin_object();
    json.optional("type", file.type);
    write_number(json, "length", file.length);
    write_number(json, "bitrate", file.bitrate);
    write_number(json, "height", file.height);
    json.optional("language", file.language).optional("title", file.title).optional("rel", file.rel);
    json.optional("codecs", file.codecs);
    write_true(json, "is_default", file.is_default);
    write_strings(json, "sources", file.sources);
    json.optional("integrity_type", file.integrity_type).optional("integrity", file.integrity);
    json.end_object();
}

}  // namespace

void write_podcast(JsonWriter& json, const EntryPodcast& podcast) {
    json.key("podcast").begin_object();
    write_number(json, "duration_seconds", podcast.duration_seconds);
    json.optional("duration", podcast.duration);
    write_flag(json, "is_explicit", podcast.is_explicit);
    json.optional("explicit_text", podcast.explicit_text);
    write_flag(json, "block", podcast.block);
    json.optional("title", podcast.title);
    write_text(json, "subtitle", podcast.subtitle);
    json.optional("episode", podcast.episode).optional("episode_display", podcast.episode_display);
    json.optional("season", podcast.season).optional("season_name", podcast.season_name);
    json.optional("episode_type", podcast.episode_type).optional("order", podcast.order);
    write_flag(json, "closed_captioned", podcast.closed_captioned);
    json.optional("chapters_url", podcast.chapters_url).optional("chapters_type", podcast.chapters_type);
    write_list(json, "transcripts", podcast.transcripts, [](JsonWriter& out, const Transcript& transcript) {
        out.begin_object();
        out.optional("url", transcript.url).optional("type", transcript.type);
        out.optional("language", transcript.language).optional("rel", transcript.rel).end_object();
    });
    write_list(json, "soundbites", podcast.soundbites, [](JsonWriter& out, const Soundbite& bite) {
        out.begin_object().key("start_seconds").value(bite.start_seconds);
        out.key("duration_seconds").value(bite.duration_seconds).optional("title", bite.title).end_object();
    });
    write_list(json, "alternate_enclosures", podcast.alternate_enclosures, write_alternate);
    write_list(json, "social", podcast.social, [](JsonWriter& out, const SocialInteract& social) {
        out.begin_object();
        out.optional("protocol", social.protocol).optional("uri", social.uri);
        out.optional("account_id", social.account_id).optional("account_url", social.account_url);
        write_number(out, "priority", social.priority);
        out.end_object();
    });
    write_list(json, "locations", podcast.locations, write_location);
    write_list(json, "values", podcast.values, write_value_block);
    write_list(json, "content_links", podcast.content_links, write_funding);
    write_list(json, "notes", podcast.notes, write_note);
    json.end_object();
}

void write_podcast(JsonWriter& json, const FeedPodcast& podcast) {
    json.key("podcast").begin_object();
    write_flag(json, "is_explicit", podcast.is_explicit);
    json.optional("explicit_text", podcast.explicit_text);
    write_flag(json, "block", podcast.block);
    write_flag(json, "complete", podcast.complete);
    json.optional("type", podcast.type).optional("title", podcast.title);
    if (podcast.owner != nullptr) {
        json.key("owner").begin_object();
        json.optional("name", podcast.owner->name).optional("email", podcast.owner->email).end_object();
    }
    write_flag(json, "locked", podcast.locked);
    json.optional("locked_owner", podcast.locked_owner)
        .optional("guid", podcast.guid)
        .optional("medium", podcast.medium);
    write_list(json, "funding", podcast.funding, write_funding);
    write_list(json, "trailers", podcast.trailers, [](JsonWriter& out, const Trailer& trailer) {
        out.begin_object();
        out.optional("url", trailer.url)
            .optional("title", trailer.title)
            .optional("published", trailer.published);
        out.optional("type", trailer.type);
        write_number(out, "length", trailer.length);
        out.optional("season", trailer.season).end_object();
    });
    write_list(json, "blocks", podcast.blocks, write_note);
    write_list(json, "notes", podcast.notes, write_note);
    write_list(json, "podroll", podcast.podroll, write_remote_item);
    write_list(json, "remote_items", podcast.remote_items, write_remote_item);
    json.optional("publisher_guid", podcast.publisher_guid)
        .optional("update_frequency", podcast.update_frequency);
    json.optional("update_rule", podcast.update_rule);
    write_flag(json, "uses_podping", podcast.uses_podping);
    write_list(json, "live_items", podcast.live_items, [](JsonWriter& out, const LiveItem& item) {
        out.begin_object();
        out.optional("status", item.status).optional("start", item.start).optional("end", item.end);
        out.optional("id", item.id).optional("title", item.title).optional("link", item.link);
        out.optional("enclosure", item.enclosure);
        write_strings(out, "content_links", item.content_links);
        out.end_object();
    });
    write_list(json, "locations", podcast.locations, write_location);
    write_list(json, "values", podcast.values, write_value_block);
    json.end_object();
}

}  // namespace orrery::feed
