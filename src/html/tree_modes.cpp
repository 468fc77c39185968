// The insertion modes before and after the body (13.2.6.4.1 to .6, .16 and .18 to .22), and raw text.

#include "orrery/base/text.hpp"
#include "tree_builder.hpp"

#include <algorithm>

namespace orrery::html {

using enum Tag;

namespace {

// 13.2.6.4.1: the doctypes that mean quirks.
constexpr std::string_view kQuirksPrefixes[] = {
    "+//silmaril//dtd html pro v0r11 19970101//",
    "-//as//dtd html 3.0 aswedit + extensions//",
    "-//advasoft ltd//dtd html 3.0 aswedit + extensions//",
    "-//ietf//dtd html 2.0 level 1//",
    "-//ietf//dtd html 2.0 level 2//",
    "-//ietf//dtd html 2.0 strict level 1//",
    "-//ietf//dtd html 2.0 strict level 2//",
    "-//ietf//dtd html 2.0 strict//",
    "-//ietf//dtd html 2.0//",
    "-//ietf//dtd html 2.1e//",
    "-//ietf//dtd html 3.0//",
    "-//ietf//dtd html 3.2 final//",
    "-//ietf//dtd html 3.2//",
    "-//ietf//dtd html 3//",
    "-//ietf//dtd html level 0//",
    "-//ietf//dtd html level 1//",
    "-//ietf//dtd html level 2//",
    "-//ietf//dtd html level 3//",
    "-//ietf//dtd html strict level 0//",
    "-//ietf//dtd html strict level 1//",
    "-//ietf//dtd html strict level 2//",
    "-//ietf//dtd html strict level 3//",
    "-//ietf//dtd html strict//",
    "-//ietf//dtd html//",
    "-//metrius//dtd metrius presentational//",
    "-//microsoft//dtd internet explorer 2.0 html strict//",
    "-//microsoft//dtd internet explorer 2.0 html//",
    "-//microsoft//dtd internet explorer 2.0 tables//",
    "-//microsoft//dtd internet explorer 3.0 html strict//",
    "-//microsoft//dtd internet explorer 3.0 html//",
    "-//microsoft//dtd internet explorer 3.0 tables//",
    "-//netscape comm. corp.//dtd html//",
    "-//netscape comm. corp.//dtd strict html//",
    "-//o'reilly and associates//dtd html 2.0//",
    "-//o'reilly and associates//dtd html extended 1.0//",
    "-//o'reilly and associates//dtd html extended relaxed 1.0//",
    "-//sq//dtd html 2.0 hotmetal + extensions//",
    "-//softquad software//dtd hotmetal pro 6.0::19990601::extensions to html 4.0//",
    "-//softquad//dtd hotmetal pro 4.0::19971010::extensions to html 4.0//",
    "-//spyglass//dtd html 2.0 extended//",
    "-//sun microsystems corp.//dtd hotjava html//",
    "-//sun microsystems corp.//dtd hotjava strict html//",
    "-//w3c//dtd html 3 1995-03-24//",
    "-//w3c//dtd html 3.2 draft//",
    "-//w3c//dtd html 3.2 final//",
    "-//w3c//dtd html 3.2//",
    "-//w3c//dtd html 3.2s draft//",
    "-//w3c//dtd html 4.0 frameset//",
    "-//w3c//dtd html 4.0 transitional//",
    "-//w3c//dtd html experimental 19960712//",
    "-//w3c//dtd html experimental 970421//",
    "-//w3c//dtd w3 html//",
    "-//w3o//dtd w3 html 3.0//",
    "-//webtechs//dtd mozilla html 2.0//",
    "-//webtechs//dtd mozilla html//"};

bool means_quirks(const Token& token) {
    if (token.force_quirks || token.name != "html") return true;
    const auto id = to_lower(token.public_id);
    if (id == "-//w3o//dtd w3 html strict 3.0//en//" || id == "-/w3c/dtd html 4.0 transitional/en" ||
        id == "html")
        return true;
    if (iequals(token.system_id, "http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd")) return true;
    if (std::ranges::any_of(kQuirksPrefixes, [&](std::string_view prefix) { return id.starts_with(prefix); }))
        return true;
    return token.system_id.data() == nullptr && (id.starts_with("-//w3c//dtd html 4.01 frameset//") ||
                                                 id.starts_with("-//w3c//dtd html 4.01 transitional//"));
}

bool is_space_token(const Token& token) {
    return token.type == TokenType::kText && is_blank(token.text);
}

constexpr TagSet kHeadTags{kBase,     kBasefont, kBgsound, kLink,     kMeta,
                           kNoframes, kScript,   kStyle,   kTemplate, kTitle};

}  // namespace

bool TreeBuilder::initial(const Token& token) {
    if (is_space_token(token)) return true;
    if (token.type == TokenType::kComment) return insert_comment(token, document_.root), true;
    mode_ = Mode::kBeforeHtml;
    if (token.type != TokenType::kDoctype) {
        document_.quirks = true;
        return false;
    }
    auto* doctype = make_node(NodeType::kDoctype);
    doctype->name = keep(token.name);
    std::vector<NodeAttribute> ids;
    if (token.public_id.data() != nullptr) ids.push_back({"public", keep(token.public_id), false});
    if (token.system_id.data() != nullptr) ids.push_back({"system", keep(token.system_id), false});
    doctype->attributes = document_.arena.make_array<NodeAttribute>(ids.size());
    std::ranges::copy(ids, doctype->attributes.begin());
    attach(doctype, {document_.root, nullptr});
    document_.quirks = means_quirks(token);
    return true;
}

bool TreeBuilder::before_html(const Token& token) {
    if (is_space_token(token) || token.type == TokenType::kDoctype) return true;
    if (token.type == TokenType::kComment) return insert_comment(token, document_.root), true;
    const bool written = token.type == TokenType::kStartTag && token.tag == kHtml;
    if (token.type == TokenType::kEndTag && !TagSet{kHead, kBody, kHtml, kBr}.contains(token.tag))
        return true;
    auto* html = written ? make_element(token, Namespace::kHtml) : make_element(kHtml);
    attach(html, {document_.root, nullptr});
    push(html);
    mode_ = Mode::kBeforeHead;
    return written;
}

bool TreeBuilder::before_head(const Token& token) {
    if (is_space_token(token) || token.type == TokenType::kDoctype) return true;
    if (token.type == TokenType::kComment) return insert_comment(token), true;
    if (token.type == TokenType::kStartTag && token.tag == kHtml) return in_body(token);
    if (token.type == TokenType::kEndTag && !TagSet{kHead, kBody, kHtml, kBr}.contains(token.tag))
        return true;
    const bool written = token.type == TokenType::kStartTag && token.tag == kHead;
    head_ = written ? insert_html(token) : insert_plain(kHead);
    mode_ = Mode::kInHead;
    return written;
}

bool TreeBuilder::in_head(const Token& token) {
    const auto tag = token.tag;
    if (insert_space_or_comment(token)) return true;
    switch (token.type) {
        case TokenType::kStartTag:
            switch (tag) {
                case kHtml:
                    return in_body(token);
                case kBase:
                case kBasefont:
                case kBgsound:
                case kLink:
                case kMeta:
                    insert_void(token);
                    return true;
                case kTitle:
                    parse_raw(token, Tokenizer::State::kRcdata);
                    return true;
                case kNoframes:
                case kStyle:
                    parse_raw(token, Tokenizer::State::kRawtext);
                    return true;
                case kNoscript:
                    insert_html(token);
                    mode_ = Mode::kInHeadNoscript;
                    return true;
                case kScript:
                    parse_raw(token, Tokenizer::State::kScriptData);
                    return true;
                case kTemplate:
                    insert_html(token);
                    formatting_.push_back(nullptr);
                    frameset_ok_ = false;
                    mode_ = Mode::kInTemplate;
                    template_modes_.push_back(Mode::kInTemplate);
                    return true;
                case kHead:
                    return true;
                default:
                    break;
            }
            break;
        case TokenType::kEndTag:
            if (tag == kHead) {
                pop();
                mode_ = Mode::kAfterHead;
                return true;
            }
            if (tag == kTemplate) return end_template(), true;
            if (tag != kBody && tag != kHtml && tag != kBr) return true;
            break;
        default:
            break;
    }
    pop();
    mode_ = Mode::kAfterHead;
    return false;
}

void TreeBuilder::end_template() {
    if (!has_open(kTemplate)) return;
    implied_end_tags_thoroughly();
    pop_until({kTemplate});
    clear_to_marker();
    if (!template_modes_.empty()) template_modes_.pop_back();
    reset_mode();
}

bool TreeBuilder::in_head_noscript(const Token& token) {
    const auto tag = token.tag;
    switch (token.type) {
        case TokenType::kDoctype:
            return true;
        case TokenType::kComment:
            return in_head(token);
        case TokenType::kText:
            if (is_blank(token.text)) return in_head(token);
            break;
        case TokenType::kStartTag:
            if (tag == kHtml) return in_body(token);
            if (TagSet{kBasefont, kBgsound, kLink, kMeta, kNoframes, kStyle}.contains(tag))
                return in_head(token);
            if (tag == kHead || tag == kNoscript) return true;
            break;
        case TokenType::kEndTag:
            if (tag == kNoscript) {
                pop();
                mode_ = Mode::kInHead;
                return true;
            }
            if (tag != kBr) return true;
            break;
        case TokenType::kEnd:
            break;
    }
    pop();
    mode_ = Mode::kInHead;
    return false;
}

bool TreeBuilder::after_head(const Token& token) {
    const auto tag = token.tag;
    if (insert_space_or_comment(token)) return true;
    switch (token.type) {
        case TokenType::kStartTag:
            if (tag == kHtml) return in_body(token);
            if (tag == kBody) {
                insert_html(token);
                frameset_ok_ = false;
                mode_ = Mode::kInBody;
                return true;
            }
            if (tag == kFrameset) {
                insert_html(token);
                mode_ = Mode::kInFrameset;
                return true;
            }
            if (kHeadTags.contains(tag)) {
                push(head_);
                in_head(token);
                remove_from_stack(head_);
                return true;
            }
            if (tag == kHead) return true;
            break;
        case TokenType::kEndTag:
            if (tag == kTemplate) return in_head(token);
            if (tag != kBody && tag != kHtml && tag != kBr) return true;
            break;
        default:
            break;
    }
    insert_plain(kBody);
    mode_ = Mode::kInBody;
    return false;
}

// 13.2.6.4.8 "text".
bool TreeBuilder::raw_text(const Token& token) {
    if (token.type == TokenType::kText) {
        insert_text(token.text);
        return true;
    }
    pop();
    mode_ = original_mode_;
    return token.type != TokenType::kEnd;
}

bool TreeBuilder::in_template(const Token& token) {
    const auto tag = token.tag;
    const auto go_on_in = [&](Mode mode) {
        if (!template_modes_.empty()) template_modes_.back() = mode;
        mode_ = mode;
        return false;
    };
    switch (token.type) {
        case TokenType::kText:
        case TokenType::kComment:
        case TokenType::kDoctype:
            return in_body(token);
        case TokenType::kStartTag:
            if (kHeadTags.contains(tag)) return in_head(token);
            if (TagSet{kCaption, kColgroup, kTbody, kTfoot, kThead}.contains(tag))
                return go_on_in(Mode::kInTable);
            if (tag == kCol) return go_on_in(Mode::kInColumnGroup);
            if (tag == kTr) return go_on_in(Mode::kInTableBody);
            if (tag == kTd || tag == kTh) return go_on_in(Mode::kInRow);
            return go_on_in(Mode::kInBody);
        case TokenType::kEndTag:
            return tag == kTemplate ? in_head(token) : true;
        case TokenType::kEnd:
            break;
    }
    if (!has_open(kTemplate)) {
        stopped_ = true;
        return true;
    }
    pop_until({kTemplate});
    clear_to_marker();
    if (!template_modes_.empty()) template_modes_.pop_back();
    reset_mode();
    return false;
}

bool TreeBuilder::after_body(const Token& token) {
    switch (token.type) {
        case TokenType::kText:
            if (is_blank(token.text)) return in_body(token);
            break;
        case TokenType::kComment:
            insert_comment(token, open_[0]);
            return true;
        case TokenType::kDoctype:
            return true;
        case TokenType::kStartTag:
            if (token.tag == kHtml) return in_body(token);
            break;
        case TokenType::kEndTag:
            if (token.tag != kHtml) break;
            if (context_ == nullptr) mode_ = Mode::kAfterAfterBody;
            return true;
        case TokenType::kEnd:
            stopped_ = true;
            return true;
    }
    mode_ = Mode::kInBody;
    return false;
}

bool TreeBuilder::in_frameset(const Token& token) {
    if (insert_space_or_comment(token)) return true;
    switch (token.type) {
        case TokenType::kStartTag:
            if (token.tag == kHtml) return in_body(token);
            if (token.tag == kFrameset) insert_html(token);
            if (token.tag == kFrame) insert_void(token);
            if (token.tag == kNoframes) return in_head(token);
            return true;
        case TokenType::kEndTag:
            if (token.tag != kFrameset || open_.size() <= 1) return true;
            pop();
            if (context_ == nullptr && !current_is(kFrameset)) mode_ = Mode::kAfterFrameset;
            return true;
        case TokenType::kEnd:
            stopped_ = true;
            return true;
        default:
            return true;
    }
}

bool TreeBuilder::after_frameset(const Token& token) {
    if (insert_space_or_comment(token)) return true;
    switch (token.type) {
        case TokenType::kStartTag:
            if (token.tag == kHtml) return in_body(token);
            if (token.tag == kNoframes) return in_head(token);
            return true;
        case TokenType::kEndTag:
            if (token.tag == kHtml) mode_ = Mode::kAfterAfterFrameset;
            return true;
        case TokenType::kEnd:
            stopped_ = true;
            return true;
        default:
            return true;
    }
}

// What both modes after </html> do; false for all else.
bool TreeBuilder::after_html(const Token& token) {
    if (token.type == TokenType::kComment) {
        insert_comment(token, document_.root);
    } else if (token.type == TokenType::kEnd) {
        stopped_ = true;
    } else if (token.type == TokenType::kDoctype || is_space_token(token) ||
               (token.type == TokenType::kStartTag && token.tag == kHtml)) {
        in_body(token);
    } else {
        return false;
    }
    return true;
}

bool TreeBuilder::after_after_body(const Token& token) {
    if (after_html(token)) return true;
    mode_ = Mode::kInBody;
    return false;
}

bool TreeBuilder::after_after_frameset(const Token& token) {
    if (after_html(token)) return true;
    if (token.type == TokenType::kStartTag && token.tag == kNoframes) return in_head(token);
    return true;
}

}  // namespace orrery::html
