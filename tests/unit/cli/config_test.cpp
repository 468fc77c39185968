#include "config.hpp"

#include <gtest/gtest.h>

namespace orrery::cli {
namespace {

using namespace std::chrono_literals;

const Environment kEmpty = [](const std::string&) { return std::optional<std::string>(); };

std::string first_error(std::string_view toml, const Environment& environment = kEmpty) {
    const auto config = read_config(toml, "orrery.toml", environment);
    return config ? "" : config.error().front().message();
}

TEST(Config, TakesEveryKeyFromTheFileAndRemembersTheLine) {
    const auto config =
        read_config("[planet]\ntitle = \"Sea\"\n[poll]\nrefresh = \"1h\"\n", "/etc/orrery.toml", kEmpty);
    ASSERT_TRUE(config);
    EXPECT_EQ(config->planet.title, "Sea");
    EXPECT_EQ(config->poll.refresh, Duration(1h));
    EXPECT_EQ(config->origins.at("poll.refresh"), "/etc/orrery.toml:4");
    EXPECT_EQ(config->archive_place(), "/etc/orrery.db");
}

TEST(Config, TakesAnAddressAsThePlaceOfTheArchiveAndKeepsItsPasswordToItself) {
    const auto config =
        read_config("[archive]\npath = \"postgresql://ann:secret@db/planet\"\n", "/etc/orrery.toml", kEmpty);
    ASSERT_TRUE(config);
    EXPECT_EQ(config->archive_place(), "postgresql://ann:secret@db/planet");
    for (const auto& key : config_keys())
        EXPECT_EQ(key.show(*config).find("secret"), std::string::npos) << key.name;
}

TEST(Config, EnvironmentWinsOverTheFile) {
    const Environment environment = [](const std::string& name) -> std::optional<std::string> {
        if (name == "ORRERY_PLANET_TITLE") return "123";
        if (name == "ORRERY_NET_ALLOW_NETWORKS") return "127.0.0.0/8, ::1";
        if (name == "ORRERY_SITE_STORIES_PER_PAGE") return "7";
        return {};
    };
    const auto config = read_config("[planet]\ntitle = \"Sea\"\n", "orrery.toml", environment);
    ASSERT_TRUE(config);
    EXPECT_EQ(config->planet.title, "123");
    EXPECT_EQ(config->net.allow_networks, (std::vector<std::string>{"127.0.0.0/8", "::1"}));
    EXPECT_EQ(config->site.stories_per_page, 7);
    EXPECT_EQ(config->origins.at("planet.title"), "ORRERY_PLANET_TITLE");
}

TEST(Config, NamesAnUnknownKeyWithItsPlaceAndAHint) {
    EXPECT_EQ(first_error("[poll]\nrefersh = \"1h\"\n"),
              "orrery.toml:2:1: unknown key \"poll.refersh\" (perhaps you meant \"refresh\")");
    EXPECT_EQ(first_error("[pol]\nrefresh = \"1h\"\n"),
              "orrery.toml:1:2: unknown section [pol] (perhaps you meant \"poll\")");
    EXPECT_EQ(first_error("title = \"x\"\n"),
              "orrery.toml:1:1: unknown key \"title\" (perhaps you meant \"planet.title\")");
}

TEST(Config, SaysWhatKindOfValueAKeyTakes) {
    EXPECT_EQ(first_error("[poll]\nrefresh = 30\n"),
              "orrery.toml:2:11: poll.refresh should be a length of time such as \"30m\"");
    EXPECT_EQ(first_error("[planet]\ntitle = [1, 2]\n"), "orrery.toml:2:9: planet.title should be a text");
    EXPECT_EQ(first_error("[site]\nstories_per_page = 0\n"),
              "orrery.toml:2:20: site.stories_per_page should be from 1 to 500");
    EXPECT_EQ(
        first_error("[net]\nallow_networks = [\"home\"]\n"),
        "orrery.toml:2:18: \"home\" is not a network (write it like 127.0.0.0/8, fd00::/8 or 192.168.1.10)");
}

TEST(Config, TakesTheHostsThatFramesMayComeFrom) {
    const auto config =
        read_config("[posts]\nframe_hosts = [\"www.youtube.com\", \"*.vimeo.com\"]\n", "orrery.toml", kEmpty);
    ASSERT_TRUE(config);
    EXPECT_EQ(config->posts.frame_hosts, (std::vector<std::string>{"www.youtube.com", "*.vimeo.com"}));
    EXPECT_EQ(first_error("[posts]\nframe_hosts = [\"https://www.youtube.com/\"]\n"),
              "orrery.toml:2:15: \"https://www.youtube.com/\" is not the name of a host (write it like "
              "www.youtube.com or *.example.org)");
}

TEST(Config, TakesWhatIsKeptOfSingleFeeds) {
    const auto config = read_config(
        "[archive]\nkeep_entries = 500\nkeep_for = \"2w\"\n"
        "[[retention]]\nfeed = \"https://a/feed\"\nkeep_entries = 10\n"
        "[[retention]]\nfeed = 7\nkeep_for = \"0s\"\n",
        "orrery.toml", kEmpty);
    ASSERT_TRUE(config) << config.error().front().message();
    EXPECT_EQ(config->archive.keep_entries, 500);
    EXPECT_EQ(config->archive.keep_for, std::chrono::days(14));
    ASSERT_EQ(config->retentions.size(), 2u);
    EXPECT_EQ(config->retentions[0].feed, "https://a/feed");
    EXPECT_EQ(config->retentions[0].entries, 10);
    EXPECT_FALSE(config->retentions[0].time);
    EXPECT_EQ(config->retentions[1].feed, "7");
    EXPECT_EQ(config->retentions[1].time, Duration(0));
    EXPECT_EQ(config->retentions[1].place, "orrery.toml:7");

    const std::string feed = "[[retention]]\nfeed = 7\n";
    EXPECT_EQ(first_error(feed + "keep_fro = \"3d\"\n"),
              "orrery.toml:3:1: unknown key \"retention.keep_fro\" (perhaps you meant \"keep_for\")");
    EXPECT_EQ(
        first_error(feed + "keep_for = \"soon\"\n"),
        "orrery.toml:3:12: retention.keep_for should be a length of time such as \"365d\" (\"0s\" keeps for "
        "good)");
    EXPECT_EQ(first_error(feed + "keep_entries = -1\n"),
              "orrery.toml:3:16: retention.keep_entries should be a whole number (0 keeps all)");
    EXPECT_EQ(first_error(feed),
              "orrery.toml:1:1: this retention does not say what is kept (a [[retention]] has feed, and "
              "keep_entries, keep_for or both)");
    EXPECT_EQ(first_error("[[retention]]\nkeep_entries = 3\n"),
              "orrery.toml:1:1: this retention does not say of which feed (a [[retention]] has feed, and "
              "keep_entries, keep_for or both)");
    EXPECT_EQ(first_error("[retention]\nfeed = 7\n"),
              "orrery.toml:1:1: retentions are a list of tables (write [[retention]] above each)");
}

TEST(Config, ReportsEveryMistakeAtOnce) {
    const auto config = read_config("[poll]\nrefersh = \"1h\"\nlongest = 3\n", "orrery.toml", kEmpty);
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().size(), 2u);
}

TEST(Config, PointsAtTheLineThatIsNoToml) {
    EXPECT_TRUE(first_error("[poll]\nrefresh = \n").starts_with("orrery.toml:2:11: this is not TOML"));
}

TEST(Config, NamesTheVariableThatIsWrong) {
    const Environment environment = [](const std::string& name) -> std::optional<std::string> {
        if (name == "ORRERY_POLL_REFRESH") return "soon";
        return {};
    };
    EXPECT_TRUE(
        first_error("", environment).starts_with("ORRERY_POLL_REFRESH: \"soon\" is not a length of time"));
}

TEST(Config, AMissingFileThatWasNamedIsAnError) {
    const auto config = load_config("/nonexistent/orrery.toml", kEmpty);
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().front().code, ErrorCode::kNotFound);
}

TEST(Config, SampleReadsBackAndNamesEveryKey) {
    const auto sample = sample_config("My \"planet\"");
    const auto config = read_config(sample, "orrery.toml", kEmpty);
    ASSERT_TRUE(config) << config.error().front().message();
    EXPECT_EQ(config->planet.title, "My \"planet\"");
    for (const auto& key : config_keys()) {
        const auto name = key.name.substr(key.name.find('.') + 1);
        EXPECT_NE(sample.find(std::string(name) + " = "), std::string::npos) << key.name;
    }
}

TEST(Config, EveryDefaultIsAcceptedAsItIsShown) {
    const Config config;
    for (const auto& key : config_keys()) {
        const auto dot = key.name.find('.');
        const auto toml = "[" + std::string(key.name.substr(0, dot)) + "]\n" +
                          std::string(key.name.substr(dot + 1)) + " = " + key.show(config) + "\n";
        EXPECT_EQ(first_error(toml), "");
    }
}

}  // namespace
}  // namespace orrery::cli
