// The sanitizer writes what it lets through from scratch while it reads tokens; it keeps the stack of the
// elements that it has written and not closed, and no tree. What makes the result safe in any place:
//
// - Every `<` that is written begins a tag of an allowed element, whose every attribute has passed a check of
//   its own and stands in double quotes with `& < > "` escaped. All other text is escaped. No comment, CDATA
//   section, raw text or foreign element other than MathML presentation without any HTML inside is ever
//   written.
// - Before a start tag is written, the elements that a browser would close because of it are closed in
//   writing (13.2.6.4.7, "in body"), and elements that a browser would add (tbody, tr, td) are written too.
//   So the elements that a browser makes are exactly those written, and reading the output again meets no
//   error to repair: doing it twice changes nothing.
//
// Formatting that a closed block cuts off goes on afterwards, as in browsers ("reconstruct the active
// formatting elements"), within a budget, so that the output stays linear in the input.

#include "orrery/html/sanitize.hpp"

#include "attribute_writer.hpp"
#include "escaping.hpp"
#include "fragment_links.hpp"
#include "orrery/base/text.hpp"
#include "tag_pieces.hpp"

#include <algorithm>

namespace orrery::html {
namespace {

using enum Tag;

constexpr TagSet kClosesP =
    TagSet{kAddress,    kArticle, kAside,   kBlockquote, kCenter, kDetails, kDir,  kDiv, kDl, kFieldset,
           kFigcaption, kFigure,  kFooter,  kHeader,     kHgroup, kMain,    kMenu, kNav, kOl, kP,
           kSearch,     kSection, kSummary, kUl,         kPre,    kLi,      kDd,   kDt,  kHr, kTable} |
    kHeadings;
constexpr TagSet kTableScopes{kTable, kThead, kTbody,
                              kTfoot, kTr,    kColgroup};  // where only table parts may stand
constexpr TagSet kTableParts{kCaption, kColgroup, kCol, kThead, kTbody, kTfoot, kTr, kTd, kTh};
constexpr TagSet kSections{kThead, kTbody, kTfoot};
constexpr TagSet kCells{kTd, kTh, kCaption};  // where formatting from outside does not reach
constexpr TagSet kKeptTrackOf = kHeadings | kCells | TagSet{kPre, kP};
constexpr TagSet kBoundary{kTable, kTd, kTh, kCaption};  // "in scope" ends here
constexpr TagSet kFormatting{kA, kB, kBig, kCode, kEm, kFont, kI, kS, kSmall, kStrike, kStrong, kTt, kU};
constexpr TagSet kVoid{kBr, kHr, kImg, kWbr, kCol, kSource, kTrack};
constexpr TagSet kSpecial = kClosesP | kTableParts | TagSet{kLegend};
constexpr TagSet kRubyParts{kRb, kRp, kRt, kRtc};
constexpr TagSet kImpliedEnd{kDd, kDt, kLi, kP, kRb, kRp, kRt, kRtc};
// Elements before which cut-off formatting does not go on.
constexpr TagSet kNoReopen = kClosesP | kRubyParts | TagSet{kSource, kTrack};

constexpr TagSet kRawText{kScript, kStyle, kTextarea, kTitle, kXmp, kIframe, kNoembed, kNoframes, kPlaintext};
// Dropped with all that is inside.
constexpr TagSet kDroppedWhole{kSvg,    kNoscript, kTemplate,   kObject,        kSelect, kDatalist,
                               kApplet, kFrameset, kAnnotation, kAnnotationXml, kMap};
constexpr TagSet kDocument{kHtml, kHead, kBody};

constexpr TagSet kMathTokens{kMi, kMn, kMo, kMs, kMtext};
constexpr TagSet kMathTags =
    TagSet{kMerror, kMfrac,  kMmultiscripts, kMover, kMpadded, kMphantom,   kMprescripts,
           kMroot,  kMrow,   kMspace,        kMsqrt, kMstyle,  kMsub,       kMsubsup,
           kMsup,   kMtable, kMtd,           kMtr,   kMunder,  kMunderover, kSemantics} |
    kMathTokens;
// HTML elements that end SVG and MathML (13.2.6.5).
constexpr TagSet kBreakout =
    TagSet{kB,      kBig,  kBlockquote, kBody,  kBr,  kCenter, kCode, kDd,    kDiv,     kDl,
           kDt,     kEm,   kEmbed,      kHead,  kHr,  kI,      kImg,  kLi,    kListing, kMenu,
           kMeta,   kNobr, kOl,         kP,     kPre, kRuby,   kS,    kSmall, kSpan,    kStrong,
           kStrike, kSub,  kSup,        kTable, kTt,  kU,      kUl,   kVar} |
    kHeadings;

constexpr TagSet kUnlikeOthers = kDocument | kMathTags | kTableParts | TagSet{kTable};
// What ends others when it begins.
constexpr TagSet kEndsOthers = kClosesP | kHeadings | kRubyParts | TagSet{kA};
static_assert(kClosesP.contains(kLi) && kClosesP.contains(kDd) && kClosesP.contains(kDt));

constexpr std::size_t kMaxUnclosedComments = 16;  // looked into; each costs a walk to the end
constexpr std::size_t kMaxPending = 8;  // formatting elements that go on after a block; more is noise
constexpr std::size_t kReopenSlack =
    1024;  // and what they may add to the output beyond the length of the input

bool is_blank(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return is_space(c); });
}

}  // namespace

