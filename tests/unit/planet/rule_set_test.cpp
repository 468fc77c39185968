#include "orrery/planet/rule_set.hpp"

#include "rule_support.hpp"

namespace orrery::planet {
namespace {

using Part = RuleProblem::Part;

RuleSet compile(const std::vector<RuleSource>& sources) {
    auto set = RuleSet::compile(sources);
    if (!set) ADD_FAILURE() << set.error().front().error.what;
    return set ? std::move(*set) : RuleSet();
}

std::string problem(std::vector<RuleSource> sources) {
    const auto set = RuleSet::compile(sources);
    if (set) return "";
    const auto& first = set.error().front();
    constexpr const char* kParts[] = {"name", "when", "do"};
    auto error = first.error.at("");
    return std::to_string(first.rule) + " " + kParts[static_cast<int>(first.part)] + ": " + error.message();
}

std::string action_error(std::string_view source) {
    const auto action = parse_rule_action(source);
    return action ? "" : action.error().at(source).message();
}

const RuleSubject kPost = [] {
    RuleSubject subject;
    subject.title = "We are hiring";
    subject.text = "A job for you";
    return subject;
}();

TEST(RuleAction, HasAFormOfItsOwn) {
    EXPECT_EQ(parse_rule_action("hide"), (RuleAction{RuleActionKind::kHide, "", 0}));
    EXPECT_EQ(parse_rule_action(" hold "), (RuleAction{RuleActionKind::kHold, "", 0}));
    EXPECT_EQ(parse_rule_action("feature"), (RuleAction{RuleActionKind::kFeature, "", 0}));
    EXPECT_EQ(parse_rule_action("excerpt"), (RuleAction{RuleActionKind::kExcerpt, "", 300}));
    EXPECT_EQ(parse_rule_action("excerpt 80"), (RuleAction{RuleActionKind::kExcerpt, "", 80}));
    EXPECT_EQ(parse_rule_action("tag 'A  \"b\"'"), (RuleAction{RuleActionKind::kTag, "A \"b\"", 0}));
    EXPECT_EQ(parse_rule_action("category \"x\""), (RuleAction{RuleActionKind::kCategory, "x", 0}));
}

TEST(RuleAction, IsReadAsItsFormSays) {
    for (const auto& word : rule_actions()) {
        const auto action = parse_rule_action(word.form);
        ASSERT_TRUE(action) << word.form;
        EXPECT_EQ(action->kind, word.kind);
    }
}

TEST(RuleAction, SaysWhatIsWrongWithIt) {
    EXPECT_EQ(action_error("hied"), "1:1: unknown action \"hied\" (perhaps you meant \"hide\")");
    EXPECT_EQ(
        action_error("publish"),
        "1:1: unknown action \"publish\" (the actions are hide, hold, feature, excerpt 300, tag \"x\" and "
        "category \"x\")");
    EXPECT_TRUE(action_error("").starts_with("1:1: there is no action"));
    EXPECT_EQ(action_error("tag"), "1:4: tag needs a text (write tag \"x\")");
    EXPECT_EQ(action_error("tag jobs"), "1:5: tag needs a text (write tag \"x\")");
    EXPECT_EQ(action_error("tag ' '"), "1:5: tag needs a text that is not empty");
    EXPECT_EQ(action_error("excerpt 0"),
              "1:9: excerpt takes a number of characters from 1 to 100000 (write excerpt 300)");
    EXPECT_EQ(action_error("excerpt 100001").substr(0, 2), "1:");
    EXPECT_EQ(
        action_error("hide, hold"),
        "1:5: nothing should follow \"hide\" (several actions are a list: do = [\"hide\", 'tag \"x\"'])");
    EXPECT_TRUE(
        action_error("tag \"" + std::string(201, 'x') + "\"").starts_with("1:5: this is longer than 200"));
}

TEST(RuleSet, GathersWhatItsRulesDo) {
    const auto set = compile({{"jobs", R"(title contains "hiring")", {"hide", R"(tag "jobs")"}, ""},
                              {"other", R"(title = "x")", {"hold"}, ""},
                              {"all", "true", {R"(tag "all")", "tag 'jobs'", "feature", "hold"}, ""}});
    const auto outcome = set.apply(kPost);
    EXPECT_TRUE(outcome.hidden);
    EXPECT_TRUE(outcome.held);
    EXPECT_TRUE(outcome.featured);
    EXPECT_EQ(outcome.tags, (std::vector<std::string_view>{"jobs", "all"}));
    EXPECT_EQ(outcome.matched, (std::vector<std::uint32_t>{0, 2}));
    EXPECT_EQ(set.name(2), "all");
    EXPECT_EQ(set.apply(RuleSubject()).matched, (std::vector<std::uint32_t>{2}));
}

TEST(RuleSet, OfTwoCategoriesOrExcerptsTheLaterRulesHolds) {
    const auto set = compile({{"a", "true", {"category 'a'", "excerpt 100"}, ""},
                              {"b", "title contains 'hiring'", {"category 'b'", "excerpt 500"}, ""}});
    EXPECT_EQ(set.apply(kPost).category, "b");
    EXPECT_EQ(set.apply(kPost).excerpt, 500);
    EXPECT_EQ(set.apply(RuleSubject()).category, "a");
    EXPECT_EQ(set.apply(RuleSubject()).excerpt, 100);
}

TEST(RuleSet, RulesDoNotSeeWhatOthersDid) {
    const auto set = compile({{"a", "true", {"category 'x'"}, ""}, {"b", "category = 'x'", {"hide"}, ""}});
    EXPECT_FALSE(set.apply(kPost).hidden);
}

TEST(RuleSet, OfNoRulesDoesNothing) {
    EXPECT_EQ(RuleSet().apply(kPost), RuleOutcome());
    EXPECT_EQ(compile({}).apply(kPost), RuleOutcome());
    EXPECT_EQ(compile({}).fingerprint(), 0u);
}

// Expressions on one field are searched for together; nobody may notice.
TEST(RuleSet, FindsTogetherWhatItFindsAlone) {
    const std::vector<std::string> conditions = {
        R"(title ~ "hiring")",
        R"(title ~ "Hiring")",
        R"(title contains "HIRING")",
        R"(title ~ "^hiring")",
        R"(title ~ "hiring$")",
        R"(title ~ "hiring")",
        R"x(title ~ "we(?= are)")x",
        R"x(title ~ "(?i)we(?= are)")x",
        R"(text ~ "job" and title !~ "x")",
        R"(text contains "jab")",
        R"(text ~ "^A job for you$")",
        R"(not text ~ "a{3}")",
        R"(author ~ "x")",
        R"(author ~ "^$")",
        R"(category ~ "x" or url ~ "x*")",
    };
    std::vector<RuleSource> sources;
    for (const auto& condition : conditions)
        sources.push_back({"rule " + std::to_string(sources.size()), condition, {"hide"}, ""});
    const auto together = compile(sources);
    for (const auto& subject : {kPost, RuleSubject()}) {
        std::vector<std::uint32_t> alone;
        for (std::uint32_t i = 0; i < conditions.size(); ++i)
            if (holds(conditions[i], subject)) alone.push_back(i);
        EXPECT_EQ(together.apply(subject).matched, alone);
    }
}

TEST(RuleSet, SearchesOneByOneWhereTheMemoryOfASetIsTooSmall) {
    std::vector<RuleSource> sources;
    for (int i = 0; i < 20; ++i)
        sources.push_back(
            {std::to_string(i), "text ~ \"[a-q][^u-z]{" + std::to_string(10 + i) + "}x\"", {"hide"}, ""});
    RuleLimits limits;
    limits.set_memory = 64 * 1024;
    const auto set = RuleSet::compile(sources, limits);
    ASSERT_TRUE(set);
    std::string text;
    for (unsigned i = 0, random = 1; i < 20'000; ++i) {
        random = random * 1'103'515'245 + 12'345;
        text += static_cast<char>('a' + (random >> 16) % 26);
    }
    RuleSubject subject;
    subject.text = text;
    std::vector<std::uint32_t> alone;
    for (std::uint32_t i = 0; i < sources.size(); ++i)
        if (holds(sources[i].when, subject)) alone.push_back(i);
    EXPECT_EQ(set->apply(subject).matched, alone);
}

TEST(RuleSet, ARuleThatCannotBeDecidedDoesNotMatchAndIsNamed) {
    const std::string text(100'000, 'a');
    RuleSubject subject;
    subject.text = text;
    const auto set = compile({{"first", "true", {"tag 'x'"}, ""},
                              {"slow", R"(not text ~ "(?=a.*+$)\d")", {"hide"}, ""},
                              {"last", "true", {"tag 'y'"}, ""}});
    const auto outcome = set.apply(subject);
    EXPECT_FALSE(outcome.hidden);
    EXPECT_EQ(outcome.undecided, (std::vector<std::uint32_t>{1}));
    EXPECT_EQ(outcome.matched, (std::vector<std::uint32_t>{0, 2}));
}

TEST(RuleSet, NamesBothPlacesOfANameThatIsTaken) {
    EXPECT_EQ(
        problem({{"jobs", "true", {"hide"}, "orrery.toml:3"}, {"jobs", "true", {"hide"}, "orrery.toml:9"}}),
        "1 name: 1:1: two rules are called \"jobs\": orrery.toml:3 and orrery.toml:9 (rename one of them)");
}

TEST(RuleSet, NamesEveryProblem) {
    const auto set = RuleSet::compile(
        std::vector<RuleSource>{{"", "titel = 'x'", {"hide", "hied"}, ""}, {"b", "true", {}, ""}});
    ASSERT_FALSE(set);
    std::vector<std::pair<std::size_t, Part>> parts;
    for (const auto& each : set.error())
        parts.emplace_back(each.rule, each.part);
    EXPECT_EQ(parts, (std::vector<std::pair<std::size_t, Part>>{
                         {0, Part::kName}, {0, Part::kAction}, {0, Part::kWhen}, {1, Part::kAction}}));
    EXPECT_EQ(set.error()[1].action, 1u);
}

TEST(RuleSet, HasAtMostSoManyRules) {
    std::vector<RuleSource> sources;
    for (int i = 0; i < 1000; ++i)
        sources.push_back({std::to_string(i), "true", {"hide"}, ""});
    EXPECT_TRUE(RuleSet::compile(sources));
    sources.push_back({"one more", "true", {"hide"}, ""});
    EXPECT_EQ(problem(sources), "1000 name: 1:1: there are more than 1000 rules (join some of them by or)");
    EXPECT_TRUE(
        problem({{std::string(201, 'x'), "true", {"hide"}, ""}}).starts_with("0 name: 1:1: this name is"));
}

TEST(RuleSet, ReadsWhatOneOfItsRulesReads) {
    const auto set = compile({{"a", "has title", {"hide"}, ""}, {"b", "words > 3", {"hide"}, ""}});
    EXPECT_TRUE(set.reads(RuleField::kTitle));
    EXPECT_TRUE(set.reads(RuleField::kWords));
    EXPECT_FALSE(set.reads(RuleField::kText));
}

TEST(RuleSet, HasAnotherFingerprintWhenARuleChanges) {
    const RuleSource rule{"a", "true", {"hide"}, "orrery.toml:3"};
    const auto print = compile({rule}).fingerprint();
    EXPECT_EQ(compile({{"a", "true", {"hide"}, "orrery.toml:9"}}).fingerprint(), print);
    for (const auto& other :
         {RuleSource{"b", "true", {"hide"}, ""}, RuleSource{"a", "false", {"hide"}, ""},
          RuleSource{"a", "true", {"hold"}, ""}, RuleSource{"a", "true", {"hide", "hold"}, ""}})
        EXPECT_NE(compile({other}).fingerprint(), print);
}

}  // namespace
}  // namespace orrery::planet
