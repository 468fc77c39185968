// 13.2.6.4.7 "in body".

#include "orrery/base/text.hpp"
#include "tree_builder.hpp"

#include <algorithm>

namespace orrery::html {

using enum Tag;

namespace {

constexpr TagSet kBlocks{kAddress, kArticle, kAside,    kBlockquote, kCenter, kDetails, kDialog,  kDir,
                         kDiv,     kDl,      kFieldset, kFigcaption, kFigure, kFooter,  kHeader,  kHgroup,
                         kMain,    kMenu,    kNav,      kOl,         kSearch, kSection, kSummary, kUl};
constexpr TagSet kFormatting{kB, kBig, kCode, kEm, kFont, kI, kS, kSmall, kStrike, kStrong, kTt, kU};
// Elements whose end tag does more than end them.
constexpr TagSet kMoreThanPopped =
    kFormatting | TagSet{kA, kNobr, kTemplate, kBody, kHtml, kForm, kApplet, kMarquee, kObject};

}  // namespace

bool TreeBuilder::in_body(const Token& token) {
    switch (token.type) {
        case TokenType::kText:
            body_text(token.text, token.has_nul);
            return true;
        case TokenType::kComment:
            insert_comment(token);
            return true;
        case TokenType::kDoctype:
            return true;
        case TokenType::kStartTag:
            return body_start(token);
        case TokenType::kEndTag:
            return body_end(token);
        case TokenType::kEnd:
            if (!template_modes_.empty()) return in_template(token);
            stopped_ = true;
            return true;
    }
    return true;
}

bool TreeBuilder::ends_plainly(const Node& element) {
    return element.ns == Namespace::kHtml && element.tag != kUnknown &&
           !kMoreThanPopped.contains(element.tag);
}

void TreeBuilder::body_text(std::string_view text, bool has_nul) {
    if (has_nul) text = document_.arena.copy(replace_all(text, std::string_view("\0", 1), ""));
    if (text.empty()) return;
    reconstruct_formatting();
    insert_text(text);
    if (frameset_ok_ && !is_blank(text)) frameset_ok_ = false;
}

void TreeBuilder::merge_attributes(const Token& token, Node* element) {
    std::vector<NodeAttribute> more;
    for (const auto& attribute : token.attributes) {
        if (element->attribute(attribute.name) != nullptr) continue;
        more.push_back({keep(attribute.name), keep(attribute.decoded_value(scratch_)), false});
    }
    if (more.empty()) return;
    const auto old = element->attributes;
    element->attributes = document_.arena.make_array<NodeAttribute>(old.size() + more.size());
    std::ranges::copy(old, element->attributes.begin());
    std::ranges::copy(more, element->attributes.begin() + static_cast<std::ptrdiff_t>(old.size()));
}

void TreeBuilder::close_list_item(const TagSet& items) {
    frameset_ok_ = false;
    for (auto i = open_.size(); i-- > 0;) {
        const auto& node = *open_[i];
        if (node.ns == Namespace::kHtml && items.contains(node.tag)) {
            const auto tag = node.tag;
            implied_end_tags(tag);
            pop_until({tag});
            break;
        }
        if (is_special(node) &&
            !(node.ns == Namespace::kHtml && TagSet{kAddress, kDiv, kP}.contains(node.tag)))
            break;
    }
    close_p();
}

bool TreeBuilder::body_start(const Token& token) {
    const auto tag = token.tag;
    if (kBlocks.contains(tag)) {
        close_p();
        insert_html(token);
        return true;
    }
    if (kFormatting.contains(tag)) {
        reconstruct_formatting();
        push_formatting(insert_html(token));
        return true;
    }
    if (kHeadings.contains(tag)) {
        close_p();
        if (current()->ns == Namespace::kHtml && kHeadings.contains(current()->tag)) pop();
        insert_html(token);
        return true;
    }
    switch (tag) {
        case kHtml:
            if (!has_open(kTemplate)) merge_attributes(token, open_[0]);
            return true;
        case kBase:
        case kBasefont:
        case kBgsound:
        case kLink:
        case kMeta:
        case kNoframes:
        case kScript:
        case kStyle:
        case kTemplate:
        case kTitle:
            return in_head(token);
        case kBody:
            if (open_.size() < 2 || !open_[1]->is(kBody) || has_open(kTemplate)) return true;
            frameset_ok_ = false;
            merge_attributes(token, open_[1]);
            return true;
        case kFrameset:
            if (open_.size() < 2 || !open_[1]->is(kBody) || !frameset_ok_) return true;
            detach(open_[1]);
            open_.resize(1);
            insert_html(token);
            mode_ = Mode::kInFrameset;
            return true;
        case kP:
            close_p();
            insert_html(token);
            return true;
        case kPre:
        case kListing:
            close_p();
            insert_html(token);
            ignore_line_feed_ = true;
            frameset_ok_ = false;
            return true;
        case kForm:
            if (form_ != nullptr && !has_open(kTemplate)) return true;
            close_p();
            {
                auto* form = insert_html(token);
                if (!has_open(kTemplate)) form_ = form;
            }
            return true;
        case kLi:
            close_list_item({kLi});
            insert_html(token);
            return true;
        case kDd:
        case kDt:
            close_list_item({kDd, kDt});
            insert_html(token);
            return true;
        case kPlaintext:
            close_p();
            insert_html(token);
            tokenizer_.set_state(Tokenizer::State::kPlaintext);
            return true;
        case kButton:
            if (in_scope({kButton})) {
                implied_end_tags();
                pop_until({kButton});
            }
            reconstruct_formatting();
            insert_html(token);
            frameset_ok_ = false;
            return true;
        case kA:
            for (auto i = formatting_.size(); i-- > 0 && formatting_[i] != nullptr;) {
                if (formatting_[i]->tag != kA) continue;
                auto* other = formatting_[i];
                adoption_agency(kA, "a");
                remove_formatting(other);
                remove_from_stack(other);
                break;
            }
            reconstruct_formatting();
            push_formatting(insert_html(token));
            return true;
        case kNobr:
            reconstruct_formatting();
            if (in_scope({kNobr})) {
                adoption_agency(kNobr, "nobr");
                reconstruct_formatting();
            }
            push_formatting(insert_html(token));
            return true;
        case kApplet:
        case kMarquee:
        case kObject:
            reconstruct_formatting();
            insert_html(token);
            formatting_.push_back(nullptr);
            frameset_ok_ = false;
            return true;
        case kTable:
            if (!document_.quirks) close_p();
            insert_html(token);
            frameset_ok_ = false;
            mode_ = Mode::kInTable;
            return true;
        case kArea:
        case kBr:
        case kEmbed:
        case kImg:
        case kKeygen:
        case kWbr:
            reconstruct_formatting();
            insert_void(token);
            frameset_ok_ = false;
            return true;
        case kInput: {
            if (context_ != nullptr && context_->is(kSelect)) return true;
            if (in_scope({kSelect})) pop_until({kSelect});
            const auto* type = token.attribute("type");
            if (type == nullptr || !iequals(type->decoded_value(scratch_), "hidden")) frameset_ok_ = false;
            reconstruct_formatting();
            insert_void(token);
            return true;
        }
        case kParam:
        case kSource:
        case kTrack:
            insert_void(token);
            return true;
        case kHr:
            close_p();
            if (in_scope({kSelect})) implied_end_tags();
            insert_void(token);
            frameset_ok_ = false;
            return true;
        case kImage: {
            auto image = token;
            image.tag = kImg;
            image.name = "img";
            return body_start(image);
        }
        case kTextarea:
            parse_raw(token, Tokenizer::State::kRcdata);
            ignore_line_feed_ = true;
            frameset_ok_ = false;
            return true;
        case kXmp:
            close_p();
            reconstruct_formatting();
            frameset_ok_ = false;
            parse_raw(token, Tokenizer::State::kRawtext);
            return true;
        case kIframe:
            frameset_ok_ = false;
            [[fallthrough]];
        case kNoembed:
            parse_raw(token, Tokenizer::State::kRawtext);
            return true;
        case kSelect:
            if (context_ != nullptr && context_->is(kSelect)) return true;
            if (in_scope({kSelect})) {
                pop_until({kSelect});
                return true;
            }
            reconstruct_formatting();
            insert_html(token);
            frameset_ok_ = false;
            return true;
        case kOption:
        case kOptgroup:
            if (in_scope({kSelect})) {
                implied_end_tags(tag == kOption ? kOptgroup : kUnknown);
            } else if (current_is(kOption)) {
                pop();
            }
            reconstruct_formatting();
            insert_html(token);
            return true;
        case kRb:
        case kRtc:
            if (in_scope({kRuby})) implied_end_tags();
            insert_html(token);
            return true;
        case kRp:
        case kRt:
            if (in_scope({kRuby})) implied_end_tags(kRtc);
            insert_html(token);
            return true;
        case kMath:
        case kSvg:
            return in_foreign(token);
        case kCaption:
        case kCol:
        case kColgroup:
        case kFrame:
        case kHead:
        case kTbody:
        case kTd:
        case kTfoot:
        case kTh:
        case kThead:
        case kTr:
            return true;
        default:
            reconstruct_formatting();
            insert_html(token);
            return true;
    }
}

bool TreeBuilder::body_end(const Token& token) {
    const auto tag = token.tag;
    // The current element's own end tag, as nearly all are.
    if (current()->tag == tag && ends_plainly(*current())) {
        pop();
        return true;
    }
    if (kBlocks.contains(tag) || TagSet{kButton, kListing, kPre, kSelect}.contains(tag)) {
        if (!in_scope({tag})) return true;
        implied_end_tags();
        pop_until({tag});
        return true;
    }
    if (kFormatting.contains(tag) || tag == kA || tag == kNobr) return adoption_agency(tag, token.name), true;
    if (kHeadings.contains(tag)) {
        if (!in_scope(kHeadings)) return true;
        implied_end_tags();
        pop_until(kHeadings);
        return true;
    }
    switch (tag) {
        case kTemplate:
            return in_head(token);
        case kBody:
        case kHtml:
            if (!in_scope({kBody})) return true;
            mode_ = Mode::kAfterBody;
            return tag == kBody;
        case kForm: {
            if (has_open(kTemplate)) {
                if (!in_scope({kForm})) return true;
                implied_end_tags();
                pop_until({kForm});
                return true;
            }
            auto* form = std::exchange(form_, nullptr);
            if (form == nullptr || !is_open(form) || !in_scope({kForm})) return true;
            implied_end_tags();
            remove_from_stack(form);
            return true;
        }
        case kP:
            if (!in_button_scope(kP)) insert_plain(kP);
            implied_end_tags(kP);
            pop_until({kP});
            return true;
        case kLi:
            if (!in_scope({kLi}, {kOl, kUl})) return true;
            implied_end_tags(kLi);
            pop_until({kLi});
            return true;
        case kDd:
        case kDt:
            if (!in_scope({tag})) return true;
            implied_end_tags(tag);
            pop_until({tag});
            return true;
        case kApplet:
        case kMarquee:
        case kObject:
            if (!in_scope({tag})) return true;
            implied_end_tags();
            pop_until({tag});
            clear_to_marker();
            return true;
        case kBr: {
            Token br;
            br.type = TokenType::kStartTag;
            br.tag = kBr;
            br.name = "br";
            return body_start(br);
        }
        default:
            any_other_end(tag, token.name);
            return true;
    }
}

void TreeBuilder::any_other_end(Tag tag, std::string_view name) {
    for (auto i = open_.size(); i-- > 1;) {
        const auto* node = open_[i];
        if (node->ns == Namespace::kHtml && node->tag == tag && node->name == name) {
            implied_end_tags(tag);
            open_.resize(std::min(i, open_.size()));
            return;
        }
        if (is_special(*node)) return;
    }
}

}  // namespace orrery::html
