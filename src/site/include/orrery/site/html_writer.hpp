#pragma once

#include "orrery/base/text.hpp"

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

/// Writing HTML so that what is not markup cannot become markup. Three types tell apart what goes into a
/// page: Markup is written by us and stands in the source, SafeHtml has been through the sanitizer, and
/// everything else is text, which is escaped. None converts to another, so a mix-up does not compile.
namespace orrery::site {

/// Markup of our own: only a literal of the source can be one.
///
///     page.add("<p>"_html, name, "</p>"_html);
class Markup {
  public:
    consteval Markup(const char* literal, std::size_t size) : text_(literal, size) {}
    [[nodiscard]] constexpr std::string_view view() const { return text_; }

  private:
    std::string_view text_;
};

inline namespace literals {
consteval Markup operator""_html(const char* literal, std::size_t size) {
    return Markup(literal, size);
}
}  // namespace literals

/// Markup of others that the sanitizer let through. Does not own its text.
class SafeHtml {
  public:
    /// The caller vouches for it: what the archive keeps has been sanitized on its way in, and what
    /// HtmlWriter made is safe.
    [[nodiscard]] static SafeHtml sanitized(std::string_view html) { return SafeHtml(html); }
    [[nodiscard]] std::string_view view() const { return html_; }

  private:
    explicit SafeHtml(std::string_view html) : html_(html) {}
    std::string_view html_;
};

/// A page that grows. Text is written so that it is safe both between tags and inside a quoted attribute
/// value.
class HtmlWriter {
  public:
    /// Appends its arguments in order.
    template <class... Parts>
    HtmlWriter& add(const Parts&... parts) {
        (one(parts), ...);
        return *this;
    }

    /// ` name="value"`, or nothing when the value is empty.
    HtmlWriter& attribute(Markup name, std::string_view value) {
        if (!value.empty()) add(" "_html, name, "=\""_html, value, "\""_html);
        return *this;
    }

    [[nodiscard]] const std::string& text() const { return out_; }
    [[nodiscard]] std::string take() { return std::move(out_); }
    void reserve(std::size_t bytes) { out_.reserve(bytes); }

  private:
    void one(Markup markup) { out_ += markup.view(); }
    void one(SafeHtml html) { out_ += html.view(); }
    void one(std::string_view text) { append_escaped(out_, text); }
    template <std::integral Number>
        requires(!std::same_as<Number, bool> && !std::same_as<Number, char>)
    void one(Number number) {
        out_ += std::to_string(number);
    }

    std::string out_;
};

/// `url` if it may stand in a link of ours, else nothing: only http and https lead nowhere unexpected.
[[nodiscard]] inline std::string_view web_url(std::string_view url) {
    return istarts_with(url, "https://") || istarts_with(url, "http://") ? url : std::string_view();
}

}  // namespace orrery::site
