#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace orrery {

/// A URL, parsed and written as the URL Standard says (https://url.spec.whatwg.org/): what a browser would
/// make of it. Host names are in their ASCII form (IDNA through ICU), IPv4 and IPv6 addresses in their
/// shortest, default ports left out,
/// `.` and `..` resolved. One string and the offsets of its parts.
class Url {
  public:
    /// Reads `input`, relative to `base` where it is relative. Nothing when it cannot be one.
    [[nodiscard]] static std::optional<Url> parse(std::string_view input, const Url* base = nullptr);

    [[nodiscard]] const std::string& href() const { return href_; }
    [[nodiscard]] std::string_view scheme() const;    ///< `https`, without the colon
    [[nodiscard]] std::string_view username() const;  ///< percent-encoded; empty when there is none
    [[nodiscard]] std::string_view password() const;
    [[nodiscard]] std::string_view host() const;  ///< `example.org`, `[::1]`; empty when there is none
    [[nodiscard]] std::string_view port() const;  ///< digits, empty when it is the scheme's default
    [[nodiscard]] std::string_view path() const;
    [[nodiscard]] std::string_view query() const;     ///< without the question mark
    [[nodiscard]] std::string_view fragment() const;  ///< without the hash
    [[nodiscard]] bool has_query() const;
    [[nodiscard]] bool has_fragment() const;

    [[nodiscard]] bool is_http() const;  ///< http or https
    /// Scheme, host and port: `https://example.org:8443`.
    [[nodiscard]] std::string origin() const;
    /// href() up to the fragment.
    [[nodiscard]] std::string_view without_fragment() const;

  private:
    friend class UrlParser;
    static constexpr std::uint32_t kNone = UINT32_MAX;

    // scheme ':' ['//' [user [':' password] '@'] host [':' port]] path ['?' query] ['#' fragment]
    std::string href_;
    std::uint32_t scheme_end_ = 0;    // at the colon
    std::uint32_t username_end_ = 0;  // past '//' and the user name
    std::uint32_t host_start_ = 0;    // at the host itself
    std::uint32_t host_end_ = 0;
    std::uint32_t path_start_ = 0;
    std::uint32_t query_start_ = kNone;     // at the '?'
    std::uint32_t fragment_start_ = kNone;  // at the '#'
};

/// `reference` made absolute against `base`; as it stands when either cannot be parsed.
[[nodiscard]] std::string resolve(const Url& base, std::string_view reference);

}  // namespace orrery
