#include "rule_support.hpp"

namespace orrery::planet {
namespace {

TEST(RuleError, UnknownNamesGetAHint) {
    EXPECT_EQ(wrong(R"(titel ~ "x")"), "1:1: unknown field \"titel\" (perhaps you meant \"title\")");
    EXPECT_EQ(wrong(R"(true and body ~ "x")"), "1:10: unknown field \"body\" (perhaps you meant \"text\")");
    EXPECT_EQ(wrong(R"(tags = "x")"), "1:1: unknown field \"tags\" (perhaps you meant \"category\")");
    EXPECT_EQ(wrong(R"(NOT title ~ "x")"), "1:1: unknown field \"NOT\" (perhaps you meant \"not\")");
    EXPECT_TRUE(
        wrong(R"(zzzzzz ~ "x")").starts_with("1:1: unknown field \"zzzzzz\" (the fields are title, author"));
    EXPECT_EQ(
        wrong(R"(title startswith "x")"),
        "1:7: a comparison should stand here instead of \"startswith\" (perhaps you meant \"starts_with\")");
    EXPECT_EQ(wrong(R"(title == "x")"),
              "1:7: a comparison should stand here instead of \"==\" (perhaps you meant \"=\")");
    EXPECT_EQ(wrong(R"(title matches "x")"),
              "1:7: a comparison should stand here instead of \"matches\" (perhaps you meant \"~\")");
    EXPECT_EQ(wrong(R"(title ~ "x" && true)"),
              "1:13: \"and\" or \"or\" should stand here instead of \"&&\" (perhaps you meant \"and\")");
    EXPECT_EQ(wrong(R"(title ~ "x" AND true)"),
              "1:13: \"and\" or \"or\" should stand here instead of \"AND\" (perhaps you meant \"and\")");
    EXPECT_EQ(wrong(R"(!title ~ "x")"),
              "1:1: a field should stand here instead of \"!\" (perhaps you meant \"not\")");
}

TEST(RuleError, AFieldIsComparedByWhatFitsIt) {
    EXPECT_EQ(wrong(R"(published ~ "2024")"),
              "1:11: \"published\" is a date and cannot be compared by ~ (dates are compared by =, !=, <, "
              "<=, >, >= "
              "and in: published >= 2024-05-01)");
    EXPECT_EQ(wrong("title < 3"),
              "1:7: \"title\" is a text and cannot be compared by < (texts are compared by ~, !~, =, !=, in, "
              "contains, starts_with and ends_with: title ~ \"x\")");
    EXPECT_EQ(wrong(R"(words > "many")"),
              "1:9: \"words\" is a number: \"many\" is not a number (write a whole number such as 300)");
    EXPECT_EQ(wrong("title = 5"),
              "1:9: a text should stand here instead of \"5\" (put it between quotes: \"5\")");
    EXPECT_EQ(wrong("category = jobs"),
              "1:12: a text should stand here instead of \"jobs\" (put it between quotes: \"jobs\")");
    EXPECT_EQ(
        wrong("date > 2024-13"),
        "1:8: \"date\" is a date: \"2024-13\" is not a date (write it like 2024, 2024-05, 2024-05-01 or "
        "2024-05-01T10:00Z)");
    EXPECT_EQ(
        wrong("age > 30"),
        "1:7: \"age\" is a length of time: \"30\" is not a length of time (write it like 30s, 15m, 2h, 7d or "
        "1h30m)");
}

TEST(RuleError, DatesAreThoseOfTheCalendar) {
    for (const auto* text : {"2024-02-30", "2024-00", "2024-1", "2024-05-01T24:00", "2024-05-01T10:60Z",
                             "2024-05-01T10", "2024-05-01T10:00+2", "2024-05-01T10:00Z0", "20240501",
                             "24-05-01", "2024-05-01T10:00:00.Z", "2024-05-01T10:00:60Z"})
        EXPECT_NE(wrong("date > " + std::string(text)).find("is not a date"), std::string::npos) << text;
    EXPECT_EQ(wrong("date > 2024-02-29 or date = 9999 or date < 0000"), "");
}

TEST(RuleError, AFieldAloneIsNoCondition) {
    EXPECT_TRUE(
        wrong("title").starts_with("1:1: \"title\" is a text, not a condition (write has title; or "));
    EXPECT_TRUE(
        wrong("not category and true").starts_with("1:5: \"category\" is a list of texts, not a condition"));
    EXPECT_TRUE(wrong("(enclosures)").starts_with("1:2: \"enclosures\" is a number, not a condition"));
}

TEST(RuleError, SaysWhatIsMissing) {
    EXPECT_EQ(wrong(" \n "),
              "2:2: there is no condition (write one such as title ~ \"postgres\", or true for every entry)");
    EXPECT_EQ(wrong(R"((title ~ "x")"), "1:1: this \"(\" is not closed (add a \")\")");
    EXPECT_EQ(wrong(R"(title ~ "x"))"), "1:12: this \")\" closes nothing (take it away)");
    EXPECT_EQ(wrong("true and"),
              "1:9: a field should stand here instead of the end (a condition starts with a field: title ~ "
              "\"postgres\")");
    EXPECT_EQ(wrong("()"),
              "1:2: a field should stand here instead of \")\" (a condition starts with a field: title ~ "
              "\"postgres\")");
    EXPECT_EQ(
        wrong(R"(title ~ "x" feed = "y")"),
        "1:13: \"and\" or \"or\" should stand here instead of \"feed\" (conditions are joined by and, or)");
    EXPECT_EQ(wrong(R"(title ~ "x)"), "1:9: this text does not end (close it with \")");
    EXPECT_EQ(wrong(R"(title ~)"),
              "1:8: a text should stand here instead of the end (texts stand between quotes: \"jobs\")");
    EXPECT_EQ(wrong(R"(category in "jobs")"),
              "1:13: \"(\" should follow \"in\" (write category in (\"a\", \"b\"))");
    EXPECT_EQ(
        wrong(R"(category in ("a" "b"))"),
        "1:18: \",\" or \")\" should stand here instead of \"\"b\"\" (write category in (\"a\", \"b\"))");
    EXPECT_EQ(
        wrong(R"(words in ())"),
        "1:11: a number should stand here instead of \")\" (numbers are compared by =, !=, <, <=, >, >= and "
        "in: words >= 100)");
    EXPECT_EQ(wrong(R"(title not ~ "x")"),
              "1:7: \"not\" stands before the field, or before \"in\" (write not title ..., or title not in "
              "(...))");
    EXPECT_TRUE(
        wrong("has").starts_with("1:4: a field should stand here instead of the end (the fields are "));
}

TEST(RuleError, KnowsTheSignsOfOtherLanguages) {
    EXPECT_EQ(wrong("title ~ \u201Cjobs\u201D"),
              "1:9: \"\u201C\" has no meaning here (texts stand between straight quotes: \"jobs\")");
    EXPECT_EQ(wrong("title ~ /jobs/"),
              "1:9: \"/\" has no meaning here (a regular expression is a text: title ~ \"postgres\")");
    EXPECT_EQ(wrong("words > -1"), "1:9: \"-\" has no meaning here (numbers here are not negative)");
    EXPECT_EQ(wrong(std::string_view("true \0", 6)), "1:6: this character has no meaning here");
}

TEST(RuleError, PointsIntoTheRegularExpression) {
    EXPECT_EQ(wrong(R"(title ~ "jobs(")"),
              "1:15: this regular expression is not valid: missing closing parenthesis");
    EXPECT_EQ(wrong(R"(title ~ "a[z-a]")"),
              "1:14: this regular expression is not valid: range out of order in character class");
    EXPECT_EQ(wrong(R"(title ~ "\"*+?+")"),
              "1:14: this regular expression is not valid: quantifier does not follow a repeatable item");
    EXPECT_NE(wrong("title ~ \"\xFF\"").find("not valid"), std::string::npos);
}

TEST(RuleError, DrawsALineUnderWhatIsWrong) {
    const auto picture = [](std::string_view source) {
        return RuleExpression::compile(source).error().picture(source);
    };
    EXPECT_EQ(picture(R"(true and titel ~ "x")"),
              "true and titel ~ \"x\"\n"
              "         ^^^^^");
    EXPECT_EQ(picture("title = \"\u00FC\"\n\tand b\u00F6dy ~ \"x\"\nor true"),
              "\tand b\u00F6dy ~ \"x\"\n"
              "\t    ^");
    EXPECT_EQ(picture("true and"),
              "true and\n"
              "        ^");
    EXPECT_EQ(picture(""), "\n^");
}

TEST(RuleError, EveryLimitHolds) {
    const auto code = [](const std::string& source, const RuleLimits& limits) {
        const auto compiled = RuleExpression::compile(source, limits);
        return compiled ? std::string("fine") : std::string(name_of(compiled.error().code));
    };
    const auto repeat = [](std::size_t times, std::string_view text) {
        std::string all;
        for (std::size_t i = 0; i < times; ++i)
            all += text;
        return all;
    };
    const RuleLimits defaults;
    EXPECT_EQ(code(repeat(64, "(") + "true" + repeat(64, ")"), defaults), "fine");
    EXPECT_EQ(code(repeat(65, "(") + "true" + repeat(65, ")"), defaults), "limit");
    EXPECT_EQ(code(repeat(65, "not ") + "true", defaults), "limit");
    EXPECT_EQ(code("true" + repeat(499, " or true"), defaults), "fine");
    EXPECT_EQ(code("true" + repeat(500, " or true"), defaults), "limit");
    EXPECT_EQ(code("true" + repeat(8188, " "), defaults), "fine");
    EXPECT_EQ(code("true" + repeat(8189, " "), defaults), "limit");
    EXPECT_EQ(code("title ~ \"" + repeat(2048, "a") + "\"", defaults), "fine");
    EXPECT_EQ(code("title ~ \"" + repeat(2049, "a") + "\"", defaults), "limit");
    EXPECT_EQ(code("title contains \"" + repeat(3000, "a") + "\"", defaults), "limit");
    EXPECT_EQ(code(R"(title ~ "(\pL{30}){30}")", defaults), "limit");
    EXPECT_EQ(code(R"(title ~ "((?!x)a{9000}b{9000}c{9000}){1000}")", defaults), "limit");
    EXPECT_EQ(code("title ~ \"" + repeat(65, "(") + "(?!a)" + repeat(65, ")") + "\"", defaults), "invalid");
}

TEST(RuleError, ASearchThatTakesTooLongIsGivenUp) {
    const std::string text(100'000, 'a');
    RuleSubject subject;
    subject.text = text;
    // The first goes through the whole text from each place of it, the second tries every way to part it.
    for (const auto* source :
         {R"(text ~ "(?=a.*+$)\d")", R"x(text ~ "(?=(a+)+\d)")x", R"x(text ~ "^(a|aa)*+b|(.*)\2x")x"}) {
        EXPECT_EQ(rule(source).matches(subject), RuleVerdict::kLimit) << source;
        EXPECT_EQ(rule("not " + std::string(source)).matches(subject), RuleVerdict::kLimit) << source;
        EXPECT_EQ(rule("words = 1 and " + std::string(source)).matches(subject), RuleVerdict::kNo) << source;
    }
    RuleLimits few;
    few.steps = 10;
    subject.text = "a text of some length with a word in it";
    EXPECT_EQ(rule(R"(text ~ "(?<!x)word")", few).matches(subject), RuleVerdict::kLimit);
    EXPECT_EQ(rule(R"(text ~ "(?<!x)word")").matches(subject), RuleVerdict::kYes);
}

TEST(RuleError, ALinearSearchIsNeverGivenUp) {
    const std::string text(1'000'000, 'a');
    RuleSubject subject;
    subject.text = text;
    EXPECT_EQ(rule(R"(text ~ "(a+)+b")").matches(subject), RuleVerdict::kNo);
    EXPECT_EQ(rule(R"x(text ~ "(a|aa)*$")x").matches(subject), RuleVerdict::kYes);
}

}  // namespace
}  // namespace orrery::planet
