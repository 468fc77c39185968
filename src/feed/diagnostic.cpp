#include "orrery/feed/diagnostic.hpp"

#include <fmt/format.h>

namespace orrery::feed {

std::string_view name_of(Severity severity) {
    switch (severity) {
        case Severity::kNote:
            return "note";
        case Severity::kWarning:
            return "warning";
        case Severity::kError:
            return "error";
    }
    return "";
}

std::string_view name_of(Problem problem) {
    switch (problem) {
        case Problem::kNotWellFormed:
            return "not_well_formed";
        case Problem::kUndefinedEntity:
            return "undefined_entity";
        case Problem::kUndeclaredPrefix:
            return "undeclared_prefix";
        case Problem::kControlCharacter:
            return "control_character";
        case Problem::kEncodingOverridden:
            return "encoding_overridden";
        case Problem::kEncodingUnknown:
            return "encoding_unknown";
        case Problem::kContentType:
            return "content_type";
        case Problem::kJunk:
            return "junk";
        case Problem::kDate:
            return "date";
        case Problem::kUrl:
            return "url";
        case Problem::kValue:
            return "value";
        case Problem::kMissing:
            return "missing";
        case Problem::kDuplicate:
            return "duplicate";
        case Problem::kMisplaced:
            return "misplaced";
        case Problem::kLimit:
            return "limit";
    }
    return "";
}

std::string format_diagnostic(std::string_view file, const Diagnostic& d) {
    return fmt::format("{}:{}:{}: {}: {}", file, d.line, d.column, name_of(d.severity), d.message);
}

}  // namespace orrery::feed
