#pragma once

#include "orrery/base/url.hpp"

#include <string>
#include <string_view>

/// What is done to URLs once they are parsed. Pure functions.
namespace orrery {

/// The bytes behind `%41`; what is no percent-encoded byte stays. The outcome need not be UTF-8.
[[nodiscard]] std::string percent_decode(std::string_view text);

/// Encodes all but letters, digits and `-._~!*'()`: fit for one query value or path segment (JavaScript's
/// encodeURIComponent).
[[nodiscard]] std::string percent_encode(std::string_view text);

/// The name of a query parameter that only says how a reader came to the page, never which page it is. Case
/// does not count. The list:
///
///     utm_… and its self-hosted heirs mtm_…, matomo_…, pk_…, piwik_…, hsa_…, stm_…, itm_…
///     click identifiers: fbclid, gclid, gclsrc, dclid, gbraid, wbraid, msclkid, yclid, ymclid, twclid,
///     ttclid, igshid,
///                        igsh, li_fat_id, epik, s_kwcid, srsltid, vero_id, vero_conv, oly_anon_id,
///                        oly_enc_id, wickedid, irclickid
///     social networks:   fb_action_ids, fb_action_types, fb_ref, fb_source
///     mail campaigns:    mc_cid, mc_eid, mkt_tok, _hsenc, _hsmi, __hssc, __hstc, __hsfp, hsctatracking,
///     ml_subscriber,
///                        ml_subscriber_hash, rb_clickid, bsft_clkid, bsft_eid, bsft_uid, _ke, __s
///     shops and portals: cmpid, ns_campaign, ns_mchannel, ns_source, ns_linkname, at_campaign, at_medium,
///     at_custom1 to 4,
///                        xtor, _ga, _gl, _openstat, ga_source, ga_medium, ga_campaign, ga_content, ga_term,
///                        ncid, trk_contact, trk_msg, trk_module, trk_sid, s_cid, wt_mc, wt.mc_id
///
/// Names that some sites need to find the page (`ref`, `source`, `campaign`, `id`, `s`) are not on it.
[[nodiscard]] bool is_tracking_parameter(std::string_view name);

/// `url` without its tracking parameters, in the query and in a fragment that consists of nothing else
/// (`#utm_source=rss`, `#xtor=RSS-1`). What stays keeps its order and its spelling; a query left empty loses
/// its `?`. Only http and https URLs change.
[[nodiscard]] Url strip_tracking(Url url);

/// The same for the text of such a URL, or of a relative one, from text[start] to the end of `text`. Returns
/// how many parameters it took out.
std::size_t strip_tracking(std::string& text, std::size_t start);

}  // namespace orrery
