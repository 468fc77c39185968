#include "orrery/base/json_writer.hpp"
#include "orrery/base/quantity.hpp"
#include "orrery/galaxy/galaxy.hpp"

#include <csignal>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace {

enum Exit { kFine = 0, kFailed = 1, kUsage = 2 };

void print_addresses(const orrery::galaxy::Galaxy& galaxy, bool json) {
    if (!json) {
        fmt::print("{}\n", galaxy.url());
        for (const auto& [name, url] : galaxy.tls_urls())
            fmt::print("{} {}\n", url, name);
        return;
    }
    orrery::JsonWriter writer(orrery::JsonWriter::Style::kCompact);
    writer.begin_object().key("http").value(galaxy.url());
    if (!galaxy.tls_urls().empty()) {
        writer.key("https").value(galaxy.tls_urls().at("good")).key("tls").begin_object();
        for (const auto& [name, url] : galaxy.tls_urls())
            writer.key(name).value(url);
        writer.end_object();
    }
    fmt::print("{}\n", writer.end_object().text());
}

}  // namespace

int main(int argc, char** argv) {
    orrery::galaxy::Options options;
    std::string post_every;
    bool json = false;

    CLI::App app(
        "Serves a small web of invented blogs on loopback, for trying planets on.\n"
        "What it serves and how it misbehaves: its front page, and tools/galaxy/README.md.",
        "orrery-galaxy");
    app.add_option("--listen", options.listen, "Where to listen; port 0 is any that is free")
        ->capture_default_str();
    app.add_option("--feeds", options.feeds, "How many feeds there are")->capture_default_str();
    app.add_option("--seed", options.seed, "Another number is another galaxy")->capture_default_str();
    app.add_option("--corpus", options.corpus, "A folder of real feeds to serve under /corpus/")
        ->type_name("DIR");
    app.add_option("--post-every", post_every,
                   "How often one of the feeds gets a new entry, such as 10s; never without it")
        ->type_name("DURATION");
    app.add_flag("--tls", options.tls, "HTTPS too, a port for each kind of certificate");
    app.add_option("--ca-file", options.ca_file, "Where to write the certificate to trust (PEM)")
        ->type_name("PATH");
    app.add_flag("--json", json, "Print the addresses as one line of JSON");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? kFine : kUsage;
    }
    if (!post_every.empty()) {
        const auto duration = orrery::parse_duration(post_every);
        if (!duration) {
            fmt::print(stderr, "orrery-galaxy: --post-every: {}\n", duration.error().message());
            return kUsage;
        }
        options.post_every = *duration;
    }

    // Blocked before the galaxy's thread starts, so that it is this one that waits for them.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    const auto galaxy = orrery::galaxy::Galaxy::start(std::move(options));
    if (!galaxy) {
        fmt::print(stderr, "orrery-galaxy: {}\n", galaxy.error().message());
        return kFailed;
    }
    print_addresses(**galaxy, json);
    std::fflush(stdout);
    int signal = 0;
    sigwait(&signals, &signal);
    (*galaxy)->stop();
    return kFine;
}
