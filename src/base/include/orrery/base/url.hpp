#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace orrery {

/// A URL, parsed and written as the URL Standard says (https://url.spec.whatwg.org/): what a browser would
/// make of it. Host names are in their ASCII form (IDNA through ICU), IPv4 and IPv6 addresses in their
/// shortest, default ports left out, `.` and `..` resolved. One string and the offsets of its parts. A plain
/// value: copies are independent, and const access from several threads is safe. A default-made Url is empty;
/// parse() never gives one.
class Url {
  public:
    /// Input and base together may not be longer: room for an image in a `data:` URL, and for every offset in
    /// 32 bits.
    static constexpr std::size_t kMaxBytes = 32u << 20;

    /// Reads `input`, relative to `base` where it is relative. Nothing when it cannot be one. Malformed UTF-8
    /// is read as U+FFFD. Costs one pass and one copy for what is already in normal form.
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
    [[nodiscard]] bool has_query() const { return query_start_ != kNone; }
    [[nodiscard]] bool has_fragment() const { return fragment_start_ != kNone; }

    [[nodiscard]] bool is_http() const;  ///< http or https
    /// `mailto:x@y`, `data:,a`: the path is one piece of text and nothing can be relative to it.
    [[nodiscard]] bool has_opaque_path() const;
    /// There is a host, though perhaps an empty one as in `file:///`.
    [[nodiscard]] bool has_authority() const;
    /// Scheme, host and port: `https://example.org:8443`. `null` unless the scheme is http, https, ws, wss or
    /// ftp.
    [[nodiscard]] std::string origin() const;
    /// href() up to the fragment.
    [[nodiscard]] std::string_view without_fragment() const;

    friend bool operator==(const Url& a, const Url& b) { return a.href_ == b.href_; }

  private:
    friend class UrlParser;
    static constexpr std::uint32_t kNone = UINT32_MAX;

    [[nodiscard]] std::string_view part(std::uint32_t from, std::uint32_t to) const {
        return std::string_view(href_).substr(from, to - from);
    }
    [[nodiscard]] std::uint32_t path_end() const;

    // scheme ':' ['//' [user [':' password] '@'] host [':' port]] path ['?' query] ['#' fragment]
    // Without a host, a path that begins with '//' has '/.' before it, which belongs to neither.
    std::string href_;
    std::uint32_t scheme_end_ = 0;    // at the colon
    std::uint32_t username_end_ = 0;  // past '//' and the user name
    std::uint32_t host_start_ = 0;    // at the host itself
    std::uint32_t host_end_ = 0;
    std::uint32_t path_start_ = 0;
    std::uint32_t query_start_ = kNone;     // at the '?'
    std::uint32_t fragment_start_ = kNone;  // at the '#'
};

/// `reference` made absolute against `base`; as it stands when it cannot be parsed.
[[nodiscard]] std::string resolve(const Url& base, std::string_view reference);

}  // namespace orrery
