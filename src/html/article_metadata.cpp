#include "article_metadata.hpp"

#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"

#include <algorithm>

namespace orrery::html {
namespace {

using enum Tag;

// The value of the first key that the page has, best first.
class Metas {
  public:
    explicit Metas(const Document& document) {
        for (const Node* node = document.root; node != nullptr; node = next_in_order(node, document.root)) {
            if (!node->is(kMeta)) continue;
            auto content = collapse_space(node->value("content"));
            if (content.empty()) continue;
            for (const auto* key : {"property", "name", "itemprop", "http-equiv"}) {
                for (const auto name : split(node->value(key), ' ')) {
                    if (!name.empty()) values_.emplace(to_lower(name), content);
                }
            }
        }
    }
    [[nodiscard]] std::string first(std::initializer_list<std::string_view> keys) const {
        for (const auto key : keys) {
            if (const auto found = values_.find(std::string(key)); found != values_.end())
                return found->second;
        }
        return {};
    }

  private:
    std::map<std::string, std::string> values_;
};

// "Title | Site", "Site: Title": the longer end is the title, if it says enough.
std::string without_site(const std::string& title, const std::string& site) {
    for (const std::string_view separator :
         {" | ", " - ", " \u2013 ", " \u2014 ", " \u00BB ", " \u00B7 ", " / ", " :: "}) {
        const auto last = title.rfind(separator);
        if (last == std::string::npos) continue;
        auto head = title.substr(0, last);
        auto tail = title.substr(last + separator.size());
        const auto words = [](std::string_view text) { return 1 + std::ranges::count(text, ' '); };
        if (!site.empty() && iequals(head, site)) return tail;
        if (!site.empty() && iequals(tail, site)) return head;
        if (words(head) >= 3) return head;
        if (words(tail) >= 4) return tail;
    }
    return title;
}

std::string title_of(const Document& document, const Metas& metas, const std::string& site) {
    auto title = metas.first({"og:title", "dc.title", "dcterms.title", "twitter:title", "headline"});
    if (title.empty()) {
        if (const auto* element = document.find(kTitle)) title = collapse_space(text_content(*element));
        title = without_site(title, site);
    }
    if (title.empty()) {
        if (const auto* heading = document.find(kH1)) title = collapse_space(text_content(*heading));
    }
    return title;
}

constexpr std::size_t kLongestByline = 100;

std::string byline_of(const Document& document, const Metas& metas) {
    auto byline = metas.first(
        {"author", "dc.creator", "dcterm.creator", "article:author", "parsely-author", "sailthru.author"});
    if (!byline.empty() && byline.find("://") == std::string::npos) return byline;
    for (const Node* node = document.root; node != nullptr; node = next_in_order(node, document.root)) {
        if (!node->is_element()) continue;
        const auto names = to_lower(std::string(node->value("class")) + " " + std::string(node->value("id")));
        const bool marked =
            node->value("rel") == "author" ||
            node->value("itemprop").find("author") != std::string_view::npos ||
            names.find("byline") != std::string::npos || names.find("p-author") != std::string::npos ||
            names.find("dateline") != std::string::npos || names.find("writtenby") != std::string::npos;
        if (!marked) continue;
        const auto text = collapse_space(text_content(*node));
        if (!text.empty() && text.size() < kLongestByline) return text;
    }
    return {};
}

std::string published_of(const Document& document, const Metas& metas) {
    auto date = metas.first({"article:published_time", "datepublished", "dc.date", "dcterms.created",
                             "dcterms.date", "parsely-pub-date", "date", "publication_date"});
    if (!date.empty()) return date;
    for (const Node* node = document.root; node != nullptr; node = next_in_order(node, document.root)) {
        if (node->is(kTime) && !node->value("datetime").empty())
            return std::string(trim(node->value("datetime")));
        // JSON-LD; one member is all that is wanted of it.
        if (!node->is(kScript) || node->value("type") != "application/ld+json" ||
            node->first_child == nullptr)
            continue;
        const auto text = node->first_child->text;
        constexpr std::string_view kKey = "\"datePublished\"";
        const auto key = text.find(kKey);
        if (key == std::string_view::npos) continue;
        const auto open = text.find('"', key + kKey.size());
        const auto close = open == std::string_view::npos ? open : text.find('"', open + 1);
        if (close != std::string_view::npos) return std::string(text.substr(open + 1, close - open - 1));
    }
    return {};
}

}  // namespace

void read_metadata(const Document& document, const Url& url, Article& article) {
    const Metas metas(document);
    article.site = metas.first({"og:site_name", "application-name"});
    article.title = title_of(document, metas, article.site);
    article.byline = byline_of(document, metas);
    article.published = published_of(document, metas);
    article.summary = metas.first({"og:description", "description", "dc.description", "twitter:description"});
    if (const auto* html = document.find(kHtml)) article.language = trim(html->value("lang"));
    if (article.language.empty())
        article.language = metas.first({"content-language", "dc.language", "og:locale"});
    const auto image = metas.first({"og:image", "og:image:url", "twitter:image", "twitter:image:src"});
    if (const auto absolute = Url::parse(image, &url); !image.empty() && absolute && absolute->is_http()) {
        article.image = absolute->href();
    }
}

}  // namespace orrery::html
