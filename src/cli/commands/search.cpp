#include "../setup.hpp"
#include "../terminal.hpp"
#include "commands.hpp"
#include "orrery/base/json_writer.hpp"
#include "orrery/base/text.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

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

double seconds(std::chrono::steady_clock::duration took) {
    return std::chrono::duration<double>(took).count();
}

double megabytes_per_second(const store::ScanReport& scan, std::chrono::steady_clock::duration took) {
    return static_cast<double>(scan.bytes) / 1e6 / std::max(seconds(took), 1e-6);
}

void explain(JsonWriter& json, const store::SearchAnswer& answer, std::chrono::steady_clock::duration took) {
    json.key("explain").begin_object();
    json.key("milliseconds").value(seconds(took) * 1e3);
    json.key("segments").value(static_cast<std::int64_t>(answer.segments));
    json.key("terms").value(answer.work.terms).key("postings").value(answer.work.postings);
    if (const auto& scan = answer.scan) {
        json.key("scan").begin_object().key("rows").value(scan->rows).key("bytes").value(scan->bytes);
        json.key("workers").value(static_cast<std::int64_t>(scan->workers));
        json.key("megabytes_per_second").value(megabytes_per_second(*scan, took)).end_object();
    }
    json.end_object();
}

std::string explained(const store::SearchAnswer& answer, std::chrono::steady_clock::duration took) {
    auto text =
        fmt::format("answered in {:.1f} ms: {} segments of the index, {} terms in them, {} postings read",
                    seconds(took) * 1e3, answer.segments, answer.work.terms, answer.work.postings);
    if (const auto& scan = answer.scan)
        text += fmt::format("; then scanned {} rows, {:.1f} MB, with {} workers at {:.1f} MB/s", scan->rows,
                            static_cast<double>(scan->bytes) / 1e6, scan->workers,
                            megabytes_per_second(*scan, took));
    return text;
}

std::string as_json(const store::SearchAnswer& answer,
                    const std::optional<std::chrono::steady_clock::duration>& took) {
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
    json.end_array();
    if (took) explain(json, answer, *took);
    return json.end_object().take();
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
    request.expression = arguments.value("--regex").value_or("");
    if (request.query.empty() && request.expression.empty()) {
        context.complain({ErrorCode::kInvalid, "search needs a QUERY or --regex EXPR", "", "",
                          "try `orrery search --help`"});
        return kUsage;
    }
    const auto archive = open_archive(*config, store::OpenMode::kExisting);
    if (!archive) return context.give_up(archive.error());
    const auto begin = std::chrono::steady_clock::now();
    const auto answer = (*archive)->search(request);
    if (!answer) return context.give_up(answer.error());
    std::optional<std::chrono::steady_clock::duration> took;
    if (arguments.has("--explain")) took = std::chrono::steady_clock::now() - begin;
    if (context.json()) {
        context.print(as_json(*answer, took));
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
    if (took) context.note(explained(*answer, *took));
    return kFine;
}

}  // namespace

Command search_command() {
    return {
        "search",
        "find stories",
        "Finds stories by what is said in them, the newest first. Words, \"phrases\", prefix*, -without, or, "
        "author:, feed:, lang:, before:, after: and /expression/ are described in docs/search.md.",
        {{"QUERY", "what to look for", false, true}},
        {{"--regex", "EXPR", "a regular expression that has to match too; reads the posts themselves"},
         {"--explain", "", "say how the answer was found"},
         {"--best", "", "the best matches first, instead of the newest"},
         {"--limit", "N", "how many stories, 20 otherwise"},
         {"--json", "", "print the answer as JSON"}},
        run};
}

}  // namespace orrery::cli
