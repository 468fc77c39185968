#pragma once

#include "orrery/base/url.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace orrery {

/// Makes a Url. The two plain_… functions take what is in normal form already, which nearly every URL on the
/// web is, with one pass and one copy; they answer nothing for all else, be it valid or not, and parse() does
/// the whole algorithm.
class UrlParser {
  public:
    [[nodiscard]] static std::optional<Url> plain_absolute(std::string_view input);
    [[nodiscard]] static std::optional<Url> plain_relative(std::string_view input, const Url& base);

    /// https://url.spec.whatwg.org/#concept-basic-url-parser without state override.
    [[nodiscard]] static std::optional<Url> parse(std::string_view input, const Url* base);

  private:
    explicit UrlParser(std::string_view input) : input_(input) {}

    [[nodiscard]] bool run(const Url* base);
    [[nodiscard]] bool after_scheme(const Url* base);
    [[nodiscard]] bool relative(const Url& base);
    [[nodiscard]] bool file(const Url* base);
    [[nodiscard]] bool file_host();
    [[nodiscard]] bool authority();
    [[nodiscard]] bool host_and_port(std::string_view text);
    [[nodiscard]] bool path_start();
    [[nodiscard]] bool path();
    [[nodiscard]] bool opaque_path();
    [[nodiscard]] bool query_and_fragment();
    void set_scheme(std::string_view scheme);
    void add_segment(std::string_view segment, bool last);
    void shorten_path();
    [[nodiscard]] Url assembled() const;

    [[nodiscard]] bool at_end() const { return position_ == input_.size(); }
    [[nodiscard]] std::string_view rest() const { return input_.substr(position_); }
    [[nodiscard]] bool at_slash() const { return !at_end() && is_slash(input_[position_]); }
    [[nodiscard]] bool is_slash(char c) const { return c == '/' || (special_ && c == '\\'); }

    std::string_view input_;
    std::size_t position_ = 0;

    std::string scheme_;
    bool special_ = false;
    std::string username_;
    std::string password_;
    std::optional<std::string> host_;
    std::string port_;
    std::string path_;  // '/' before each segment, or the opaque path as it is
    bool opaque_ = false;
    std::optional<std::string> query_;
    std::optional<std::string> fragment_;
};

}  // namespace orrery
