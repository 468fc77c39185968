#include "command.hpp"
#include "orrery/base/file.hpp"
#include "orrery/base/text.hpp"
#include "orrery/planet/rule_language.hpp"
#include "rules.hpp"

#include <gtest/gtest.h>

namespace orrery::cli {
namespace {

std::string document(const std::string& name) {
    auto text = read_file(std::string(ORRERY_SOURCE_DIR) + "/docs/" + name);
    EXPECT_TRUE(text) << text.error().message();
    return text ? *text : "";
}

TEST(Docs, NameEveryCommandAndOption) {
    const auto text = document("commands.md");
    for (const auto& command : commands()) {
        EXPECT_NE(text.find("`orrery " + std::string(command.name)), std::string::npos) << command.name;
        for (const auto& option : command.options)
            EXPECT_NE(text.find("`" + std::string(option.name)), std::string::npos)
                << command.name << " " << option.name;
    }
}

TEST(Docs, NameNoConfigurationKeyThatThereIsNot) {
    const auto text = document("configuration.md");
    std::size_t rows = 0;
    for (const auto line : split(text, '\n')) {
        constexpr std::string_view kBegin = "| `";
        if (!line.starts_with(kBegin)) continue;
        const auto name = line.substr(kBegin.size(), line.find('`', kBegin.size()) - kBegin.size());
        if (name.find('.') == std::string_view::npos) continue;  // those of a [[rule]]
        ++rows;
        EXPECT_TRUE(std::ranges::any_of(config_keys(), [&](const auto& key) { return key.name == name; }))
            << name;
    }
    EXPECT_EQ(rows, config_keys().size());
}

TEST(Docs, NameEveryConfigurationKeyWithItsVariableAndDefault) {
    const auto text = document("configuration.md");
    const Config defaults;
    for (const auto& key : config_keys()) {
        EXPECT_NE(text.find("`" + std::string(key.name) + "`"), std::string::npos) << key.name;
        EXPECT_NE(text.find(key.show(defaults)), std::string::npos) << key.name;
        EXPECT_NE(text.find(environment_name(key.name)), std::string::npos) << key.name;
    }
}

TEST(Docs, NameEveryWordOfTheRuleLanguage) {
    const auto text = document("rules.md");
    const auto expect_row = [&](std::string_view name) {
        EXPECT_NE(text.find("\n| `" + std::string(name) + "` |"), std::string::npos) << name;
    };
    for (const auto& word : planet::rule_fields())
        expect_row(word.name);
    for (const auto& word : planet::rule_operators())
        expect_row(word.name);
    for (const auto& word : planet::rule_keywords())
        expect_row(word.name);
    for (const auto& word : planet::rule_actions())
        expect_row(word.name);
}

TEST(Docs, ShowRulesThatAreRight) {
    const auto text = document("rules.md");
    constexpr std::string_view kOpen = "```toml\n";
    std::string toml;
    for (auto at = text.find(kOpen); at != std::string::npos; at = text.find(kOpen, at + 1)) {
        const auto begin = at + kOpen.size();
        toml += text.substr(begin, text.find("```", begin) - begin);
    }
    const auto config =
        read_config(toml, "rules.md", [](const std::string&) { return std::optional<std::string>(); });
    ASSERT_TRUE(config) << config.error().front().message();
    EXPECT_GE(config->rules.size(), 6u);
    const auto rules = compile_rules(*config);
    EXPECT_TRUE(rules) << rules.error().front().message();
}

}  // namespace
}  // namespace orrery::cli
