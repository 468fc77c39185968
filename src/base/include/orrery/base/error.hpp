#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace orrery {

/// What kind of thing went wrong: enough for a caller to decide what to do next. The text is for people.
enum class ErrorCode {
    kInvalid,      ///< the input is not what it should be
    kNotFound,     ///< a file, feed, page or name does not exist
    kIo,           ///< the operating system refused a read or a write
    kFull,         ///< no space is left
    kNetwork,      ///< no answer, or an unusable one, from another host
    kRefused,      ///< forbidden by a policy of ours, such as a private address
    kLimit,        ///< a named limit was passed
    kBusy,         ///< somebody else holds what is needed; later it may work
    kCorrupt,      ///< our own stored data is damaged
    kUnsupported,  ///< well formed, but not something we handle
    kInternal,     ///< a defect of Orrery
};

/// The stable lower-case name of a code, as it stands in JSON output ("not_found").
[[nodiscard]] std::string_view name_of(ErrorCode code);

/// A failure as a value: what failed, on what, why, and what to do about it.
///
///     Error{ErrorCode::kInvalid, "unknown key \"refersh\"", "orrery.toml:12:1", "", "perhaps you meant
///     \"refresh\""}
struct Error {
    ErrorCode code = ErrorCode::kInternal;
    std::string what;    ///< what failed, lower-case, without a full stop
    std::string where;   ///< on what: `file:line:column`, a URL, a path; may be empty
    std::string why;     ///< the reason as far as it is known; may be empty
    std::string remedy;  ///< what the reader can do; may be empty

    /// One line for a person: `where: what: why (remedy)`, empty parts left out.
    [[nodiscard]] std::string message() const;

    friend bool operator==(const Error&, const Error&) = default;
};

/// A value or the Error in its place. Ignoring one is a warning.
template <class T>
struct [[nodiscard]] Result : std::expected<T, Error> {
    using std::expected<T, Error>::expected;
};

using Failure = std::unexpected<Error>;

/// `return fail(ErrorCode::kNotFound, "no such feed", url);`
[[nodiscard]] inline Failure fail(ErrorCode code, std::string what, std::string where = {},
                                  std::string why = {}, std::string remedy = {}) {
    return Failure(Error{code, std::move(what), std::move(where), std::move(why), std::move(remedy)});
}

/// The Error of the operating system's current `errno`; kFull, kNotFound and kRefused are told apart from
/// kIo.
[[nodiscard]] Error system_error(std::string what, std::string where, int error_number);

}  // namespace orrery

#define ORRERY_JOIN_(a, b) a##b
#define ORRERY_JOIN(a, b) ORRERY_JOIN_(a, b)

#define ORRERY_TRY_(temporary, declaration, ...)                            \
    auto temporary = (__VA_ARGS__);                                         \
    if (!temporary) return ::orrery::Failure(std::move(temporary.error())); \
    declaration = std::move(*temporary)

/// `ORRERY_TRY(auto text, read_file(path));` hands a failure on to the caller, or declares the value.
/// It is several statements: the body of an `if` around it needs braces.
#define ORRERY_TRY(declaration, ...) \
    ORRERY_TRY_(ORRERY_JOIN(orrery_try_, __COUNTER__), declaration, __VA_ARGS__)

/// The same for a Result<void>: `ORRERY_CHECK(write_file(path, text));`
#define ORRERY_CHECK(...)                                              \
    do {                                                               \
        if (auto orrery_check = (__VA_ARGS__); !orrery_check)          \
            return ::orrery::Failure(std::move(orrery_check.error())); \
    } while (false)
