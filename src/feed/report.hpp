#pragma once

#include "orrery/feed/diagnostic.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace orrery::feed {

/// Collects what is wrong with one document. Lines are counted once, at the end.
class Report {
  public:
    Report(std::string_view document, std::size_t limit) : document_(document), limit_(limit) {}

    void add(Severity severity, Problem problem, std::size_t offset, std::string message);
    /// The same at a place within the document; for a view of something else, at the last place known.
    void add(Severity severity, Problem problem, std::string_view place, std::string message);
    /// The XML or JSON itself is broken.
    void broken(std::string_view place, std::string message);
    void set_broken() { well_formed_ = false; }

    [[nodiscard]] bool well_formed() const { return well_formed_; }
    [[nodiscard]] std::size_t suppressed() const { return suppressed_; }
    /// In the order of the document, with lines and columns.
    [[nodiscard]] std::vector<Diagnostic> take();

  private:
    std::string_view document_;
    std::size_t limit_;
    std::size_t last_offset_ = 0;
    std::size_t suppressed_ = 0;
    bool well_formed_ = true;
    std::vector<Diagnostic> diagnostics_;
};

}  // namespace orrery::feed
