#include "tree_builder.hpp"

#include "orrery/base/text.hpp"
#include "orrery/html/references.hpp"

#include <algorithm>

namespace orrery::html {

using enum Tag;

namespace {

constexpr TagSet kScope{kApplet, kCaption, kHtml, kTable, kTd, kTh, kMarquee, kObject, kSelect, kTemplate};
constexpr TagSet kMathScope{kMi, kMo, kMn, kMs, kMtext, kAnnotationXml};
constexpr TagSet kSvgScope{kForeignObject, kDesc, kTitle};
constexpr TagSet kSpecial{
    kAddress,  kApplet,   kArea,     kArticle, kAside,   kBase,     kBasefont,   kBgsound, kBlockquote,
    kBody,     kBr,       kButton,   kCaption, kCenter,  kCol,      kColgroup,   kDd,      kDetails,
    kDir,      kDiv,      kDl,       kDt,      kEmbed,   kFieldset, kFigcaption, kFigure,  kFooter,
    kForm,     kFrame,    kFrameset, kH1,      kH2,      kH3,       kH4,         kH5,      kH6,
    kHead,     kHeader,   kHgroup,   kHr,      kHtml,    kIframe,   kImg,        kInput,   kKeygen,
    kLi,       kLink,     kListing,  kMain,    kMarquee, kMenu,     kMeta,       kNav,     kNoembed,
    kNoframes, kNoscript, kObject,   kOl,      kP,       kParam,    kPlaintext,  kPre,     kScript,
    kSearch,   kSection,  kSelect,   kSource,  kStyle,   kSummary,  kTable,      kTbody,   kTd,
    kTemplate, kTextarea, kTfoot,    kTh,      kThead,   kTitle,    kTr,         kTrack,   kUl,
    kWbr,      kXmp};
constexpr TagSet kImpliedEnd{kDd, kDt, kLi, kOptgroup, kOption, kP, kRb, kRp, kRt, kRtc};
constexpr TagSet kImpliedEndThorough =
    kImpliedEnd | TagSet{kCaption, kColgroup, kTbody, kTd, kTfoot, kTh, kThead, kTr};

bool is_boundary(const Node& node, const TagSet& more) {
    switch (node.ns) {
        case Namespace::kHtml:
            return kScope.contains(node.tag) || more.contains(node.tag);
        case Namespace::kMathml:
            return kMathScope.contains(node.tag);
        case Namespace::kSvg:
            return kSvgScope.contains(node.tag);
    }
    return false;
}

}  // namespace

bool is_special(const Node& node) {
    switch (node.ns) {
        case Namespace::kHtml:
            return kSpecial.contains(node.tag);
        case Namespace::kMathml:
            return kMathScope.contains(node.tag);
        case Namespace::kSvg:
            return kSvgScope.contains(node.tag);
    }
    return false;
}

bool is_html_integration_point(const Node& node) {
    if (node.ns == Namespace::kSvg) return kSvgScope.contains(node.tag);
    if (node.ns != Namespace::kMathml || node.tag != kAnnotationXml) return false;
    const auto encoding = node.value("encoding");
    return iequals(encoding, "text/html") || iequals(encoding, "application/xhtml+xml");
}

bool is_mathml_text_integration_point(const Node& node) {
    return node.ns == Namespace::kMathml && TagSet{kMi, kMo, kMn, kMs, kMtext}.contains(node.tag);
}

constexpr std::size_t kUsualDepth = 32;

bool is_blank(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return is_space(c); });
}

TreeBuilder::TreeBuilder(Document& document, std::string_view input, const ParseLimits& limits)
    : document_(document), limits_(limits) {
    const auto prepared = preprocessed(input, document_.storage);
    input_ = prepared.text;
    tokenizer_.reset(prepared);
    open_.reserve(kUsualDepth);
}

void TreeBuilder::run_document() {
    document_.root = make_node(NodeType::kDocument);
    run();
}

