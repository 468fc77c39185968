#include "orrery/crawl/poller.hpp"

#include "orrery/base/hash.hpp"
#include "orrery/crawl/delivery.hpp"
#include "orrery/crawl/discover.hpp"

#include <algorithm>
#include <chrono>
#include <unordered_set>
#include <vector>

#include <fmt/format.h>

namespace orrery::crawl {

namespace {

// How long the scheduler sleeps at most, so that feeds added by another process are noticed.
constexpr Duration kLongestSleep = std::chrono::seconds(2);
constexpr Duration kArchiveRetry = std::chrono::seconds(5);

// Between two looks at what the log of deliveries may forget.
constexpr Duration kForgetEvery = std::chrono::minutes(10);

// What a poll comes to before it is committed.
struct Verdict {
    store::PollCommit commit;
    PollReport report;
    std::optional<Duration> retry_after;
    std::optional<Duration> wish;
};

std::optional<Duration> wish_of(const feed::Feed& feed, const net::FetchResponse& response) {
    std::optional<Duration> wish = response.max_age;
    if (const auto& ttl = feed.poll_hints.ttl_minutes; ttl && *ttl > 0) {
        // A day is the longest that planet::next_poll would wait; more cannot matter and could overflow.
        const Duration minutes = std::chrono::minutes(std::min<std::int64_t>(*ttl, 24 * 60));
        wish = std::max(wish.value_or(minutes), minutes);
    }
    return wish;
}

}  // namespace

class Poller::Impl {
  public:
    Impl(store::Archive& archive, PollOptions options, Clock clock, std::function<double()> random)
        : archive_(archive),
          options_(std::move(options)),
          clock_(std::move(clock)),
          random_(std::move(random)),
          policy_(post_policy(options_.frame_hosts)),
          client_(options_.client, clock_) {}

    void poll(std::span<const store::FeedRecord> feeds, const Report& report, const std::stop_token& stop) {
        // The client is fed a few at a time, so that stopping leaves the rest untouched and memory stays
        // bounded.
        const auto most = static_cast<std::size_t>(options_.client.max_in_flight) * 4;
        for (auto next = feeds.begin(); next != feeds.end() || client_.pending() > 0;) {
            if (stop.stop_requested()) return;
            while (next != feeds.end() && client_.pending() < most)
                start(*next++);
            client_.run_once(std::chrono::milliseconds(500));
            commit_finished(report);
        }
        forget_old_deliveries();
    }

    void run(const Report& report, const std::stop_token& stop) {
        const std::stop_callback wake_up(stop, [this] { client_.wake(); });
        bool failing = false;
        while (!stop.stop_requested()) {
            auto sleep = start_due();
            if (!sleep) {
                if (!failing)
                    report({.outcome = store::PollOutcome::kFailed, .error = sleep.error(), .stored = false});
                failing = true;
                client_.run_once(kArchiveRetry);
                commit_finished(report);
                continue;
            }
            failing = false;
            client_.run_once(*sleep);
            commit_finished(report);
            if (clock_() >= next_forgetting_) {
                forget_old_deliveries();
                next_forgetting_ = clock_() + kForgetEvery;
            }
        }
    }

  private:
    // Starts what is due and has a place; tells how long there is nothing more to start.
    Result<Duration> start_due() {
        const auto most = static_cast<std::size_t>(options_.client.max_in_flight) * 2;
        const auto now = clock_();
        if (in_flight_.size() < most) {
            ORRERY_TRY(const auto due, archive_.due_feeds(now, most));
            for (const auto& feed : due) {
                if (in_flight_.size() >= most) break;
                if (!in_flight_.contains(feed.id)) start(feed);
            }
        }
        ORRERY_TRY(const auto next, archive_.next_due());
        if (!next || *next <= now) return kLongestSleep;
        return std::min(kLongestSleep, Duration(*next - now) + std::chrono::milliseconds(1));
    }

    void start(const store::FeedRecord& feed) {
        in_flight_.insert(feed.id);
        net::FetchRequest request{feed.url, std::string(kAccept), feed.state.etag, feed.state.last_modified};
        client_.fetch(std::move(request), [this, feed](Result<net::FetchResponse> response) {
            finish(feed, std::move(response));
        });
    }

    void finish(const store::FeedRecord& feed, Result<net::FetchResponse> response) {
        const auto now = clock_();
        Verdict verdict;
        auto& state = verdict.commit.state;
        state = feed.state;
        state.last_poll = now;
        state.error.reset();
        state.http_status = response ? response->status : 0;
        verdict.commit.feed = feed.id;
        verdict.commit.time = now;
        verdict.commit.flood = options_.flood;
        verdict.report.feed = feed.id;
        verdict.report.url = feed.url;
        verdict.report.title = feed.title();

        if (response) {
            judge(feed, std::move(*response), verdict);
        } else {
            fail_with(verdict, response.error());
        }
        schedule(verdict);
        finished_.push_back(std::move(verdict));
    }

