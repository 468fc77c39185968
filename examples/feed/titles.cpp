// Prints the title and the address of every entry of a feed on standard input.
#include <iostream>
#include <iterator>

#include <orrery/feed/reader.hpp>

int main() {
    const auto parsed = orrery::feed::parse(std::string(std::istreambuf_iterator<char>(std::cin), {}));
    if (!parsed) return std::cerr << parsed.error().message() << '\n', 1;
    for (const auto& entry : parsed->feed().entries)
        std::cout << entry.title.value << "  " << entry.link << '\n';
    for (const auto& problem : parsed->diagnostics())
        std::cerr << orrery::feed::format_diagnostic("stdin", problem) << '\n';
}