struct Sanitizer::Memory {
    struct Open {
        Tag tag;
        std::size_t start;  // of its start tag in the output
        std::size_t length;
    };
    struct Pending {
        Tag tag;  // kUnknown marks the beginning of a table cell
        std::size_t start;
        std::size_t length;
    };
    Tokenizer tokenizer;
    std::string input;
    std::vector<Open> open;
    std::vector<Pending> pending;
    std::vector<std::size_t> heading_digits;  // offsets of the digits in the output
    Output output;

    // What links that lead out get, as it is written. Seldom made anew.
    std::string_view rel_attribute(const Policy& policy) {
        if (rel_ != policy.link_rel) {
            rel_ = policy.link_rel;
            output.clear();
            append_literal(output, rel_, ReferenceContext::kAttribute);
            rel_attribute_ = rel_.empty() ? "" : " rel=\"" + std::string(output.text()) + '"';
        }
        return rel_attribute_;
    }

  private:
    std::string rel_;
    std::string rel_attribute_;
};

class Sanitizer::Run {
  public:
    Run(const Policy& policy, Memory& memory, const Input& input, const Url* base)
        : policy_(policy),
          tokenizer_(memory.tokenizer),
          open_(memory.open),
          pending_(memory.pending),
          heading_digits_(memory.heading_digits),
          input_(input.text),
          has_controls_(input.has_controls),
          base_(base),
          out_(memory.output),
          budget_(input.text.size() + kReopenSlack),
          attributes_(policy, input.text, base, memory.rel_attribute(policy), notes_, out_) {
        tokenizer_.reset(input);
        out_.clear();
        open_.clear();
        pending_.clear();
        heading_digits_.clear();
    }

    SanitizeNotes run(std::string& out) {
        while (true) {
            const auto& token = tokenizer_.next();
            const bool after_pre = std::exchange(pre_opened_, false);
            switch (token.type) {
                case TokenType::kText: {
                    auto content = token.text;
                    if (after_pre && content.starts_with('\n')) content.remove_prefix(1);
                    if (!content.empty()) text(content, token.has_references, token.is_plain);
                    while (!in_math() && tokenizer_.skip_end_tag(current()))
                        close_top();
                    break;
                }
                case TokenType::kStartTag:
                    start_tag(token);
                    break;
                case TokenType::kEndTag:
                    end_tag(token);
                    break;
                case TokenType::kComment:
                    comment(token);
                    break;
                case TokenType::kDoctype:
                    break;
                case TokenType::kEnd:
                    close_to(0, false);
                    shift_headings();
                    finish(out);
                    return notes_;
            }
        }
    }

