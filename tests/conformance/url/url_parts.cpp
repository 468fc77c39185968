// Parses URLs for compare.mjs. A line of input is two hexadecimal texts, `input base`, or one without a base;
// its answer is a line of JSON with the parts, or `null`.
#include "orrery/base/json_writer.hpp"
#include "orrery/base/text.hpp"
#include "orrery/base/url.hpp"

#include <iostream>
#include <optional>
#include <string>

namespace {

std::string from_hex(std::string_view hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        bytes += static_cast<char>(orrery::hex_value(hex[i]) * 16 + orrery::hex_value(hex[i + 1]));
    }
    return bytes;
}

std::string answer(std::string_view line) {
    const auto texts = orrery::split(line, ' ');
    std::optional<orrery::Url> base;
    if (texts.size() > 1) {
        base = orrery::Url::parse(from_hex(texts[1]));
        if (!base) return "null";
    }
    const auto url = orrery::Url::parse(from_hex(texts[0]), base ? &*base : nullptr);
    if (!url) return "null";
    orrery::JsonWriter json(orrery::JsonWriter::Style::kCompact);
    json.begin_object().key("href").value(url->href()).key("scheme").value(url->scheme());
    json.key("username").value(url->username()).key("password").value(url->password());
    json.key("host").value(url->host()).key("port").value(url->port()).key("path").value(url->path());
    json.key("query").value(url->query()).key("fragment").value(url->fragment());
    json.key("origin").value(url->origin()).end_object();
    return json.take();
}

}  // namespace

int main() {
    for (std::string line; std::getline(std::cin, line);)
        std::cout << answer(line) << '\n';
}
