#include "check/checker.hpp"

#include "orrery/base/text.hpp"

#include <algorithm>

#include <fmt/format.h>

// The walk: elements, their names and their places. What is checked about each stands in checker_rules.cpp.

namespace orrery::feed::check {

namespace {

constexpr std::size_t npos = std::string_view::npos;

}  // namespace

Checker::Checker(std::string_view document, Arena& arena, Report& report, std::size_t depth_limit)
    : arena_(arena),
      report_(report),
      unheard_(document, 0),
      entities_(document.size()),
      decoder_(document, arena_, unheard_, entities_),
      scanner_(document),
      depth_limit_(depth_limit) {
    open_.push_back({.place = Place::kDocument});
}

void Checker::run() {
    for (auto token = scanner_.next(); token.type != xml::TokenType::kEnd; token = scanner_.next()) {
        switch (token.type) {
            case xml::TokenType::kStartTag:
                start(token);
                break;
            case xml::TokenType::kEndTag:
                end(token);
                break;
            case xml::TokenType::kText:
            case xml::TokenType::kCData:
                text(token);
                break;
            case xml::TokenType::kDoctype:
                entities_.read(token.text);
                break;
            default:
                break;
        }
    }
    closing_ = scanner_.position();
    while (open_.size() > 1)
        close();
}

std::string_view Checker::uri_of(std::string_view prefix) const {
    for (auto at = bindings_.rbegin(); at != bindings_.rend(); ++at)
        if (at->prefix == prefix) return at->uri;
    return {};
}

Checker::Name Checker::name_of_element(std::string_view written) {
    const auto colon = written.find(':');
    const auto prefix = colon == npos ? std::string_view() : written.substr(0, colon);
    const auto uri = uri_of(prefix);
    Name name;
    name.ns = uri.empty() && !prefix.empty() ? xml::namespace_of_prefix(prefix) : xml::namespace_of(uri);
    name.atom = xml::is_atom_10(uri) || xml::is_atom_03(uri);
    name.local = arena_.copy(to_lower(colon == npos ? written : written.substr(colon + 1)));
    return name;
}

Place Checker::seen_from(Place place, const Name& name) {
    if (!name.atom) return place;
    if (place == Place::kChannel) return Place::kFeed;
    return place == Place::kItem ? Place::kEntry : place;
}

std::string_view Checker::attribute(std::string_view name) {
    for (const auto& each : attributes_)
        if (iequals(each.name, name)) return decoder_.text(each.value);
    return {};
}

void Checker::start(const xml::Token& token) {
    if (overflow_ > 0 || open_.size() > depth_limit_) {
        if (!token.self_closing) ++overflow_;
        return;
    }
    Open open;
    open.bindings = bindings_.size();
    open.written = token.name;
    open.raw = token.raw;
    open.text_start = text_.size();
    attributes_.clear();
    xml::RawAttribute raw;
    for (xml::AttributeWalk walk(token.text); walk.next(raw);) {
        attributes_.push_back(raw);
        if (raw.name == "xmlns" || raw.name.starts_with("xmlns:"))
            bindings_.push_back(
                {raw.name.size() == 5 ? std::string_view() : raw.name.substr(6), decoder_.text(raw.value)});
    }
    open.name = name_of_element(token.name);

    auto& parent = open_.back();
    if (parent.rule != nullptr && parent.place == Place::kNowhere && parent.rule->value != Value::kAnything &&
        !parent.has_elements)
        warn(Problem::kMisplaced, token.raw, fmt::format("\"{}\" holds text only", parent.written));
    parent.has_elements = true;
    if (parent.place == Place::kText) {
        if (parent.first_element.empty()) parent.first_element = token.name;
        open.place = Place::kText;
    } else if (parent.place != Place::kNowhere) {
        check_place(parent, open);
    }
    open_.push_back(std::move(open));
    if (token.self_closing) close();
}

void Checker::end(const xml::Token& token) {
    if (overflow_ > 0) {
        --overflow_;
        return;
    }
    closing_ = scanner_.position() - token.raw.size();
    for (auto depth = open_.size(); depth > 1; --depth) {
        if (open_[depth - 1].written != token.name) continue;
        while (open_.size() >= depth)
            close();
        return;
    }
}

void Checker::text(const xml::Token& token) {
    auto& top = open_.back();
    if (top.rule != nullptr || top.place == Place::kText) {
        text_.append(token.type == xml::TokenType::kCData ? decoder_.literal(token.text)
                                                          : decoder_.text(token.text));
    }
    const bool structure = top.place != Place::kNowhere && top.place != Place::kText &&
                           top.place != Place::kDocument && top.place != Place::kPerson;
    if (structure && !trim(token.text).empty())
        warn(Problem::kMisplaced, token.raw, fmt::format("text does not belong in {}", name_of(top.place)));
}

Checker::Child* Checker::child_of(Open& open, const ElementRule* rule) {
    for (auto& each : open.children)
        if (each.rule == rule) return &each;
    return nullptr;
}

void Checker::close() {
    auto open = std::move(open_.back());
    open_.pop_back();
    auto& parent = open_.back();
    const auto inside = std::string_view(text_).substr(open.text_start);
    const auto begin = scanner_.offset_of(open.raw.data()) + open.raw.size();
    if (open.is_atom_text && closing_ > begin)
        open.inner = scanner_.document().substr(begin, closing_ - begin);
    if (open.is_atom_text) {
        check_text(open, inside);
    } else if (open.rule != nullptr) {
        check_value(open, inside);
    }
    if (open.place != Place::kNowhere && open.place != Place::kText) check_required(open);
    if (open.rule != nullptr && parent.place != Place::kNowhere) {
        if (auto* same = child_of(parent, open.rule)) {
            ++same->count;
        } else {
            parent.children.push_back({open.rule, open.name, arena_.copy(trim(inside))});
        }
    }
    // The text of markup belongs to the text that it stands in.
    if (open.place != Place::kText || open.is_atom_text) text_.resize(open.text_start);
    bindings_.resize(open.bindings);
}

}  // namespace orrery::feed::check