    void judge(const store::FeedRecord& feed, net::FetchResponse response, Verdict& verdict) {
        auto& state = verdict.commit.state;
        verdict.retry_after = response.retry_after;
        verdict.report.bytes = response.body.size();
        if (response.status == 304) {
            succeed(verdict, response);
            return;
        }
        if (response.status == 410) {
            state.outcome = store::PollOutcome::kGone;
            state.error = explain_status(410, feed.url);
            return;
        }
        if (response.status < 200 || response.status > 299) {
            fail_with(verdict, explain_status(response.status, feed.url));
            return;
        }

        const auto hash = hash128_hex(response.body);
        if (hash == state.body_hash) {
            succeed(verdict, response);
            return;
        }
        const feed::ParseOptions options{.url = response.url,
                                         .content_type = response.content_type,
                                         .content_location = {},
                                         .content_language = {},
                                         .limits = options_.limits};
        auto body = std::move(response.body);
        auto parsed = feed::parse(body, options);
        if (!parsed) {
            fail_with(verdict, explain_no_feed(parsed.error(), body, feed.url, response.url));
            return;
        }
        auto delivery = make_delivery(
            parsed->feed(),
            {feed.url, verdict.commit.time, !feed.state.last_success, feed.id, feed.state.habit}, policy_);
        state.habit = delivery.habit;
        verdict.commit.info = std::move(delivery.info);
        verdict.commit.entries = std::move(delivery.entries);
        verdict.commit.moved_to = response.permanent_url;
        const auto notes =
            std::ranges::count(parsed->diagnostics(), feed::Severity::kNote, &feed::Diagnostic::severity);
        verdict.report.problems =
            parsed->diagnostics().size() + parsed->suppressed_diagnostics() - static_cast<std::size_t>(notes);
        verdict.wish = wish_of(parsed->feed(), response);
        if (options_.keep_deliveries > Duration(0))
            verdict.commit.document = store::Document{std::move(body), response.content_type, response.url};
        succeed(verdict, response);
        // The hash stands for a document that is in the archive; only now it is.
        state.body_hash = hash;
        if (verdict.report.title == feed.url && !verdict.commit.info->title.empty())
            verdict.report.title = verdict.commit.info->title;
    }

    void succeed(Verdict& verdict, const net::FetchResponse& response) {
        auto& state = verdict.commit.state;
        state.outcome = store::PollOutcome::kUnchanged;
        state.last_success = state.last_poll;
        state.failures = 0;
        // A 304 may leave out validators that still hold.
        if (response.status != 304 || !response.etag.empty()) state.etag = response.etag;
        if (response.status != 304 || !response.last_modified.empty())
            state.last_modified = response.last_modified;
        if (!verdict.wish) verdict.wish = response.max_age;
    }

    static void fail_with(Verdict& verdict, Error error) {
        auto& state = verdict.commit.state;
        state.outcome = store::PollOutcome::kFailed;
        state.error = std::move(error);
        ++state.failures;
    }

    void schedule(Verdict& verdict) {
        auto& state = verdict.commit.state;
        if (state.outcome == store::PollOutcome::kGone) {
            state.next_poll.reset();
        } else {
            state.next_poll = planet::next_poll({.now = verdict.commit.time,
                                                 .failures = state.failures,
                                                 .retry_after = verdict.retry_after,
                                                 .wish = verdict.wish,
                                                 .jitter = random_()},
                                                options_.schedule);
        }
    }

    // Everything that came back since the last time, in one transaction.
    void commit_finished(const Report& report) {
        if (finished_.empty()) return;
        std::vector<store::PollCommit> commits;
        for (auto& verdict : finished_)
            commits.push_back(std::move(verdict.commit));
        if (const auto changes = archive_.commit_polls(commits)) {
            for (std::size_t i = 0; i < commits.size(); ++i)
                tell(finished_[i].report, commits[i], (*changes)[i]);
        } else {
            // So that one poll that cannot be stored takes no other with it.
            for (std::size_t i = 0; i < commits.size(); ++i)
                tell(finished_[i].report, commits[i], archive_.commit_poll(commits[i]));
        }
        for (std::size_t i = 0; i < commits.size(); ++i) {
            report(finished_[i].report);
            in_flight_.erase(commits[i].feed);
        }
        finished_.clear();
    }

    static void tell(PollReport& report, const store::PollCommit& commit,
                     const Result<store::PollChanges>& changes) {
        report.error = commit.state.error;
        report.next_poll = commit.state.next_poll;
        if (!changes) {
            report.outcome = store::PollOutcome::kFailed;
            report.error = changes.error();
            report.stored = false;
            return;
        }
        report.changes = *changes;
        const bool is_new = commit.state.outcome == store::PollOutcome::kUnchanged && changes->any();
        report.outcome = is_new ? store::PollOutcome::kNew : commit.state.outcome;
    }

    // A failure here is none of a poll: the next look tries again.
    void forget_old_deliveries() {
        const auto before = clock_() - options_.keep_deliveries;
        for (auto forgotten = archive_.forget_deliveries(before); forgotten && *forgotten > 0;
             forgotten = archive_.forget_deliveries(before)) {
        }
    }

    store::Archive& archive_;
    PollOptions options_;
    Clock clock_;
    std::function<double()> random_;
    html::Policy policy_;
    net::HttpClient client_;
    std::unordered_set<store::FeedId> in_flight_;  // until they are committed
    std::vector<Verdict> finished_;                // not yet committed
    Timestamp next_forgetting_{};
};

Poller::Poller(store::Archive& archive, PollOptions options, Clock clock, std::function<double()> random)
    : impl_(std::make_unique<Impl>(archive, std::move(options), std::move(clock), std::move(random))) {}
Poller::~Poller() = default;

void Poller::poll(std::span<const store::FeedRecord> feeds, const Report& report,
                  const std::stop_token& stop) {
    impl_->poll(feeds, report, stop);
}

void Poller::run(const Report& report, const std::stop_token& stop) {
    impl_->run(report, stop);
}

}  // namespace orrery::crawl
