#include "../setup.hpp"
#include "commands.hpp"
#include "orrery/base/json_writer.hpp"

#include <fmt/format.h>

namespace orrery::cli {

namespace {

void write_time(JsonWriter& json, std::string_view name, const std::optional<Timestamp>& time) {
    if (time) json.key(name).value(format_rfc3339(*time));
}

std::string as_json(const std::vector<store::FeedRecord>& feeds) {
    JsonWriter json;
    json.begin_array();
    for (const auto& feed : feeds) {
        const auto& state = feed.state;
        json.begin_object().key("id").value(feed.id).key("url").value(feed.url).key("title").value(
            feed.title());
        json.optional("category", feed.category).optional("site_url", feed.info.site_url);
        json.key("entries")
            .value(feed.entries)
            .key("kept_back")
            .value(feed.kept_back)
            .key("outcome")
            .value(name_of(state.outcome));
        json.key("failures").value(state.failures).key("http_status").value(state.http_status);
        write_time(json, "last_poll", state.last_poll);
        write_time(json, "last_success", state.last_success);
        write_time(json, "next_poll", state.next_poll);
        json.optional("flood", feed.flood);
        write_time(json, "flood_time", feed.flood_time);
        if (state.error) {
            json.key("error").begin_object().key("code").value(name_of(state.error->code));
            json.key("message").value(state.error->message()).end_object();
        }
        json.end_object();
    }
    return json.end_array().take();
}

int run(const Context& context) {
    const auto config = context.config();
    if (!config) return config.error();
    const auto archive = open_archive(*config, store::OpenMode::kExisting);
    if (!archive) return context.give_up(archive.error());
    const auto feeds = (*archive)->feeds();
    if (!feeds) return context.give_up(feeds.error());
    if (context.json()) {
        context.print(as_json(*feeds));
        return kFine;
    }
    const auto now = system_now();
    for (const auto& feed : *feeds) {
        const auto& state = feed.state;
        context.print_line(fmt::format("{:>5}  {:<9}  {:>6} entries  {}  <{}>", feed.id,
                                       name_of(state.outcome), feed.entries, feed.title(), feed.url));
        if (feed.kept_back > 0)
            context.print_line(fmt::format("       {} of them are kept from readers", feed.kept_back));
        if (!feed.flood.empty() && feed.flood_time)
            context.print_line(fmt::format("       {}: {}", format_day(*feed.flood_time), feed.flood));
        if (state.error) context.print_line(fmt::format("       {}", state.error->message()));
        if (state.error && state.next_poll)
            context.print_line(fmt::format("       next poll {}", format_relative(*state.next_poll, now)));
    }
    return kFine;
}

}  // namespace

Command feeds_command() {
    return {"feeds",
            "list the feeds and how polling them goes",
            "Lists every feed with its number, the outcome of its newest poll, how many entries are kept, "
            "and what is "
            "wrong where something is.",
            {},
            {{"--json", "", "print the list as JSON"}},
            run};
}

}  // namespace orrery::cli
