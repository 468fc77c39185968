#include "charset.hpp"

#include "orrery/base/utf8.hpp"

#include <array>
#include <cerrno>

#include <fmt/format.h>
#include <iconv.h>

namespace orrery::galaxy {

namespace {

class Converter {
  public:
    Converter(std::string_view to, std::string_view from)
        : handle_(::iconv_open(std::string(to).c_str(), std::string(from).c_str())) {}
    ~Converter() {
        if (is_known()) ::iconv_close(handle_);
    }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;

    // iconv_open()'s failure is (iconv_t)-1.
    [[nodiscard]] bool is_known() const { return reinterpret_cast<std::intptr_t>(handle_) != -1; }

    // Converts up to the first thing that cannot be and moves `text` there.
    void convert(std::string_view& text, std::string& out) {
        std::array<char, 4096> buffer;
        auto* in = const_cast<char*>(text.data());  // iconv's signature; it does not write there
        auto left = text.size();
        for (;;) {
            char* to = buffer.data();
            auto room = buffer.size();
            const auto result = ::iconv(handle_, &in, &left, &to, &room);
            out.append(buffer.data(), buffer.size() - room);
            if (result != static_cast<std::size_t>(-1) || errno != E2BIG) break;
        }
        text.remove_prefix(text.size() - left);
    }

  private:
    iconv_t handle_;
};

}  // namespace

std::optional<std::string> encoded_markup(std::string_view text, std::string_view charset) {
    if (charset == "UTF-8") return std::string(text);
    // glibc's UTF-16 has a mark, in the byte order of the machine.
    Converter converter(charset, "UTF-8");
    if (!converter.is_known()) return std::nullopt;
    std::string out;
    while (!text.empty()) {
        converter.convert(text, out);
        if (text.empty()) break;
        std::size_t position = 0;
        const auto reference = fmt::format("&#{};", static_cast<std::uint32_t>(utf8::decode(text, position)));
        std::string_view ascii = reference;
        converter.convert(ascii, out);
        text.remove_prefix(position);
    }
    return out;
}

std::optional<std::string> decoded(std::string_view bytes, std::string_view charset) {
    Converter converter("UTF-8", charset);
    if (!converter.is_known()) return std::nullopt;
    std::string out;
    converter.convert(bytes, out);
    if (!bytes.empty()) return std::nullopt;
    return out;
}

}  // namespace orrery::galaxy
