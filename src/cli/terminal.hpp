#pragma once

#include <string>
#include <string_view>

/// Standard output and standard error.
namespace orrery::cli {

void write_output(std::string_view text);
void write_error(std::string_view text);

/// `text` with U+FFFD for its control characters but tabs and line feeds: what a feed calls a post must not
/// drive somebody's terminal.
[[nodiscard]] std::string harmless(std::string_view text);

[[nodiscard]] bool error_is_terminal();
/// Columns of the terminal on standard error; 80 when it does not tell.
[[nodiscard]] int terminal_columns();

enum class Colour { kRed, kGreen, kDim, kBold };
enum class Stream { kOutput, kError };
/// `text` in a colour where the stream is a terminal and NO_COLOR is not set (https://no-color.org).
[[nodiscard]] std::string coloured(Colour colour, std::string_view text, Stream stream = Stream::kError);

/// One line on a terminal that is drawn over: `[#####.....] 12/40  example.org`. Does nothing where standard
/// error is none.
class ProgressBar {
  public:
    explicit ProgressBar(std::size_t total = 0);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /// One more is done.
    void advance(std::string_view what);
    /// For what is not counted one by one: `[#####.....] 42 %  what`.
    void show(std::uint64_t done, std::uint64_t total, std::string_view what);
    /// Takes the line away, so that something else can be written.
    void clear();

  private:
    void draw(std::uint64_t done, std::uint64_t total, std::string_view text);

    std::size_t total_;
    std::size_t done_ = 0;
    std::uint64_t percent_ = 101;
    bool shown_ = false;
};

}  // namespace orrery::cli
