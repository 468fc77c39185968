#include "../setup.hpp"
#include "commands.hpp"
#include "orrery/base/json_writer.hpp"
#include "orrery/crawl/discover.hpp"

#include <fmt/format.h>

namespace orrery::cli {

namespace {

struct Outcome {
    store::NewFeed feed;
    std::vector<std::string> others;
    std::size_t entries = 0;
};

Result<Outcome> look_up(net::HttpClient& client, const std::string& address, const Arguments& arguments) {
    Outcome outcome;
    outcome.feed.given_title = arguments.value("--title").value_or("");
    outcome.feed.category = arguments.value("--category").value_or("");
    if (arguments.has("--unchecked")) {
        outcome.feed.url = address;
        return outcome;
    }
    ORRERY_TRY(const auto found, crawl::discover_feed(client, address));
    outcome.feed.url = found.feed.url;
    outcome.feed.site_url = found.feed.site_url;
    outcome.others = found.others;
    outcome.entries = found.feed.entries;
    return outcome;
}

int run(const Context& context) {
    const auto config = context.config();
    if (!config) return config.error();
    const auto options = poll_options(*config);
    if (!options) return context.give_up(options.error());
    auto archive = open_archive(*config, store::OpenMode::kCreate);
    if (!archive) return context.give_up(archive.error());

    net::HttpClient client(options->client);
    int code = kFine;
    JsonWriter json;
    json.begin_array();
    for (const auto& address : context.arguments().positionals) {
        const auto outcome = look_up(client, address, context.arguments());
        if (!outcome) {
            code = context.give_up(outcome.error());
            continue;
        }
        const auto added = (*archive)->add_feeds({&outcome->feed, 1}, system_now());
        if (!added) return context.give_up(added.error());
        const auto& result = added->front();
        json.begin_object().key("id").value(result.id).key("url").value(outcome->feed.url);
        json.key("new").value(result.is_new).key("others").begin_array();
        for (const auto& other : outcome->others)
            json.value(other);
        json.end_array().end_object();
        if (context.json()) continue;
        context.print_line(
            fmt::format("{} {}", result.is_new ? "Added" : "Already followed:", outcome->feed.url));
        for (const auto& other : outcome->others)
            context.print_line(fmt::format("  the page also names {}", other));
    }
    json.end_array();
    if (context.json()) context.print(json.text());
    return code;
}

}  // namespace

Command add_command() {
    return {"add",
            "follow a feed, or the feed of a page",
            "Follows the feed at each URL. Where the URL is a page, its feed is looked for: first what the "
            "page names, "
            "then the usual places. The next poll brings the entries.",
            {{"URL", "of a feed or a page; https:// may be left out", true, true}},
            {{"--title", "TEXT", "what to call the feed, instead of its own title"},
             {"--category", "NAME", "the folder it belongs to"},
             {"--unchecked", "", "take the URL as a feed without fetching it"},
             {"--json", "", "print the result as JSON"}},
            run};
}

}  // namespace orrery::cli
