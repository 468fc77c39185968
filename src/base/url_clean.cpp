#include "orrery/base/url_clean.hpp"

#include "orrery/base/text.hpp"
#include "url_sets.hpp"

#include <algorithm>
#include <array>

namespace orrery {
namespace {

constexpr std::array<std::string_view, 7> kPrefixes{"utm_",   "mtm_", "matomo_", "pk_",
                                                    "piwik_", "hsa_", "stm_"};

constexpr auto kNames = [] {
    auto names = std::to_array<std::string_view>(
        {// click identifiers
         "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ymclid", "twclid",
         "ttclid", "igshid", "igsh", "li_fat_id", "epik", "s_kwcid", "srsltid", "vero_id", "oly_anon_id",
         "oly_enc_id", "wickedid",
         // mail campaigns
         "mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "__hssc", "__hstc", "__hsfp", "hsctatracking",
         "ml_subscriber", "ml_subscriber_hash", "rb_clickid", "bsft_clkid", "bsft_eid", "bsft_uid",
         // shops and portals
         "cmpid", "ns_campaign", "ns_mchannel", "ns_source", "ns_linkname", "at_campaign", "at_medium",
         "at_custom1", "at_custom2", "at_custom3", "at_custom4", "xtor", "_ga", "_gl", "_openstat",
         "ga_source", "ga_medium", "ga_campaign", "ga_content", "ga_term", "ncid", "trk_contact", "trk_msg",
         "trk_module", "trk_sid"});
    std::sort(names.begin(), names.end());
    return names;
}();

bool is_tracking_pair(std::string_view pair) {
    const auto name = pair.substr(0, pair.find('='));
    return name.find('%') == std::string_view::npos ? is_tracking_parameter(name)
                                                    : is_tracking_parameter(percent_decode(name));
}

/// The parts between '&' that are kept.
std::string without_tracking(std::string_view query) {
    std::string kept;
    bool first = true;
    for (const auto pair : split(query, '&')) {
        if (is_tracking_pair(pair)) continue;
        if (!first) kept += '&';
        kept += pair;
        first = false;
    }
    return kept;
}

}  // namespace

std::string percent_decode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (url::is_encoded_byte(text, i)) {
            out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::string percent_encode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    url::append_encoded(out, text, url::kComponent);
    return out;
}

bool is_tracking_parameter(std::string_view name) {
    const auto lower = to_lower(name);
    return std::any_of(kPrefixes.begin(), kPrefixes.end(),
                       [&](std::string_view prefix) {
                           return lower.starts_with(prefix) && lower.size() > prefix.size();
                       }) ||
           std::binary_search(kNames.begin(), kNames.end(), std::string_view(lower));
}

Url strip_tracking(Url url) {
    if (!url.is_http() || (!url.has_query() && !url.has_fragment())) return url;

    const auto query = without_tracking(url.query());
    const bool fragment_goes = url.has_fragment() && !url.fragment().empty() &&
                               without_tracking(url.fragment()).empty() && !url.fragment().starts_with('&');
    if (query.size() == url.query().size() && !fragment_goes) return url;

    const std::string_view href = url.href();
    const auto before_query = url.without_fragment().size() - (url.has_query() ? url.query().size() + 1 : 0);
    std::string cleaned(href.substr(0, before_query));
    if (!query.empty() || (url.has_query() && url.query().empty())) cleaned.append("?").append(query);
    if (url.has_fragment() && !fragment_goes) cleaned.append("#").append(url.fragment());
    auto parsed = Url::parse(cleaned);
    return parsed ? *std::move(parsed) : url;
}

}  // namespace orrery