// 13.4 Parsing HTML fragments.
void TreeBuilder::run_fragment(const FragmentContext& context) {
    document_.root = make_node(NodeType::kDocument);
    context_ = make_node(NodeType::kElement);
    context_->ns = context.ns;
    context_->name = document_.arena.copy(context.element);
    context_->tag = tag_of(to_lower(context.element));
    // No start tag was seen, so no end tag ends the text of such a context.
    if (context.ns == Namespace::kHtml) tokenizer_.set_state(Tokenizer::state_for(context_->tag));
    auto* html = make_element(kHtml);
    attach(html, {document_.root, nullptr});
    open_.push_back(html);
    if (context_->is(kTemplate)) template_modes_.push_back(Mode::kInTemplate);
    reset_mode();
    if (context_->is(kForm)) form_ = context_;
    run();
    html->type = NodeType::kFragment;
    html->name = {};
    html->tag = kUnknown;
    detach(html);
    document_.root = html;
}

void TreeBuilder::run() {
    while (!stopped_) {
        tokenizer_.set_cdata_allowed(!open_.empty() && adjusted_current()->ns != Namespace::kHtml);
        const auto& token = tokenizer_.next();
        const bool drop_line_feed = std::exchange(ignore_line_feed_, false);
        if (token.type == TokenType::kText) {
            if (!drop_line_feed) {
                process_text(token);
                while (mode_ == Mode::kInBody && ends_plainly(*current()) &&
                       tokenizer_.skip_end_tag(current()->tag))
                    pop();
            } else if (auto rest = token; true) {
                std::string decoded_text;
                if (rest.has_references) {
                    append_decoded(decoded_text, rest.text);
                    rest.text = document_.arena.copy(decoded_text);
                    rest.has_references = false;
                }
                if (rest.text.starts_with('\n')) rest.text.remove_prefix(1);
                process_text(rest);
            }
        } else {
            if (!table_text_.empty()) flush_table_text();
            process(token);
            if (token.type == TokenType::kEnd) break;
        }
        if (nodes_ > limits_.max_nodes) {
            document_.truncated = true;
            break;
        }
    }
}

// White space and other text are different tokens in most modes, so a run of each is given on its own.
void TreeBuilder::process_text(const Token& token) {
    const auto takes_any = [&] {
        return mode_ == Mode::kInBody || mode_ == Mode::kInCell || mode_ == Mode::kInCaption ||
               mode_ == Mode::kText || mode_ == Mode::kInTable || mode_ == Mode::kInTableBody ||
               mode_ == Mode::kInRow;
    };
    if (!token.has_references && takes_any()) return process(token);
    Token part = token;
    if (token.has_references) {
        scratch_.clear();
        append_decoded(scratch_, token.text);
        part.text = document_.arena.copy(scratch_);
        part.has_references = false;
    }
    auto rest = part.text;
    while (!rest.empty()) {
        std::size_t length = rest.size();
        if (!takes_any()) {
            const bool space = is_space(rest[0]);
            length = 1;
            while (length < rest.size() && is_space(rest[length]) == space)
                ++length;
        }
        part.text = rest.substr(0, length);
        part.has_nul = token.has_nul && part.text.find('\0') != std::string_view::npos;
        process(part);
        rest.remove_prefix(length);
    }
}

void TreeBuilder::process(const Token& token) {
    while (!(use_foreign_rules(token) ? in_foreign(token) : dispatch(token))) {
    }
}

