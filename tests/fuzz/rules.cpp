// A condition, a zero byte, the text it is asked about. Oracles: an error lies inside the condition and can
// be drawn; `not` turns every answer round; joining a condition with itself changes nothing; a set of rules
// answers as each alone; steps are bounded (libFuzzer's -timeout keeps watch).

#include "orrery/base/utf8.hpp"
#include "orrery/planet/rule_set.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace orrery;
using namespace orrery::planet;

void require(bool holds) {
    if (!holds) std::abort();
}

// Few, so that a fuzzer gets far in its time.
RuleLimits limits() {
    RuleLimits few;
    few.steps = 20'000;
    few.depth = 16;
    few.pattern_bytes = 200;
    few.pattern_memory = 256 * 1024;
    few.set_memory = 512 * 1024;
    return few;
}

RuleVerdict opposite(RuleVerdict verdict) {
    if (verdict == RuleVerdict::kLimit) return verdict;
    return verdict == RuleVerdict::kYes ? RuleVerdict::kNo : RuleVerdict::kYes;
}

RuleVerdict answer(const std::string& source, const RuleSubject& subject) {
    auto wider = limits();
    wider.depth += 4;
    wider.tests = 2 * wider.tests + 1;
    wider.expression_bytes = 2 * wider.expression_bytes + 100;
    const auto compiled = RuleExpression::compile(source, wider);
    require(compiled.has_value());
    return compiled->matches(subject);
}

void check_set(const std::string& source, RuleVerdict alone, const RuleSubject& subject) {
    const std::array<RuleSource, 3> sources = {RuleSource{"a", source, {"hide"}, ""},
                                               RuleSource{"b", "title ~ 'a' or text ~ 'b'", {"hold"}, ""},
                                               RuleSource{"c", source, {"tag 'x'"}, ""}};
    const auto set = RuleSet::compile(sources, limits());
    require(set.has_value());
    const auto outcome = set->apply(subject);
    require(outcome.hidden == (alone == RuleVerdict::kYes));
    require(outcome.tags.empty() != outcome.hidden);
    require(outcome.undecided.empty() == (alone != RuleVerdict::kLimit));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto middle = std::min(input.find('\0'), input.size());
    const std::string source(input.substr(0, middle));
    const auto text = utf8::repaired(input.substr(std::min(middle + 1, input.size())));

    static_cast<void>(parse_rule_action(source));
    const auto compiled = RuleExpression::compile(source, limits());
    if (!compiled) {
        const auto& error = compiled.error();
        require(error.begin <= error.end && error.end <= source.size());
        require(!error.what.empty());
        require(error.picture(source).ends_with('^'));
        return 0;
    }

    const std::array<std::string_view, 2> words = {std::string_view(text).substr(0, text.size() / 2), text};
    RuleSubject subject;
    subject.title = words[0];
    subject.author = text;
    subject.text = text;
    subject.url = text;
    subject.language = words[0];
    subject.categories = words;
    subject.enclosure_types = words;
    subject.words = static_cast<std::int64_t>(text.size());
    if (!text.empty()) subject.published = Timestamp(Duration(std::int64_t{text.front()} << 48));
    subject.first_seen = Timestamp(Duration(std::int64_t{1} << 50));

    const auto verdict = compiled->matches(subject);
    require(answer("not (" + source + ")", subject) == opposite(verdict));
    require(answer("(" + source + ") and (" + source + ")", subject) == verdict);
    require(answer("false or (" + source + ")", subject) == verdict);
    check_set(source, verdict, subject);
    return 0;
}
