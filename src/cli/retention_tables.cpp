#include "retention_tables.hpp"

#include "orrery/base/hint.hpp"
#include "orrery/base/quantity.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace orrery::cli {

namespace {

constexpr std::string_view kShape = "a [[retention]] has feed, and keep_entries, keep_for or both";

class RetentionReader {
  public:
    RetentionReader(std::string file, Config& config, std::vector<Error>& errors)
        : file_(std::move(file)), config_(config), errors_(errors) {}

    void read(const toml::table& table) {
        Config::Retention retention;
        retention.place = fmt::format("{}:{}", file_, table.source().begin.line);
        for (const auto& [key, value] : table) {
            if (key.str() == "feed") {
                read_feed(value, retention);
            } else if (key.str() == "keep_entries") {
                const auto number = value.value_exact<std::int64_t>();
                if (!number || *number < 0)
                    refuse(value.source(), "retention.keep_entries should be a whole number", "0 keeps all");
                retention.entries = number.value_or(0);
            } else if (key.str() == "keep_for") {
                read_time(value, retention);
            } else {
                static constexpr std::array<std::string_view, 3> kKeys = {"feed", "keep_entries", "keep_for"};
                auto hint = perhaps_you_meant(key.str(), kKeys);
                refuse(key.source(), fmt::format("unknown key \"retention.{}\"", key.str()),
                       hint.empty() ? std::string(kShape) : hint);
            }
        }
        if (!table.contains("feed"))
            refuse(table.source(), "this retention does not say of which feed", std::string(kShape));
        if (!table.contains("keep_entries") && !table.contains("keep_for"))
            refuse(table.source(), "this retention does not say what is kept", std::string(kShape));
        config_.retentions.push_back(std::move(retention));
    }

    void refuse(const toml::source_region& region, std::string what, std::string remedy) {
        errors_.push_back({ErrorCode::kInvalid, std::move(what),
                           fmt::format("{}:{}:{}", file_, region.begin.line, region.begin.column), "",
                           std::move(remedy)});
    }

  private:
    void read_feed(const toml::node& value, Config::Retention& retention) {
        if (const auto number = value.value_exact<std::int64_t>()) {
            retention.feed = std::to_string(*number);
        } else if (const auto text = value.value_exact<std::string>()) {
            retention.feed = *text;
        } else {
            refuse(value.source(), "retention.feed should be the number or the address of a feed",
                   "`orrery feeds` lists them");
        }
    }

    void read_time(const toml::node& value, Config::Retention& retention) {
        const auto text = value.value_exact<std::string>();
        const auto time = text ? parse_duration(*text) : Result<Duration>(fail(ErrorCode::kInvalid, ""));
        if (!time) {
            refuse(value.source(), "retention.keep_for should be a length of time such as \"365d\"",
                   "\"0s\" keeps for good");
            return;
        }
        retention.time = *time;
    }

    std::string file_;
    Config& config_;
    std::vector<Error>& errors_;
};

}  // namespace

void read_retention_tables(const toml::node& node, const std::filesystem::path& file, Config& config,
                           std::vector<Error>& errors) {
    RetentionReader reader(file.string(), config, errors);
    const auto* tables = node.as_array();
    if (tables == nullptr || !std::ranges::all_of(*tables, [](const auto& item) { return item.is_table(); }))
        return reader.refuse(node.source(), "retentions are a list of tables",
                             "write [[retention]] above each");
    for (const auto& item : *tables)
        reader.read(*item.as_table());
}

}  // namespace orrery::cli
