#include "toml_text.hpp"

#include "orrery/base/text.hpp"

#include <fmt/format.h>

namespace orrery::cli {

std::string toml_string(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
    std::vector<std::string> lines;
    for (const auto word : split(text, ' ')) {
        if (word.empty()) continue;
        if (lines.empty() || lines.back().size() + 1 + word.size() > columns) {
            lines.emplace_back(word);
        } else {
            lines.back().append(" ").append(word);
        }
    }
    return lines;
}

}  // namespace orrery::cli