  private:
    [[nodiscard]] Tag current() const { return open_.empty() ? kUnknown : open_.back().tag; }
    [[nodiscard]] bool in_table_scope() const { return kTableScopes.contains(current()); }
    [[nodiscard]] bool in_math() const { return math_depth_ != 0; }

    // ----- what is written -----

    void text(std::string_view content, bool references, bool is_plain = false) {
        if (!in_math() && (!pending_.empty() || in_table_scope()) && !is_blank(content)) {
            if (in_table_scope()) open_cell();
            reopen_formatting();
        }
        const auto start = out_.size();
        // A browser drops a line feed right behind <pre>.
        const bool after_pre = start == after_pre_;
        if (after_pre) out_ += '\n';
        const auto* end = readable_end(content, input_);
        if (is_plain) {
            out_.append(content, end);
        } else if (references) {
            append_rewritten(out_, content, has_controls_, end);
        } else {
            append_literal(out_, content, ReferenceContext::kText, end);
        }
        if (after_pre && !(out_.size() > start + 1 && out_[start + 1] == '\n')) out_.erase(start);
    }

    void push(Tag tag, std::size_t start) {
        open_.push_back({tag, start, out_.size() - start});
        if (!kKeptTrackOf.contains(tag)) return;
        if (kHeadings.contains(tag)) heading_digits_.push_back(start + 2);
        if (kCells.contains(tag)) pending_.push_back({kUnknown, 0, 0});
        if (tag == kPre) after_pre_ = out_.size();
        if (tag == kP) ++open_ps_;
    }

    void open_plain(Tag tag) {
        const auto start = out_.size();
        out_ += kStartTags[static_cast<std::size_t>(tag)];
        out_ += '>';
        push(tag, start);
    }

    void close_top() {
        const auto tag = open_.back().tag;
        open_.pop_back();
        out_ += kEndTags[static_cast<std::size_t>(tag)];
        if (!kKeptTrackOf.contains(tag)) return;
        if (tag == kP) --open_ps_;
        if (kHeadings.contains(tag)) heading_digits_.push_back(out_.size() - 2);
        if (kCells.contains(tag)) {
            while (pending_.back().tag != kUnknown)
                pending_.pop_back();
            pending_.pop_back();
        }
    }

    // Closes open_[index] and all above; with `remember`, formatting above it goes on at the next text.
    void close_to(std::size_t index, bool remember) {
        if (remember) {
            // Inside a cell that is closed with it there is nothing to remember: formatting ends with the
            // cell.
            std::size_t first = index + 1;
            for (auto i = first; i < open_.size(); ++i) {
                if (kBoundary.contains(open_[i].tag)) remember = false;
            }
            std::vector<Memory::Pending> cut;
            for (; remember && first < open_.size(); ++first) {
                const auto& element = open_[first];
                if (kFormatting.contains(element.tag))
                    cut.push_back({element.tag, element.start, element.length});
            }
            while (open_.size() > index)
                close_top();
            for (const auto& element : cut) {
                if (pending_count() < kMaxPending) pending_.push_back(element);
            }
        }
        while (open_.size() > index)
            close_top();
    }

    [[nodiscard]] std::size_t pending_count() const {
        std::size_t count = 0;
        while (count < pending_.size() && pending_[pending_.size() - 1 - count].tag != kUnknown)
            ++count;
        return count;
    }

    void forget_pending(Tag tag) {
        for (auto i = pending_.size(); i > pending_.size() - pending_count(); --i) {
            if (pending_[i - 1].tag != tag) continue;
            pending_.erase(pending_.begin() + static_cast<std::ptrdiff_t>(i - 1));
            return;
        }
    }