bool TreeBuilder::dispatch(const Token& token) {
    switch (mode_) {
        case Mode::kInitial:
            return initial(token);
        case Mode::kBeforeHtml:
            return before_html(token);
        case Mode::kBeforeHead:
            return before_head(token);
        case Mode::kInHead:
            return in_head(token);
        case Mode::kInHeadNoscript:
            return in_head_noscript(token);
        case Mode::kAfterHead:
            return after_head(token);
        case Mode::kInBody:
            return in_body(token);
        case Mode::kText:
            return raw_text(token);
        case Mode::kInTable:
            return in_table(token);
        case Mode::kInCaption:
            return in_caption(token);
        case Mode::kInColumnGroup:
            return in_column_group(token);
        case Mode::kInTableBody:
            return in_table_body(token);
        case Mode::kInRow:
            return in_row(token);
        case Mode::kInCell:
            return in_cell(token);
        case Mode::kInTemplate:
            return in_template(token);
        case Mode::kAfterBody:
            return after_body(token);
        case Mode::kInFrameset:
            return in_frameset(token);
        case Mode::kAfterFrameset:
            return after_frameset(token);
        case Mode::kAfterAfterBody:
            return after_after_body(token);
        case Mode::kAfterAfterFrameset:
            return after_after_frameset(token);
    }
    return true;
}

Node* TreeBuilder::adjusted_current() const {
    return context_ != nullptr && open_.size() == 1 ? context_ : open_.back();
}

// 13.2.6 Tree construction: the dispatcher.
bool TreeBuilder::use_foreign_rules(const Token& token) const {
    if (open_.empty() || token.type == TokenType::kEnd) return false;
    const auto& node = *adjusted_current();
    if (node.ns == Namespace::kHtml) return false;
    const bool start = token.type == TokenType::kStartTag;
    const bool text = token.type == TokenType::kText;
    if (is_mathml_text_integration_point(node) &&
        (text || (start && token.tag != kMglyph && token.tag != kMalignmark))) {
        return false;
    }
    if (node.ns == Namespace::kMathml && node.tag == kAnnotationXml && start && token.tag == kSvg)
        return false;
    return !(is_html_integration_point(node) && (start || text));
}

// 13.2.6.1 "appropriate place for inserting a node".
TreeBuilder::Place TreeBuilder::appropriate_place(Node* target) const {
    if (target == nullptr) target = current();
    if (foster_ && target->ns == Namespace::kHtml && kTableContext.contains(target->tag)) {
        std::size_t table = open_.size();
        while (table-- > 0) {
            if (open_[table]->is(kTemplate)) return {open_[table]->content, nullptr};
            if (!open_[table]->is(kTable)) continue;
            if (open_[table]->parent != nullptr) return {open_[table]->parent, open_[table]};
            return {open_[table - 1], nullptr};
        }
        return {open_[0], nullptr};
    }
    if (target->content != nullptr) return {target->content, nullptr};
    return {target, nullptr};
}

void TreeBuilder::attach(Node* node, const Place& place) {
    node->parent = place.parent;
    node->next = place.before;
    node->previous = place.before != nullptr ? place.before->previous : place.parent->last_child;
    (node->previous != nullptr ? node->previous->next : place.parent->first_child) = node;
    (place.before != nullptr ? place.before->previous : place.parent->last_child) = node;
}

void TreeBuilder::detach(Node* node) {
    if (node->parent == nullptr) return;
    (node->previous != nullptr ? node->previous->next : node->parent->first_child) = node->next;
    (node->next != nullptr ? node->next->previous : node->parent->last_child) = node->previous;
    node->parent = node->previous = node->next = nullptr;
}

Node* TreeBuilder::make_node(NodeType type) {
    ++nodes_;
    auto* node = document_.arena.make<Node>();
    node->type = type;
    return node;
}

std::string_view TreeBuilder::keep(std::string_view text) {
    if (text.empty()) return text.data() == nullptr ? std::string_view() : std::string_view("");
    const std::less<const char*> before;
    const bool in_input =
        !before(text.data(), input_.data()) && before(text.data(), input_.data() + input_.size());
    return in_input ? text : document_.arena.copy(text);
}

