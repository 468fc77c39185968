// Reads JSON Lines with a `payload` each on standard input, sanitizes it as posts are and writes a JSON array
// of
// {"payload": …, "safe": …}. For run.mjs, which loads them into a browser.

#include "orrery/base/json_writer.hpp"
#include "orrery/html/sanitize.hpp"

#include <cstdio>
#include <iostream>
#include <string>

#include <simdjson.h>

int main() {
    const auto policy = orrery::html::Policy::feed();
    const auto base = orrery::Url::parse("https://blog.example/post/");
    orrery::JsonWriter json(orrery::JsonWriter::Style::kCompact);
    json.begin_array();
    simdjson::dom::parser parser;
    for (std::string line; std::getline(std::cin, line);) {
        simdjson::dom::element document;
        std::string_view payload;
        if (parser.parse(line).get(document) != simdjson::SUCCESS) continue;
        if (document["payload"].get(payload) != simdjson::SUCCESS) continue;
        json.begin_object().key("payload").value(payload);
        json.key("safe").value(orrery::html::sanitize(payload, policy, &*base)).end_object();
    }
    json.end_array();
    std::fwrite(json.text().data(), 1, json.text().size(), stdout);
}
