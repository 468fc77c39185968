#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace orrery {

/// Writes JSON (RFC 8259) into a string. Commas, indentation and escapes are its business, pairing is the
/// caller's:
///
///     JsonWriter json;
///     json.begin_object().key("title").value("Sea").key("tags").begin_array().value("a").end_array().end_object();
///     json.text();
class JsonWriter {
  public:
    enum class Style { kCompact, kPretty };
    explicit JsonWriter(Style style = Style::kPretty) : style_(style) {}

    JsonWriter& begin_object() { return begin('{'); }
    JsonWriter& end_object() { return end('}'); }
    JsonWriter& begin_array() { return begin('['); }
    JsonWriter& end_array() { return end(']'); }
    JsonWriter& key(std::string_view name);

    /// Text; invalid UTF-8 comes out as U+FFFD.
    JsonWriter& value(std::string_view text);
    JsonWriter& value(const char* text) { return value(std::string_view(text)); }
    JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
    JsonWriter& value(bool flag);
    JsonWriter& value(std::int64_t number);
    JsonWriter& value(std::uint64_t number);
    JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }
    /// The shortest form that reads back the same; null for what is not finite.
    JsonWriter& value(double number);
    /// A number as it is written elsewhere, which must be as JSON has it.
    JsonWriter& number(std::string_view digits);
    JsonWriter& null();

    /// `key(name).value(text)`, left out altogether when the text is empty.
    JsonWriter& optional(std::string_view name, std::string_view text);

    [[nodiscard]] const std::string& text() const { return out_; }
    [[nodiscard]] std::string take() { return std::move(out_); }

  private:
    JsonWriter& begin(char bracket);
    JsonWriter& end(char bracket);
    void before_value();
    void new_line();

    Style style_;
    std::string out_;
    std::vector<bool> has_members_;
    bool after_key_ = false;
};

}  // namespace orrery
