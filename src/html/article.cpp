#include "orrery/html/article.hpp"

#include "article_metadata.hpp"
#include "orrery/base/text.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

namespace orrery::html {
namespace {

using enum Tag;

// What an element's class and id say of it.
constexpr std::string_view kUnlikelyNames[] = {
    "ad-break",   "agegate",   "banner",       "breadcrumb", "combx",    "comment",   "community",  "cookie",
    "cover-wrap", "disqus",    "extra",        "footer",     "gdpr",     "legends",   "menu",       "nav",
    "newsletter", "outbrain",  "pager",        "pagination", "popup",    "promo",     "related",    "remark",
    "replies",    "rss",       "share",        "sharing",    "shoutbox", "sidebar",   "skyscraper", "social",
    "sponsor",    "subscribe", "supplemental", "taboola",    "toolbar",  "yom-remote"};
constexpr std::string_view kLikelyNames[] = {"article", "body", "column", "content", "entry",
                                             "hentry",  "main", "post",   "story",   "text"};

constexpr TagSet kNever{kScript, kStyle,  kNoscript, kTemplate, kForm,  kInput, kTextarea,
                        kSelect, kButton, kIframe,   kObject,   kEmbed, kLink,  kMeta,
                        kTitle,  kNav,    kFooter,   kAside,    kHead,  kApplet};
constexpr TagSet kParagraphs{kP, kPre, kTd, kBlockquote};
constexpr TagSet kBlocks{kBlockquote, kDl,      kDiv, kImg, kOl, kP,  kPre, kTable, kUl,
                         kSection,    kArticle, kH1,  kH2,  kH3, kH4, kH5,  kH6,    kFigure};
constexpr TagSet kEmptyMayStay{kBr, kHr,  kImg, kVideo, kAudio, kSource, kTd,
                               kTh, kCol, kTr,  kWbr,   kTrack, kPicture};

constexpr std::size_t kShortestParagraph = 25;  // bytes of text
constexpr std::size_t kShortestArticle = 250;   // below it, try again with less pruning
constexpr int kLevels = 5;                      // how far up a paragraph gives points

struct Numbers {
    std::size_t text = 0;
    std::size_t linked = 0;
    std::size_t commas = 0;
    std::size_t images = 0;
    std::size_t items = 0;
    std::size_t paragraphs = 0;
};

struct Strictness {
    bool drop_unlikely = true;
    bool weigh_names = true;
    bool clean = true;
};

bool contains_any(std::string_view text, std::span<const std::string_view> words) {
    return std::ranges::any_of(
        words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

std::string names_of(const Node& node) {
    return to_lower(std::string(node.value("class")) + " " + std::string(node.value("id")));
}

bool is_hidden(const Node& node) {
    const auto style = node.value("style");
    return node.attribute("hidden") != nullptr || ifind(style, "display:none") != std::string::npos ||
           ifind(style, "display: none") != std::string::npos || node.value("aria-hidden") == "true";
}

class Extractor {
  public:
    Extractor(const Document& document, Strictness strictness) : strictness_(strictness) {
        const Node* body = document.find(kBody);
        if (body == nullptr) body = document.root;
        body_ = body;
        collect();
        count();
    }

    std::string run() {
        score();
        const auto* top = best();
        if (top == nullptr) return {};
        std::string html;
        for (const auto* part : with_siblings(top))
            append(part, html);
        return html;
    }

    [[nodiscard]] static std::size_t text_in(std::string_view html) {
        std::size_t length = 0;
        bool inside = false;
        for (const char c : html) {
            if (c == '<') inside = true;
            if (!inside && !is_space(c)) ++length;
            if (c == '>') inside = false;
        }
        return length;
    }

  private:
    // The nodes that may belong to an article, in document order.
    void collect() {
        for (const Node* node = body_; node != nullptr;) {
            if (node != body_ && is_out(*node)) {
                out_.insert(node);
                node = next_after_children(node, body_);
                continue;
            }
            nodes_.push_back(node);
            node = next_in_order(node, body_);
        }
    }

    [[nodiscard]] bool is_out(const Node& node) const {
        if (node.type == NodeType::kComment) return true;
        if (!node.is_element()) return false;
        if (kNever.contains(node.tag) || node.ns == Namespace::kSvg || is_hidden(node)) return true;
        const auto role = node.value("role");
        if (role == "menu" || role == "menubar" || role == "complementary" || role == "navigation" ||
            role == "alert" || role == "dialog") {
            return true;
        }
        // Elements of a script's own (MathJax's mjx-container …) are named after the script, not after what
        // they hold.
        if (!strictness_.drop_unlikely || node.tag == kUnknown || node.is(kA) || node.is(kBody) ||
            node.is(kArticle) || node.is(kMain))
            return false;
        const auto names = names_of(node);
        return contains_any(names, kUnlikelyNames) && !contains_any(names, kLikelyNames);
    }

    void count() {
        for (const auto* node : nodes_)
            numbers_.try_emplace(node);
        for (auto i = nodes_.size(); i-- > 0;) {
            const auto* node = nodes_[i];
            auto& own = numbers_[node];
            if (node->type == NodeType::kText) {
                const auto text = trim(node->text);
                own.text = text.size();
                own.commas = static_cast<std::size_t>(std::ranges::count(text, ','));
            }
            if (node->is(kA)) own.linked = own.text;
            if (node->is(kImg)) ++own.images;
            if (node->is(kLi)) ++own.items;
            if (node->is(kP)) ++own.paragraphs;
            if (node == body_) continue;
            auto& parent = numbers_[node->parent];
            parent.text += own.text;
            parent.linked += own.linked;
            parent.commas += own.commas;
            parent.images += own.images;
            parent.items += own.items;
            parent.paragraphs += own.paragraphs;
        }
    }

    [[nodiscard]] const Numbers& numbers(const Node* node) const { return numbers_.at(node); }
    [[nodiscard]] double link_density(const Node* node) const {
        const auto& own = numbers(node);
        return own.text == 0 ? 0 : static_cast<double>(own.linked) / static_cast<double>(own.text);
    }

    [[nodiscard]] double weight_of_names(const Node& node) const {
        if (!strictness_.weigh_names) return 0;
        const auto names = names_of(node);
        return (contains_any(names, kLikelyNames) ? 25 : 0) - (contains_any(names, kUnlikelyNames) ? 25 : 0);
    }

    [[nodiscard]] double first_score(const Node& node) const {
        double score = weight_of_names(node);
        switch (node.tag) {
            case kArticle:
                score += 10;
                break;
            case kDiv:
            case kMain:
                score += 5;
                break;
            case kPre:
            case kTd:
            case kBlockquote:
                score += 3;
                break;
            case kAddress:
            case kOl:
            case kUl:
            case kDl:
            case kDd:
            case kDt:
            case kLi:
                score -= 3;
                break;
            case kH1:
            case kH2:
            case kH3:
            case kH4:
            case kH5:
            case kH6:
            case kTh:
                score -= 5;
                break;
            default:
                break;
        }
        return score;
    }

    // A div without blocks in it is a paragraph by another name.
    [[nodiscard]] bool is_paragraph(const Node* node) const {
        if (kParagraphs.contains(node->tag)) return true;
        if (!node->is(kDiv) && !node->is(kSection)) return false;
        std::size_t loose = 0;
        for (const auto* child = node->first_child; child != nullptr; child = child->next) {
            if (child->is_element() && kBlocks.contains(child->tag)) continue;
            if (const auto found = numbers_.find(child); found != numbers_.end()) loose += found->second.text;
        }
        return loose >= kShortestParagraph;
    }

    void score() {
        for (const auto* node : nodes_) {
            if (!node->is_element() || !is_paragraph(node)) continue;
            const auto& own = numbers(node);
            if (own.text < kShortestParagraph) continue;
            const double points = 1 + static_cast<double>(own.commas) +
                                  std::min(3.0, std::floor(static_cast<double>(own.text) / 100));
            const auto* above = node->parent;
            for (int level = 0; level < kLevels && above != nullptr && above->is_element();
                 ++level, above = above->parent) {
                const auto [found, added] = scores_.try_emplace(above, 0.0);
                if (added) found->second = first_score(*above);
                found->second += points / (level == 0 ? 1 : level == 1 ? 2 : level * 3);
                if (above == body_) break;
            }
        }
        for (auto& [node, score] : scores_) {
            if (numbers_.contains(node)) score *= 1 - link_density(node);
        }
    }

    [[nodiscard]] double score_of(const Node* node) const {
        const auto found = scores_.find(node);
        return found == scores_.end() ? 0 : found->second;
    }

    [[nodiscard]] const Node* best() const {
        const Node* top = nullptr;
        for (const auto* node : nodes_) {
            if (scores_.contains(node) && (top == nullptr || score_of(node) > score_of(top))) top = node;
        }
        if (top == nullptr) return numbers(body_).text > 0 ? body_ : nullptr;
        // Where the points of the parent go on rising, the article is spread over several parts of it.
        double last = score_of(top);
        const double threshold = last / 3;
        for (const auto* parent = top->parent; parent != nullptr && parent->is_element() && parent != body_;
             parent = parent->parent) {
            const double score = score_of(parent);
            if (score == 0) continue;
            if (score < threshold) break;
            if (score > last) {
                top = parent;
                break;
            }
            last = score;
        }
        // An only child stands for its parent, whose siblings are those to look at.
        while (top != body_ && top->parent != nullptr && top->parent->is_element() && top->parent != body_ &&
               is_only_child(top)) {
            top = top->parent;
        }
        return top;
    }

    [[nodiscard]] bool is_only_child(const Node* node) const {
        for (const auto* other = node->parent->first_child; other != nullptr; other = other->next) {
            if (other != node && numbers_.contains(other) && numbers(other).text > 0) return false;
        }
        return true;
    }

    // The best score of an element and those that alone stand for it: a part may be wrapped in many layers.
    [[nodiscard]] double score_inside(const Node* node) const {
        double score = score_of(node);
        while (const auto* only = only_child_with_text(node)) {
            node = only;
            score = std::max(score, score_of(node));
        }
        return score;
    }

    [[nodiscard]] const Node* only_child_with_text(const Node* node) const {
        const Node* only = nullptr;
        for (const auto* child = node->first_child; child != nullptr; child = child->next) {
            if (!numbers_.contains(child) || numbers(child).text == 0) continue;
            if (only != nullptr || !child->is_element()) return nullptr;
            only = child;
        }
        return only;
    }

    [[nodiscard]] std::vector<const Node*> with_siblings(const Node* top) const {
        if (top == body_ || top->parent == nullptr) return {top};
        const double score_of_top = score_inside(top);
        const double threshold = std::max(10.0, score_of_top * 0.2);
        std::vector<const Node*> parts;
        for (const auto* node = top->parent->first_child; node != nullptr; node = node->next) {
            if (node == top) {
                parts.push_back(node);
                continue;
            }
            if (!node->is_element() || !numbers_.contains(node)) continue;
            const auto same_class =
                !top->value("class").empty() && node->value("class") == top->value("class");
            if (score_inside(node) + (same_class ? score_of_top * 0.2 : 0) >= threshold) {
                parts.push_back(node);
            } else if (node->is(kP)) {
                const auto length = numbers(node).text;
                const double density = link_density(node);
                if ((length > 80 && density < 0.25) || (length > 0 && length <= 80 && density == 0))
                    parts.push_back(node);
            }
        }
        return parts;
    }

    // Lists of links, boxes of pictures and empty blocks inside the article.
    [[nodiscard]] bool is_clutter(const Node* node) const {
        if (!strictness_.clean || node->ns != Namespace::kHtml) return false;
        const auto& own = numbers(node);
        if (own.text == 0 && own.images == 0) {
            return !kEmptyMayStay.contains(node->tag) && node->first_child == nullptr;
        }
        const auto names = names_of(*node);
        if ((names.find("share") != std::string::npos || names.find("sharedaddy") != std::string::npos) &&
            own.text < 500)
            return true;
        if (kHeadings.contains(node->tag)) return weight_of_names(*node) < 0;
        if (!TagSet{kDiv, kUl, kOl, kTable, kSection, kDl}.contains(node->tag)) return false;
        const double weight = weight_of_names(*node);
        if (weight < 0) return true;
        if (own.commas >= 10) return false;
        const double density = link_density(node);
        const bool list = node->is(kUl) || node->is(kOl);
        if (!list && own.items > own.paragraphs + 100) return true;
        if (weight < 25 && density > 0.2 && (!list || density > 0.9) && own.text > 0 && own.paragraphs <= 2)
            return true;
        if (weight >= 25 && density > 0.5) return true;
        return !list && own.text < kShortestParagraph && own.images == 0 && own.paragraphs == 0 &&
               !node->is(kTable) && density > 0;
    }

    void append(const Node* root, std::string& html) const {
        std::vector<const Node*> open;
        for (const Node* node = root; node != nullptr;) {
            while (!open.empty() && !is_inside(node, open.back())) {
                html += "</" + std::string(open.back()->name) + ">";
                open.pop_back();
            }
            if (out_.contains(node) || (node != root && node->is_element() && is_clutter(node))) {
                node = next_after_children(node, root);
                continue;
            }
            if (node->first_child == nullptr) {
                html += serialize_outer(*node);
                node = next_after_children(node, root);
                continue;
            }
            Node shell = *node;
            shell.first_child = nullptr;
            auto start = serialize_outer(shell);
            start.resize(start.size() - node->name.size() - 3);  // without its end tag
            html += start;
            open.push_back(node);
            node = node->first_child;
        }
        while (!open.empty()) {
            html += "</" + std::string(open.back()->name) + ">";
            open.pop_back();
        }
    }

    static bool is_inside(const Node* node, const Node* ancestor) {
        // The walk goes in document order, so the parent decides.
        return node->parent == ancestor || (node->parent != nullptr && is_below(node->parent, ancestor));
    }
    static bool is_below(const Node* node, const Node* ancestor) {
        while (node != nullptr && node != ancestor)
            node = node->parent;
        return node == ancestor;
    }

    Strictness strictness_;
    const Node* body_ = nullptr;
    std::vector<const Node*> nodes_;
    std::unordered_set<const Node*> out_;
    std::unordered_map<const Node*, Numbers> numbers_;
    std::unordered_map<const Node*, double> scores_;
};

}  // namespace

Article article(const Document& document, const Url& url) {
    Article result;
    read_metadata(document, url, result);
    constexpr Strictness kAttempts[] = {
        {true, true, true}, {false, true, true}, {false, false, true}, {false, false, false}};
    for (const auto& strictness : kAttempts) {
        auto html = Extractor(document, strictness).run();
        const auto length = Extractor::text_in(html);
        if (length > Extractor::text_in(result.html)) result.html = std::move(html);
        if (length >= kShortestArticle) break;
    }
    return result;
}

}  // namespace orrery::html
