#include "orrery/base/url_clean.hpp"

#include "orrery/base/by_first_byte.hpp"
#include "orrery/base/text.hpp"
#include "url_sets.hpp"

#include <algorithm>
#include <array>

namespace orrery {
namespace {

constexpr ByFirstByte kPrefixes(std::to_array<std::string_view>({"hsa_", "itm_", "matomo_", "mtm_", "piwik_",
                                                                 "pk_", "stm_", "utm_"}));

constexpr ByFirstByte kNames([] {
    auto names = std::to_array<std::string_view>(
        {// click identifiers
         "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ymclid", "twclid",
         "ttclid", "igshid", "igsh", "li_fat_id", "epik", "s_kwcid", "srsltid", "vero_id", "oly_anon_id",
         "oly_enc_id", "wickedid", "irclickid", "vero_conv",
         // social networks
         "fb_action_ids", "fb_action_types", "fb_ref", "fb_source",
         // mail campaigns
         "mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "__hssc", "__hstc", "__hsfp", "hsctatracking",
         "ml_subscriber", "ml_subscriber_hash", "rb_clickid", "bsft_clkid", "bsft_eid", "bsft_uid", "_ke",
         "__s",
         // shops and portals
         "cmpid", "ns_campaign", "ns_mchannel", "ns_source", "ns_linkname", "at_campaign", "at_medium",
         "at_custom1", "at_custom2", "at_custom3", "at_custom4", "xtor", "_ga", "_gl", "_openstat",
         "ga_source", "ga_medium", "ga_campaign", "ga_content", "ga_term", "ncid", "trk_contact", "trk_msg",
         "trk_module", "trk_sid", "s_cid", "wt_mc", "wt.mc_id"});
    std::ranges::sort(names);
    return names;
}());

bool is_tracking_pair(std::string_view pair) {
    const auto name = pair.substr(0, pair.find('='));
    return name.find('%') == std::string_view::npos ? is_tracking_parameter(name)
                                                    : is_tracking_parameter(percent_decode(name));
}

/// Calls `on_pair` for each piece of text[begin, end) between `&`.
template <class OnPair>
void for_each_pair(std::string_view text, std::size_t begin, std::size_t end, OnPair on_pair) {
    while (true) {
        const auto next = std::min(text.find('&', begin), end);
        on_pair(text.substr(begin, next - begin));
        if (next == end) return;
        begin = next + 1;
    }
}

std::size_t count_tracking(std::string_view text, std::size_t begin, std::size_t end) {
    std::size_t count = 0;
    for_each_pair(text, begin, end, [&](std::string_view pair) { count += is_tracking_pair(pair) ? 1 : 0; });
    return count;
}

/// Takes the tracking pairs out.
void remove_tracking(std::string& text, std::size_t begin, std::size_t end) {
    std::string kept;
    bool first = true;
    for_each_pair(text, begin, end, [&](std::string_view pair) {
        if (is_tracking_pair(pair)) return;
        if (!first) kept += '&';
        kept += pair;
        first = false;
    });
    text.replace(begin, end - begin, kept);
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
    if (name.empty()) return false;
    const char first = to_lower(name[0]);
    const auto begins = [&](std::string_view prefix) {
        return name.size() > prefix.size() && istarts_with(name, prefix);
    };
    return std::ranges::any_of(kPrefixes.of(first), begins) ||
           std::ranges::any_of(kNames.of(first),
                               [&](std::string_view known) { return iequals(known, name); });
}

std::size_t strip_tracking(std::string& text, std::size_t start) {
    std::size_t removed = 0;
    if (const auto hash = text.find('#', start); hash != std::string::npos) {
        const auto pairs = 1 + std::count(text.begin() + static_cast<std::ptrdiff_t>(hash), text.end(), '&');
        if (count_tracking(text, hash + 1, text.size()) == static_cast<std::size_t>(pairs)) {
            removed += static_cast<std::size_t>(pairs);
            text.resize(hash);
        }
    }
    const auto end = std::min(text.find('#', start), text.size());
    const auto question = text.find('?', start);
    if (question >= end) return removed;
    const auto in_query = count_tracking(text, question + 1, end);
    if (in_query == 0) return removed;
    remove_tracking(text, question + 1, end);
    const bool ends = question + 1 == text.size();
    // `?#part` means a part of the page that it came from, `#part` one of the page where it is read.
    if (ends || (text[question + 1] == '#' && question != start)) text.erase(question, 1);
    return removed + in_query;
}

Url strip_tracking(Url url) {
    if (!url.is_http() || (!url.has_query() && !url.has_fragment())) return url;
    auto text = url.href();
    if (strip_tracking(text, 0) == 0) return url;
    auto parsed = Url::parse(text);
    return parsed ? *std::move(parsed) : url;
}

}  // namespace orrery
