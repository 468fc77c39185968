#include "orrery/html/text.hpp"

#include "orrery/base/text.hpp"
#include "orrery/html/prose.hpp"
#include "orrery/html/references.hpp"
#include "orrery/html/tokenizer.hpp"
#include "safe_style.hpp"
#include "safe_url.hpp"
#include "skipping.hpp"

#include <algorithm>

namespace orrery::html {
namespace {

using enum Tag;

// A line of their own in a browser's default style.
constexpr TagSet kBlocks{
    kAddress, kArticle, kAside, kBlockquote, kBody,     kCaption,    kCenter,   kDd,     kDetails, kDialog,
    kDir,     kDiv,     kDl,    kDt,         kFieldset, kFigcaption, kFigure,   kFooter, kForm,    kH1,
    kH2,      kH3,      kH4,    kH5,         kH6,       kHeader,     kHgroup,   kHr,     kHtml,    kLegend,
    kLi,      kListing, kMain,  kMenu,       kNav,      kOl,         kOptgroup, kOption, kPre,     kSearch,
    kSection, kSummary, kTable, kTbody,      kTfoot,    kThead,      kTr,       kUl};
constexpr TagSet kHidden{kTemplate, kNoscript, kSelect, kDatalist, kAudio,      kVideo,        kObject,
                         kRp,       kCanvas,   kHead,   kApplet,   kAnnotation, kAnnotationXml};

constexpr int kSmallestPicture = 32;  // pixels; below it is a smiley, a bullet or a button

// The "rendered text" of https://html.spec.whatwg.org/multipage/dom.html#the-innertext-idl-attribute for
// default styles.
class TextWriter {
  public:
    explicit TextWriter(std::string& out) : out_(out), begin_(out.size()) {}

    void start(Tag tag) {
        if (tag == kBr) {
            flush_lines();
            out_ += '\n';
            space_ = false;
            return;
        }
        if (tag == kTd || tag == kTh) {
            if (std::exchange(cell_before_, true) && lines_ == 0) {
                out_ += '\t';
                space_ = false;
            }
            return;
        }
        if (tag == kTr) cell_before_ = false;
        boundary(tag);
        if (tag == kPre || tag == kListing) ++pre_;
    }

    void end(Tag tag) {
        if ((tag == kPre || tag == kListing) && pre_ > 0) --pre_;
        boundary(tag);
    }

    void text(std::string_view content) {
        if (pre_ > 0) {
            if (content.empty()) return;
            flush();
            out_ += content;
            return;
        }
        for (std::size_t at = 0; at < content.size();) {
            if (is_space(content[at])) {
                space_ = true;
                ++at;
                continue;
            }
            auto end = at + 1;
            while (end < content.size() && !is_space(content[end]))
                ++end;
            flush();
            out_.append(content, at, end - at);
            at = end;
        }
    }

    void finish() {
        while (out_.size() > begin_ && is_space(out_.back()))
            out_.pop_back();
    }

  private:
    [[nodiscard]] bool at_start_of_line() const {
        return out_.size() == begin_ || out_.back() == '\n' || out_.back() == '\t';
    }
    void boundary(Tag tag) {
        if (tag == kP) lines_ = 2;
        if (kBlocks.contains(tag)) lines_ = std::max(lines_, 1);
    }
    void flush_lines() {
        if (lines_ > 0 && out_.size() > begin_) out_.append(static_cast<std::size_t>(lines_), '\n');
        if (lines_ > 0) space_ = false;
        lines_ = 0;
    }
    void flush() {
        flush_lines();
        if (space_ && !at_start_of_line()) out_ += ' ';
        space_ = false;
    }

