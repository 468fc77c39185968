#pragma once

#include "orrery/base/time.hpp"
#include "orrery/site/html_writer.hpp"

#include <array>
#include <optional>

namespace orrery::site {

/// Mean heliocentric longitude in degrees, 0 to 360, of Mercury, Venus, Earth, Mars, Jupiter and Saturn. Good
/// to a few degrees for centuries, which is what a clockwork has (elements at J2000 from
/// https://ssd.jpl.nasa.gov/planets/approx_pos.html).
[[nodiscard]] std::array<double, 6> mean_longitudes(Timestamp time);

/// Appends the drawing of the masthead: an orrery seen from the north and aside, its planets where they stood
/// at `time`.
void draw_orrery(HtmlWriter& page, std::optional<Timestamp> time);

}  // namespace orrery::site
