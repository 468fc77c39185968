#pragma once

#include "iterators.hpp"
#include "orrery/search/query.hpp"

namespace orrery::search {

/// A query with its words numbered, so that each is looked up once a segment and weighed once in all.
class Plan {
  public:
    /// kUnsupported for a query with an expression in it.
    [[nodiscard]] static Result<Plan> make(const Query& query);

    /// What a segment has for every word of the plan.
    using Found = std::vector<std::vector<TermInfo>>;
    [[nodiscard]] Found look_up(const SegmentData& segment) const;

    /// Weighs the words by how rare they are among all documents that are not dead.
    void weigh(const std::vector<SegmentView>& segments, const std::vector<Found>& found);

    [[nodiscard]] IteratorPtr iterate(const SegmentData& segment, const Found& found) const;

    /// Set when the query is no more than one word: that word's number.
    [[nodiscard]] std::optional<std::size_t> only_word() const;

  private:
    struct Word {
        std::string term;
        bool prefix = false;
        bool weighed = false;
        std::uint32_t weight = 0;
    };
    struct Place {
        std::size_t word = 0;
        std::uint32_t offset = 0;
    };
    struct Node {
        QueryKind kind = QueryKind::kEverything;
        std::vector<Node> children;
        std::vector<Place> places;
        Timestamp from;
        Timestamp to;
    };

    Node plan(const Query& query);
    std::size_t word(std::string term, bool prefix, bool weighed);
    IteratorPtr iterate(const Node& node, const SegmentData& segment, const Found& found) const;

    std::vector<Word> words_;
    Node root_;
};

}  // namespace orrery::search