    void reopen_formatting() {
        const auto count = pending_count();
        if (count == 0) return;
        const auto first = pending_.size() - count;
        for (auto i = first; i < pending_.size(); ++i) {
            const auto [tag, start, length] = pending_[i];
            if (length > budget_ || open_.size() >= policy_.max_depth) continue;
            budget_ -= length;
            const auto copy = out_.size();
            out_.repeat(start, length);
            push(tag, copy);
        }
        pending_.resize(first);
    }

    void shift_headings() {
        if (heading_digits_.empty()) return;
        char highest = '6';
        for (const auto offset : heading_digits_)
            highest = std::min(highest, out_[offset]);
        const int shift = std::clamp(policy_.top_heading, 1, 6) - (highest - '0');
        if (shift <= 0) return;
        for (const auto offset : heading_digits_)
            out_[offset] = static_cast<char>(std::min<int>(out_[offset] + shift, '6'));
    }

    void finish(std::string& out) {
        const auto begin = out.size();
        out += out_.text();
        if (!attributes_.has_fragment_links()) return;
        const auto page = policy_.page_url.empty() ? std::nullopt : Url::parse(policy_.page_url);
        const auto* known = page ? &*page : base_;
        if (known != nullptr) settle_fragment_links(out, begin, policy_, *known);
    }

    // Goes, unless a browser would take what the author meant as text for one: `<!` before neither a word nor
    // a dash, and a comment without an end, which would take the rest of the post with it.
    void comment(const Token& token) {
        const auto raw = token.raw;
        const char second = raw.size() > 2 ? raw[2] : '\0';
        if (raw.starts_with("<!--")) {
            const bool closed = raw.ends_with("-->") || raw.ends_with("--!>");
            const auto end = raw.find('>');
            if (closed || end == std::string_view::npos || unclosed_comments_ >= kMaxUnclosedComments) return;
            ++unclosed_comments_;
            tokenizer_.seek(offset_of(token) + end + 1);
        } else if (raw.starts_with("<!") && !is_alpha(second) && second != '[' && second != '>' &&
                   second != '-' && second != '\0') {
            const auto after = offset_of(token) + 2;
            text("<!", false);
            tokenizer_.seek(after);
        }
    }

    // ----- what is open -----

    static constexpr std::size_t kNone = SIZE_MAX;

    // The innermost open element of the set, no farther out than the first of `stop`.
    [[nodiscard]] std::size_t find_open(const TagSet& wanted, const TagSet& stop) const {
        for (auto i = open_.size(); i-- > 0;) {
            if (wanted.contains(open_[i].tag)) return i;
            if (stop.contains(open_[i].tag)) return kNone;
        }
        return kNone;
    }

    void close_p() {
        if (open_ps_ == 0) return;
        if (const auto p = find_open({kP}, kBoundary); p != kNone) close_to(p, true);
    }

    void open_cell() {
        if (current() == kColgroup) close_top();
        if (current() == kTable) open_plain(kTbody);
        if (kSections.contains(current())) open_plain(kTr);
        if (current() == kTr) open_plain(kTd);
    }

    // ----- tags -----

    void start_tag(const Token& token) {
        auto tag = token.tag;
        if (in_math()) return start_in_math(token);
        if (tag == kImage) tag = kImg;
        if (kUnlikeOthers.contains(tag)) {
            if (kDocument.contains(tag)) return;
            if (!policy_.allows(tag) || kMathTags.contains(tag)) return disallowed(token);
            if (kTableParts.contains(tag)) return start_table_part(tag, token);
            if (tag == kTable && in_table_scope()) close_to(find_open({kTable}, {}), false);
        } else if (!policy_.allows(tag)) {
            return disallowed(token);
        }
        if (in_table_scope()) open_cell();
        if (open_.size() >= policy_.max_depth && !kVoid.contains(tag)) {
            ++notes_.too_deep;
            return;
        }
        close_what_ends(tag);
        if (!kNoReopen.contains(tag)) reopen_formatting();

        const auto start = out_.size();
        if (!attributes_.write_start(tag, token)) return;
        if (tag == kBr) after_br_ = out_.size();
        if (kVoid.contains(tag)) return;
        if (tag == kIframe) {
            out_ += Piece("</iframe>");
            return drop_raw_text(token);
        }
        push(tag, start);
        if (tag == kPre) pre_opened_ = true;
        if (tag == kMath) {
            if (token.self_closing) return close_top();
            math_depth_ = open_.size();
            tokenizer_.set_cdata_allowed(true);
        }
    }

