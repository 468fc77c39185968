#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orrery::http {

/// `Not Found` for 404; `Unknown` for a number without a name.
[[nodiscard]] std::string_view reason_of(int status);

/// The bytes of a response: its own, or shared with other responses (a cached page is sent without a copy).
class Body {
  public:
    Body() = default;
    Body(std::string text) : own_(std::move(text)) {}                            // NOLINT: a text is a body
    Body(std::shared_ptr<const std::string> text) : shared_(std::move(text)) {}  // NOLINT

    [[nodiscard]] std::string_view view() const { return shared_ ? *shared_ : own_; }

  private:
    std::string own_;
    std::shared_ptr<const std::string> shared_;
};

/// What a handler answers. The server adds Date, Content-Length, Connection, `Vary: Accept-Encoding` and the
/// compression, leaves the body out for HEAD, and makes a 304 of a 200 whose ETag or Last-Modified the client
/// has already.
struct Response {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    Body body;
    /// The same body compressed with gzip, where the handler keeps one; sent to clients that accept it.
    std::shared_ptr<const std::string> gzip_body;

    [[nodiscard]] static Response text(int status, std::string body);  ///< text/plain
    [[nodiscard]] static Response html(std::string body, int status = 200);
    [[nodiscard]] static Response json(std::string body, int status = 200);
    /// 303 See Other by default: the answer to a form.
    [[nodiscard]] static Response redirect(std::string location, int status = 303);

    /// Replaces every header of that name.
    Response& set(std::string_view name, std::string value);
    /// Adds one beside others of the same name.
    Response& add(std::string_view name, std::string value);
    /// The first value, or an empty view.
    [[nodiscard]] std::string_view header(std::string_view name) const;
};

}  // namespace orrery::http
