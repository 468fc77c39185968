#pragma once

#include "orrery/html/tokenizer.hpp"
#include "orrery/html/tree.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace orrery::html {

/// Where only parts of a table may stand: anything else is fostered.
inline constexpr TagSet kTableContext{Tag::kTable, Tag::kTbody, Tag::kTfoot, Tag::kThead, Tag::kTr};

/// Tree construction, one handler for each insertion mode. A handler answers true when it is done with the
/// token, false when the token is to be processed again (the mode has changed). Sources: tree_builder.cpp
/// (the machinery), tree_modes.cpp (the modes around the body), tree_body.cpp ("in body"), tree_tables.cpp,
/// tree_foreign.cpp (SVG and MathML).
class TreeBuilder {
  public:
    TreeBuilder(Document& document, std::string_view input, const ParseLimits& limits);
    void run_document();
    void run_fragment(const FragmentContext& context);

  private:
    enum class Mode : std::uint8_t {
        kInitial,
        kBeforeHtml,
        kBeforeHead,
        kInHead,
        kInHeadNoscript,
        kAfterHead,
        kInBody,
        kText,
        kInTable,
        kInCaption,
        kInColumnGroup,
        kInTableBody,
        kInRow,
        kInCell,
        kInTemplate,
        kAfterBody,
        kInFrameset,
        kAfterFrameset,
        kAfterAfterBody,
        kAfterAfterFrameset,
    };
    struct Place {
        Node* parent;
        Node* before;  // null: at the end
    };

    // ----- the machinery -----
    void run();
    void process_text(const Token& token);
    void process(const Token& token);
    bool dispatch(const Token& token);
    [[nodiscard]] bool use_foreign_rules(const Token& token) const;
    [[nodiscard]] Node* current() const { return open_.back(); }
    [[nodiscard]] Node* adjusted_current() const;
    [[nodiscard]] bool current_is(Tag tag) const { return current()->is(tag); }
    [[nodiscard]] Place appropriate_place(Node* target = nullptr) const;
    static void attach(Node* node, const Place& place);
    static void detach(Node* node);
    Node* make_node(NodeType type);
    Node* make_element(const Token& token, Namespace ns);
    Node* make_element(Tag tag);
    Node* clone(const Node& element);
    Node* insert_html(const Token& token);
    Node* insert_plain(Tag tag);
    void insert_void(const Token& token);
    void push(Node* element);
    void pop() { open_.pop_back(); }
    void insert_text(std::string_view text);
    void insert_comment(const Token& token, Node* parent = nullptr);
    /// Inserts white space and comments and ignores doctypes, as many modes do; false for all else.
    bool insert_space_or_comment(const Token& token);
    std::string_view keep(std::string_view text);
    void parse_raw(const Token& token, Tokenizer::State state);

    // ----- the stack of open elements -----
    [[nodiscard]] bool in_scope(const TagSet& tags, const TagSet& more_boundaries = {}) const;
    [[nodiscard]] bool in_button_scope(Tag tag) const { return in_scope({tag}, {Tag::kButton}); }
    [[nodiscard]] bool in_table_scope(const TagSet& tags) const;
    [[nodiscard]] bool is_open(const Node* element) const;
    [[nodiscard]] bool has_open(Tag tag) const;
    void pop_until(const TagSet& tags);
    void pop_to_context(const TagSet& tags);
    void implied_end_tags(Tag except = Tag::kUnknown);
    void implied_end_tags_thoroughly();
    void close_p();
    void remove_from_stack(Node* element);
    void reset_mode();

    // ----- the list of active formatting elements; null is a marker -----
    void push_formatting(Node* element);
    void reconstruct_formatting();
    void clear_to_marker();
    void remove_formatting(Node* element);
    void adoption_agency(Tag tag, std::string_view name);

    // ----- the modes -----
    bool initial(const Token& token);
    bool before_html(const Token& token);
    bool before_head(const Token& token);
    bool in_head(const Token& token);
    bool in_head_noscript(const Token& token);
    bool after_head(const Token& token);
    bool in_body(const Token& token);
    void body_text(std::string_view text, bool has_nul);
    bool body_start(const Token& token);
    bool body_end(const Token& token);
    /// In the body, its own end tag does nothing but end it.
    [[nodiscard]] static bool ends_plainly(const Node& element);
    void any_other_end(Tag tag, std::string_view name);
    void merge_attributes(const Token& token, Node* element);
    void close_list_item(const TagSet& items);
    bool raw_text(const Token& token);
    bool in_table(const Token& token);
    void flush_table_text();
    bool table_anything_else(const Token& token);
    bool in_caption(const Token& token);
    bool in_column_group(const Token& token);
    bool in_table_body(const Token& token);
    bool in_row(const Token& token);
    bool in_cell(const Token& token);
    void close_cell();
    bool in_template(const Token& token);
    bool after_body(const Token& token);
    bool in_frameset(const Token& token);
    bool after_frameset(const Token& token);
    bool after_html(const Token& token);
    bool after_after_body(const Token& token);
    bool after_after_frameset(const Token& token);
    bool in_foreign(const Token& token);
    void leave_foreign();
    void end_template();

    Document& document_;
    std::string_view input_;
    ParseLimits limits_;
    Tokenizer tokenizer_;
    Mode mode_ = Mode::kInitial;
    Mode original_mode_ = Mode::kInitial;
    std::vector<Mode> template_modes_;
    std::vector<Node*> open_;
    std::vector<Node*> formatting_;
    Node* head_ = nullptr;
    Node* form_ = nullptr;
    Node* context_ = nullptr;  // of a fragment
    bool frameset_ok_ = true;
    bool foster_ = false;
    bool ignore_line_feed_ = false;
    bool stopped_ = false;
    std::string table_text_;
    std::string scratch_;
    std::size_t nodes_ = 0;
};

/// The elements with special parsing rules (13.2.4.2), in all three namespaces.
[[nodiscard]] bool is_special(const Node& node);
[[nodiscard]] bool is_html_integration_point(const Node& node);
[[nodiscard]] bool is_mathml_text_integration_point(const Node& node);
[[nodiscard]] bool is_blank(std::string_view text);

}  // namespace orrery::html
