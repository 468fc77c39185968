#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orrery::feed {

/// Writes an XML document into a string, indented by two spaces a level. Text that XML cannot hold is left
/// out.
class XmlWriter {
  public:
    using Attributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;

    XmlWriter();

    /// Attributes with an empty value are left out, here and below.
    void begin(std::string_view name, Attributes attributes = {});
    void end();
    /// `<name …/>`
    void empty(std::string_view name, Attributes attributes);
    /// `<name …>text</name>`
    void text(std::string_view name, std::string_view text, Attributes attributes = {});
    /// The same, left out when the text is empty.
    void optional(std::string_view name, std::string_view text, Attributes attributes = {});

    [[nodiscard]] std::string take() { return std::move(out_); }

  private:
    void open(std::string_view name, Attributes attributes);
    void indent();

    std::string out_;
    std::vector<std::string> names_;
};

/// `text` for the inside of an element or of a quoted attribute: line ends survive, what XML forbids is left
/// out.
void append_xml_escaped(std::string& out, std::string_view text);

}  // namespace orrery::feed
