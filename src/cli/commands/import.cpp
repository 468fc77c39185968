#include "../setup.hpp"
#include "commands.hpp"
#include "orrery/base/file.hpp"
#include "orrery/base/json_writer.hpp"
#include "orrery/base/url.hpp"
#include "orrery/feed/opml.hpp"

#include <fmt/format.h>

namespace orrery::cli {

namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 20;

int run(const Context& context) {
    const auto config = context.config();
    if (!config) return config.error();
    const auto& file = context.arguments().positionals.front();
    auto bytes = file == "-" ? read_stdin(kMostBytes) : read_file(file, kMostBytes);
    if (!bytes) return context.give_up(bytes.error());
    const auto list = feed::read_opml(std::move(*bytes));
    if (!list) {
        auto error = list.error();
        error.where = file;
        return context.give_up(error);
    }

    std::vector<store::NewFeed> feeds;
    std::size_t passed_over = 0;
    for (const auto& subscription : list->feeds) {
        const auto url = Url::parse(subscription.feed_url);
        if (!url || !url->is_http()) {
            ++passed_over;
            context.complain(
                {ErrorCode::kInvalid, "passed over: no address of a feed", file,
                 subscription.title.empty() ? subscription.feed_url : subscription.title,
                 subscription.page_url.empty() ? "" : "try `orrery add " + subscription.page_url + "`"});
            continue;
        }
        feeds.push_back({std::string(url->without_fragment()), subscription.title,
                         subscription.categories.empty() ? "" : subscription.categories.front(),
                         subscription.page_url});
    }
    auto archive = open_archive(*config, store::OpenMode::kCreate);
    if (!archive) return context.give_up(archive.error());
    const auto added = (*archive)->add_feeds(feeds, system_now());
    if (!added) return context.give_up(added.error());

    std::int64_t fresh = 0;
    for (const auto& result : *added)
        fresh += result.is_new ? 1 : 0;
    const auto known = static_cast<std::int64_t>(added->size()) - fresh;
    if (context.json()) {
        JsonWriter json;
        json.begin_object().key("added").value(fresh).key("known").value(known);
        json.key("passed_over").value(static_cast<std::int64_t>(passed_over)).end_object();
        context.print(json.text());
    } else {
        context.print_line(
            fmt::format("{} feeds added, {} already followed, {} passed over", fresh, known, passed_over));
    }
    return kFine;
}

}  // namespace

Command import_command() {
    return {"import",
            "follow the feeds of an OPML list",
            "Follows every feed of an OPML list, as readers and other planets export them. Feeds that are "
            "followed "
            "already stay as they are.",
            {{"FILE", "the list; - for standard input", true, false}},
            {{"--json", "", "print the result as JSON"}},
            run};
}

}  // namespace orrery::cli
