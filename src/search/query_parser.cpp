#include "orrery/base/hint.hpp"
#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"
#include "orrery/search/query.hpp"
#include "orrery/search/tokenizer.hpp"

#include <algorithm>

namespace orrery::search {

namespace {

constexpr std::string_view kFields[] = {"author", "feed", "lang", "before", "after"};

/// One open parenthesis, or the whole query: alternatives of parts that must all match.
struct Group {
    std::vector<Query> alternatives;
    std::vector<Query> parts;
    bool negated = false;
    bool needs_part = false;  ///< behind an `or`
    std::size_t column = 1;
    std::size_t or_column = 1;
};

Query joined(QueryKind kind, std::vector<Query> children) {
    if (children.size() == 1) return std::move(children.front());
    Query query;
    query.column = children.front().column;
    query.kind = kind;
    query.children = std::move(children);
    return query;
}

Query negation(Query child) {
    Query query;
    query.kind = QueryKind::kNot;
    query.column = child.column;
    query.children.push_back(std::move(child));
    return query;
}

/// 2015, 2015-12, 2015-12-01: the first moment of it.
bool parse_date(std::string_view text, Timestamp& date) {
    std::int64_t numbers[3] = {0, 1, 1};
    const auto parts = split(text, '-');
    if (parts.size() > 3 || parts[0].size() != 4) return false;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0 && (parts[i].empty() || parts[i].size() > 2)) return false;
        if (!std::all_of(parts[i].begin(), parts[i].end(), is_digit)) return false;
        if (!parse_number(parts[i], numbers[i])) return false;
    }
    const std::chrono::year_month_day day{std::chrono::year(static_cast<int>(numbers[0])),
                                          std::chrono::month(static_cast<unsigned>(numbers[1])),
                                          std::chrono::day(static_cast<unsigned>(numbers[2]))};
    if (!day.ok()) return false;
    date = std::chrono::sys_days(day);
    return true;
}

class Parser {
  public:
    explicit Parser(std::string_view text) : text_(text) {}

    Result<Query> parse() {
        if (text_.size() > kMaxQueryBytes)
            return error(kMaxQueryBytes,
                         "the query is longer than " + std::to_string(kMaxQueryBytes) + " bytes");
        groups_.emplace_back();
        for (skip_space(); at_ < text_.size(); skip_space())
            ORRERY_CHECK(step());
        if (groups_.size() > 1)
            return error(groups_.back().column - 1, "a parenthesis is never closed", "add a )");
        const auto& whole = groups_.back();
        if (whole.parts.empty() && whole.alternatives.empty() && !whole.needs_part) {
            if (ignored_column_ != 0)
                return error(ignored_column_ - 1,
                             "nothing to search for: there is no letter and no digit in it");
            return Query{};
        }
        return close_group();
    }

  private:
    Failure error(std::size_t at, std::string what, std::string remedy = {}) const {
        return fail(ErrorCode::kInvalid, std::move(what), "column " + std::to_string(at + 1), "",
                    std::move(remedy));
    }

    void skip_space() {
        while (at_ < text_.size() && is_space(text_[at_]))
            ++at_;
    }

    bool ends_word(std::size_t at) const {
        return at >= text_.size() || is_space(text_[at]) || text_[at] == ')' || text_[at] == '(' ||
               text_[at] == '"';
    }

    std::string_view bare_word() {
        const auto begin = at_;
        while (!ends_word(at_))
            ++at_;
        return text_.substr(begin, at_ - begin);
    }

