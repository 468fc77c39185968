#include "fragment_links.hpp"

#include "escaping.hpp"
#include "orrery/base/url_clean.hpp"
#include "orrery/html/tokenizer.hpp"

#include <unordered_set>

namespace orrery::html {
namespace {

using Ids = std::unordered_set<std::string>;

Ids ids_in(std::string_view html) {
    Ids ids;
    std::string scratch;
    Tokenizer tokenizer(html);
    while (true) {
        const auto& token = tokenizer.next();
        if (token.type == TokenType::kEnd) return ids;
        if (token.type != TokenType::kStartTag) continue;
        for (const auto& attribute : token.attributes) {
            if (attribute.name == "id" || (attribute.name == "name" && token.tag == Tag::kA))
                ids.emplace(attribute.decoded_value(scratch));
        }
    }
}

// The address up to the fragment, in whatever way the page was fetched.
std::string_view place_of(std::string_view url) {
    url = url.substr(0, url.find('#'));
    for (const std::string_view scheme : {"https:", "http:"}) {
        if (url.starts_with(scheme)) return url.substr(scheme.size());
    }
    return url;
}

class Settler {
  public:
    Settler(std::string_view html, const Policy& policy, const Url& page)
        : html_(html), policy_(policy), page_(page), ids_(ids_in(html)) {}

    // Empty when everything may stay as it is.
    std::string_view run() {
        Tokenizer tokenizer(html_);
        std::string scratch;
        while (true) {
            const auto& token = tokenizer.next();
            if (token.type == TokenType::kEnd) break;
            if (token.type != TokenType::kStartTag || token.tag != Tag::kA) continue;
            const auto* href = token.attribute("href");
            if (href == nullptr) continue;
            const std::string_view value = href->decoded_value(scratch);
            if (value.starts_with('#')) {
                if (!id_for(value.substr(1))) lead_out(token, value.substr(1));
            } else if (const auto hash = value.find('#'); hash != std::string_view::npos) {
                if (!is_same_place(value, page_.href())) continue;
                if (const auto* id = id_for(policy_.id_prefix + std::string(value.substr(hash + 1))))
                    stay_inside(token, *id);
            }
        }
        if (done_ > 0) settled_ += html_.substr(done_);
        return settled_.text();
    }

  private:
    // As browsers look for the place that a fragment names.
    [[nodiscard]] const std::string* id_for(std::string_view fragment) const {
        auto found = ids_.find(std::string(fragment));
        if (found == ids_.end()) found = ids_.find(percent_decode(fragment));
        return found == ids_.end() ? nullptr : &*found;
    }

    void lead_out(const Token& token, std::string_view fragment) {
        if (fragment.starts_with(policy_.id_prefix)) fragment.remove_prefix(policy_.id_prefix.size());
        const auto url = Url::parse("#" + std::string(fragment), &page_);
        if (!url) return;
        auto href = url->href();
        if (policy_.drop_tracking) strip_tracking(href, 0);
        rewrite(token, href, policy_.link_rel);
    }

    void stay_inside(const Token& token, const std::string& id) { rewrite(token, "#" + id, {}); }

    void rewrite(const Token& token, std::string_view href, std::string_view rel) {
        const auto begin = static_cast<std::size_t>(token.raw.data() - html_.data());
        settled_ += html_.substr(done_, begin - done_);
        done_ = begin + token.raw.size();
        settled_ += Piece("<a");
        for (const auto& attribute : token.attributes) {
            if (attribute.name == "rel") continue;
            if (attribute.name == "href") {
                append("href", href);
            } else {
                settled_ += ' ';
                settled_ += attribute.name;
                settled_ += Piece("=\"");
                settled_ += attribute.value;
                settled_ += '"';
            }
        }
        if (!rel.empty()) append("rel", rel);
        settled_ += '>';
    }

    void append(std::string_view name, std::string_view value) {
        settled_ += ' ';
        settled_ += name;
        settled_ += Piece("=\"");
        append_literal(settled_, value, ReferenceContext::kAttribute);
        settled_ += '"';
    }

    std::string_view html_;
    const Policy& policy_;
    const Url& page_;
    Ids ids_;
    Output settled_;
    std::size_t done_ = 0;
};

}  // namespace

bool is_same_place(std::string_view a, std::string_view b) {
    return place_of(a) == place_of(b);
}

void settle_fragment_links(std::string& out, std::size_t begin, const Policy& policy, const Url& page) {
    Settler settler(std::string_view(out).substr(begin), policy, page);
    if (const auto settled = settler.run(); !settled.empty()) out.replace(begin, std::string::npos, settled);
}

}  // namespace orrery::html
