// Feeds as JSON, for the conformance runners: reads one request a line from standard input,
//   FILE <tab> URL <tab> CONTENT-TYPE <tab> CONTENT-LOCATION <tab> CONTENT-LANGUAGE <tab> "clean", "check" or
//   nothing
// or  html:FRAGMENT <tab> URL, percent-encoded, which is sanitized as the texts of a "clean" feed are, and
// answered with {"html": …}; and answers each with the length of the JSON in bytes, a line end, and the JSON
// ({"error": …} when FILE is no feed).
#include "orrery/base/file.hpp"
#include "orrery/base/json_writer.hpp"
#include "orrery/base/text.hpp"
#include "orrery/feed/clean.hpp"
#include "orrery/feed/json.hpp"

#include <iostream>
#include <string>

namespace {

// As near as our policies come to what other sanitizers do: nothing added, nothing but what is unsafe taken
// away.
orrery::html::Policy plain_policy() {
    auto policy = orrery::html::Policy::feed();
    policy.link_rel.clear();
    policy.lazy_media = false;
    policy.drop_tracking = false;
    policy.any_class = true;
    for (const auto element :
         {"area", "map", "progress", "dialog", "noscript", "textarea", "input", "spacer", "multicol"})
        policy.allow_element(element);
    for (const auto attribute :
         {"alt",     "axis",  "bgcolor", "border", "char",  "compact",  "coords",  "default",  "face",
          "for",     "frame", "high",    "hspace", "ismap", "multiple", "noshade", "open",     "poster",
          "preload", "rev",   "shape",   "size",   "span",  "src",      "start",   "tabindex", "target",
          "width",   "wrap",  "height",  "vspace", "align", "valign",   "nowrap",  "rules",    "summary"})
        policy.allow_attribute("*", attribute);
    for (const auto property :
         {"border",         "border-bottom",    "border-right",   "border-left",   "border-top",
          "color",          "font-family",      "font-size",      "font-style",    "font-weight",
          "line-height",    "margin",           "margin-top",     "margin-bottom", "margin-left",
          "margin-right",   "padding",          "padding-top",    "padding-left",  "padding-right",
          "padding-bottom", "background-color", "display",        "width",         "height",
          "text-align",     "text-decoration",  "vertical-align", "white-space"})
        policy.allow_style(property);
    return policy;
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            out += static_cast<char>(orrery::hex_value(text[i + 1]) * 16 + orrery::hex_value(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::string sanitized(std::string_view fragment, std::string_view url, const orrery::html::Policy& policy) {
    orrery::JsonWriter json;
    const auto base = orrery::Url::parse(url);
    return json.begin_object()
        .key("html")
        .value(orrery::html::sanitize(fragment, policy, base ? &*base : nullptr))
        .end_object()
        .take();
}

}  // namespace

int main() {
    const auto policy = plain_policy();
    for (std::string line; std::getline(std::cin, line);) {
        const auto fields = orrery::split(line, '\t');
        const auto field = [&](std::size_t i) {
            return i < fields.size() ? std::string(fields[i]) : std::string();
        };
        orrery::feed::ParseOptions options;
        options.url = field(1);
        options.content_type = field(2);
        options.content_location = field(3);
        options.content_language = field(4);
        options.check = field(5) == "check";
        std::string answer;
        if (field(0).starts_with("html:")) {
            answer = sanitized(percent_decoded(field(0).substr(5)), field(1), policy);
            std::cout << answer.size() << '\n' << answer << std::flush;
            continue;
        }
        auto bytes = orrery::read_file(field(0));
        auto parsed = bytes ? orrery::feed::parse(std::move(*bytes), options)
                            : orrery::Result<orrery::feed::ParsedFeed>(orrery::Failure(bytes.error()));
        if (parsed) {
            if (field(5) == "clean") orrery::feed::clean(*parsed, policy);
            answer = orrery::feed::to_json(*parsed);
        } else {
            orrery::JsonWriter json;
            answer = json.begin_object().key("error").value(parsed.error().message()).end_object().take();
        }
        std::cout << answer.size() << '\n' << answer << std::flush;
    }
}
