#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace orrery::feed {

enum class Severity {
    kNote,     ///< unusual, nothing lost
    kWarning,  ///< against the format's specification, understood all the same
    kError,    ///< something could not be understood, or was dropped
};

/// What is wrong. Stable: programs may rely on name_of().
enum class Problem {
    kNotWellFormed,  ///< XML or JSON broken: tags, quotes, stray characters, truncation
    kUndefinedEntity,
    kUndeclaredPrefix,
    kControlCharacter,
    kEncodingOverridden,  ///< the declared encoding was wrong
    kEncodingUnknown,     ///< a label that names no encoding, or undecodable bytes
    kContentType,         ///< the HTTP content type is none of a feed's
    kJunk,                ///< text before, around or after the feed
    kDate,                ///< a date that cannot be read
    kUrl,                 ///< an address that is none
    kValue,               ///< a value outside of what its element allows
    kMissing,             ///< something required is absent
    kDuplicate,           ///< something that may stand once stands twice
    kMisplaced,           ///< an element where it does not belong
    kLimit,               ///< a limit of ParseOptions was reached
};

/// `not_well_formed`, `date` …
[[nodiscard]] std::string_view name_of(Problem problem);
/// `note`, `warning`, `error`.
[[nodiscard]] std::string_view name_of(Severity severity);

/// Something to say about the document. Line and column count from 1, the column in bytes, in the text as
/// decoded to UTF-8.
struct Diagnostic {
    Severity severity = Severity::kError;
    Problem problem = Problem::kNotWellFormed;
    std::size_t offset = 0;
    std::size_t line = 1;
    std::size_t column = 1;
    std::string message;  ///< lower-case, without a full stop
};

/// `feed.xml:12:7: error: undefined entity "&foo;"`.
[[nodiscard]] std::string format_diagnostic(std::string_view file, const Diagnostic& diagnostic);

}  // namespace orrery::feed
