#include "config.hpp"

#include "orrery/base/file.hpp"
#include "orrery/base/hint.hpp"
#include "orrery/base/text.hpp"
#include "orrery/store/archive.hpp"
#include "retention_tables.hpp"
#include "rule_tables.hpp"
#include "toml_text.hpp"

#include <cstdlib>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

namespace orrery::cli {

namespace {

// Where a value stands and how to say so: `orrery.toml:12:1` for a person who mends it, `orrery.toml:12` as
// its origin.
std::string place(const std::filesystem::path& file, const toml::source_position& position) {
    return fmt::format("{}:{}:{}", file.string(), position.line, position.column);
}

std::optional<ConfigValue> value_of(const toml::node& node) {
    if (const auto text = node.value_exact<std::string>()) return ConfigValue(*text);
    if (const auto number = node.value_exact<std::int64_t>()) return ConfigValue(*number);
    if (const auto flag = node.value_exact<bool>()) return ConfigValue(*flag);
    const auto* array = node.as_array();
    if (array == nullptr) return {};
    std::vector<std::string> list;
    for (const auto& item : *array) {
        const auto text = item.value_exact<std::string>();
        if (!text) return {};
        list.push_back(*text);
    }
    return ConfigValue(std::move(list));
}

class Reader {
  public:
    Reader(Config& config, std::vector<Error>& errors) : config_(config), errors_(errors) {}

    void read_file(std::string_view text, const std::filesystem::path& file) {
        toml::table table;
        try {
            table = toml::parse(text, file.string());
        } catch (const toml::parse_error& error) {
            errors_.push_back({ErrorCode::kInvalid, "this is not TOML", place(file, error.source().begin),
                               std::string(error.description()), ""});
            return;
        }
        for (const auto& [section, node] : table) {
            if (section.str() == "rule") {
                read_rule_tables(node, text, file, config_, errors_);
                continue;
            }
            if (section.str() == "retention") {
                read_retention_tables(node, file, config_, errors_);
                continue;
            }
            const auto* keys = node.as_table();
            if (node.is_array_of_tables()) {
                unknown_section(section.str(), place(file, section.source().begin));
                continue;
            }
            if (keys == nullptr) {
                unknown(std::string(section.str()), place(file, section.source().begin));
                continue;
            }
            if (!is_section(section.str())) {
                unknown_section(section.str(), place(file, section.source().begin));
                continue;
            }
            for (const auto& [key, value] : *keys)
                read_key(fmt::format("{}.{}", section.str(), key.str()), value, file, key.source().begin);
        }
    }

    void read_environment(const Environment& environment) {
        for (const auto& key : config_keys()) {
            const auto name = environment_name(key.name);
            const auto text = environment(name);
            if (!text) continue;
            ConfigValue value = *text;
            std::int64_t number = 0;
            if (key.is_list) {
                std::vector<std::string> list;
                for (const auto part : split(*text, ','))
                    if (!trim(part).empty()) list.emplace_back(trim(part));
                value = std::move(list);
            } else if (parse_number(trim(*text), number)) {
                // A variable has no types: what is all digits may be meant as a number or as a text.
                if (key.set(config_, number)) {
                    config_.origins[std::string(key.name)] = name;
                    continue;
                }
            }
            apply(key, value, name, name);
        }
    }

  private:
    static bool is_section(std::string_view name) {
        for (const auto& key : config_keys())
            if (key.name.substr(0, key.name.find('.')) == name) return true;
        return false;
    }

    void read_key(const std::string& name, const toml::node& node, const std::filesystem::path& file,
                  const toml::source_position& position) {
        for (const auto& key : config_keys()) {
            if (key.name != name) continue;
            const auto value = value_of(node);
            if (value) {
                apply(key, *value, place(file, node.source().begin),
                      fmt::format("{}:{}", file.string(), position.line));
            } else {
                errors_.push_back({ErrorCode::kInvalid, fmt::format("{} should be {}", name, key.kind),
                                   place(file, node.source().begin), "", ""});
            }
            return;
        }
        unknown(name, place(file, position));
    }

    void apply(const ConfigKey& key, const ConfigValue& value, const std::string& where,
               const std::string& origin) {
        if (const auto result = key.set(config_, value); !result) {
            auto error = result.error();
            error.where = where;
            if (error.what.empty()) error.what = fmt::format("{} should be {}", key.name, key.kind);
            errors_.push_back(std::move(error));
            return;
        }
        config_.origins[std::string(key.name)] = origin;
    }

