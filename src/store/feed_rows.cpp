#include "feed_rows.hpp"

namespace orrery::store {

FeedRecord read_feed(const Query& row) {
    FeedRecord feed;
    feed.id = row.integer(0);
    feed.url = row.text(1);
    feed.given_title = row.text(2);
    feed.category = row.text(3);
    feed.added = row.time(4);
    feed.info = {row.text(5), row.text(6), row.text(7), row.text(8), row.text(9), row.text(10)};
    auto& state = feed.state;
    state.outcome = poll_outcome(row.view(11)).value_or(PollOutcome::kNever);
    state.next_poll = row.optional_time(12);
    state.last_poll = row.optional_time(13);
    state.last_success = row.optional_time(14);
    state.failures = static_cast<int>(row.integer(15));
    state.http_status = static_cast<int>(row.integer(16));
    if (!row.is_null(17))
        state.error = Error{static_cast<ErrorCode>(row.integer(17)), row.text(18), row.text(19), row.text(20),
                            row.text(21)};
    state.etag = row.text(22);
    state.last_modified = row.text(23);
    state.body_hash = row.text(24);
    feed.entries = row.integer(25);
    feed.kept_back = row.integer(26);
    state.habit.habit = planet::prefix_habit(row.view(27));
    state.habit.next = planet::prefix_habit(row.view(28)).value_or(planet::PrefixHabit::kNone);
    state.habit.polls = static_cast<int>(row.integer(29));
    feed.flood = row.text(30);
    feed.flood_time = row.optional_time(31);
    return feed;
}

}  // namespace orrery::store
