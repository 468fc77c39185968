#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orrery::http {

enum class Method { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions };

/// `GET`, as it stands on the wire.
[[nodiscard]] std::string_view name_of(Method method);
/// The method of that exact name; nothing for one that we do not know (methods are case-sensitive, RFC 9110,
/// section 9.1).
[[nodiscard]] std::optional<Method> parse_method(std::string_view name);

struct Header {
    std::string_view name;   ///< as sent; compare without regard to case
    std::string_view value;  ///< without white space at the ends
};

/// Names and values of a query or of an `application/x-www-form-urlencoded` body
/// (https://url.spec.whatwg.org/#urlencoded-parsing), decoded, in order, always valid UTF-8.
class Form {
  public:
    [[nodiscard]] static Form parse(std::string_view text);

    /// The first value of that name.
    [[nodiscard]] std::optional<std::string_view> get(std::string_view name) const;
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& pairs() const { return pairs_; }

  private:
    std::vector<std::pair<std::string, std::string>> pairs_;
};

/// `text` with its %-escapes decoded. Nothing when one is malformed, or when the result would hold a control
/// character or malformed UTF-8: no name of ours does.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text);

/// `text` as one segment of a path or a value of a query: everything but unreserved characters (RFC 3986,
/// section 2.3) is %-escaped.
void append_percent_encoded(std::string& out, std::string_view text);

/// What a client asks for. The views point into the connection's memory and are good until the handler
/// returns.
struct Request {
    Method method = Method::kGet;
    std::string_view target;    ///< as sent: `/feeds/?page=2`
    std::string_view raw_path;  ///< as sent, still %-encoded: `/feeds/`
    std::string_view query;     ///< what follows the question mark, still encoded
    /// raw_path decoded. Starts with a slash, has no `.` or `..` segment and no control characters, is valid
    /// UTF-8: safe to be put after the name of a folder.
    std::string path;
    std::vector<Header> headers;
    std::string_view body;
    std::string_view remote;  ///< the address of the other end, `192.0.2.7` or `2001:db8::7`

    /// The value of the first header of that name, or an empty view.
    [[nodiscard]] std::string_view header(std::string_view name) const;
    [[nodiscard]] Form query_form() const { return Form::parse(query); }
    [[nodiscard]] Form body_form() const { return Form::parse(body); }

    /// Sets target, raw_path, query and path. False, with nothing said about the members, when `text` is no
    /// target that a server of ours could have (RFC 9112, section 3.2): a path or an absolute URL.
    [[nodiscard]] bool set_target(std::string_view text);
};

}  // namespace orrery::http
