// Feeds as JSON, for the conformance runners: reads one request a line from standard input,
//   FILE <tab> URL <tab> CONTENT-TYPE <tab> CONTENT-LOCATION <tab> CONTENT-LANGUAGE <tab> "clean" or nothing
// and answers each with the length of the JSON in bytes, a line end, and the JSON ({"error": …} when FILE is
// no feed).
#include "orrery/base/file.hpp"
#include "orrery/base/json_writer.hpp"
#include "orrery/base/text.hpp"
#include "orrery/feed/clean.hpp"
#include "orrery/feed/json.hpp"

#include <iostream>
#include <string>

namespace {

// As near as our policies come to what other sanitizers do: nothing added, nothing but what is unsafe taken away.
orrery::html::Policy plain_policy() {
    auto policy = orrery::html::Policy::feed();
    policy.link_rel.clear();
    policy.lazy_media = false;
    policy.drop_tracking = false;
    policy.any_class = true;
    return policy;
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
        std::string answer;
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
