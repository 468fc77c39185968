#include "../setup.hpp"
#include "../terminal.hpp"
#include "commands.hpp"
#include "orrery/base/json_writer.hpp"
#include "orrery/base/text.hpp"

#include <fmt/format.h>

namespace orrery::cli {

namespace {

std::string marked(const search::Snippet& snippet) {
    std::string text = snippet.cut_before ? "…" : "";
    std::size_t done = 0;
    for (const auto& mark : snippet.marks) {
        text.append(snippet.text, done, mark.begin - done);
        text +=
            coloured(Colour::kBold, snippet.text.substr(mark.begin, mark.end - mark.begin), Stream::kOutput);
        done = mark.end;
    }
    text.append(snippet.text, done);
    if (snippet.cut_after) text += "…";
    return collapse_space(text);
}

std::string as_json(const store::SearchAnswer& answer) {
    JsonWriter json;
    json.begin_object().key("entries").value(answer.entries.value).key("exact").value(answer.entries.exact);
    json.key("hits").begin_array();
    for (const auto& [story, snippet] : answer.hits) {
        json.begin_object().key("id").value(story.id).key("date").value(format_rfc3339(story.date));
        json.key("title")
            .value(story.title)
            .key("feed")
            .value(story.feed_title)
            .optional("author", story.author);
        json.key("url").value(story.url).key("snippet").value(snippet.text).key("marks").begin_array();
        for (const auto& mark : snippet.marks)
            json.begin_array()
                .value(static_cast<std::int64_t>(mark.begin))
                .value(static_cast<std::int64_t>(mark.end))
                .end_array();
        json.end_array().end_object();
    }
    return json.end_array().end_object().take();
}

int run(const Context& context) {
    const auto config = context.config();
    if (!config) return config.error();
    const auto& arguments = context.arguments();
    store::SearchRequest request;
    for (const auto& word : arguments.positionals)
        request.query += (request.query.empty() ? "" : " ") + word;
    request.now = system_now();
    if (arguments.has("--best")) request.order = store::SearchRequest::Order::kBest;
    if (const auto limit = arguments.value("--limit")) {
        std::int64_t number = 0;
        if (!parse_number(*limit, number) || number < 1) {
            context.complain({ErrorCode::kInvalid, "--limit wants a number from 1", *limit, "", ""});
            return kUsage;
        }
        request.limit = static_cast<std::size_t>(number);
    }
    const auto archive = open_archive(*config, store::OpenMode::kExisting);
    if (!archive) return context.give_up(archive.error());
    const auto answer = (*archive)->search(request);
    if (!answer) return context.give_up(answer.error());
    if (context.json()) {
        context.print(as_json(*answer));
        return kFine;
    }
    for (const auto& [story, snippet] : answer->hits) {
        context.print_line(fmt::format("{}  {}  {}", format_rfc3339(story.date).substr(0, 10),
                                       coloured(Colour::kBold, story.title, Stream::kOutput),
                                       story.feed_title));
        context.print_line("            " + marked(snippet));
        context.print_line("            " + story.url);
    }
    context.note(
        fmt::format("{}{} entries match", answer->entries.exact ? "" : "at least ", answer->entries.value));
    return kFine;
}

}  // namespace

Command search_command() {
    return {
        "search",
        "find stories",
        "Finds stories by what is said in them, the newest first. Words, \"phrases\", prefix*, -without, or, "
        "author:, feed:, lang:, before: and after: are described in docs/search.md.",
        {{"QUERY", "what to look for", true, true}},
        {{"--best", "", "the best matches first, instead of the newest"},
         {"--limit", "N", "how many stories, 20 otherwise"},
         {"--json", "", "print the answer as JSON"}},
        run};
}

}  // namespace orrery::cli