    void unknown(const std::string& name, const std::string& where) {
        // The section is right nearly always; else the key may be one of another section.
        const auto dot = name.find('.');
        const auto section =
            dot == std::string::npos ? std::string_view() : std::string_view(name).substr(0, dot + 1);
        const auto wanted = std::string_view(name).substr(section.size());
        std::vector<std::string_view> same_section;
        std::vector<std::string_view> anywhere;
        for (const auto& key : config_keys()) {
            anywhere.push_back(key.name.substr(key.name.find('.') + 1));
            if (!section.empty() && key.name.starts_with(section)) same_section.push_back(anywhere.back());
        }
        auto hint = perhaps_you_meant(wanted, same_section);
        if (hint.empty()) {
            const auto near = closest(wanted, anywhere);
            for (const auto& key : config_keys())
                if (!near.empty() && key.name.substr(key.name.find('.') + 1) == near)
                    hint = fmt::format("perhaps you meant \"{}\"", key.name);
        }
        if (hint.empty()) hint = "`orrery config` lists the keys";
        errors_.push_back({ErrorCode::kInvalid, fmt::format("unknown key \"{}\"", name), where, "", hint});
    }

    void unknown_section(std::string_view name, const std::string& where) {
        std::vector<std::string_view> sections;
        for (const auto& key : config_keys()) {
            const auto section = key.name.substr(0, key.name.find('.'));
            if (sections.empty() || sections.back() != section) sections.push_back(section);
        }
        sections.push_back("rule");
        sections.push_back("retention");
        auto hint = perhaps_you_meant(name, sections);
        if (hint.empty()) hint = fmt::format("the sections are {}", fmt::join(sections, ", "));
        errors_.push_back({ErrorCode::kInvalid, fmt::format("unknown section [{}]", name), where, "", hint});
    }

    Config& config_;
    std::vector<Error>& errors_;
};

std::filesystem::path beside(const std::filesystem::path& file, const std::filesystem::path& given) {
    return given.is_absolute() || !file.has_parent_path() ? given : file.parent_path() / given;
}

}  // namespace

std::string Config::archive_place() const {
    return store::is_server(archive.path) ? archive.path : beside(file, archive.path).string();
}

std::optional<std::filesystem::path> Config::backup_path() const {
    if (backup.dir.empty()) return {};
    return beside(file, backup.dir);
}

std::optional<std::filesystem::path> Config::backup_key_path() const {
    if (backup.key_file.empty()) return {};
    return beside(file, backup.key_file);
}

std::string environment_name(std::string_view key) {
    std::string name = "ORRERY_";
    for (const char c : key)
        name += c == '.' ? '_' : static_cast<char>(is_alpha(c) ? to_lower(c) - 32 : c);
    return name;
}

std::optional<std::string> process_environment(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) return {};
    return value;
}

std::expected<Config, std::vector<Error>> read_config(std::string_view text,
                                                      const std::filesystem::path& file,
                                                      const Environment& environment) {
    Config config;
    std::vector<Error> errors;
    config.file = file;
    Reader reader(config, errors);
    reader.read_file(text, file);
    reader.read_environment(environment);
    if (!errors.empty()) return std::unexpected(std::move(errors));
    return config;
}

std::expected<Config, std::vector<Error>> load_config(const std::optional<std::filesystem::path>& named,
                                                      const Environment& environment) {
    constexpr std::size_t kMostBytes = std::size_t{1} << 20;
    const std::filesystem::path path = named.value_or("orrery.toml");
    auto text = read_file(path, kMostBytes);
    if (text) return read_config(*text, path, environment);
    if (!named && text.error().code == ErrorCode::kNotFound) return read_config("", "", environment);
    auto error = text.error();
    if (error.code == ErrorCode::kNotFound) error.remedy = "`orrery init` writes a new one";
    return std::unexpected(std::vector{std::move(error)});
}

std::string sample_config(std::string_view title) {
    std::string text =
        "# Orrery's configuration. Every key can also be set by an environment variable: poll.refresh by\n"
        "# ORRERY_POLL_REFRESH, and so on. `orrery config` shows what holds and where it came from.\n";
    Config config;
    config.planet.title = title;
    std::string_view section;
    for (const auto& key : config_keys()) {
        const auto dot = key.name.find('.');
        if (key.name.substr(0, dot) != section) {
            section = key.name.substr(0, dot);
            text += fmt::format("\n[{}]\n", section);
        }
        for (const auto& line : wrapped(key.meaning, 96))
            text += fmt::format("# {}\n", line);
        // What every planet has to decide stands open; the rest shows its default.
        const bool decided = key.name == "planet.title" || key.name == "site.listen";
        text += fmt::format("{}{} = {}\n", decided ? "" : "# ", key.name.substr(dot + 1), key.show(config));
    }
    text +=
        "\n# Rules look at every entry: `orrery rule test 'title contains \"hiring\"'` shows what one would "
        "match.\n"
        "# [[rule]]\n"
        "# name = \"jobs\"\n"
        "# when = 'title contains \"hiring\" or category = \"jobs\"'\n"
        "# do = 'tag \"jobs\"'\n"
        "\n# What is kept of one feed, where that is not what [archive] says. `orrery prune --dry-run` shows "
        "what "
        "would go.\n"
        "# [[retention]]\n"
        "# feed = \"https://news.example.org/feed\"\n"
        "# keep_entries = 1000\n"
        "# keep_for = \"90d\"\n";
    return text;
}

}  // namespace orrery::cli
