#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace orrery::feed::xml {

/// Writes XML 1.0 in UTF-8 that is well-formed whatever the values are: escapes, drops characters that XML
/// cannot hold, makes U+FFFD of malformed UTF-8, closes what was opened. Names are the caller's, and
/// constant: they are views that must outlive the writer.
///
///     Writer xml;
///     xml.start("rss").attribute("version", "2.0").element("title", "Sea & Sky").end();
class Writer {
  public:
    Writer();

    Writer& start(std::string_view name);
    /// Right after start() or another attribute.
    Writer& attribute(std::string_view name, std::string_view value);
    /// Left out when the value is empty.
    Writer& optional_attribute(std::string_view name, std::string_view value);
    Writer& text(std::string_view value);
    Writer& end();

    /// start(), text(), end().
    Writer& element(std::string_view name, std::string_view value);
    /// Left out when the value is empty.
    Writer& optional(std::string_view name, std::string_view value);

    /// The document; every element must have ended.
    [[nodiscard]] std::string take();

  private:
    struct Open {
        std::string_view name;
        bool has_children = false;
    };
    void close_tag();
    void new_line();

    std::string out_;
    std::vector<Open> open_;
    bool in_tag_ = false;
};

}  // namespace orrery::feed::xml
