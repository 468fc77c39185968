#include "rules.hpp"

#include "command.hpp"
#include "orrery/base/file.hpp"
#include "orrery/store/archive.hpp"

#include <filesystem>

#include <gtest/gtest.h>

namespace orrery::cli {
namespace {

using namespace std::chrono_literals;

const Environment kEmpty = [](const std::string&) { return std::optional<std::string>(); };

Config config_of(std::string_view toml) {
    auto config = read_config(toml, "orrery.toml", kEmpty);
    if (!config) ADD_FAILURE() << config.error().front().message();
    return config ? std::move(*config) : Config();
}

// The first mistake in the shape or the language of rules.
std::string first_error(std::string_view toml) {
    const auto config = read_config(toml, "orrery.toml", kEmpty);
    if (!config) return config.error().front().message();
    const auto rules = compile_rules(*config);
    return rules ? "" : rules.error().front().message();
}

TEST(Rules, AreReadInTheirOrderWithTheirPlaces) {
    const auto config = config_of(
        "[planet]\ntitle = \"Sea\"\n\n[[rule]]\nname = \"jobs\"\nwhen = 'title ~ \"job\"'\ndo = \"hide\"\n"
        "[[rule]]\nname = \"all\"\nwhen = \"true\"\ndo = [\"hold\", 'tag \"x\"']\n");
    ASSERT_EQ(config.rules.size(), 2u);
    EXPECT_EQ(config.rules[0].name, "jobs");
    EXPECT_EQ(config.rules[0].when.text, "title ~ \"job\"");
    EXPECT_EQ(config.rules[0].place, "orrery.toml:4");
    EXPECT_EQ(config.rules[1].place, "orrery.toml:8");
    ASSERT_EQ(config.rules[1].actions.size(), 2u);
    EXPECT_EQ(config.rules[1].actions[1].text, "tag \"x\"");
    const auto compiled = compile_rules(config);
    ASSERT_TRUE(compiled);
    EXPECT_EQ(compiled->size(), 2u);
}

TEST(Rules, HaveANameAConditionAndAnAction) {
    EXPECT_EQ(first_error("[[rule]]\nname = \"a\"\ndo = \"hide\"\n"),
              "orrery.toml:1:1: this rule has no \"when\" (a rule has name, when and do)");
    EXPECT_EQ(first_error("[[rule]]\nname = \"a\"\nwhen = \"true\"\naction = \"hide\"\n"),
              "orrery.toml:4:1: unknown key \"rule.action\" (a rule has name, when and do)");
    EXPECT_EQ(first_error("[[rule]]\nnam = \"a\"\nwhen = \"true\"\ndo = \"hide\"\n"),
              "orrery.toml:2:1: unknown key \"rule.nam\" (perhaps you meant \"name\")");
    EXPECT_EQ(first_error("[[rule]]\nname = \"a\"\nwhen = true\ndo = \"hide\"\n"),
              "orrery.toml:3:8: rule.when should be a text");
    EXPECT_EQ(first_error("[[rule]]\nname = \"a\"\nwhen = \"true\"\ndo = [\"hide\", 3]\n"),
              "orrery.toml:4:15: rule.do should be an action such as \"hide\", or a list of them");
    EXPECT_EQ(first_error("[[rule]]\nname = \"a\"\nwhen = \"true\"\ndo = []\n"),
              "orrery.toml:1: rule \"a\": this rule does nothing (write do = \"hide\")");
    EXPECT_EQ(first_error("[rule]\nname = \"a\"\n"),
              "orrery.toml:1:1: rules are a list of tables (write [[rule]] above each)");
    EXPECT_EQ(first_error("[[rules]]\nname = \"a\"\n"),
              "orrery.toml:1:3: unknown section [rules] (perhaps you meant \"rule\")");
}

TEST(Rules, PointAtTheByteThatIsWrong) {
    const std::string head = "[[rule]]\nname = \"a\"\ndo = \"hide\"\n";
    const auto wrong = [&](const std::string& when) {
        const auto message = first_error(head + when);
        return message.substr(0, message.find(": rule"));
    };
    EXPECT_EQ(wrong("when = 'titel ~ \"x\"'\n"), "orrery.toml:4:9");
    EXPECT_EQ(wrong("when = \"true and titel ~ 'x'\"\n"), "orrery.toml:4:18");
    EXPECT_EQ(wrong("when = 'author = \"\u00D6\" and titel ~ \"x\"'\n"), "orrery.toml:4:26");
    EXPECT_EQ(wrong("when = '''\n  true\n  and titel ~ \"x\"\n'''\n"), "orrery.toml:6:7");
    EXPECT_EQ(wrong("when = \"\"\"true\n  and titel ~ 'x'\"\"\"\n"), "orrery.toml:5:7");
    // Escapes of TOML make the place of a byte unknown: the text itself is named.
    EXPECT_EQ(wrong("when = \"titel ~ \\\"x\\\"\"\n"), "orrery.toml:4:8");
    EXPECT_EQ(first_error("[[rule]]\nname = \"a\"\nwhen = \"true\"\ndo = [\"hide\", 'tga \"x\"']\n"),
              "orrery.toml:4:16: rule \"a\": unknown action \"tga\" (perhaps you meant \"tag\")");
}

TEST(Rules, NameBothPlacesOfANameThatIsTaken) {
    EXPECT_EQ(
        first_error("[[rule]]\nname = \"a\"\nwhen = \"true\"\ndo = \"hide\"\n"
                    "[[rule]]\nname = \"a\"\nwhen = \"true\"\ndo = \"hide\"\n"),
        "orrery.toml:5: two rules are called \"a\": orrery.toml:1 and orrery.toml:5 (rename one of them)");
}

struct Outcome {
    int code;
    std::string output;
    std::string errors;
};

// A planet with an archive of 25 stories in a folder of its own.
class RuleCommand : public testing::Test {
  protected:
    void SetUp() override {
        std::filesystem::create_directories(folder_);
        write("[[rule]]\nname = \"jobs\"\nwhen = 'category = \"jobs\"'\ndo = [\"hide\", \"hold\"]\n");
        const auto archive = store::open_sqlite(folder_ / "orrery.db", store::OpenMode::kCreate);
        ASSERT_TRUE(archive);
        const Timestamp start = std::chrono::sys_days(std::chrono::year(2024) / 5 / 1);
        const std::vector<store::NewFeed> feeds = {{"https://sea.example/feed", "Sea Blog", "Water", ""}};
        const auto added = (*archive)->add_feeds(feeds, start);
        ASSERT_TRUE(added);
        store::PollCommit commit;
        commit.feed = added->front().id;
        commit.time = start;
        for (int i = 0; i < 25; ++i) {
            store::NewEntry entry;
            entry.identity.guid = static_cast<std::uint64_t>(i) + 1;
            entry.url = "https://sea.example/" + std::to_string(i);
            entry.title = "Post " + std::to_string(i);
            entry.html = i % 2 == 0 ? "<p>calm <b>water</b></p>" : "<p>storm</p>";
            entry.date = start + i * 24h;
            if (i < 3) entry.categories = {"Jobs"};
            commit.entries.push_back(std::move(entry));
        }
        ASSERT_TRUE((*archive)->commit_poll(commit));
    }

