#include "compiler.hpp"
#include "orrery/planet/rule.hpp"

namespace orrery::planet {

std::expected<RuleExpression, RuleError> RuleExpression::compile(std::string_view source,
                                                                 const RuleLimits& limits) {
    auto program = rules::Compiler(source, limits).compile();
    if (!program) return std::unexpected(std::move(program.error()));
    return RuleExpression(std::make_unique<rules::Program>(std::move(*program)));
}

RuleExpression::RuleExpression(std::unique_ptr<rules::Program> program) : program_(std::move(program)) {}
RuleExpression::RuleExpression(RuleExpression&&) noexcept = default;
RuleExpression& RuleExpression::operator=(RuleExpression&&) noexcept = default;
RuleExpression::~RuleExpression() = default;

RuleVerdict RuleExpression::matches(const RuleSubject& subject) const {
    return rules::run(*program_, subject, nullptr);
}

bool RuleExpression::reads(RuleField field) const {
    return (program_->fields >> static_cast<unsigned>(field) & 1) != 0;
}

}  // namespace orrery::planet
