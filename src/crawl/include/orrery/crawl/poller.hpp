#pragma once

#include "orrery/feed/reader.hpp"
#include "orrery/html/sanitize.hpp"
#include "orrery/net/http_client.hpp"
#include "orrery/planet/schedule.hpp"
#include "orrery/store/archive.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

/// The way of an entry: due feeds, bytes, Feed, clean, identified, committed.
namespace orrery::crawl {

struct PollOptions {
    net::ClientOptions client;
    planet::ScheduleOptions schedule;
    planet::FloodOptions flood;
    feed::Limits limits;
    std::vector<std::string> frame_hosts;  ///< which posts may hold frames from, see html::Policy
    /// How long documents are kept as they came, for `orrery replay`; 0 keeps none.
    Duration keep_deliveries = std::chrono::days(7);
};

/// What became of one poll.
struct PollReport {
    store::FeedId feed = 0;
    std::string url;
    std::string title;
    store::PollOutcome outcome = store::PollOutcome::kNever;
    store::PollChanges changes;
    std::optional<Error> error;  ///< why it failed
    std::size_t bytes = 0;       ///< of the document
    std::size_t problems = 0;    ///< diagnostics of the parser, but for mere notes
    std::optional<Timestamp> next_poll;
    bool stored = true;  ///< false: the archive refused the commit, see error
};

/// Polls feeds: many at once on the network; those that have come back since the last look are committed
/// together. Used by one thread; stop by its token.
class Poller {
  public:
    using Report = std::function<void(const PollReport&)>;

    /// The archive must outlive the poller. `random` gives numbers from 0 to 1.
    Poller(store::Archive& archive, PollOptions options, Clock clock, std::function<double()> random);
    ~Poller();

    /// Polls these feeds once, whether they are due or not. Returns early, with the remaining feeds
    /// untouched, when `stop` asks.
    void poll(std::span<const store::FeedRecord> feeds, const Report& report,
              const std::stop_token& stop = {});

    /// Polls what becomes due until `stop` asks. A failing archive is reported once, then tried again every
    /// few seconds.
    void run(const Report& report, const std::stop_token& stop);

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// What a feed is asked for with.
inline constexpr std::string_view kAccept =
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, "
    "application/json;q=0.8, text/xml;q=0.8, text/html;q=0.3, */*;q=0.1";

/// Whether a server asked to be left alone (429, 503) until a moment that has not come yet.
[[nodiscard]] bool asked_to_wait(const store::FeedState& state, Timestamp now);

/// Why an answer with this status is no feed, and what to do about it.
[[nodiscard]] Error explain_status(int status, const std::string& url);

}  // namespace orrery::crawl
