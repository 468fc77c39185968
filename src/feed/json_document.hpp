#pragma once

#include "orrery/base/arena.hpp"
#include "orrery/base/json_writer.hpp"
#include "report.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// JSON (RFC 8259) as far as it goes: what JSON Feeds are read from. A document that a strict parser would
/// refuse gives everything that can be made out, and a diagnostic for what is wrong.
namespace orrery::feed::json {

enum class Type : std::uint8_t { kNull, kFalse, kTrue, kNumber, kString, kKey, kArray, kObject };

/// A value as it stands in the document: of texts what is between the quotes, of arrays and objects all of
/// it.
struct Node {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
    std::uint32_t end = 0;  ///< the index of the node behind this one and all that it holds
    Type type = Type::kNull;
    bool escaped = false;  ///< of texts: there are escapes in it
};

class Document;

/// A value in a Document, which must outlive it.
class Value {
  public:
    [[nodiscard]] Type type() const { return node().type; }
    /// As it stands in the document, for a diagnostic's place.
    [[nodiscard]] std::string_view raw() const { return text_.substr(node().begin, node().size); }
    /// Of a text what it says, in the arena if it has escapes; of a number as it is written; else empty. A
    /// text is valid UTF-8 where the document is.
    [[nodiscard]] std::string_view text(Arena& arena) const;
    /// Of an object the first member of that name.
    [[nodiscard]] std::optional<Value> find(std::string_view name) const;
    /// `visit(Value)` for each element of an array; for none of anything else.
    template <class Visit>
    void elements(Visit visit) const;
    /// `visit(std::string_view name, Value)` for each member of an object, in order; for none of anything
    /// else.
    template <class Visit>
    void members(Arena& arena, Visit visit) const;
    /// Writes it with all that it holds. Texts without their escapes pass through `scratch`.
    void write(JsonWriter& json, Arena& scratch) const;

  private:
    friend class Document;
    Value(std::string_view text, const std::vector<Node>& nodes, std::size_t index)
        : text_(text), nodes_(&nodes), index_(index) {}
    [[nodiscard]] const Node& node() const { return (*nodes_)[index_]; }
    [[nodiscard]] Value at(std::size_t index) const { return {text_, *nodes_, index}; }

    std::string_view text_;  // of the document
    const std::vector<Node>* nodes_;
    std::size_t index_;
};

class Document {
  public:
    /// Reads `text`, which must outlive the document. Values nested deeper than `depth` are null, and it ends
    /// at `most` values (of 16 bytes each).
    Document(std::string_view text, Report& report, std::size_t depth, std::size_t most = kMostValues);
    [[nodiscard]] Value root() const { return {text_, nodes_, 0}; }

    static constexpr std::size_t kMostValues = 4'000'000;

  private:
    std::string_view text_;
    std::vector<Node> nodes_;  // in the order of the document; there is always one
};

template <class Visit>
void Value::elements(Visit visit) const {
    if (type() != Type::kArray) return;
    for (auto i = index_ + 1; i < node().end; i = (*nodes_)[i].end)
        visit(at(i));
}

template <class Visit>
void Value::members(Arena& arena, Visit visit) const {
    if (type() != Type::kObject) return;
    for (auto i = index_ + 1; i < node().end; i = (*nodes_)[i + 1].end)
        visit(at(i).text(arena), at(i + 1));
}

}  // namespace orrery::feed::json
