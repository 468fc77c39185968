#include "encoding.hpp"
#include "orrery/base/utf8.hpp"

#include <cstdint>
#include <cstdlib>

// Any bytes under any label (the first line): always valid UTF-8, of a bounded size.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto line = input.find('\n');
    const auto label = line == std::string_view::npos ? std::string() : std::string(input.substr(0, line));
    const auto result = orrery::feed::decode_document(
        std::string(line == std::string_view::npos ? input : input.substr(line + 1)),
        "text/xml; charset=" + label);
    if (!orrery::utf8::is_valid(result.text) || result.text.size() > size * 4 + 16) std::abort();
    std::string undone;
    if (orrery::feed::undo_double_encoding(result.text, undone) && !orrery::utf8::is_valid(undone))
        std::abort();
    return 0;
}
