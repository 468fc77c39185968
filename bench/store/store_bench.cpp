#include "measured_store.hpp"
#include "orrery/base/hash.hpp"
#include "orrery/base/time.hpp"
#include "orrery/planet/rule_set.hpp"
#include "orrery/store/archive.hpp"
#include "posts.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

/// The archive at a size: how fast it takes entries in, what a poll without news costs, the front page,
/// search, and what stands on the disk; beside the limit, which is bare inserts of the same bytes into a like
/// table.
namespace {

using namespace orrery;
using namespace std::chrono_literals;

constexpr std::size_t kEntriesPerPoll = 10;
// Polls that come back in one round of the network are committed together.
constexpr std::size_t kPollsPerCommit = 8;
constexpr std::size_t kEntriesPerFeed = 1000;
const Timestamp kNow = Timestamp(1'700'000'000s);

using Seconds = std::chrono::duration<double>;

double since(std::chrono::steady_clock::time_point start) {
    return Seconds(std::chrono::steady_clock::now() - start).count();
}

template <class T>
T value_of(Result<T> result) {
    if (result) return std::move(*result);
    std::fprintf(stderr, "%s\n", result.error().message().c_str());
    std::exit(1);
}

// Processor time of this process or thread: what is left when others keep the machine busy.
double cpu_seconds(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// Posts come as they are written, those of one poll up to an hour after those of others. Where
// ORRERY_BENCH_ORDER is "any" they come in any order instead: every index is written at random, and each poll
// looks as if its feed had taken out what lies between.
Timestamp date_of(const bench::Posts::Post& post, std::uint64_t number) {
    static const auto* const order = std::getenv("ORRERY_BENCH_ORDER");
    static const bool in_any_order = order != nullptr && std::string_view(order) == "any";
    if (in_any_order) return kNow - std::chrono::minutes(post.minute);
    constexpr auto kYears = std::chrono::days(15 * 365);
    constexpr std::uint64_t kPerDay = 2000;
    const auto written = std::chrono::minutes(number * 24 * 60 / kPerDay);
    const auto late = std::chrono::minutes(number / kEntriesPerPoll * 0x9E3779B1 % 60);
    return kNow - kYears + written - late;
}

store::NewEntry entry_of(const bench::Posts::Post& post, std::uint64_t number) {
    store::NewEntry entry;
    entry.url = "https://blog" + std::to_string(number / kEntriesPerFeed) + ".example.org/posts/" +
                std::to_string(number);
    entry.guid = entry.url;
    entry.title = post.title;
    entry.author = post.author;
    entry.language = "en";
    entry.published = entry.date = date_of(post, number);
    entry.identity.guid = hash64(entry.guid);
    entry.identity.link = entry.identity.page = entry.identity.guid;
    // A paragraph every 60 words or so, a link in each.
    std::size_t begin = 0;
    while (begin < post.text.size()) {
        auto end = post.text.find(' ', begin + 360);
        if (end == std::string::npos) end = post.text.size();
        entry.html += "<p>" + post.text.substr(begin, end - begin) + " <a href=\"" + entry.url +
                      "#more\" rel=\"nofollow\">more</a></p>\n";
        begin = end;
    }
    return entry;
}

store::PollCommit poll_without_news(store::FeedId feed, int round) {
    store::PollCommit poll{.feed = feed, .time = kNow + std::chrono::seconds(round)};
    poll.state.outcome = store::PollOutcome::kUnchanged;
    poll.state.last_poll = poll.state.last_success = poll.time;
    poll.state.next_poll = poll.time + 30min;
    poll.state.http_status = 304;
    poll.state.etag = "\"5f3e-60a1b2c3d4e5f\"";
    return poll;
}

struct Times {
    std::vector<double> all;
    double at(double part) {
        std::sort(all.begin(), all.end());
        return all.empty() ? 0
                           : all[std::min(all.size() - 1,
                                          static_cast<std::size_t>(part * static_cast<double>(all.size())))];
    }
};

template <class Work>
Times measure(int rounds, Work work) {
    Times times;
    for (int round = 0; round < rounds; ++round) {
        const auto start = std::chrono::steady_clock::now();
        work(round);
        times.all.push_back(since(start) * 1000);
    }
    return times;
}

class Bench {
  public:
    Bench(std::size_t entries, bench::MeasuredStore& store)
        : entries_(entries), feeds_(std::max<std::size_t>(entries / kEntriesPerFeed, 10)), store_(store) {
        std::printf("%zu entries of %zu feeds, %s\n", entries_, feeds_, store_.name().c_str());
        std::fflush(stdout);
    }

    void run() {
        archive_ = value_of(store::open_archive(store_.place(), store::OpenMode::kCreate));
        if (store_.is_kept()) {
            read();
            search();
            return;
        }
        ingest();
        poll_without_changes();
        read();
        search();
        scan();
        archive_.reset();
        disk();
        bare_inserts();
        std::printf("  ours / bare inserts: %.2f\n", rate_ / bare_rate_);
        rules();
    }

  private:
    // Half of them look for words in titles and texts, half compare, as those of a planet do.
    static std::shared_ptr<const planet::RuleSet> sixteen_rules() {
        constexpr std::array kWords = {"hiring",   "sponsor", "webinar", "release",
                                       "giveaway", "podcast", "casino",  "crypto"};
        std::vector<planet::RuleSource> sources;
        for (std::size_t i = 0; i < kWords.size(); ++i) {
            sources.push_back(
                {"word " + std::to_string(i),
                 std::string(i % 2 == 0 ? "text" : "title") + " ~ '(?i)\\b" + kWords[i] + "s?\\b'",
                 {"tag 'x'"},
                 ""});
            sources.push_back(
                {"comparison " + std::to_string(i),
                 "feed = 'Feed " + std::to_string(i) + "' and words > 100 or category in ('jobs')",
                 {"hide"},
                 ""});
        }
        auto compiled = planet::RuleSet::compile(sources);
        if (!compiled) std::exit(1);
        return std::make_shared<const planet::RuleSet>(std::move(*compiled));
    }

    // More entries on top, by turns with rules and without.
    void rules() {
        archive_ = value_of(store::open_archive(store_.place(), store::OpenMode::kExisting));
        const std::shared_ptr<const planet::RuleSet> sets[] = {std::make_shared<planet::RuleSet>(),
                                                               sixteen_rules()};
        constexpr std::uint64_t kTurns = 100;
        constexpr std::uint64_t kPerTurn = kEntriesPerPoll * kPollsPerCommit;
        double took[2] = {};
        double cpu[2] = {};
        bench::Posts::Post post;
        std::uint64_t number = entries_;
        for (std::uint64_t turn = 0; turn < 2 * kTurns; ++turn) {
            std::vector<store::PollCommit> commits;
            for (std::size_t poll = 0; poll < kPollsPerCommit; ++poll) {
                auto& commit =
                    commits.emplace_back(poll_without_news(ids_[(number / kEntriesPerPoll) % feeds_], 0));
                commit.flood.action = planet::FloodAction::kAccept;
                for (std::size_t i = 0; i < kEntriesPerPoll; ++i, ++number) {
                    posts_.make(number, post);
                    commit.entries.push_back(entry_of(post, number));
                }
            }
            archive_->set_rules(sets[turn % 2]);
            const auto start = std::chrono::steady_clock::now();
            const auto cpu_start = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID);
            static_cast<void>(value_of(archive_->commit_polls(commits)));
            took[turn % 2] += since(start);
            cpu[turn % 2] += cpu_seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu_start;
        }
        constexpr auto kAll = static_cast<double>(kTurns * kPerTurn);
        std::printf(
            "  with 16 rules / without        %8.2f of the rate; %.1f and %.1f us of processor an entry\n",
            took[0] / took[1], cpu[1] / kAll * 1e6, cpu[0] / kAll * 1e6);
        archive_.reset();
    }

    void ingest() {
        std::vector<store::NewFeed> feeds(feeds_);
        for (std::size_t i = 0; i < feeds_; ++i)
            feeds[i].url = "https://blog" + std::to_string(i) + ".example.org/feed.xml";
        for (const auto& added : value_of(archive_->add_feeds(feeds, kNow)))
            ids_.push_back(added.id);

        std::jthread keeper([this](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                static_cast<void>(value_of(maintain(stop)));
                std::this_thread::sleep_for(2s);
            }
        });
        const auto written = store_.bytes_written();
        const auto served = store_.server_seconds();
        double making = 0;
        double making_cpu = 0;
        const auto cpu = cpu_seconds(CLOCK_PROCESS_CPUTIME_ID);
        const auto start = std::chrono::steady_clock::now();
        bench::Posts::Post post;
        std::vector<store::PollCommit> commits;
        for (std::uint64_t number = 0; number < entries_;) {
            const auto made = std::chrono::steady_clock::now();
            const auto made_cpu = cpu_seconds(CLOCK_THREAD_CPUTIME_ID);
            commits.clear();
            for (std::size_t poll = 0; poll < kPollsPerCommit && number < entries_; ++poll) {
                // Feeds take turns, as they do when they are polled.
                auto& commit =
                    commits.emplace_back(poll_without_news(ids_[(number / kEntriesPerPoll) % feeds_], 0));
                commit.flood.action = planet::FloodAction::kAccept;
                for (std::size_t i = 0; i < kEntriesPerPoll && number < entries_; ++i, ++number) {
                    posts_.make(number, post);
                    commit.entries.push_back(entry_of(post, number));
                    const auto& entry = commit.entries.back();
                    raw_ += entry.html.size() + entry.title.size();
                }
            }
            making += since(made);
            making_cpu += cpu_seconds(CLOCK_THREAD_CPUTIME_ID) - made_cpu;
            static_cast<void>(value_of(archive_->commit_polls(commits)));
        }
        const auto all = since(start);
        keeper.request_stop();
        keeper.join();
        const auto lag = std::chrono::steady_clock::now();
        static_cast<void>(value_of(maintain({})));
        rate_ = static_cast<double>(entries_) / (all - making);
        std::printf("  ingest, indexed beside it     %9.0f entries/s (making the posts not counted)\n",
                    rate_);
        std::printf("  search complete after         %9.1f s\n", since(lag));
        std::printf("  processor time, index included %8.1f us/entry, and the server's %.1f\n",
                    per_entry(cpu_seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu - making_cpu) * 1e6,
                    per_entry(store_.server_seconds() - served) * 1e6);
        std::printf("  written                       %9.0f bytes/entry\n",
                    per_entry(static_cast<double>(store_.bytes_written() - written)));
        store_.explain_written(entries_);
        std::fflush(stdout);
    }

    [[nodiscard]] double per_entry(double amount) const { return amount / static_cast<double>(entries_); }

    Result<bool> maintain(const std::stop_token& stop) {
        ORRERY_CHECK(archive_->maintain({.clock = system_now, .stop = stop}));
        return true;
    }

    void poll_without_changes() {
        constexpr std::size_t kGroup = 64;
        constexpr std::size_t kPolls = 100'000;
        const auto written = store_.bytes_written();
        const auto start = std::chrono::steady_clock::now();
        for (std::size_t done = 0; done < kPolls; done += kGroup) {
            std::vector<store::PollCommit> commits;
            for (std::size_t i = 0; i < kGroup; ++i)
                commits.push_back(poll_without_news(ids_[(done + i) % feeds_], static_cast<int>(done)));
            static_cast<void>(value_of(archive_->commit_polls(commits)));
        }
        const auto seconds = since(start);
        std::printf("  unchanged polls               %9.0f /s, %.0f bytes each\n", kPolls / seconds,
                    static_cast<double>(store_.bytes_written() - written) / kPolls);
    }

    void read() {
        auto front = measure(200, [&](int) { static_cast<void>(value_of(archive_->stories({}))); });
        std::printf("  front page of 20              %9.2f ms p50, %.2f p99\n", front.at(0.5),
                    front.at(0.99));
        // With the place where the page before it begins.
        const auto places = value_of(archive_->places({.limit = entries_}));
        for (const auto part : {0.1, 0.5, 0.99}) {
            const store::Archive::StoryQuery query{
                .behind = places[static_cast<std::size_t>(part * static_cast<double>(places.size()))]};
            auto page = measure(200, [&](int) {
                static_cast<void>(value_of(archive_->stories(query)));
                static_cast<void>(value_of(archive_->place_ahead(query)));
            });
            std::printf("  page behind %2.0f %% of them      %9.2f ms p50, %.2f p99\n", part * 100,
                        page.at(0.5), page.at(0.99));
        }
    }

    void search() {
        const auto word = [&](std::size_t rank) { return posts_.word(rank); };
        struct Kind {
            const char* name;
            std::function<std::string(int)> query;
        };
        const Kind kinds[] = {
            {"the commonest word", [&](int) { return word(0); }},
            {"two common words", [&](int round) { return word(round % 20) + " " + word(20 + round % 30); }},
            {"a word and a rare one",
             [&](int round) { return word(round % 50) + " " + word(20'000 + round * 37); }},
            {"a rare word", [&](int round) { return word(5'000 + round * 97); }},
            {"a phrase",
             [&](int round) { return "\"" + word(round % 10) + " " + word(10 + round % 20) + "\""; }},
        };
        for (const auto order : {store::SearchRequest::Order::kNewest, store::SearchRequest::Order::kBest})
            for (const auto& kind : kinds) {
                auto times = measure(200, [&](int round) {
                    static_cast<void>(value_of(archive_->search(
                        {.query = kind.query(round), .order = order, .limit = 20, .now = kNow})));
                });
                std::printf("  %-6s %-22s %9.2f ms p50, %.2f p99\n",
                            order == store::SearchRequest::Order::kNewest ? "newest" : "best", kind.name,
                            times.at(0.5), times.at(0.99));
            }
    }

    // An expression that matches nowhere, so that every entry is read, and one in which a literal word saves
    // RE2 most of its work.
    void scan() {
        for (const auto& [name, expression] : {std::pair("regex without a literal", "[A-Z]{9} ?[0-9]{9}"),
                                               std::pair("regex with one", "fsync[0-9]{9}")}) {
            const auto start = std::chrono::steady_clock::now();
            const auto answer =
                value_of(archive_->search({.query = "", .expression = expression, .now = kNow}));
            const auto took = since(start);
            std::printf("  scan, %-23s %9.0f rows/s, %.0f MB/s with %zu workers\n", name,
                        static_cast<double>(answer.scan->rows) / took,
                        static_cast<double>(answer.scan->bytes) / took / 1e6, answer.scan->workers);
        }
    }

    void disk() {
        const auto bytes = static_cast<double>(store_.bytes_on_disk());
        std::printf("  on disk                       %9.0f bytes/entry, %.2f of the raw text (%.0f)\n",
                    per_entry(bytes), bytes / static_cast<double>(raw_),
                    per_entry(static_cast<double>(raw_)));
    }

    void bare_inserts() {
        store_.make_bare_table();
        const auto count = std::min<std::size_t>(entries_, 200'000);
        constexpr std::size_t kBatch = kEntriesPerPoll * kPollsPerCommit;
        double making = 0;
        const auto start = std::chrono::steady_clock::now();
        bench::Posts::Post post;
        std::vector<store::NewEntry> batch;
        for (std::uint64_t number = 0; number < count;) {
            const auto made = std::chrono::steady_clock::now();
            batch.clear();
            for (; batch.size() < kBatch && number < count; ++number) {
                posts_.make(number, post);
                batch.push_back(entry_of(post, number));
            }
            making += since(made);
            store_.insert_bare(batch);
        }
        bare_rate_ = static_cast<double>(count) / (since(start) - making);
        std::printf("  limit: bare inserts           %9.0f entries/s\n", bare_rate_);
    }

    std::size_t entries_;
    std::size_t feeds_;
    bench::MeasuredStore& store_;
    bench::Posts posts_;
    std::unique_ptr<store::Archive> archive_;
    std::vector<store::FeedId> ids_;
    std::uint64_t raw_ = 0;
    double rate_ = 0;
    double bare_rate_ = 1;
};

}  // namespace

int main(int argc, char** argv) {
    const std::string usage = "usage: orrery_bench_store ENTRIES FOLDER|ADDRESS [PAGE_SIZE]\n";
    if (argc < 3) {
        std::fputs(usage.c_str(), stderr);
        return 2;
    }
    const auto store = store::is_server(argv[2])
                           ? bench::measure_postgres(argv[2])
                           : bench::measure_sqlite(argv[2], argc > 3 ? std::atoi(argv[3]) : 0);
    Bench(std::strtoull(argv[1], nullptr, 10), *store).run();
    return 0;
}