    // Closes the elements that a browser would close at this start tag.
    void close_what_ends(Tag tag) {
        if (!kEndsOthers.contains(tag)) return;
        switch (tag) {
            case kLi:
                close_item({kLi});
                break;
            case kDd:
            case kDt:
                close_item({kDd, kDt});
                break;
            case kA:
                if (const auto a = find_open({kA}, kBoundary); a != kNone) close_to(a, true);
                forget_pending(kA);
                break;
            case kRb:
            case kRtc:
            case kRp:
            case kRt:
                if (find_open({kRuby}, kBoundary) == kNone) break;
                while (kImpliedEnd.contains(current()) && !(current() == kRtc && (tag == kRp || tag == kRt)))
                    close_top();
                break;
            default:
                break;
        }
        if (kClosesP.contains(tag)) close_p();
        if (kHeadings.contains(tag) && kHeadings.contains(current())) close_top();
    }

    void close_item(const TagSet& items) {
        for (auto i = open_.size(); i-- > 0;) {
            const auto tag = open_[i].tag;
            if (items.contains(tag)) return close_to(i, true);
            if (kSpecial.contains(tag) && tag != kAddress && tag != kDiv && tag != kP) return;
        }
    }

    void start_table_part(Tag tag, const Token& token) {
        const auto table = find_open({kTable}, {});
        if (table == kNone) return separate();
        const auto depth = [&](std::size_t above) { return std::min(table + above, open_.size()); };
        const bool in_section = open_.size() > table + 1 && kSections.contains(open_[table + 1].tag);
        switch (tag) {
            case kCol:
                if (open_.size() > table + 1 && open_[table + 1].tag == kColgroup) {
                    close_to(depth(2), false);
                } else {
                    close_to(depth(1), false);
                    open_plain(kColgroup);
                }
                break;
            case kTr:
                close_to(depth(in_section ? 2 : 1), false);
                if (!in_section) open_plain(kTbody);
                break;
            case kTd:
            case kTh: {
                const bool in_row = in_section && open_.size() > table + 2 && open_[table + 2].tag == kTr;
                close_to(depth(in_row ? 3 : in_section ? 2 : 1), false);
                if (!in_section) open_plain(kTbody);
                if (!in_row) open_plain(kTr);
                break;
            }
            default:
                close_to(depth(1), false);
                break;
        }
        const auto start = out_.size();
        static_cast<void>(attributes_.write_start(tag, token));
        if (tag != kCol) push(tag, start);
    }

    void end_tag(const Token& token) {
        const auto tag = token.tag;
        if (in_math()) return end_in_math(tag);
        if (tag == current() && tag != kUnknown) return close_top();  // as nearly all do
        if (kDocument.contains(tag)) return;
        // <br></br> is how XML writes one line break.
        if (tag == kBr && policy_.allows(kBr)) return after_br_ == out_.size() ? void() : start_tag(token);
        if (!policy_.allows(tag) || kMathTags.contains(tag)) {
            if (policy_.disallowed == Disallowed::kEscape) return text(token.raw, false);
            if (kSpecial.contains(tag)) separate();
            return;
        }
        if (kFormatting.contains(tag)) return end_formatting(tag);
        TagSet wanted;
        wanted.insert(tag);
        TagSet stop = kBoundary;
        if (kHeadings.contains(tag)) wanted = kHeadings;
        if (tag == kLi) stop = stop | TagSet{kOl, kUl};
        if (tag == kTable) stop = {};
        if (kTableParts.contains(tag)) stop = {kTable};
        if (!kSpecial.contains(tag)) stop = stop | kSpecial;
        const auto found = find_open(wanted, stop);
        if (found != kNone) {
            close_to(found, !kTableParts.contains(tag));
        } else if (kTableParts.contains(tag)) {
            separate();
        }
    }

