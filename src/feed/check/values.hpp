#pragma once

#include <cstdint>
#include <string_view>

/// What the text of an element or the value of an attribute has to be, by the specification of its format.
namespace orrery::feed::check {

enum class Value : std::uint8_t {
    kAnything,
    kPresent,        ///< not blank
    kPlain,          ///< not blank, and no HTML
    kHtml,           ///< the checker looks into it
    kRfc3339,        ///< Atom's date
    kW3cdtf,         ///< RSS 1.0's, Atom 0.3's and Dublin Core's date
    kRfc822,         ///< RSS's date, with a year of four digits
    kIri,            ///< an address, which may be relative
    kFullIri,        ///< an address with a scheme
    kLanguage,       ///< BCP 47
    kMail,           ///< user@host
    kContact,        ///< user@host (name)
    kMediaType,      ///< type/subtype
    kTextType,       ///< text, html, xhtml
    kMediaTextType,  ///< plain, html
    kCount,          ///< a whole number from 0
    kPositive,       ///< a whole number from 1
    kIntegers,       ///< whole numbers with commas between them
    kNumber,
    kLatitude,
    kLongitude,
    kPosition,  ///< latitude and longitude
    kHour,      ///< 0 to 23
    kDay,       ///< Monday to Sunday
    kYesNo,
    kTrueFalse,
    kExplicit,
    kPeriod,       ///< hourly to yearly
    kEpisodeType,  ///< full, trailer, bonus
    kDuration,     ///< seconds, or hours, minutes and seconds
    kClock,        ///< of chapters and media: hours, minutes, seconds and parts of them
    kImageWidth,   ///< of RSS: 1 to 144
    kImageHeight,  ///< of RSS: 1 to 400
    kAllowDeny,
    kRestrictionType,
    kMedium,
    kExpression,
    kHashAlgorithm,
    kCloudProtocol,
};

/// What is wrong with `text`, for people, empty when nothing is. White space around it counts where the
/// format says that it does.
[[nodiscard]] std::string_view complaint(Value value, std::string_view text);

/// Whether a complaint of that kind is about a date, or about an address.
[[nodiscard]] bool is_date(Value value);
[[nodiscard]] bool is_address(Value value);

/// A tag that HTML knows, or a character reference, in what should be plain text.
[[nodiscard]] bool contains_html(std::string_view text);

}  // namespace orrery::feed::check