Node* TreeBuilder::make_element(const Token& token, Namespace ns) {
    auto* element = make_node(NodeType::kElement);
    element->ns = ns;
    element->tag = token.tag;
    element->name = token.tag != kUnknown ? name_of(token.tag) : keep(token.name);
    if (!token.attributes.empty()) {
        element->attributes = document_.arena.make_array<NodeAttribute>(token.attributes.size());
        for (std::size_t i = 0; i < token.attributes.size(); ++i) {
            const auto& attribute = token.attributes[i];
            element->attributes[i] = {keep(attribute.name), keep(attribute.decoded_value(scratch_)), false};
        }
    }
    if (element->is(kTemplate)) {
        element->content = make_node(NodeType::kFragment);
    }
    return element;
}

Node* TreeBuilder::make_element(Tag tag) {
    auto* element = make_node(NodeType::kElement);
    element->tag = tag;
    element->name = name_of(tag);
    return element;
}

Node* TreeBuilder::clone(const Node& element) {
    auto* copy = make_node(NodeType::kElement);
    copy->ns = element.ns;
    copy->tag = element.tag;
    copy->name = element.name;
    copy->attributes = element.attributes;
    return copy;
}

void TreeBuilder::push(Node* element) {
    open_.push_back(element);
}

Node* TreeBuilder::insert_html(const Token& token) {
    while (open_.size() >= limits_.max_depth)
        pop();
    auto* element = make_element(token, Namespace::kHtml);
    attach(element, appropriate_place());
    push(element);
    return element;
}

Node* TreeBuilder::insert_plain(Tag tag) {
    auto* element = make_element(tag);
    attach(element, appropriate_place());
    push(element);
    return element;
}

void TreeBuilder::insert_void(const Token& token) {
    insert_html(token);
    pop();
}

void TreeBuilder::insert_text(std::string_view text) {
    if (text.empty()) return;
    const auto place = appropriate_place();
    if (place.parent->type == NodeType::kDocument) return;
    auto* neighbour = place.before != nullptr ? place.before->previous : place.parent->last_child;
    if (neighbour == nullptr || neighbour->type != NodeType::kText) {
        auto* node = make_node(NodeType::kText);
        node->text = keep(text);
        attach(node, place);
        return;
    }
    // Grows by doubling, so that text that comes in many parts costs no more than its length.
    const auto size = neighbour->text.size() + text.size();
    if (size > neighbour->text_capacity) {
        const auto capacity = std::min<std::size_t>(size * 2, UINT32_MAX);
        if (size > capacity) return;
        auto* bytes = static_cast<char*>(document_.arena.allocate(capacity, 1));
        std::memcpy(bytes, neighbour->text.data(), neighbour->text.size());
        neighbour->text = {bytes, neighbour->text.size()};
        neighbour->text_capacity = static_cast<std::uint32_t>(capacity);
    }
    auto* bytes = const_cast<char*>(neighbour->text.data());  // ours: text_capacity says so
    std::memcpy(bytes + neighbour->text.size(), text.data(), text.size());
    neighbour->text = {bytes, size};
}

void TreeBuilder::insert_comment(const Token& token, Node* parent) {
    auto* comment = make_node(NodeType::kComment);
    comment->text = keep(token.text);
    attach(comment, parent != nullptr ? Place{parent, nullptr} : appropriate_place());
}

bool TreeBuilder::insert_space_or_comment(const Token& token) {
    switch (token.type) {
        case TokenType::kText:
            if (!is_blank(token.text)) return false;
            insert_text(token.text);
            return true;
        case TokenType::kComment:
            insert_comment(token);
            return true;
        default:
            return token.type == TokenType::kDoctype;
    }
}

// 13.2.6.2 Parsing elements that contain only text.
void TreeBuilder::parse_raw(const Token& token, Tokenizer::State state) {
    const auto tag = token.tag;
    insert_html(token);
    tokenizer_.set_state(state, name_of(tag));
    original_mode_ = mode_;
    mode_ = Mode::kText;
}

bool TreeBuilder::in_scope(const TagSet& tags, const TagSet& more_boundaries) const {
    for (auto i = open_.size(); i-- > 0;) {
        const auto& node = *open_[i];
        if (node.ns == Namespace::kHtml && tags.contains(node.tag)) return true;
        if (is_boundary(node, more_boundaries)) return false;
    }
    return false;
}