    // One part, operator or parenthesis.
    Result<void> step() {
        const auto begin = at_;
        if (text_[at_] == ')') {
            if (groups_.size() == 1)
                return error(at_, "there is no ( for this )", "quote it to search for the text");
            ORRERY_TRY(auto query, close_group());
            const bool negated = groups_.back().negated;
            groups_.pop_back();
            ++at_;
            return add(negated ? negation(std::move(query)) : std::move(query));
        }
        bool negated = false;
        if (text_[at_] == '-') {
            negated = true;
            ++at_;
            if (at_ == text_.size() || is_space(text_[at_]) || text_[at_] == ')') {
                if (ignored_column_ == 0) ignored_column_ = begin + 1;
                return {};  // a dash in running text
            }
            if (text_[at_] == '-') return error(at_, "a second -", "write one - before what must not match");
        }
        if (text_[at_] == '(') {
            if (groups_.size() > kMaxQueryDepth)
                return error(
                    at_, "more than " + std::to_string(kMaxQueryDepth) + " parentheses within one another");
            groups_.emplace_back();
            groups_.back().negated = negated;
            groups_.back().column = at_ + 1;
            ++at_;
            return {};
        }
        if (!negated && (text_.substr(at_).starts_with("or") || text_.substr(at_).starts_with("OR")) &&
            ends_word(at_ + 2)) {
            at_ += 2;
            return open_alternative(begin);
        }
        if (!negated && text_.substr(at_).starts_with("AND") && ends_word(at_ + 3)) {
            at_ += 3;
            return {};
        }
        ORRERY_TRY(auto part, primary());
        if (part.kind == QueryKind::kWords && part.terms.empty()) {
            if (ignored_column_ == 0) ignored_column_ = begin + 1;
            return {};
        }
        if (part.kind != QueryKind::kRegex) part.column = begin + 1;  // one says where its first / is
        return add(negated ? negation(std::move(part)) : std::move(part));
    }

    Result<void> open_alternative(std::size_t column) {
        auto& group = groups_.back();
        if (group.parts.empty())
            return error(column, "there is nothing before this or",
                         "write \"or\" in quotes to search for the word");
        group.alternatives.push_back(joined(QueryKind::kAnd, std::exchange(group.parts, {})));
        group.needs_part = true;
        group.or_column = column;
        return {};
    }

    Result<void> add(Query part) {
        groups_.back().parts.push_back(std::move(part));
        groups_.back().needs_part = false;
        return {};
    }

    Result<Query> close_group() {
        auto& group = groups_.back();
        if (group.needs_part)
            return error(group.or_column, "there is nothing behind this or",
                         "write \"or\" in quotes to search for the word");
        if (group.parts.empty()) return error(group.column - 1, "there is nothing between these parentheses");
        group.alternatives.push_back(joined(QueryKind::kAnd, std::exchange(group.parts, {})));
        return joined(QueryKind::kOr, std::move(group.alternatives));
    }

    Result<Query> primary() {
        if (++parts_ > kMaxQueryParts)
            return error(at_, "the query has more than " + std::to_string(kMaxQueryParts) + " parts");
        if (text_[at_] == '/') return regex();
        if (text_[at_] == '"') return quoted();
        const auto begin = at_;
        const auto word = bare_word();
        const auto colon = word.find(':');
        if (colon != std::string_view::npos && colon > 0) {
            const auto name = word.substr(0, colon);
            const auto lower = to_lower(name);
            if (std::find(std::begin(kFields), std::end(kFields), lower) != std::end(kFields)) {
                at_ = begin + colon + 1;
                return field(lower, begin);
            }
            const bool like_a_field = std::all_of(name.begin(), name.end(), is_alpha) &&
                                      !word.substr(colon + 1).starts_with(':') &&
                                      !word.substr(colon + 1).starts_with('/');
            const auto meant = closest(name, kFields);
            if (like_a_field && !meant.empty())
                return error(begin, "there is no field \"" + std::string(name) + "\"",
                             "perhaps you meant " + std::string(meant) + ":");
        }
        return words(word, begin);
    }

    Result<Query> quoted() {
        const auto begin = at_;
        const auto close = text_.find('"', begin + 1);
        if (close == std::string_view::npos) return error(begin, "a quote is never closed", "add a \"");
        at_ = close + 1;
        return words(text_.substr(begin + 1, close - begin - 1), begin + 1);
    }