    std::string& out_;
    std::size_t begin_;
    int lines_ = 0;  // line ends that are due before the next text
    bool space_ = false;
    bool cell_before_ = false;
    std::size_t pre_ = 0;
};

// Walks over what a reader sees of a fragment.
template <class OnStart, class OnEnd, class OnText>
void walk(std::string_view fragment, OnStart on_start, OnEnd on_end, OnText on_text) {
    std::string storage;
    std::string scratch;
    Tokenizer tokenizer(preprocessed(fragment, storage));
    TagSet unclosed;
    bool after_pre = false;
    while (true) {
        const auto& token = tokenizer.next();
        const bool drop_line_feed = std::exchange(after_pre, false);
        switch (token.type) {
            case TokenType::kEnd:
                return;
            case TokenType::kStartTag: {
                const auto tag = token.tag;
                on_start(token);
                after_pre = tag == kPre;
                if (kHidden.contains(tag)) {
                    skip_contents(tokenizer, tag, unclosed);
                } else {
                    skip_raw_text(tokenizer, tag);
                }
                break;
            }
            case TokenType::kEndTag:
                on_end(token.tag);
                break;
            case TokenType::kText: {
                auto content = token.text;
                if (drop_line_feed && content.starts_with('\n')) content.remove_prefix(1);
                if (token.has_references) {
                    scratch.clear();
                    append_decoded(scratch, content);
                    content = scratch;
                }
                on_text(content);
                break;
            }
            default:
                break;
        }
    }
}

std::string attribute_of(const Token& token, std::string_view name) {
    std::string scratch;
    const auto* attribute = token.attribute(name);
    return attribute == nullptr ? std::string() : std::string(attribute->decoded_value(scratch));
}

std::string absolute(std::string_view value, UrlUse use, const Url* base) {
    static const std::vector<std::string> kSchemes{"http",   "https", "ftp", "mailto", "tel",
                                                   "magnet", "xmpp",  "geo", "gemini"};
    std::string url;
    std::size_t tracking = 0;
    static_cast<void>(append_safe_url(url, value, use, {kSchemes, base, false, false}, tracking));
    return url;
}

int pixels_of(const Token& token, std::string_view name) {
    auto value = attribute_of(token, name);
    if (value.ends_with("px")) value.resize(value.size() - 2);
    std::int64_t number = 0;
    return parse_number(trim(value), number) && number > 0 && number < 100000 ? static_cast<int>(number) : 0;
}

}  // namespace

void append_text(std::string& out, std::string_view fragment) {
    TextWriter writer(out);
    walk(
        fragment, [&](const Token& token) { writer.start(token.tag); }, [&](Tag tag) { writer.end(tag); },
        [&](std::string_view content) { writer.text(content); });
    writer.finish();
}

std::string text(std::string_view fragment) {
    std::string out;
    out.reserve(fragment.size() / 2);
    append_text(out, fragment);
    return out;
}

std::string excerpt(std::string_view fragment, std::size_t characters) {
    return prose::excerpt(text(fragment), characters);
}
std::size_t word_count(std::string_view fragment) {
    return prose::word_count(text(fragment));
}
std::chrono::seconds reading_time(std::string_view fragment) {
    return prose::reading_time(text(fragment));
}
std::string language(std::string_view fragment) {
    return prose::language(text(fragment));
}
std::uint64_t fingerprint(std::string_view fragment) {
    return prose::fingerprint(text(fragment));
}

Image first_image(std::string_view fragment, const Url* base) {
    Image first;
    walk(
        fragment,
        [&](const Token& token) {
            if ((token.tag != kImg && token.tag != kImage) || !first.url.empty()) return;
            auto source = attribute_of(token, "src");
            if (source.empty() || istarts_with(trim(source), "data:"))
                source = attribute_of(token, "data-src");
            if (source.empty()) {
                const auto candidates = collapse_space(attribute_of(token, "srcset"));
                source = candidates.substr(0, candidates.find_first_of(" ,"));
            }
            Image image{absolute(source, UrlUse::kImage, base), attribute_of(token, "alt"),
                        pixels_of(token, "width"), pixels_of(token, "height")};
            const bool small = (image.width > 0 && image.width < kSmallestPicture) ||
                               (image.height > 0 && image.height < kSmallestPicture);
            const auto names = attribute_of(token, "class");
            const bool smiley =
                ifind(names, "emoji") != std::string::npos || ifind(names, "smiley") != std::string::npos;
            const bool hidden = is_out_of_sight(attribute_of(token, "style"));
            if (image.url.empty() || small || smiley || hidden || is_tracking_url(image.url)) return;
            first = std::move(image);
        },
        [](Tag) {}, [](std::string_view) {});
    return first;
}

std::vector<Link> links(std::string_view fragment, const Url* base) {
    std::vector<Link> found;
    bool inside = false;
    const auto finish = [&] {
        if (inside) found.back().text = collapse_space(found.back().text);
        inside = false;
    };
    walk(
        fragment,
        [&](const Token& token) {
            if (token.tag != kA) return;
            finish();
            auto url = absolute(attribute_of(token, "href"), UrlUse::kLink, base);
            if (url.empty()) return;
            found.push_back({std::move(url), {}, attribute_of(token, "rel")});
            inside = true;
        },
        [&](Tag tag) {
            if (tag == kA) finish();
        },
        [&](std::string_view content) {
            if (inside) found.back().text += content;
        });
    finish();
    return found;
}

std::vector<Heading> outline(std::string_view fragment) {
    std::vector<Heading> found;
    bool inside = false;
    const auto finish = [&] {
        if (!inside) return;
        inside = false;
        found.back().text = collapse_space(found.back().text);
        if (found.back().text.empty()) found.pop_back();
    };
    walk(
        fragment,
        [&](const Token& token) {
            if (inside && token.tag == kBr) found.back().text += ' ';
            if (!kHeadings.contains(token.tag)) return;
            finish();
            found.push_back(
                {static_cast<int>(token.tag) - static_cast<int>(kH1) + 1, {}, attribute_of(token, "id")});
            inside = true;
        },
        [&](Tag tag) {
            if (kHeadings.contains(tag)) finish();
        },
        [&](std::string_view content) {
            if (inside) found.back().text += content;
        });
    finish();
    return found;
}

}  // namespace orrery::html