bool TreeBuilder::in_table_scope(const TagSet& tags) const {
    for (auto i = open_.size(); i-- > 0;) {
        const auto& node = *open_[i];
        if (node.ns != Namespace::kHtml) continue;
        if (tags.contains(node.tag)) return true;
        if (node.tag == kHtml || node.tag == kTable || node.tag == kTemplate) return false;
    }
    return false;
}

bool TreeBuilder::is_open(const Node* element) const {
    return std::ranges::find(open_, element) != open_.end();
}

bool TreeBuilder::has_open(Tag tag) const {
    return std::ranges::any_of(open_, [&](const Node* node) { return node->is(tag); });
}

// Up to and with the innermost element of the set; never the root.
void TreeBuilder::pop_until(const TagSet& tags) {
    while (open_.size() > 1) {
        const auto* node = current();
        pop();
        if (node->ns == Namespace::kHtml && tags.contains(node->tag)) return;
    }
}

// "Clear the stack back to a table (body, row) context": the element itself stays.
void TreeBuilder::pop_to_context(const TagSet& tags) {
    while (open_.size() > 1 &&
           !(current()->ns == Namespace::kHtml &&
             (tags.contains(current()->tag) || current()->tag == kTemplate || current()->tag == kHtml))) {
        pop();
    }
}

void TreeBuilder::implied_end_tags(Tag except) {
    while (current()->ns == Namespace::kHtml && kImpliedEnd.contains(current()->tag) &&
           current()->tag != except)
        pop();
}

void TreeBuilder::implied_end_tags_thoroughly() {
    while (current()->ns == Namespace::kHtml && kImpliedEndThorough.contains(current()->tag))
        pop();
}

void TreeBuilder::close_p() {
    if (!in_button_scope(kP)) return;
    implied_end_tags(kP);
    pop_until({kP});
}

void TreeBuilder::remove_from_stack(Node* element) {
    std::erase(open_, element);
}

// 13.2.4.1 "reset the insertion mode appropriately".
void TreeBuilder::reset_mode() {
    for (auto i = open_.size(); i-- > 0;) {
        const bool last = i == 0;
        const auto& node = last && context_ != nullptr ? *context_ : *open_[i];
        if (node.ns == Namespace::kHtml) {
            switch (node.tag) {
                case kTd:
                case kTh:
                    if (last) break;
                    mode_ = Mode::kInCell;
                    return;
                case kTr:
                    mode_ = Mode::kInRow;
                    return;
                case kTbody:
                case kThead:
                case kTfoot:
                    mode_ = Mode::kInTableBody;
                    return;
                case kCaption:
                    mode_ = Mode::kInCaption;
                    return;
                case kColgroup:
                    mode_ = Mode::kInColumnGroup;
                    return;
                case kTable:
                    mode_ = Mode::kInTable;
                    return;
                case kTemplate:
                    mode_ = template_modes_.empty() ? Mode::kInBody : template_modes_.back();
                    return;
                case kHead:
                    if (last) break;
                    mode_ = Mode::kInHead;
                    return;
                case kBody:
                    mode_ = Mode::kInBody;
                    return;
                case kFrameset:
                    mode_ = Mode::kInFrameset;
                    return;
                case kHtml:
                    mode_ = head_ == nullptr ? Mode::kBeforeHead : Mode::kAfterHead;
                    return;
                default:
                    break;
            }
        }
        if (last) mode_ = Mode::kInBody;
    }
}

Document parse_document(std::string_view input, const ParseLimits& limits) {
    Document document;
    TreeBuilder(document, input, limits).run_document();
    return document;
}

Document parse_fragment(std::string_view input, const FragmentContext& context, const ParseLimits& limits) {
    Document document;
    TreeBuilder(document, input, limits).run_fragment(context);
    return document;
}

}  // namespace orrery::html
