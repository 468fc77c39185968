#include "rule_tables.hpp"

#include "orrery/base/hint.hpp"
#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"

#include <array>

#include <fmt/format.h>

namespace orrery::cli {

namespace {

// The rest of the file from a place on; TOML counts columns in characters.
std::string_view text_from(std::string_view text, const toml::source_position& position) {
    for (auto line = position.line; line > 1; --line) {
        const auto end = text.find('\n');
        if (end == std::string_view::npos) return {};
        text.remove_prefix(end + 1);
    }
    std::size_t offset = 0;
    for (auto column = position.column; column > 1 && offset < text.size(); --column)
        static_cast<void>(utf8::decode(text, offset));
    return text.substr(offset);
}

class RuleReader {
  public:
    RuleReader(std::string_view text, std::string file, Config& config, std::vector<Error>& errors)
        : text_(text), file_(std::move(file)), config_(config), errors_(errors) {}

    void read(const toml::table& table) {
        Config::Rule rule;
        rule.place = fmt::format("{}:{}", file_, table.source().begin.line);
        for (const auto& [key, value] : table) {
            if (key.str() == "name") {
                rule.name = snippet(key.str(), value).text;
            } else if (key.str() == "when") {
                rule.when = snippet(key.str(), value);
            } else if (key.str() == "do") {
                rule.actions = snippets(value);
            } else {
                static constexpr std::array<std::string_view, 3> kKeys = {"name", "when", "do"};
                auto hint = perhaps_you_meant(key.str(), kKeys);
                if (hint.empty()) hint = "a rule has name, when and do";
                refuse(key.source(), fmt::format("unknown key \"rule.{}\"", key.str()), hint);
            }
        }
        for (const auto* key : {"name", "when", "do"})
            if (!table.contains(key))
                refuse(table.source(), fmt::format("this rule has no \"{}\"", key),
                       "a rule has name, when and do");
        config_.rules.push_back(std::move(rule));
    }

    void refuse(const toml::source_region& region, std::string what, std::string remedy) {
        errors_.push_back({ErrorCode::kInvalid, std::move(what),
                           fmt::format("{}:{}:{}", file_, region.begin.line, region.begin.column), "",
                           std::move(remedy)});
    }

  private:
    Config::Snippet snippet(std::string_view key, const toml::node& node) {
        const auto value = node.value_exact<std::string>();
        const auto& begin = node.source().begin;
        if (!value) {
            const auto kind = key == "do" ? "an action such as \"hide\", or a list of them" : "a text";
            refuse(node.source(), fmt::format("rule.{} should be {}", key, kind), "");
            return {};
        }
        Config::Snippet snippet{*value, file_, begin.line, begin.column, false};
        auto written = text_from(text_, begin);
        std::size_t quotes = 1;
        if (written.starts_with("'''") || written.starts_with("\"\"\"")) quotes = 3;
        written.remove_prefix(std::min(quotes, written.size()));
        snippet.column += quotes;
        // TOML drops a line feed right behind three quotes.
        if (quotes == 3 && (written.starts_with('\n') || written.starts_with("\r\n"))) {
            written.remove_prefix(written.find('\n') + 1);
            ++snippet.line;
            snippet.column = 1;
        }
        snippet.is_verbatim = written.starts_with(*value);
        if (!snippet.is_verbatim) {
            snippet.line = begin.line;
            snippet.column = begin.column;
        }
        return snippet;
    }

    std::vector<Config::Snippet> snippets(const toml::node& node) {
        const auto* list = node.as_array();
        std::vector<Config::Snippet> all;
        if (list == nullptr) {
            all.push_back(snippet("do", node));
            return all;
        }
        for (const auto& item : *list)
            all.push_back(snippet("do", item));
        return all;
    }

    std::string_view text_;
    std::string file_;
    Config& config_;
    std::vector<Error>& errors_;
};

}  // namespace

std::string Config::Snippet::place(std::size_t offset) const {
    if (!is_verbatim) return fmt::format("{}:{}:{}", file, line, column);
    const auto before = std::string_view(text).substr(0, offset);
    const auto lines = static_cast<std::size_t>(std::ranges::count(before, '\n'));
    const auto in_line = utf8::length(before.substr(before.rfind('\n') + 1));
    return fmt::format("{}:{}:{}", file, line + lines, lines == 0 ? column + in_line : 1 + in_line);
}

void read_rule_tables(const toml::node& node, std::string_view text, const std::filesystem::path& file,
                      Config& config, std::vector<Error>& errors) {
    RuleReader reader(text, file.string(), config, errors);
    const auto* tables = node.as_array();
    if (tables == nullptr || !std::ranges::all_of(*tables, [](const auto& item) { return item.is_table(); }))
        return reader.refuse(node.source(), "rules are a list of tables", "write [[rule]] above each");
    for (const auto& item : *tables)
        reader.read(*item.as_table());
}

}  // namespace orrery::cli
