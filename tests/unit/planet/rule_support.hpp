#pragma once

#include "orrery/planet/rule.hpp"

#include <ostream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace orrery::planet {

inline std::ostream& operator<<(std::ostream& out, RuleVerdict verdict) {
    constexpr const char* kNames[] = {"no", "yes", "limit"};
    return out << kNames[static_cast<int>(verdict)];
}

/// Compiles what must be right.
inline RuleExpression rule(std::string_view source, const RuleLimits& limits = {}) {
    auto compiled = RuleExpression::compile(source, limits);
    if (!compiled) {
        ADD_FAILURE() << source << ": " << compiled.error().at(source).message();
        return std::move(*RuleExpression::compile("false"));
    }
    return std::move(*compiled);
}

inline bool holds(std::string_view source, const RuleSubject& subject) {
    const auto verdict = rule(source).matches(subject);
    EXPECT_NE(verdict, RuleVerdict::kLimit) << source;
    return verdict == RuleVerdict::kYes;
}

/// What is wrong with `source`, as a person reads it; empty when nothing is.
inline std::string wrong(std::string_view source, const RuleLimits& limits = {}) {
    const auto compiled = RuleExpression::compile(source, limits);
    return compiled ? "" : compiled.error().at(source).message();
}

}  // namespace orrery::planet
