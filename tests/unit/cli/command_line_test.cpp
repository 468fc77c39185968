#include "command.hpp"
#include "terminal.hpp"

#include <gtest/gtest.h>

namespace orrery::cli {
namespace {

struct Run {
    int code;
    std::string output;
    std::string errors;
};

Run orrery(std::vector<std::string> words) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int code = run_command_line(words);
    return {code, testing::internal::GetCapturedStdout(), testing::internal::GetCapturedStderr()};
}

TEST(CommandLine, HelpAndVersionAreData) {
    EXPECT_EQ(orrery({"--help"}).code, kFine);
    EXPECT_EQ(orrery({"--help"}).output, general_help());
    EXPECT_EQ(orrery({"poll", "--help"}).output, orrery({"help", "poll"}).output);
    EXPECT_TRUE(orrery({"--version"}).output.starts_with("orrery "));
}

TEST(CommandLine, NothingAtAllIsWrongUsage) {
    const auto run = orrery({});
    EXPECT_EQ(run.code, kUsage);
    EXPECT_EQ(run.output, "");
    EXPECT_EQ(run.errors, general_help());
}

TEST(CommandLine, HintsAtTheCommandThatWasMeant) {
    const auto run = orrery({"pol"});
    EXPECT_EQ(run.code, kUsage);
    EXPECT_EQ(run.errors,
              "orrery: there is no command \"pol\" (perhaps you meant \"poll\")\nTry `orrery --help`.\n");
}

TEST(CommandLine, HintsAtTheOptionThatWasMeant) {
    const auto run = orrery({"feeds", "--jsn"});
    EXPECT_EQ(run.code, kUsage);
    EXPECT_EQ(
        run.errors,
        "orrery: feeds has no option --jsn (perhaps you meant \"--json\")\nTry `orrery feeds --help`.\n");
}

TEST(CommandLine, SaysWhatACommandNeeds) {
    EXPECT_EQ(orrery({"add"}).code, kUsage);
    EXPECT_EQ(orrery({"add"}).errors, "orrery: add needs URL\nTry `orrery add --help`.\n");
    EXPECT_EQ(orrery({"config", "extra"}).code, kUsage);
    EXPECT_EQ(orrery({"add", "--title"}).code, kUsage);
}

TEST(CommandLine, WhatAFeedSaysDoesNotDriveTheTerminal) {
    EXPECT_EQ(harmless("a\tb\n\u00E9\x1b[31m\x07\x7f\u009b2J"), "a\tb\n\u00E9\uFFFD[31m\uFFFD\uFFFD\uFFFD2J");
    testing::internal::CaptureStdout();
    Context({}).print_line("\x1b[2J");
    EXPECT_EQ(testing::internal::GetCapturedStdout(), "\uFFFD[2J\n");
}

TEST(CommandLine, EveryOptionIsLongAndExplained) {
    for (const auto& command : commands()) {
        EXPECT_FALSE(command.summary.empty());
        EXPECT_FALSE(command.description.empty());
        for (const auto& option : command.options) {
            EXPECT_TRUE(option.name.starts_with("--")) << command.name;
            EXPECT_FALSE(option.help.empty()) << command.name << option.name;
        }
    }
}

}  // namespace
}  // namespace orrery::cli
