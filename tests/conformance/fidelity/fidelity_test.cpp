// The text of real posts before and after sanitizing: nothing that an author wrote gets lost. Prints the loss
// of each feed that has any.

#include "orrery/base/file.hpp"
#include "orrery/base/text.hpp"
#include "orrery/html/sanitize.hpp"
#include "orrery/html/text.hpp"
#include "real_posts.hpp"

#include <algorithm>
#include <filesystem>
#include <iostream>

#include <gtest/gtest.h>

namespace orrery::html {
namespace {

const std::filesystem::path kFeeds = ORRERY_SOURCE_DIR "/../shared/corpus/real";

// White space is a matter of layout, and controls are no text.
std::string letters(std::string_view text) {
    std::string out;
    std::ranges::copy_if(text, std::back_inserter(out),
                         [](char c) { return static_cast<unsigned char>(c) > ' ' && c != '\x7F'; });
    return out;
}

TEST(Fidelity, SanitizingLosesNoText) {
    if (!std::filesystem::exists(kFeeds)) GTEST_SKIP() << "no corpus at " << kFeeds;
    const auto policy = Policy::feed();
    std::size_t posts = 0;
    std::size_t changed = 0;
    std::size_t before = 0;
    std::size_t after = 0;
    for (const auto& file : std::filesystem::directory_iterator(kFeeds)) {
        const auto feed = read_file(file.path());
        if (!feed) continue;
        std::vector<std::string> contents;
        add_posts(*feed, contents);
        std::size_t had = 0;
        std::size_t kept = 0;
        std::string example;
        for (const auto& content : contents) {
            const auto original = letters(text(content));
            const auto sanitized = letters(text(sanitize(content, policy)));
            ++posts;
            had += original.size();
            kept += std::min(original.size(), sanitized.size());
            if (original == sanitized) continue;
            ++changed;
            const auto [a, b] = std::ranges::mismatch(original, sanitized);
            if (example.empty())
                example = "\"" + original.substr(static_cast<std::size_t>(a - original.begin()), 60) +
                          "\" became \"" +
                          sanitized.substr(static_cast<std::size_t>(b - sanitized.begin()), 60) + "\"";
        }
        before += had;
        after += kept;
        if (!example.empty()) {
            std::cout << file.path().filename().string() << ": " << had - kept << " of " << had << " bytes; "
                      << example << "\n";
        }
    }
    std::cout << posts << " posts, " << changed << " with another text, " << before - after << " of "
              << before << " bytes lost\n";
    EXPECT_GT(posts, 1000u);
    EXPECT_LE(changed, posts / 200);
    EXPECT_LE(before - after, before / 1000);
}

}  // namespace
}  // namespace orrery::html