    // What the adoption agency algorithm (13.2.6.4.7) does to the tree, done in writing: the formatting ends
    // here, the blocks that it began before go on without it.
    void end_formatting(Tag tag) {
        TagSet wanted;
        wanted.insert(tag);
        const auto found = find_open(wanted, kBoundary);
        if (found == kNone) return forget_pending(tag);
        std::vector<Tag> blocks;
        for (auto i = found + 1; i < open_.size(); ++i) {
            if (kSpecial.contains(open_[i].tag)) blocks.push_back(open_[i].tag);
        }
        close_to(found, true);
        for (const auto block : blocks) {
            const auto length = name_of(block).size() + 2;
            if (length > budget_) return;
            budget_ -= length;
            close_what_ends(block);
            open_plain(block);
        }
    }

    void disallowed(const Token& token) {
        const auto tag = token.tag;
        ++notes_.dropped_elements;
        if (tag == kScript) ++notes_.dropped_scripts;
        if (policy_.disallowed == Disallowed::kEscape) {
            text(token.raw, false);
            tokenizer_.set_state_for(tag);
            return;
        }
        if (kSpecial.contains(tag) || tag == kForm) separate();
        if (tag == kIframe) return;  // what was to be shown without the frame is shown
        if (kRawText.contains(tag)) return drop_raw_text(token);
        if (kDroppedWhole.contains(tag)) return skip_element(token, tag == kSvg);
        if (tag == kMath) return;
    }

    // The words at both sides of a block that is left out must not run together.
    void separate() {
        if (policy_.disallowed == Disallowed::kDrop && !out_.empty() && !is_space(out_.back()) &&
            out_.back() != '>') {
            out_ += '\n';
        }
    }

    void drop_raw_text(const Token& token) {
        if (unclosed_.contains(token.tag)) return;
        const auto tag = token.tag;
        const auto after = tokenizer_.position();
        tokenizer_.set_state_for(tag);
        const auto& next = tokenizer_.next();
        if (next.type == TokenType::kStartTag) return tokenizer_.seek(offset_of(next));
        // <iframe …/>: as in skip_element(), only the tag goes.
        if (tag == kIframe && offset_of(next) + next.raw.size() >= input_.size() &&
            next.type == TokenType::kText) {
            unclosed_.insert(tag);
            tokenizer_.seek(after);
        }
    }

    [[nodiscard]] std::size_t offset_of(const Token& token) const {
        return static_cast<std::size_t>(token.raw.data() - input_.data());
    }

    // Reads over everything up to the end tag. Without one, only the start tag goes: better a stray word than
    // the loss of the rest of the post. Each name is looked for in vain at most once.
    void skip_element(const Token& token, bool foreign) {
        const auto tag = token.tag;
        if ((foreign && token.self_closing) || unclosed_.contains(tag)) return;
        const auto after = tokenizer_.position();
        std::size_t depth = 1;
        std::size_t html_inside = 0;  // how deep in elements of SVG that may hold HTML
        const auto is_integration_point = [](Tag t) {
            return t == kForeignObject || t == kDesc || t == kTitle;
        };
        tokenizer_.set_cdata_allowed(foreign);
        while (true) {
            const auto& next = tokenizer_.next();
            if (next.type == TokenType::kEnd) {
                unclosed_.insert(tag);
                tokenizer_.set_cdata_allowed(in_math());
                return tokenizer_.seek(after);
            }
            if (next.type == TokenType::kStartTag) {
                if (foreign && html_inside == 0 && kBreakout.contains(next.tag)) {
                    tokenizer_.set_cdata_allowed(in_math());
                    return tokenizer_.seek(offset_of(next));
                }
                if (next.tag == tag && !(foreign && next.self_closing)) ++depth;
                if (foreign && is_integration_point(next.tag) && !next.self_closing) ++html_inside;
                if (!foreign) tokenizer_.set_state_for(next.tag);
            } else if (next.type == TokenType::kEndTag) {
                if (foreign && is_integration_point(next.tag) && html_inside > 0) --html_inside;
                if (next.tag == tag && --depth == 0) break;
            }
        }
        tokenizer_.set_cdata_allowed(in_math());
    }

