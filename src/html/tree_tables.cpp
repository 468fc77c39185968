// 13.2.6.4.9 "in table" to .15 "in cell".

#include "orrery/base/text.hpp"
#include "tree_builder.hpp"

namespace orrery::html {

using enum Tag;

namespace {

constexpr TagSet kSections{kTbody, kTfoot, kThead};
constexpr TagSet kParts{kCaption, kCol, kColgroup, kTbody, kTd, kTfoot, kTh, kThead, kTr};

}  // namespace

bool TreeBuilder::in_table(const Token& token) {
    const auto tag = token.tag;
    switch (token.type) {
        case TokenType::kText:
            if (current()->ns != Namespace::kHtml ||
                !(kTableContext | TagSet{kTemplate}).contains(current()->tag)) {
                return table_anything_else(token);
            }
            // "in table text": whether a run is blank is known only at its end.
            table_text_ += token.has_nul ? replace_all(token.text, std::string_view("\0", 1), "")
                                         : std::string(token.text);
            return true;
        case TokenType::kComment:
            insert_comment(token);
            return true;
        case TokenType::kDoctype:
            return true;
        case TokenType::kStartTag:
            switch (tag) {
                case kCaption:
                    pop_to_context({kTable});
                    formatting_.push_back(nullptr);
                    insert_html(token);
                    mode_ = Mode::kInCaption;
                    return true;
                case kColgroup:
                    pop_to_context({kTable});
                    insert_html(token);
                    mode_ = Mode::kInColumnGroup;
                    return true;
                case kCol:
                    pop_to_context({kTable});
                    insert_plain(kColgroup);
                    mode_ = Mode::kInColumnGroup;
                    return false;
                case kTbody:
                case kTfoot:
                case kThead:
                    pop_to_context({kTable});
                    insert_html(token);
                    mode_ = Mode::kInTableBody;
                    return true;
                case kTd:
                case kTh:
                case kTr:
                    pop_to_context({kTable});
                    insert_plain(kTbody);
                    mode_ = Mode::kInTableBody;
                    return false;
                case kTable:
                    if (!in_table_scope({kTable})) return true;
                    pop_until({kTable});
                    reset_mode();
                    return false;
                case kStyle:
                case kScript:
                case kTemplate:
                    return in_head(token);
                case kInput: {
                    const auto* type = token.attribute("type");
                    if (type == nullptr || !iequals(type->decoded_value(scratch_), "hidden")) break;
                    insert_void(token);
                    return true;
                }
                case kForm:
                    if (has_open(kTemplate) || form_ != nullptr) return true;
                    form_ = insert_html(token);
                    pop();
                    return true;
                default:
                    break;
            }
            break;
        case TokenType::kEndTag:
            if (tag == kTable) {
                if (!in_table_scope({kTable})) return true;
                pop_until({kTable});
                reset_mode();
                return true;
            }
            if (tag == kBody || tag == kHtml || kParts.contains(tag)) return true;
            if (tag == kTemplate) return in_head(token);
            break;
        case TokenType::kEnd:
            return in_body(token);
    }
    return table_anything_else(token);
}

bool TreeBuilder::table_anything_else(const Token& token) {
    foster_ = true;
    const bool done = in_body(token);
    foster_ = false;
    return done;
}

void TreeBuilder::flush_table_text() {
    const auto text = document_.arena.copy(table_text_);
    table_text_.clear();
    if (is_blank(text)) return insert_text(text);
    foster_ = true;
    body_text(text, false);
    foster_ = false;
}

bool TreeBuilder::in_caption(const Token& token) {
    const auto tag = token.tag;
    const bool start_of_part = token.type == TokenType::kStartTag && kParts.contains(tag);
    const bool end_of_table = token.type == TokenType::kEndTag && tag == kTable;
    if (start_of_part || end_of_table || (token.type == TokenType::kEndTag && tag == kCaption)) {
        if (!in_table_scope({kCaption})) return true;
        implied_end_tags();
        pop_until({kCaption});
        clear_to_marker();
        mode_ = Mode::kInTable;
        return !start_of_part && !end_of_table;
    }
    if (token.type == TokenType::kEndTag && (tag == kBody || tag == kHtml || kParts.contains(tag)))
        return true;
    return in_body(token);
}

bool TreeBuilder::in_column_group(const Token& token) {
    const auto tag = token.tag;
    if (insert_space_or_comment(token)) return true;
    switch (token.type) {
        case TokenType::kStartTag:
            if (tag == kHtml) return in_body(token);
            if (tag == kCol) return insert_void(token), true;
            if (tag == kTemplate) return in_head(token);
            break;
        case TokenType::kEndTag:
            if (tag == kColgroup) {
                if (!current_is(kColgroup)) return true;
                pop();
                mode_ = Mode::kInTable;
                return true;
            }
            if (tag == kCol) return true;
            if (tag == kTemplate) return in_head(token);
            break;
        case TokenType::kEnd:
            return in_body(token);
        default:
            break;
    }
    if (!current_is(kColgroup)) return true;
    pop();
    mode_ = Mode::kInTable;
    return false;
}

bool TreeBuilder::in_table_body(const Token& token) {
    const auto tag = token.tag;
    if (token.type == TokenType::kStartTag) {
        if (tag == kTr) {
            pop_to_context(kSections);
            insert_html(token);
            mode_ = Mode::kInRow;
            return true;
        }
        if (tag == kTd || tag == kTh) {
            pop_to_context(kSections);
            insert_plain(kTr);
            mode_ = Mode::kInRow;
            return false;
        }
    }
    const bool start_of_part = token.type == TokenType::kStartTag &&
                               (kSections.contains(tag) || TagSet{kCaption, kCol, kColgroup}.contains(tag));
    const bool end_of_table = token.type == TokenType::kEndTag && tag == kTable;
    if (token.type == TokenType::kEndTag && kSections.contains(tag)) {
        if (!in_table_scope({tag})) return true;
        pop_to_context(kSections);
        pop();
        mode_ = Mode::kInTable;
        return true;
    }
    if (start_of_part || end_of_table) {
        if (!in_table_scope(kSections)) return true;
        pop_to_context(kSections);
        pop();
        mode_ = Mode::kInTable;
        return false;
    }
    if (token.type == TokenType::kEndTag && (tag == kBody || tag == kHtml || kParts.contains(tag)))
        return true;
    return in_table(token);
}

bool TreeBuilder::in_row(const Token& token) {
    const auto tag = token.tag;
    if (token.type == TokenType::kStartTag && (tag == kTd || tag == kTh)) {
        pop_to_context({kTr});
        insert_html(token);
        mode_ = Mode::kInCell;
        formatting_.push_back(nullptr);
        return true;
    }
    const bool end = token.type == TokenType::kEndTag;
    const bool start_of_part = token.type == TokenType::kStartTag && kParts.contains(tag);
    if (start_of_part || (end && (tag == kTr || tag == kTable || kSections.contains(tag)))) {
        if (end && kSections.contains(tag) && !in_table_scope({tag})) return true;
        if (!in_table_scope({kTr})) return true;
        pop_to_context({kTr});
        pop();
        mode_ = Mode::kInTableBody;
        return end && tag == kTr;
    }
    if (end && (tag == kBody || tag == kHtml || kParts.contains(tag))) return true;
    return in_table(token);
}

void TreeBuilder::close_cell() {
    implied_end_tags();
    pop_until({kTd, kTh});
    clear_to_marker();
    mode_ = Mode::kInRow;
}

bool TreeBuilder::in_cell(const Token& token) {
    const auto tag = token.tag;
    if (token.type == TokenType::kEndTag) {
        if (tag == kTd || tag == kTh) {
            if (!in_table_scope({tag})) return true;
            implied_end_tags();
            pop_until({tag});
            clear_to_marker();
            mode_ = Mode::kInRow;
            return true;
        }
        if (TagSet{kBody, kCaption, kCol, kColgroup, kHtml}.contains(tag)) return true;
        if (tag == kTable || tag == kTr || kSections.contains(tag)) {
            if (!in_table_scope({tag})) return true;
            close_cell();
            return false;
        }
    }
    if (token.type == TokenType::kStartTag && kParts.contains(tag)) {
        if (!in_table_scope({kTd, kTh})) return true;
        close_cell();
        return false;
    }
    return in_body(token);
}

}  // namespace orrery::html
