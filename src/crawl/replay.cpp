#include "orrery/crawl/replay.hpp"

#include "orrery/base/hash.hpp"
#include "orrery/crawl/delivery.hpp"

#include <unordered_set>

namespace orrery::crawl {

namespace {

constexpr std::size_t kMostDocuments = 10'000;

}  // namespace

Result<ReplayReport> replay(store::Archive& archive, const store::FeedRecord& feed,
                            const PollOptions& options, Timestamp now) {
    ORRERY_TRY(const auto deliveries, archive.deliveries(feed.id, kMostDocuments));
    ReplayReport report;
    store::PollCommit commit{
        .feed = feed.id, .time = now, .state = feed.state, .is_whole = false, .flood = options.flood};
    const auto policy = post_policy(options.frame_hosts);
    std::unordered_set<std::uint64_t> seen;  // guids and links
    for (const auto& delivery : deliveries) {
        ORRERY_TRY(auto document, archive.document(delivery.id));
        if (!document) continue;  // forgotten meanwhile
        if (report.documents == 0 && hash128_hex(document->bytes) != feed.state.body_hash)
            return fail(ErrorCode::kNotFound, "the newest document of the feed was not kept", feed.url,
                        "older ones would bring back older texts", "poll the feed, then try again");
        ++report.documents;
        const auto parsed = feed::parse(
            std::move(document->bytes),
            {.url = document->url, .content_type = document->content_type, .limits = options.limits});
        if (!parsed) {
            ++report.unreadable;
            continue;
        }
        const bool is_oldest = &delivery == &deliveries.back();
        auto read = make_delivery(parsed->feed(),
                                  {feed.url, delivery.time, is_oldest, feed.id, feed.state.habit}, policy);
        for (auto& entry : read.entries) {
            const bool is_newest = !seen.contains(entry.identity.primary()) &&
                                   (entry.identity.link == 0 || !seen.contains(entry.identity.link));
            seen.insert({entry.identity.primary(), entry.identity.link});
            if (is_newest) commit.entries.push_back(std::move(entry));
        }
    }
    if (commit.entries.empty()) return report;
    ORRERY_TRY(report.changes, archive.commit_poll(commit));
    return report;
}

}  // namespace orrery::crawl
