#include "orrery/html/resolve.hpp"

#include "orrery/base/text.hpp"
#include "orrery/html/tokenizer.hpp"
#include "skipping.hpp"

#include <algorithm>

namespace orrery::html {
namespace {

using enum Tag;

struct UrlAttribute {
    std::string_view name;
    TagSet tags;
};
const UrlAttribute kUrlAttributes[] = {
    {"href", {kA, kArea, kLink}},
    {"src", {kImg, kAudio, kVideo, kSource, kTrack, kIframe, kEmbed, kInput, kScript, kFrame, kImage}},
    {"cite", {kBlockquote, kQ, kIns, kDel}},
    {"poster", {kVideo}},
    {"data", {kObject}},
    {"codebase", {kObject, kApplet}},
    {"classid", {kObject}},
    {"usemap", {kObject, kImg}},
    {"action", {kForm}},
    {"longdesc", {kImg, kFrame, kIframe}},
    {"background", {kBody, kTable, kTd, kTh}},
    {"profile", {kHead}},
};

bool holds_url(Tag tag, std::string_view name) {
    return std::ranges::any_of(
        kUrlAttributes, [&](const auto& known) { return known.name == name && known.tags.contains(tag); });
}

std::string resolved_srcset(const Url& base, std::string_view srcset) {
    std::string out;
    for (std::size_t at = 0; at < srcset.size();) {
        if (is_space(srcset[at]) || srcset[at] == ',') {
            out += srcset[at++];
            continue;
        }
        auto end = at;
        while (end < srcset.size() && !is_space(srcset[end]))
            ++end;
        auto url = srcset.substr(at, end - at);
        while (url.ends_with(','))
            url.remove_suffix(1);
        out += resolve(base, url);
        at += url.size();
        if (at < end) continue;  // a comma ended the candidate
        const auto next = std::min(srcset.find(',', at), srcset.size());
        out += srcset.substr(at, next - at);
        at = next;
    }
    return out;
}

}  // namespace

std::string resolve_urls(std::string_view fragment, const Url& base) {
    std::string storage;
    const auto prepared = preprocessed(fragment, storage);
    const auto input = prepared.text;
    Tokenizer tokenizer(prepared);
    std::string out;
    out.reserve(input.size() + input.size() / 8);
    std::string scratch;
    std::size_t done = 0;
    while (true) {
        const auto& token = tokenizer.next();
        if (token.type == TokenType::kEnd) break;
        if (token.type != TokenType::kStartTag) continue;
        for (const auto& attribute : token.attributes) {
            const bool srcset = attribute.name == "srcset";
            if (attribute.value.empty() || (!srcset && !holds_url(token.tag, attribute.name))) continue;
            if (attribute.value.data() < input.data() ||
                attribute.value.data() >= input.data() + input.size())
                continue;
            const auto value = attribute.decoded_value(scratch);
            if (trim(value).starts_with('#')) continue;
            const auto absolute = srcset ? resolved_srcset(base, value) : resolve(base, value);
            if (absolute == value) continue;
            const auto offset = static_cast<std::size_t>(attribute.value.data() - input.data());
            out.append(input, done, offset - done);
            append_escaped(out, absolute);
            done = offset + attribute.value.size();
        }
        skip_raw_text(tokenizer, token.tag);
    }
    out.append(input, done);
    return out;
}

}  // namespace orrery::html
