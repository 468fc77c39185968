#include "../setup.hpp"
#include "commands.hpp"
#include "orrery/base/file.hpp"
#include "orrery/feed/opml.hpp"

namespace orrery::cli {

namespace {

int run(const Context& context) {
    const auto config = context.config();
    if (!config) return config.error();
    const auto archive = open_archive(*config, store::OpenMode::kExisting);
    if (!archive) return context.give_up(archive.error());
    const auto feeds = (*archive)->feeds();
    if (!feeds) return context.give_up(feeds.error());

    feed::SubscriptionList list;
    list.title = config->planet.title;
    list.owner_name = config->planet.owner_name;
    list.owner_email = config->planet.owner_email;
    list.created = std::chrono::floor<std::chrono::seconds>(system_now());
    for (const auto& feed : *feeds) {
        feed::Subscription subscription;
        subscription.title = feed.title();
        subscription.feed_url = feed.url;
        subscription.page_url = feed.info.site_url;
        subscription.description = feed.info.subtitle;
        subscription.language = feed.info.language;
        if (!feed.category.empty()) subscription.categories.push_back(feed.category);
        list.feeds.push_back(std::move(subscription));
    }
    const auto opml = feed::write_opml(list);
    const auto& words = context.arguments().positionals;
    if (words.empty() || words.front() == "-") {
        context.print(opml);
        return kFine;
    }
    if (const auto written = write_file(words.front(), opml); !written)
        return context.give_up(written.error());
    return kFine;
}

}  // namespace

Command export_command() {
    return {"export",
            "write the feeds as an OPML list",
            "Writes every feed as OPML 2.0, with its folder, for another planet or a reader.",
            {{"FILE", "where to; standard output otherwise", false, false}},
            {},
            run};
}

}  // namespace orrery::cli
