#include "orrery/site/assets.hpp"
#include "orrery/site/planet_info.hpp"
#include "orrery_art.hpp"
#include "sample_planet.hpp"

#include <gtest/gtest.h>

namespace orrery::site {
namespace {

TEST(Theme, AssetsAreServedUnderANameThatTellsTheirContents) {
    const auto& style = asset("style.css");
    EXPECT_EQ(style.served_as.substr(0, 6), "style.");
    EXPECT_EQ(style.served_as.size(), std::string_view("style.0123456789.css").size());
    EXPECT_EQ(style.media_type, "text/css; charset=utf-8");
    EXPECT_NE(style.contents.find(".masthead"), std::string_view::npos);
    EXPECT_EQ(find_served_asset(style.served_as), &style);
    EXPECT_EQ(find_served_asset("style.css"), nullptr);
    EXPECT_EQ(assets().size(), 3u);
}

TEST(Theme, ThePlanetsStandWhereTheyStood) {
    // Published longitudes of the great conjunction: both planets at nearly the same heliocentric place.
    const auto conjunction = mean_longitudes(sample::day(2020, 11, 2));
    EXPECT_NEAR(conjunction[4], 306, 8);
    EXPECT_NEAR(conjunction[5], 304, 8);
    // At the March equinox the Earth is seen from the sun in the direction opposite to it.
    EXPECT_NEAR(mean_longitudes(sample::day(2024, 3, 20))[2], 180, 3);
    for (const double longitude : mean_longitudes(sample::day(1990, 1, 1))) {
        EXPECT_GE(longitude, 0);
        EXPECT_LT(longitude, 360);
    }
}

TEST(Theme, ThePlanetsAddressIsMadeWhole) {
    EXPECT_EQ(planet_url("https://example.org")->href(), "https://example.org/");
    EXPECT_EQ(planet_url("https://example.org/planet?x#y")->href(), "https://example.org/planet/");
    EXPECT_FALSE(planet_url("ftp://example.org/"));
    EXPECT_FALSE(planet_url("planet"));
}

}  // namespace
}  // namespace orrery::site
