#include "command.hpp"
#include "orrery/base/file.hpp"

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

TEST(Docs, NameEveryConfigurationKeyWithItsVariableAndDefault) {
    const auto text = document("configuration.md");
    const Config defaults;
    for (const auto& key : config_keys()) {
        EXPECT_NE(text.find("`" + std::string(key.name) + "`"), std::string::npos) << key.name;
        EXPECT_NE(text.find(key.show(defaults)), std::string::npos) << key.name;
        EXPECT_NE(text.find(environment_name(key.name)), std::string::npos) << key.name;
    }
}

}  // namespace
}  // namespace orrery::cli
