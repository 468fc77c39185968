#include "rule_moderation.hpp"

#include "../setup.hpp"
#include "orrery/base/json_writer.hpp"
#include "orrery/base/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace orrery::cli {

namespace {

using store::Judgement;

constexpr std::int64_t kShown = 20;

std::string why(const Judgement& judgement) {
    std::vector<std::string> reasons;
    if (judgement.decision) {
        auto said = fmt::format("a moderator decided \"{}\"", name_of(*judgement.decision));
        if (judgement.decided) said += " on " + format_rfc3339(*judgement.decided).substr(0, 10);
        if (!judgement.reason.empty()) said += ": " + judgement.reason;
        reasons.push_back(std::move(said));
    }
    if (judgement.flooded) reasons.emplace_back("it came with too many others");
    for (const auto& rule : judgement.matched)
        reasons.push_back(fmt::format("rule \"{}\"", rule));
    for (const auto& rule : judgement.undecided)
        reasons.push_back(fmt::format("rule \"{}\" was given up", rule));
    if (reasons.empty()) reasons.emplace_back("another entry of its story is");
    return fmt::format("{}", fmt::join(reasons, "; "));
}

std::string as_json(const std::vector<Judgement>& judgements) {
    JsonWriter json;
    json.begin_array();
    const auto list = [&](std::string_view key, const std::vector<std::string>& words) {
        json.key(key).begin_array();
        for (const auto& word : words)
            json.value(word);
        json.end_array();
    };
    for (const auto& judgement : judgements) {
        json.begin_object()
            .key("id")
            .value(judgement.entry)
            .key("date")
            .value(format_rfc3339(judgement.date));
        json.key("title").value(judgement.title).key("feed").value(judgement.feed_title);
        json.optional("url", judgement.url).key("visibility").value(name_of(judgement.visibility));
        json.key("flooded").value(judgement.flooded);
        list("matched", judgement.matched);
        list("undecided", judgement.undecided);
        if (judgement.decision) json.key("decision").value(name_of(*judgement.decision));
        if (judgement.decided) json.key("decided").value(format_rfc3339(*judgement.decided));
        json.optional("reason", judgement.reason).end_object();
    }
    return json.end_array().take();
}

}  // namespace

std::optional<std::int64_t> shown_at_most(const Context& context) {
    const auto given = context.arguments().value("--limit");
    if (!given) return kShown;
    if (std::int64_t limit = 0; parse_number(*given, limit) && limit >= 0) return limit;
    context.complain({ErrorCode::kInvalid, fmt::format("--limit should be a number, not \"{}\"", *given), "",
                      "", "`orrery rule --help` tells more"});
    return {};
}

int list_judged(const Context& context, std::string_view which) {
    const auto limit = shown_at_most(context);
    if (!limit) return kUsage;
    const auto config = context.config();
    if (!config) return config.error();
    const auto archive = open_archive(*config, store::OpenMode::kExisting);
    if (!archive) return context.give_up(archive.error());
    const auto judgements = (*archive)->judgements(
        {.visibility = store::visibility(which), .limit = static_cast<std::size_t>(*limit)});
    if (!judgements) return context.give_up(judgements.error());
    if (context.json()) {
        context.print(as_json(*judgements));
        return kFine;
    }
    for (const auto& judgement : *judgements) {
        context.print_line(
            fmt::format("{:>8}  {}  {}  [{}]", judgement.entry, format_rfc3339(judgement.date).substr(0, 10),
                        judgement.title.empty() ? "Untitled" : judgement.title, judgement.feed_title));
        context.print_line(fmt::format("{:>8}  {}", "", why(judgement)));
    }
    if (judgements->empty()) {
        context.note(which == "undecided" ? "No rule was given up." : fmt::format("No entry is {}.", which));
    } else if (which == "held") {
        context.note("`orrery rule release NUMBER` lets one through, `orrery rule hide NUMBER` does not.");
    }
    return kFine;
}

int moderate(const Context& context, std::string_view verb, std::span<const std::string> stories) {
    std::vector<store::EntryId> ids;
    for (const auto& story : stories) {
        if (std::int64_t id = 0; parse_number(story, id)) {
            ids.push_back(id);
            continue;
        }
        context.complain({ErrorCode::kInvalid, fmt::format("\"{}\" is not the number of a story", story), "",
                          "", "`orrery rule held` and the addresses of story pages have them"});
        return kUsage;
    }
    const auto config = context.config();
    if (!config) return config.error();
    const auto archive = open_archive(*config, store::OpenMode::kExisting);
    if (!archive) return context.give_up(archive.error());
    const auto reason = context.arguments().value("--reason").value_or("");
    const auto decision =
        verb == "release" ? store::Archive::Moderation::kRelease : store::Archive::Moderation::kHide;
    for (const auto id : ids)
        if (const auto done = (*archive)->moderate(id, decision, reason, system_now()); !done)
            return context.give_up(done.error());
    context.print_line(fmt::format("{} {}",
                                   ids.size() == 1 ? "1 story" : fmt::format("{} stories", ids.size()),
                                   verb == "release" ? "released" : "hidden"));
    return kFine;
}

}  // namespace orrery::cli