    // ----- MathML: its presentation elements and text, never HTML -----

    void leave_math() {
        close_to(math_depth_ - 1, false);
        math_depth_ = 0;
        tokenizer_.set_cdata_allowed(false);
    }

    void start_in_math(const Token& token) {
        const auto tag = token.tag;
        const bool in_token = kMathTokens.contains(current());
        if (!in_token && kBreakout.contains(tag)) {
            leave_math();
            return start_tag(token);
        }
        if (!in_token && kMathTags.contains(tag) && open_.size() < policy_.max_depth) {
            const auto start = out_.size();
            static_cast<void>(attributes_.write_start(tag, token));
            push(tag, start);
            if (token.self_closing) close_top();
            return;
        }
        ++notes_.dropped_elements;
        if (policy_.disallowed == Disallowed::kEscape) return text(token.raw, false);
        if (kRawText.contains(tag) && in_token) return drop_raw_text(token);
        if (kRawText.contains(tag) || kDroppedWhole.contains(tag)) return skip_element(token, true);
    }

    void end_in_math(Tag tag) {
        if (tag == kMath) return leave_math();
        TagSet wanted;
        wanted.insert(tag);
        if (kMathTags.contains(tag)) {
            if (const auto found = find_open(wanted, {kMath}); found != kNone) close_to(found, false);
        } else if (find_open(wanted, kBoundary) != kNone && tag != kUnknown) {
            leave_math();
            end_tag({.type = TokenType::kEndTag, .tag = tag});
        }
    }

    const Policy& policy_;
    Tokenizer& tokenizer_;
    std::vector<Memory::Open>& open_;
    std::vector<Memory::Pending>& pending_;
    std::vector<std::size_t>& heading_digits_;
    std::string_view input_;
    bool has_controls_;
    const Url* base_;
    Output& out_;
    std::size_t budget_;
    SanitizeNotes notes_;
    AttributeWriter attributes_;
    TagSet unclosed_;
    std::size_t unclosed_comments_ = 0;
    std::size_t open_ps_ = 0;
    std::size_t after_br_ = SIZE_MAX;   // where the output ended behind the newest <br>
    std::size_t math_depth_ = 0;        // the number of open elements up to and with <math>; 0 outside
    std::size_t after_pre_ = SIZE_MAX;  // where the text of the newest <pre> begins in the output
    bool pre_opened_ = false;
};

Sanitizer::Sanitizer(const Policy& policy) : policy_(&policy), memory_(std::make_unique<Memory>()) {}
Sanitizer::~Sanitizer() = default;
Sanitizer::Sanitizer(Sanitizer&&) noexcept = default;
Sanitizer& Sanitizer::operator=(Sanitizer&&) noexcept = default;

SanitizeNotes Sanitizer::sanitize(std::string_view fragment, const Url* base, std::string& out) {
    const auto input = preprocessed(fragment, memory_->input);
    return Run(*policy_, *memory_, input, base).run(out);
}

std::string sanitize(std::string_view fragment, const Policy& policy, const Url* base) {
    std::string out;
    Sanitizer(policy).sanitize(fragment, base, out);
    return out;
}

Sanitized sanitize_with_notes(std::string_view fragment, const Policy& policy, const Url* base) {
    Sanitized result;
    result.notes = Sanitizer(policy).sanitize(fragment, base, result.html);
    return result;
}

}  // namespace orrery::html
