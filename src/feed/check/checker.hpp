#pragma once

#include "check/rules.hpp"
#include "orrery/html/sanitize.hpp"
#include "report.hpp"
#include "xml/character_data.hpp"
#include "xml/scanner.hpp"

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

/// Says where an XML feed is not what its format asks for. A reader loses nothing by most of it, so this is a
/// pass of its own over the document, made only when asked for (ParseOptions::check).
namespace orrery::feed::check {

class Checker {
  public:
    Checker(std::string_view document, Arena& arena, Report& report, std::size_t depth_limit);
    void run();

  private:
    struct Name {
        xml::Ns ns = xml::Ns::kUnknown;
        bool atom = false;       // in a namespace of Atom
        std::string_view local;  // lower-case
    };
    // The elements of one rule inside another one: the text of the first, and how many there are.
    struct Child {
        const ElementRule* rule = nullptr;
        Name name;
        std::string_view text;
        std::size_t count = 1;
    };
    struct Open {
        Place place = Place::kNowhere;
        const ElementRule* rule = nullptr;
        Name name;
        std::string_view written;  // the name as it stands in the document
        std::string_view raw;      // the start tag
        std::size_t bindings = 0;
        std::size_t text_start = 0;
        bool has_elements = false;
        bool is_atom_text = false;
        bool needs_summary = false;
        std::string_view inner;  // of a text, as it stands in the document
        std::string_view type;
        std::string_view src;
        std::string_view mode;
        std::string_view first_element;       // inside of a text
        std::vector<Child> children;          // at most one a rule
        std::vector<std::string> alternates;  // type and language of each alternate link
    };
    struct Binding {
        std::string_view prefix;
        std::string_view uri;
    };

    void start(const xml::Token& token);
    void end(const xml::Token& token);
    void text(const xml::Token& token);
    void close();
    [[nodiscard]] Name name_of_element(std::string_view written);
    [[nodiscard]] std::string_view uri_of(std::string_view prefix) const;
    // Where the element stands, as the rules of its dialect call it.
    [[nodiscard]] static Place seen_from(Place place, const Name& name);

    bool check_root(const Open& open);
    [[nodiscard]] bool is_foreign_to_rdf(const Open& parent, const Open& open) const;
    void check_paging();
    void check_place(Open& parent, Open& open);
    void check_attributes(Place parent, const Open& open);
    void check_link(Open& parent, const Open& open);
    void check_value(const Open& open, std::string_view text);
    void check_text(const Open& open, std::string_view text);
    void check_markup(const Open& open, std::string_view text);
    void check_required(const Open& open);
    void check_entry(const Open& open);
    void check_identity(const Open& open);
    void check_channel(const Open& open);
    [[nodiscard]] std::string_view attribute(std::string_view name);
    [[nodiscard]] static Child* child_of(Open& open, const ElementRule* rule);
    [[nodiscard]] static const Child* child(const Open& open, std::string_view local, bool atom,
                                            xml::Ns ns = xml::Ns::kCore);

    void warn(Problem problem, std::string_view place, std::string message) {
        report_.add(Severity::kWarning, problem, place, std::move(message));
    }
    void note(Problem problem, std::string_view place, std::string message) {
        report_.add(Severity::kNote, problem, place, std::move(message));
    }

    Arena& arena_;
    Report& report_;
    Report unheard_;  // what the reader reports itself
    xml::Entities entities_;
    xml::Decoder decoder_;
    xml::Scanner scanner_;
    std::size_t depth_limit_;
    std::size_t overflow_ = 0;
    std::size_t closing_ = 0;  // where the end tag that closes elements begins
    bool atom_03_ = false;
    bool rdf_ = false;
    bool complete_ = false;         // RFC 5005
    std::string_view paging_link_;  // of the feed
    std::string_view entry_without_author_;
    std::string_view image_title_;
    std::string_view image_link_;
    std::vector<Open> open_;
    std::vector<Binding> bindings_;
    std::vector<xml::RawAttribute> attributes_;
    std::string text_;
    std::unordered_set<std::string> identities_;
    html::Policy policy_ = html::Policy::feed();
};

}  // namespace orrery::feed::check