    // The text of a phrase or of a single word; `*` at its end asks for a prefix.
    Result<Query> words(std::string_view text, std::size_t column) {
        Query query;
        query.kind = QueryKind::kWords;
        const bool prefix = text.ends_with('*');
        if (prefix) text.remove_suffix(1);
        Tokenizer tokenizer(text, TokenizeFor::kQuery);
        std::uint32_t first = 0;
        std::size_t end = 0;
        for (Token token; tokenizer.next(token);) {
            if (query.terms.empty()) first = token.position;
            query.terms.push_back({std::string(token.word), token.position - first, token.prefix});
            end = token.end;
        }
        parts_ += query.terms.empty() ? 0 : query.terms.size() - 1;
        if (parts_ > kMaxQueryParts)
            return error(column, "the query has more than " + std::to_string(kMaxQueryParts) + " parts");
        if (!prefix || query.terms.empty() || end != text.size()) return query;
        // A pair of characters of a script without spaces is found at the beginning of whatever follows it.
        const bool ascii = static_cast<unsigned char>(query.terms.back().word.back()) < 0x80;
        if (!query.terms.back().prefix && ascii) {
            if (utf8::length(query.terms.back().word) < kMinPrefixCharacters)
                return error(column, "too short before the *",
                             "give at least " + std::to_string(kMinPrefixCharacters) + " letters");
        }
        query.terms.back().prefix = true;
        return query;
    }

    Result<Query> field(const std::string& name, std::size_t begin) {
        const auto value_at = at_;
        std::string_view value;
        if (at_ < text_.size() && text_[at_] == '"') {
            const auto close = text_.find('"', at_ + 1);
            if (close == std::string_view::npos) return error(at_, "a quote is never closed", "add a \"");
            value = text_.substr(at_ + 1, close - at_ - 1);
            at_ = close + 1;
        } else {
            value = bare_word();
        }
        if (trim(value).empty())
            return error(begin, name + ": says nothing",
                         name == "before" || name == "after" ? name + ":2015-12-01"
                                                             : name + ":something, without a space");
        Query query;
        query.text = value;
        if (name == "author") {
            ORRERY_TRY(query, words(value, value_at));
            query.kind = QueryKind::kAuthor;
            if (query.terms.empty()) return error(value_at, "there is no letter and no digit in this name");
        } else if (name == "feed") {
            query.kind = QueryKind::kFeed;
        } else if (name == "lang") {
            query.kind = QueryKind::kLanguage;
            query.text = to_lower(value);
        } else {
            query.kind = QueryKind::kDates;
            query.text.clear();
            if (!parse_date(value, name == "before" ? query.to : query.from))
                return error(value_at, "\"" + std::string(value) + "\" is no date",
                             "write 2015, 2015-12 or 2015-12-01");
        }
        return query;
    }

    Result<Query> regex() {
        const auto begin = at_;
        Query query;
        query.kind = QueryKind::kRegex;
        query.column = begin + 1;
        for (auto i = begin + 1; i < text_.size(); ++i) {
            if (text_[i] == '\\' && i + 1 < text_.size()) {
                if (text_[i + 1] != '/') query.text += '\\';
                query.text += text_[++i];
            } else if (text_[i] == '/') {
                at_ = i + 1;
                if (at_ < text_.size() && text_[at_] == 'i') {
                    query.ignore_case = true;
                    ++at_;
                }
                if (!ends_word(at_))
                    return error(i, "a / within an expression",
                                 "write it as \\/, or quote a path to search for it");
                if (query.text.empty()) return error(begin, "an empty expression");
                return query;
            } else {
                query.text += text_[i];
            }
        }
        return error(begin, "an expression is never closed", "add a /, or quote a path to search for it");
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t parts_ = 0;
    std::size_t ignored_column_ = 0;
    std::vector<Group> groups_;
};

}  // namespace

Result<Query> parse_query(std::string_view text) {
    return Parser(text).parse();
}

}  // namespace orrery::search
