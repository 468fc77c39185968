#include "../setup.hpp"
#include "../terminal.hpp"
#include "commands.hpp"
#include "orrery/base/hint.hpp"
#include "orrery/base/json_writer.hpp"
#include "orrery/base/text.hpp"
#include "orrery/html/text.hpp"
#include "orrery/planet/diff.hpp"

#include <array>

#include <fmt/format.h>

namespace orrery::cli {

namespace {

using store::EntryId;

int wrong_usage(const Context& context, std::string what,
                std::string remedy = "`orrery story --help` tells more") {
    context.complain({ErrorCode::kInvalid, std::move(what), "", "", std::move(remedy)});
    return kUsage;
}

struct Shown {
    store::Judgement judgement;
    std::vector<store::StoryMember> members;
    std::vector<store::Revision> revisions;
};

Result<Shown> look_up(const store::Archive& archive, EntryId id) {
    Shown shown;
    ORRERY_TRY(auto judgement, archive.judgement(id));
    if (!judgement)
        return fail(ErrorCode::kNotFound, "there is no such entry", std::to_string(id), "",
                    "the addresses of story pages and `orrery search --json` have the numbers");
    shown.judgement = std::move(*judgement);
    ORRERY_TRY(shown.members, archive.members(id));
    ORRERY_TRY(shown.revisions, archive.revisions(id));
    return shown;
}

std::string day(Timestamp time) {
    return format_rfc3339(time).substr(0, 10);
}

std::string as_json(const Shown& shown) {
    JsonWriter json;
    const auto& judgement = shown.judgement;
    json.begin_object().key("id").value(judgement.entry).key("title").value(judgement.title);
    json.key("feed").value(judgement.feed_title).optional("url", judgement.url);
    json.key("date").value(format_rfc3339(judgement.date));
    json.key("visibility").value(name_of(judgement.visibility)).optional("reason", judgement.reason);
    json.key("entries").begin_array();
    for (const auto& member : shown.members) {
        json.begin_object().key("id").value(member.id).key("feed").value(member.feed_title);
        json.key("title").value(member.title).optional("url", member.url);
        json.key("date").value(format_rfc3339(member.date)).key("copy").value(member.is_copy);
        json.optional("why", member.why).end_object();
    }
    json.end_array().key("revisions").begin_array();
    for (const auto& revision : shown.revisions)
        json.begin_object()
            .key("number")
            .value(revision.number)
            .key("seen")
            .value(format_rfc3339(revision.seen))
            .key("title")
            .value(revision.title)
            .end_object();
    return json.end_array().end_object().take();
}

int show(const Context& context, const store::Archive& archive, EntryId id) {
    const auto shown = look_up(archive, id);
    if (!shown) return context.give_up(shown.error());
    if (context.json()) {
        context.print(as_json(*shown));
        return kFine;
    }
    const auto& judgement = shown->judgement;
    context.print_line(judgement.title.empty() ? "Untitled" : judgement.title);
    context.print_line(fmt::format("{}, {}{}{}", judgement.feed_title, day(judgement.date),
                                   judgement.url.empty() ? "" : ", ", judgement.url));
    if (judgement.visibility != store::Visibility::kShown || judgement.decision)
        context.print_line(fmt::format("{}{}", name_of(judgement.visibility),
                                       judgement.reason.empty() ? "" : ": " + judgement.reason));
    context.print_line("\nEntries of the story, the one that leads it first:");
    for (const auto& member : shown->members)
        context.print_line(fmt::format("{:>8}  {}  {}  [{}]{}", member.id, day(member.date), member.title,
                                       member.feed_title, member.why.empty() ? "" : ": " + member.why));
    context.print_line("\nRevisions:");
    for (const auto& revision : shown->revisions)
        context.print_line(fmt::format("{:>8}  {}  {}", revision.number, day(revision.seen), revision.title));
    return kFine;
}

// [-gone-] and {+new+}, coloured on a terminal.
std::string marked(std::string_view before, std::string_view after) {
    std::string text;
    for (const auto& run : planet::diff(before, after)) {
        const auto words = harmless(run.text);
        switch (run.kind) {
            case planet::DiffRun::Kind::kEqual:
                text += words;
                break;
            case planet::DiffRun::Kind::kDelete:
                text += coloured(Colour::kRed, "[-" + words + "-]", Stream::kOutput);
                break;
            case planet::DiffRun::Kind::kInsert:
                text += coloured(Colour::kGreen, "{+" + words + "+}", Stream::kOutput);
                break;
        }
    }
    return text;
}

int show_difference(const Context& context, const store::Archive& archive, EntryId id,
                    std::span<const EntryId> numbers) {
    const auto revisions = archive.revisions(id);
    if (!revisions) return context.give_up(revisions.error());
    const auto count = static_cast<EntryId>(revisions->size());
    const auto from = numbers.empty() ? count - 1 : numbers[0];
    const auto to = numbers.size() < 2 ? count : numbers[1];
    std::array<store::Story, 2> versions;
    for (const auto place : {0, 1}) {
        const auto number = place == 0 ? from : to;
        auto version = archive.revision(id, static_cast<int>(number));
        if (!version) return context.give_up(version.error());
        if (!*version)
            return context.give_up(
                {ErrorCode::kNotFound, fmt::format("entry {} has no revision {}", id, number), "",
                 count == 1 ? "it was never revised" : "", "`orrery story show` lists them"});
        versions[static_cast<std::size_t>(place)] = std::move(**version);
    }
    const auto& [before, after] = versions;
    write_output(marked(before.title, after.title) + "\n\n");
    write_output(marked(html::text(before.html), html::text(after.html)) + "\n");
    return kFine;
}

int done(const Context& context, const Result<void>& result, const std::string& words) {
    if (!result) return context.give_up(result.error());
    context.print_line(words);
    return kFine;
}

int run(const Context& context) {
    const auto& words = context.arguments().positionals;
    const auto& verb = words.front();
    constexpr std::array<std::string_view, 5> kVerbs = {"show", "diff", "split", "join", "takedown"};
    if (std::ranges::find(kVerbs, verb) == kVerbs.end()) {
        auto hint = perhaps_you_meant(verb, kVerbs);
        if (hint.empty()) hint = "write `orrery story show`, diff, split, join or takedown";
        return wrong_usage(context, fmt::format("story knows no \"{}\"", verb), std::move(hint));
    }
    std::vector<EntryId> numbers;
    for (const auto& word : std::span(words).subspan(1)) {
        if (!parse_number(word, numbers.emplace_back()))
            return wrong_usage(context, fmt::format("\"{}\" is not a number", word),
                               "the addresses of story pages have the numbers of stories");
    }
    const std::size_t least = verb == "join" ? 2 : 1;
    const std::size_t most = verb == "join" ? 2 : verb == "diff" ? 3 : 1;
    if (numbers.size() < least || numbers.size() > most)
        return wrong_usage(context, fmt::format("story {} wants {}", verb,
                                                verb == "join"   ? "two stories"
                                                : verb == "diff" ? "a story, and perhaps two revisions of it"
                                                                 : "one story"));
    const auto reason = context.arguments().value("--reason");
    if (verb == "takedown" && !reason)
        return wrong_usage(context, "story takedown wants --reason",
                           "readers see it in the place of the story: --reason \"its author asked us to\"");

    const auto config = context.config();
    if (!config) return config.error();
    const auto archive = open_archive(*config, store::OpenMode::kExisting);
    if (!archive) return context.give_up(archive.error());
    const auto id = numbers.front();
    const auto why = reason.value_or("");
    const auto now = system_now();
    if (verb == "show") return show(context, **archive, id);
    if (verb == "diff") return show_difference(context, **archive, id, std::span(numbers).subspan(1));
    if (verb == "split")
        return done(context, (*archive)->split_story(id, why, now),
                    fmt::format("Entry {} is a story of its own.", id));
    if (verb == "join")
        return done(context, (*archive)->join_story(id, numbers[1], why, now),
                    fmt::format("Entry {} belongs to the story of {}.", id, numbers[1]));
    return done(context, (*archive)->take_down(id, why, now),
                fmt::format("Story {} is taken down. Backups made before still have it.", id));
}

}  // namespace

Command story_command() {
    return {
        "story",
        "look at a story, split, join or take down",
        "`story show` tells which entries a story has and why, and its revisions; `story diff` what changed "
        "between "
        "two of them, the newest two unless others are named. `story split` makes an entry a story of its "
        "own, `story "
        "join` makes it part of another one; what is found out later does not undo that. `story takedown` "
        "removes a "
        "story for good: a tombstone with the reason stays in its place, and no poll brings it back.",
        {{"VERB", "show, diff, split, join or takedown", true, false},
         {"NUMBER", "of the story; for join also of the other, for diff also of two revisions", false, true}},
        {{"--reason", "TEXT", "kept with the decision; that of a takedown is shown to readers"},
         {"--json", "", "for show: print JSON"}},
        run};
}

}  // namespace orrery::cli
