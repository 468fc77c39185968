#include "terminal.hpp"

#include "orrery/base/utf8.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace orrery::cli {

namespace {

constexpr std::size_t kBarWidth = 24;

void write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const auto put = ::write(descriptor, text.data(), text.size());
        if (put < 0 && errno == EINTR) continue;
        // A reader that went away (`orrery export | head`) is no reason to complain.
        if (put <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(put));
    }
}

}  // namespace

void write_output(std::string_view text) {
    write_all(STDOUT_FILENO, text);
}
void write_error(std::string_view text) {
    write_all(STDERR_FILENO, text);
}

bool error_is_terminal() {
    return ::isatty(STDERR_FILENO) == 1;
}

std::string harmless(std::string_view text) {
    std::string out;
    for (std::size_t position = 0; position < text.size();) {
        const auto c = utf8::decode(text, position);
        const bool is_control = (c < ' ' && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0);
        utf8::append(out, is_control ? utf8::kReplacement : c);
    }
    return out;
}

int terminal_columns() {
    winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

std::string coloured(Colour colour, std::string_view text, Stream stream) {
    const char* no_colour = std::getenv("NO_COLOR");
    const bool is_terminal = ::isatty(stream == Stream::kOutput ? STDOUT_FILENO : STDERR_FILENO) == 1;
    if (!is_terminal || (no_colour != nullptr && *no_colour != '\0')) return std::string(text);
    int code = 0;
    switch (colour) {
        case Colour::kRed:
            code = 31;
            break;
        case Colour::kGreen:
            code = 32;
            break;
        case Colour::kDim:
            code = 2;
            break;
        case Colour::kBold:
            code = 1;
            break;
    }
    return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

ProgressBar::ProgressBar(std::size_t total) : total_(total) {}

ProgressBar::~ProgressBar() {
    clear();
}

void ProgressBar::advance(std::string_view what) {
    ++done_;
    if (error_is_terminal() && total_ > 0) draw(done_, total_, fmt::format("{}/{}  {}", done_, total_, what));
}

void ProgressBar::show(std::uint64_t done, std::uint64_t total, std::string_view what) {
    if (!error_is_terminal() || total == 0) return;
    const auto percent = std::min(done, total) * 100 / total;
    if (percent == std::exchange(percent_, percent)) return;
    draw(done, total, fmt::format("{:>3} %  {}", percent, what));
}

void ProgressBar::draw(std::uint64_t done, std::uint64_t total, std::string_view text) {
    const auto filled = kBarWidth * std::min(done, total) / total;
    const auto line =
        fmt::format("[{}{}] {}", std::string(filled, '#'), std::string(kBarWidth - filled, '.'), text);
    write_error("\r\x1b[K" +
                std::string(utf8::truncated(line, static_cast<std::size_t>(terminal_columns() - 1))));
    shown_ = true;
}

void ProgressBar::clear() {
    if (shown_) write_error("\r\x1b[K");
    shown_ = false;
}

}  // namespace orrery::cli
