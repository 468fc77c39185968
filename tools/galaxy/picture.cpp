#include "picture.hpp"

#include "dice.hpp"

#include <array>
#include <string_view>

#include <fmt/format.h>
#include <zlib.h>

namespace orrery::galaxy {

namespace {

struct Palette {
    std::uint32_t zenith, horizon, planet, shade, hill;
};
constexpr std::array kPalettes = {Palette{0x0B1026, 0x3A2A5C, 0xE9B872, 0xA4633A, 0x070914},
                                  Palette{0x06141F, 0x1F5460, 0xD8E2DC, 0x7C98A6, 0x030B10},
                                  Palette{0x130A1E, 0x7A2E4D, 0xF2C6B4, 0xB5656B, 0x0A0511},
                                  Palette{0x081229, 0x2B4C7E, 0xF6E7B4, 0xC29A4B, 0x050A18},
                                  Palette{0x0A1410, 0x2F5D50, 0xCFE8A9, 0x6E9B5E, 0x050B08}};

void append_big_endian(std::string& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
        out += static_cast<char>(value >> shift);
}

void append_chunk(std::string& out, std::string_view type, std::string_view data) {
    append_big_endian(out, static_cast<std::uint32_t>(data.size()));
    const auto start = out.size();
    (out += type) += data;
    const auto* bytes = reinterpret_cast<const Bytef*>(out.data() + start);
    append_big_endian(out,
                      static_cast<std::uint32_t>(::crc32(0, bytes, static_cast<uInt>(out.size() - start))));
}

}  // namespace

std::string draw_svg(std::uint64_t seed) {
    Dice dice{seed, 0x5E6};
    const auto& p = dice.pick(kPalettes);
    auto out = fmt::format(
        R"svg(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" width="640" height="360">)svg"
        R"svg(<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#{:06x}"/>)svg"
        R"svg(<stop offset="1" stop-color="#{:06x}"/></linearGradient></defs><rect width="640" height="360" fill="url(#sky)"/>)svg",
        p.zenith, p.horizon);
    out += R"(<g fill="#fff">)";
    for (int i = 0; i < 60; ++i)
        out += fmt::format(R"svg(<circle cx="{}" cy="{}" r="{}" opacity="0.{}"/>)svg", dice.below(640),
                           dice.below(270), dice.one_in(8) ? "1.8" : "0.9", 3 + dice.below(7));
    out += "</g>";
    const auto x = 120 + dice.below(400);
    const auto y = 80 + dice.below(90);
    const auto r = 26 + dice.below(34);
    out += fmt::format(R"svg(<circle cx="{}" cy="{}" r="{}" fill="#{:06x}"/>)svg", x, y, r, p.planet);
    out += fmt::format(R"svg(<path d="M{} {}a{r} {r} 0 0 0 {d} 0a{r} {s} 0 0 1 -{d} 0" fill="#{c:06x}"/>)svg",
                       x - r, y, fmt::arg("r", r), fmt::arg("s", r / 3), fmt::arg("d", 2 * r),
                       fmt::arg("c", p.shade));
    if (dice.one_in(2))
        out += fmt::format(
            R"svg(<ellipse cx="{}" cy="{}" rx="{}" ry="{}" fill="none" stroke="#{:06x}" stroke-width="4" )svg"
            R"svg(opacity="0.8" transform="rotate(-14 {} {})"/>)svg",
            x, y, r * 2, r / 2, p.planet, x, y);
    out += fmt::format(R"svg(<path d="M0 360V{}Q160 {} 320 {}T640 {}V360z" fill="#{:06x}"/></svg>)svg",
                       290 + dice.below(30), 230 + dice.below(50), 290 + dice.below(20), 270 + dice.below(50),
                       p.hill);
    return out;
}

std::string draw_png(std::uint64_t seed, unsigned side) {
    Dice dice{seed, 0x916};
    const auto& p = dice.pick(kPalettes);
    std::string rows;
    const auto middle = static_cast<int>(side) / 2;
    const auto radius = middle * 2 / 3;
    for (int y = 0; y < static_cast<int>(side); ++y) {
        rows += '\0';
        for (int x = 0; x < static_cast<int>(side); ++x) {
            const auto dx = x - middle;
            const auto dy = y - middle;
            const bool inside = dx * dx + dy * dy < radius * radius;
            const auto colour = !inside ? p.zenith : dx + dy > radius / 2 ? p.shade : p.planet;
            rows += static_cast<char>(colour >> 16);
            rows += static_cast<char>(colour >> 8);
            rows += static_cast<char>(colour);
        }
    }
    auto size = ::compressBound(static_cast<uLong>(rows.size()));
    std::string packed(size, '\0');
    ::compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(rows.data()),
               static_cast<uLong>(rows.size()));
    packed.resize(size);

    std::string header;
    append_big_endian(header, side);
    append_big_endian(header, side);
    header += std::string("\x08\x02\x00\x00\x00", 5);  // eight bits, RGB
    std::string out = "\x89PNG\r\n\x1a\n";
    append_chunk(out, "IHDR", header);
    append_chunk(out, "IDAT", packed);
    append_chunk(out, "IEND", {});
    return out;
}

}  // namespace orrery::galaxy
