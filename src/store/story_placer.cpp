#include "story_placer.hpp"

#include "entry_codec.hpp"
#include "judgement.hpp"
#include "statements.hpp"

#include <algorithm>
#include <unordered_map>

namespace orrery::store {

namespace {

// A key that so many entries share tells nothing any more; the newest of them are looked at.
constexpr std::size_t kMostCandidates = 32;

// An entry of the archive, with the texts that its post is a view of.
struct Candidate {
    EntryId id = 0;
    std::string url;
    std::string guid;
    std::string title;
    std::string author;
    std::string feed_title;
    std::string file;
    planet::Post post;

    void read(const Query& row, bool is_listed) {
        id = row.integer(0);
        url = row.text(3);
        guid = row.text(4);
        title = row.text(5);
        author = row.text(6);
        feed_title = row.text(7);
        const auto enclosures = decode_enclosures(row.view(8));
        if (!enclosures.empty()) file = enclosures.front().url;
        post = {.feed = row.integer(2),
                .url = url,
                .guid = guid,
                .title = title,
                .author = author,
                .feed_title = feed_title,
                .file = file,
                .text = decode_traits(row.view(9)),
                .date = row.optional_time(10),
                .shares_url = decode_identity(row.view(11)).shares_link,
                .is_listed = is_listed};
    }
};

struct Member {
    EntryId id = 0;
    planet::StoryMember member;
    std::optional<Timestamp> joined;
    Stance stance;
};

std::vector<Member> members_of(Database& database, EntryId story) {
    std::vector<Member> members;
    auto rows = database.query(sql::kStoryMembers);
    rows.bind_all(story);
    while (rows.step())
        members.push_back({.id = rows.integer(0),
                           .member = {.date = rows.time(1),
                                      .date_is_stated = rows.integer(2) != 0,
                                      .first_seen = rows.time(3),
                                      .is_copy = rows.integer(4) != 0,
                                      .is_gone = !rows.is_null(5)},
                           .joined = rows.optional_time(6),
                           .stance = Stance::read(rows, 7)});
    return members;
}

// Each once.
void sort_newest_first(std::vector<EntryId>& ids) {
    std::sort(ids.begin(), ids.end(), std::greater<>());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

// Writes who leads the story of these entries and where it stands: not after `latest`.
void settle(Database& database, std::vector<Member> members, Timestamp now,
            Timestamp latest = Timestamp::max()) {
    std::vector<planet::StoryMember> decisive;
    for (const auto& member : members)
        decisive.push_back(member.member);
    const auto lead = planet::story_lead(decisive);
    const auto& leader = members[lead.member];
    // A story that a moderator or a rule keeps from readers stays so, whichever of its entries that was said
    // of.
    std::vector<Stance> stances;
    for (const auto& member : members)
        stances.push_back(member.stance);
    const auto visibility = visibility_of(stances);
    for (const auto& member : members) {
        const bool leads = member.id == leader.id;
        database.query(sql::kMoveToStory)
            .bind_all(member.id, leader.id, std::int64_t{leads && visibility == Visibility::kShown},
                      leads ? std::optional<Timestamp>() : member.joined.value_or(now), name_of(visibility))
            .run();
    }
    // A date that is found out later may move a story back, never up again.
    auto date = std::min(lead.date, latest);
    for (const auto& member : members)
        if (!member.joined) date = std::min(date, member.member.date);
    if (leader.member.date == date) return;
    database.query(sql::kDateEntry).bind_all(leader.id, date).run();
    const auto keys = encode_keys(story_keys_of(database, leader.id));
    database.query(sql::kAddPending).bind_all(leader.id, std::int64_t{1}, Blob{keys}).run();
}

EntryId story_of(Database& database, EntryId entry) {
    auto query = database.query(sql::kFindLead);
    if (query.bind_all(entry).step()) return query.integer(0);
    throw StoreFailure({ErrorCode::kNotFound, "there is no such entry", std::to_string(entry), "", ""});
}

void note_change(Database& database, EntryId entry, EntryId story, Timestamp now, std::string_view reason,
                 std::string_view why) {
    database.query(sql::kAddStoryChange).bind_all(now, entry, story, reason, why).run();
}

}  // namespace

void place_stories(Database& database, const KnownKeys& known_keys, std::span<NewPost> posts,
                   const std::unordered_set<EntryId>& shown) {
    std::vector<std::vector<EntryId>> found(posts.size());
    std::vector<EntryId> wanted;
    for (std::size_t i = 0; i < posts.size(); ++i)
        for (const auto key : posts[i].keys) {
            auto ids = known_keys.find_indexed(key);
            known_keys.pending.find(key, kMostCandidates, ids);
            sort_newest_first(ids);
            // Each key for itself, so that a title that everybody uses hides no entry at the same address.
            if (ids.size() > kMostCandidates) ids.resize(kMostCandidates);
            found[i].insert(found[i].end(), ids.begin(), ids.end());
            wanted.insert(wanted.end(), ids.begin(), ids.end());
        }
    for (auto& ids : found)
        sort_newest_first(ids);
    sort_newest_first(wanted);
    if (wanted.empty()) return;
    // Nodes stay where they are, as their posts point into them.
    std::unordered_map<EntryId, Candidate> candidates;
    database.run_each(
        sql::kLoadCandidate, wanted.size(), [&](Query& query, std::size_t i) { query.bind_all(wanted[i]); },
        [&](const Query& row, std::size_t i) { candidates[wanted[i]].read(row, shown.contains(wanted[i])); });

    for (std::size_t i = 0; i < posts.size(); ++i) {
        std::vector<planet::Post> others;
        std::vector<EntryId> ids;
        for (const auto id : found[i]) {
            const auto candidate = candidates.find(id);
            if (candidate == candidates.end()) continue;
            others.push_back(candidate->second.post);
            ids.push_back(id);
        }
        const auto choice = planet::choose_story(posts[i].post, others);
        if (!choice) continue;
        posts[i].same_as = ids[choice->candidate];
        posts[i].reason = planet::name_of(choice->match.reason);
        posts[i].why = choice->match.why;
    }
}

std::vector<std::uint64_t> story_keys_of(Database& database, EntryId entry) {
    Candidate candidate;
    auto row = database.query(sql::kLoadCandidate);
    if (!row.bind_all(entry).step()) return {};
    candidate.read(row, true);
    return planet::story_keys(candidate.post);
}

void join_story(Database& database, EntryId entry, EntryId other, Timestamp now, std::string_view reason,
                std::string_view why) {
    const auto story = story_of(database, other);
    const auto own = story_of(database, entry);
    if (story == own) return;
    auto members = members_of(database, story);
    for (const auto& member : members_of(database, own))
        members.push_back(member);
    settle(database, std::move(members), now);
    note_change(database, entry, story_of(database, entry), now, reason, why);
}

void settle_story(Database& database, EntryId entry, Timestamp now) {
    settle(database, members_of(database, story_of(database, entry)), now);
}

std::vector<EntryId> story_entries(Database& database, EntryId entry) {
    std::vector<EntryId> ids;
    for (const auto& member : members_of(database, story_of(database, entry)))
        ids.push_back(member.id);
    return ids;
}

EntryId leave_story(Database& database, EntryId entry, Timestamp now) {
    const auto story = story_of(database, entry);
    auto members = members_of(database, story);
    if (members.size() == 1) return 0;
    const auto leader = std::ranges::find(members, story, &Member::id);
    const auto date = leader == members.end() ? Timestamp::max() : leader->member.date;
    std::erase_if(members, [&](const auto& member) { return member.id == entry; });
    const auto other = members.front().id;
    settle(database, std::move(members), now, date);
    // Where another leaves before this one is gone, it is no candidate to lead what is left.
    database.query(sql::kMoveToStory)
        .bind_all(entry, entry, std::int64_t{0}, std::optional<Timestamp>(), name_of(Visibility::kHidden))
        .run();
    return story_of(database, other);
}

void split_story(Database& database, EntryId entry, Timestamp now, std::string_view why) {
    auto members = members_of(database, story_of(database, entry));
    const auto place =
        std::find_if(members.begin(), members.end(), [&](const auto& member) { return member.id == entry; });
    if (members.size() == 1 || place == members.end()) return;
    auto alone = *place;
    alone.joined.reset();
    members.erase(place);
    settle(database, {alone}, now);
    settle(database, std::move(members), now);
    note_change(database, entry, entry, now, kByModerator, why);
}

}  // namespace orrery::store
