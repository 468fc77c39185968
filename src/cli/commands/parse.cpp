#include "../setup.hpp"
#include "commands.hpp"
#include "orrery/base/file.hpp"
#include "orrery/base/text.hpp"
#include "orrery/feed/json.hpp"
#include "orrery/feed/reader.hpp"

#include <fmt/format.h>

namespace orrery::cli {

namespace {

bool is_web_address(std::string_view source) {
    return istarts_with(source, "http://") || istarts_with(source, "https://");
}

struct Document {
    std::string bytes;
    feed::ParseOptions options;
};

Result<Document> fetch(const Context& context, const Config& config, const std::string& url) {
    static_cast<void>(context);
    ORRERY_TRY(auto options, poll_options(config));
    net::HttpClient client(std::move(options.client));
    ORRERY_TRY(auto response, net::fetch_now(client, {.url = url, .accept = std::string(crawl::kAccept)}));
    if (response.status != 200) return Failure(crawl::explain_status(response.status, url));
    Document document;
    document.options.url = response.url;
    document.options.content_type = response.content_type;
    document.bytes = std::move(response.body);
    return document;
}

Result<Document> read(const Context& context, const std::string& source) {
    Document document;
    const auto most = document.options.limits.bytes;
    ORRERY_TRY(document.bytes, source == "-" ? read_stdin(most) : read_file(source, most));
    static_cast<void>(context);
    return document;
}

int run(const Context& context) {
    const auto& arguments = context.arguments();
    const auto& source = arguments.positionals.front();
    auto document = [&]() -> std::expected<Result<Document>, int> {
        if (!is_web_address(source)) return read(context, source);
        const auto config = context.config();
        if (!config) return std::unexpected(config.error());
        return fetch(context, *config, source);
    }();
    if (!document) return document.error();
    if (!*document) return context.give_up(document->error());

    auto& options = (*document)->options;
    if (const auto base = arguments.value("--base")) options.url = *base;
    if (const auto type = arguments.value("--content-type")) options.content_type = *type;
    options.check = arguments.has("--errors");
    const auto parsed = feed::parse(std::move((*document)->bytes), options);
    if (!parsed) {
        auto error = parsed.error();
        error.where = source;
        return context.give_up(error);
    }
    if (arguments.has("--errors")) {
        const auto file = source == "-" ? std::string("<stdin>") : source;
        for (const auto& diagnostic : parsed->diagnostics())
            context.print_line(feed::format_diagnostic(file, diagnostic));
        if (parsed->suppressed_diagnostics() > 0)
            context.print_line(fmt::format("{}: {} more of these", file, parsed->suppressed_diagnostics()));
        return kFine;
    }
    context.print(feed::to_json(*parsed));
    return kFine;
}

}  // namespace

Command parse_command() {
    return {
        "parse",
        "read a feed and print it as JSON",
        "Reads one feed of any format and prints everything in it as JSON, one object, as docs/feed-model.md "
        "describes it. Needs no planet.",
        {{"SOURCE", "a file, a URL, or - for standard input", true, false}},
        {{"--base", "URL", "what relative links are relative to"},
         {"--content-type", "TYPE", "the HTTP header that the document came with"},
         {"--errors", "", "print what is wrong with the document instead, as file:line:col: message"}},
        run};
}

}  // namespace orrery::cli
