#pragma once

#include "orrery/planet/rule.hpp"
#include "orrery/store/records.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// The archive as rules see it: the one place where an entry becomes the subject of a rule.
namespace orrery::store {

/// Makes subjects and holds what their views point at: each is valid until the next one is made, and as long
/// as what it was made of. Not thread-safe.
class RuleSubjects {
  public:
    /// Which fields somebody reads; what is dear to compute is left out where nobody does.
    using ReadsField = std::function<bool(planet::RuleField)>;
    explicit RuleSubjects(const ReadsField& reads);

    /// An entry of the archive.
    [[nodiscard]] planet::RuleSubject of(const Story& entry);

    /// What an entry that is being delivered does not say itself.
    struct Setting {
        std::string_view text;  ///< html::text() of the entry
        std::string_view feed_title;
        std::string_view feed_url;
        std::string_view feed_category;
        std::string_view feed_author;
        std::string_view feed_language;
        Timestamp date{};
        Timestamp first_seen{};
    };
    [[nodiscard]] planet::RuleSubject of(const NewEntry& entry, const Setting& setting);

  private:
    template <class Entry>
    planet::RuleSubject start(const Entry& entry, std::string_view text);

    bool reads_words_;
    bool reads_text_;
    std::string text_;
    std::vector<std::string_view> categories_;
    std::vector<std::string_view> enclosure_types_;
};

}  // namespace orrery::store
