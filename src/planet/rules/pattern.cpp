#include "pattern.hpp"

#include <array>

#include <fmt/format.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <re2/re2.h>

namespace orrery::planet::rules {

namespace {

struct FreePcre2 {
    void operator()(pcre2_code* code) const { pcre2_code_free(code); }
    void operator()(pcre2_compile_context* context) const { pcre2_compile_context_free(context); }
    void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
    void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};
using Code = std::unique_ptr<pcre2_code, FreePcre2>;
using CompileContext = std::unique_ptr<pcre2_compile_context, FreePcre2>;
using MatchContext = std::unique_ptr<pcre2_match_context, FreePcre2>;
using MatchData = std::unique_ptr<pcre2_match_data, FreePcre2>;

// PCRE2's own match limit starts anew at each place of the text, so that it bounds nothing over a long one.
// The callouts that it compiles before each item of the pattern count for all of them, and add the distance
// that was passed over, because one step of `.*+` may run through the whole text.
struct Budget {
    std::int64_t left = 0;
    std::size_t position = 0;
};

int spend(pcre2_callout_block* block, void* data) {
    auto& budget = *static_cast<Budget*>(data);
    const auto now = block->current_position;
    const auto passed = now > budget.position ? now - budget.position : budget.position - now;
    budget.position = now;
    budget.left -= static_cast<std::int64_t>(passed) + 1;
    return budget.left < 0 ? PCRE2_ERROR_MATCHLIMIT : 0;
}

std::string pcre2_message(int code) {
    std::array<char, 256> text{};
    pcre2_get_error_message(code, reinterpret_cast<PCRE2_UCHAR*>(text.data()), text.size());
    return text.data();
}

re2::RE2::Options linear_options(const RuleLimits& limits) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(static_cast<std::int64_t>(limits.pattern_memory));
    return options;
}

Pattern::Refusal too_large(std::string_view source) {
    return {ErrorCode::kLimit, "this regular expression is too large once it is compiled",
            "repeat less in it, or make several rules of it", 0, source.size()};
}

}  // namespace

struct Pattern::Backtracking {
    Code code;
    RuleLimits limits;
};

Pattern::Pattern() = default;
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

std::expected<Pattern, Pattern::Refusal> Pattern::compile(std::string_view source, const RuleLimits& limits) {
    if (source.size() > limits.pattern_bytes)
        return std::unexpected(
            Refusal{ErrorCode::kLimit,
                    fmt::format("this regular expression is longer than {} bytes", limits.pattern_bytes),
                    "make several rules of it", 0, source.size()});
    Pattern pattern;
    pattern.source_ = source;
    pattern.linear_ = std::make_unique<re2::RE2>(pattern.source_, linear_options(limits));
    if (pattern.linear_->ok()) return pattern;
    if (pattern.linear_->error_code() == re2::RE2::ErrorPatternTooLarge)
        return std::unexpected(too_large(source));
    pattern.linear_.reset();

    const CompileContext context(pcre2_compile_context_create(nullptr));
    if (context == nullptr) throw std::bad_alloc();
    pcre2_set_parens_nest_limit(context.get(), static_cast<std::uint32_t>(limits.depth));
    // As RE2 reads the same signs: ASCII classes, `$` only at the very end.
    constexpr std::uint32_t kOptions = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_DOLLAR_ENDONLY |
                                       PCRE2_NEVER_BACKSLASH_C | PCRE2_AUTO_CALLOUT;
    int code = 0;
    PCRE2_SIZE offset = 0;
    Code compiled(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(source.data()), source.size(), kOptions, &code,
                                &offset, context.get()));
    if (compiled == nullptr) {
        if (code == PCRE2_ERROR_PATTERN_TOO_LARGE) return std::unexpected(too_large(source));
        const auto place = std::min<std::size_t>(offset, source.size());
        return std::unexpected(Refusal{
            ErrorCode::kInvalid, fmt::format("this regular expression is not valid: {}", pcre2_message(code)),
            "", place, place + 1});
    }
    pattern.backtracking_ = std::make_unique<Backtracking>(std::move(compiled), limits);
    return pattern;
}

std::expected<Pattern, Pattern::Refusal> Pattern::literal(std::string_view text, const RuleLimits& limits) {
    const re2::StringPiece piece(text.data(), text.size());
    return compile("(?i)" + re2::RE2::QuoteMeta(piece), limits);
}

RuleVerdict Pattern::search(std::string_view text) const {
    if (linear_ != nullptr) {
        const re2::StringPiece piece(text.data(), text.size());
        const bool found = linear_->Match(piece, 0, piece.size(), re2::RE2::UNANCHORED, nullptr, 0);
        return found ? RuleVerdict::kYes : RuleVerdict::kNo;
    }
    const auto& limits = backtracking_->limits;
    const MatchContext context(pcre2_match_context_create(nullptr));
    const MatchData data(pcre2_match_data_create(1, nullptr));
    if (context == nullptr || data == nullptr) throw std::bad_alloc();
    Budget budget{limits.steps, 0};
    pcre2_set_callout(context.get(), spend, &budget);
    pcre2_set_match_limit(context.get(), limits.steps);
    pcre2_set_depth_limit(context.get(), limits.steps);
    pcre2_set_heap_limit(context.get(), limits.heap_kib);
    const auto* subject = text.data() == nullptr ? "" : text.data();
    const int code = pcre2_match(backtracking_->code.get(), reinterpret_cast<PCRE2_SPTR>(subject),
                                 text.size(), 0, 0, data.get(), context.get());
    if (code >= 0) return RuleVerdict::kYes;
    return code == PCRE2_ERROR_NOMATCH ? RuleVerdict::kNo : RuleVerdict::kLimit;
}

}  // namespace orrery::planet::rules
