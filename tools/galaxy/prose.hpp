#pragma once

#include "dice.hpp"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What people write about, a language each: prose/*.cpp. A line starts with what it is:
///
///     @name a|b        a list of words that {name} picks from
///     # topic          what follows belongs to it
///     = title          > opening        . sentence, in order        ! closing
///     * heading|item|item               | caption|cell;cell|cell;cell        " quotation
///     ~ language       a code block, its lines indented by four spaces
///
/// `{name}` is one of that list, `{name=3-9}` a number; within one post a name keeps its value.
namespace orrery::galaxy {

// The text of prose/*.cpp.
extern const std::string_view kProseEn, kProseDe, kProseFr, kProseEs, kProsePt, kProseRu, kProseEl, kProseJa,
    kProseZhCn, kProseZhTw, kProseKo, kProseAr;

struct Topic {
    std::vector<std::string_view> titles;
    std::vector<std::string_view> openings;
    std::vector<std::string_view> sentences;
    std::vector<std::string_view> closings;
    std::vector<std::string_view> lists;
    std::vector<std::string_view> tables;
    std::vector<std::string_view> quotes;
    std::string_view code_language;
    std::string code;
};

struct Language {
    std::string_view code;  ///< `en`
    bool is_right_to_left = false;
    /// The charsets that its feeds come in besides UTF-8 and UTF-16, by their IANA names.
    std::vector<std::string_view> charsets;
    std::map<std::string_view, std::vector<std::string_view>> words;
    std::vector<Topic> topics;
};

/// Every language of the galaxy, read from prose/ once.
[[nodiscard]] const std::vector<Language>& languages();

/// Fills the slots of one post.
class Slots {
  public:
    Slots(const Language& language, Dice& dice) : language_(language), dice_(dice) {}

    [[nodiscard]] std::string fill(std::string_view text);
    /// Gives a name its value, in place of chance.
    void set(std::string_view name, std::string_view value) {
        values_.insert_or_assign(std::string(name), value);
    }

  private:
    std::string value_of(std::string_view slot);

    const Language& language_;
    Dice& dice_;
    std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace orrery::galaxy