    void TearDown() override { std::filesystem::remove_all(folder_); }

    void write(const std::string& toml) { ASSERT_TRUE(write_file(folder_ / "orrery.toml", toml)); }

    Outcome rule(std::vector<std::string> words) {
        words.insert(words.begin(), "rule");
        words.insert(words.end(), {"--config", (folder_ / "orrery.toml").string()});
        testing::internal::CaptureStdout();
        testing::internal::CaptureStderr();
        const int code = run_command_line(words);
        return {code, testing::internal::GetCapturedStdout(), testing::internal::GetCapturedStderr()};
    }

    std::filesystem::path folder_ = testing::TempDir() + "orrery_rule_" + std::to_string(::getpid());
};

TEST_F(RuleCommand, TestShowsWhatAConditionMatchesNewestFirst) {
    const auto run = rule({"test", "text = 'calm water' and feed_category = 'water'", "--limit", "2"});
    EXPECT_EQ(run.code, kFine);
    EXPECT_EQ(run.output,
              "2024-05-25  Post 24  [Sea Blog]  <https://sea.example/24>\n"
              "2024-05-23  Post 22  [Sea Blog]  <https://sea.example/22>\n");
    EXPECT_TRUE(run.errors.starts_with("13 of 25 entries match; 2 shown, newest first; ")) << run.errors;
}

TEST_F(RuleCommand, TestTakesARuleByItsNameAndTellsWhatItDoes) {
    const auto run = rule({"test", "--name", "jobs"});
    EXPECT_EQ(run.code, kFine);
    EXPECT_TRUE(run.errors.starts_with("3 of 25 entries match; 3 shown")) << run.errors;
    EXPECT_NE(run.errors.find("What the rule does to them: hide, hold\n"), std::string::npos);
    EXPECT_EQ(rule({"test", "--name", "jbs"}).code, kFailed);
    EXPECT_NE(rule({"test", "--name", "jbs"}).errors.find("perhaps you meant \"jobs\""), std::string::npos);
}

TEST_F(RuleCommand, TestCountsAndListsAsJson) {
    const auto run = rule({"test", "words = 2", "--limit", "1", "--json"});
    EXPECT_NE(run.output.find("\"scanned\": 25"), std::string::npos) << run.output;
    EXPECT_NE(run.output.find("\"matched\": 13"), std::string::npos);
    EXPECT_NE(run.output.find("\"title\": \"Post 24\""), std::string::npos);
    EXPECT_EQ(run.output.find("\"title\": \"Post 22\""), std::string::npos);
}

TEST_F(RuleCommand, TestDrawsALineUnderAMistake) {
    const auto run = rule({"test", "true and titel = 'x'"});
    EXPECT_EQ(run.code, kFailed);
    EXPECT_EQ(run.output, "");
    EXPECT_EQ(run.errors,
              "orrery: 1:10: unknown field \"titel\" (perhaps you meant \"title\")\n"
              "  true and titel = 'x'\n"
              "           ^^^^^\n");
}

TEST_F(RuleCommand, TestWantsAConditionOrAName) {
    EXPECT_EQ(rule({"test"}).code, kUsage);
    EXPECT_EQ(rule({"test", "true", "--name", "jobs"}).code, kUsage);
    EXPECT_EQ(rule({"test", "true", "--limit", "many"}).code, kUsage);
    EXPECT_EQ(rule({"tst"}).code, kUsage);
    EXPECT_EQ(rule({"list", "jobs"}).code, kUsage);
}

TEST_F(RuleCommand, ListShowsRulesAndWhatIsWrongWithThem) {
    auto run = rule({"list"});
    EXPECT_EQ(run.code, kFine);
    const auto file = (folder_ / "orrery.toml").string();
    EXPECT_EQ(run.output, "jobs  # " + file + ":1\n  category = \"jobs\"\n  -> hide, hold\n");
    write("[[rule]]\nname = \"jobs\"\nwhen = 'categry = \"jobs\"'\ndo = \"hide\"\n");
    run = rule({"list"});
    EXPECT_EQ(run.code, kFailed);
    EXPECT_TRUE(run.output.starts_with("NOT VALID  jobs  # "));
    EXPECT_EQ(run.errors,
              "orrery: " + file +
                  ":3:9: rule \"jobs\": unknown field \"categry\" (perhaps you meant \"category\")\n");
    EXPECT_NE(rule({"list", "--json"}).output.find("\"valid\": false"), std::string::npos);
}

TEST_F(RuleCommand, NothingStartsWithARuleThatIsWrong) {
    write("[[rule]]\nname = \"jobs\"\nwhen = 'categry = \"jobs\"'\ndo = \"hide\"\n");
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const std::vector<std::string> words = {"feeds", "--config", (folder_ / "orrery.toml").string()};
    EXPECT_EQ(run_command_line(words), kFailed);
    EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
    EXPECT_NE(testing::internal::GetCapturedStderr().find("unknown field \"categry\""), std::string::npos);
    // But another condition can still be tried.
    EXPECT_EQ(rule({"test", "category = 'jobs'"}).code, kFine);
}

}  // namespace
}  // namespace orrery::cli
