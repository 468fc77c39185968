#include "orrery_art.hpp"

#include <cmath>
#include <numbers>

namespace orrery::site {
namespace {

struct Body {
    double longitude;  // degrees at J2000.0
    double degrees_per_day;
    int orbit;  // radii as drawn, in units of the view box
    int radius;
    Markup css_class;
    Markup companion = ""_html;
};
constexpr std::array kBodies{
    Body{252.2503, 4.09233445, 70, 4, "mercury"_html},
    Body{181.9791, 1.60213034, 112, 7, "venus"_html},
    Body{100.4646, 0.98560910, 160, 8, "earth"_html,
         "<circle class=\"moon\" cx=\"13\" cy=\"-6\" r=\"2.5\"/>"_html},
    Body{355.4466, 0.52402068, 210, 6, "mars"_html},
    Body{34.3964, 0.08308529, 280, 15, "jupiter"_html},
    Body{49.9542, 0.03344414, 360, 11, "saturn"_html, "<ellipse class=\"ring\" rx=\"21\" ry=\"6\"/>"_html}};

constexpr double kTilt = 0.4;  // how much of a circle's height is seen
constexpr int kDial = 322;     // the graduated ring

constexpr Timestamp kJ2000 = std::chrono::sys_days(std::chrono::year(2000) / 1 / 1) + std::chrono::hours(12);

}  // namespace

std::array<double, 6> mean_longitudes(Timestamp time) {
    const double days = std::chrono::duration<double, std::ratio<86400>>(time - kJ2000).count();
    std::array<double, 6> longitudes{};
    for (std::size_t i = 0; i < kBodies.size(); ++i) {
        const double turned = std::fmod(kBodies[i].longitude + kBodies[i].degrees_per_day * days, 360.0);
        longitudes[i] = turned < 0 ? turned + 360.0 : turned;
    }
    return longitudes;
}

void draw_orrery(HtmlWriter& page, std::optional<Timestamp> time) {
    const auto longitudes = mean_longitudes(time.value_or(kJ2000));
    page.add(
        "<svg class=\"orrery\" viewBox=\"-380 -160 760 320\" aria-hidden=\"true\" focusable=\"false\">\n"_html);
    const auto ellipse = [&](Markup css_class, int radius) {
        page.add("<ellipse class=\""_html, css_class, "\" rx=\""_html, radius, "\" ry=\""_html,
                 std::lround(radius * kTilt), "\"/>"_html);
    };
    for (const auto& body : kBodies)
        ellipse("orbit"_html, body.orbit);
    ellipse("dial"_html, kDial);
    page.add("\n<circle class=\"glow\" r=\"44\"/><circle class=\"sun\" r=\"19\"/>\n"_html);
    for (std::size_t i = 0; i < kBodies.size(); ++i) {
        // Seen from the north the planets go counter-clockwise; in SVG y grows downwards.
        const double angle = longitudes[i] * std::numbers::pi / 180;
        const auto x = std::lround(kBodies[i].orbit * std::cos(angle));
        const auto y = std::lround(-kBodies[i].orbit * kTilt * std::sin(angle));
        page.add("<path class=\"arm\" d=\"M0 0L"_html, x, " "_html, y, "\"/><g class=\""_html,
                 kBodies[i].css_class, "\" transform=\"translate("_html, x, " "_html, y,
                 ")\"><circle r=\""_html, kBodies[i].radius, "\"/>"_html, kBodies[i].companion,
                 "</g>\n"_html);
    }
    page.add("</svg>\n"_html);
}

}  // namespace orrery::site
