#include "orrery/base/file.hpp"

#include <regex>
#include <set>

#include <gtest/gtest.h>

// docs/feed-model.md and its JSON Schema name every member that the JSON writer can write.

namespace orrery::feed {
namespace {

std::string source_file(const std::string& path) {
    auto text = read_file(std::string(ORRERY_SOURCE_DIR) + "/" + path);
    EXPECT_TRUE(text) << path;
    return text ? *text : std::string();
}

std::set<std::string> written_names() {
    std::set<std::string> names;
    const std::regex call(R"re((?:key|optional|write_[a-z_]+)\((?:(?:json|out), )?"([a-z_]+)")re");
    for (const std::string file : {"json.cpp", "json_parts.cpp", "json_podcast.cpp"}) {
        const auto text = source_file("src/feed/" + file);
        for (std::sregex_iterator at(text.begin(), text.end(), call), end; at != end; ++at)
            names.insert((*at)[1]);
    }
    return names;
}

TEST(Documentation, NamesEveryMemberOfTheJson) {
    const auto names = written_names();
    EXPECT_GT(names.size(), 150u);
    const auto page = source_file("docs/feed-model.md");
    const auto schema = source_file("docs/feed-model.schema.json");
    for (const auto& name : names) {
        EXPECT_NE(page.find("`" + name + "`"), std::string::npos) << name << " is not in docs/feed-model.md";
        EXPECT_NE(schema.find("\"" + name + "\":"), std::string::npos) << name << " is not in the schema";
    }
}

}  // namespace
}  // namespace orrery::feed
