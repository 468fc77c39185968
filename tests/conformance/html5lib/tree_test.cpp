// Runs html5lib's tree construction vectors, scripting off. Format: the README beside them.

#include "orrery/html/tree.hpp"

#include "tree_dump.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace orrery::html {
namespace {

const std::filesystem::path kVectors = ORRERY_SOURCE_DIR "/../shared/corpus/html5lib/tree-construction";

struct Vector {
    std::string data;
    std::string fragment;
    std::string expected;
    bool scripting = false;
};

std::vector<Vector> vectors_in(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::vector<Vector> all;
    std::string section;
    for (std::string line; std::getline(file, line);) {
        if (line == "#data") {
            all.emplace_back();
            section = line;
        } else if (all.empty()) {
            continue;
        } else if (line == "#errors" || line == "#new-errors" || line == "#document-fragment" ||
                   line == "#document") {
            section = line;
        } else if (line == "#script-on") {
            all.back().scripting = true;
        } else if (line == "#script-off") {
            section = line;
        } else if (section == "#data") {
            all.back().data += line + "\n";
        } else if (section == "#document-fragment") {
            all.back().fragment = line;
        } else if (section == "#document") {
            all.back().expected += line + "\n";
        }
    }
    for (auto& vector : all) {
        if (!vector.data.empty()) vector.data.pop_back();
        while (vector.expected.ends_with("\n\n"))
            vector.expected.pop_back();
    }
    return all;
}

Document parse(const Vector& vector) {
    if (vector.fragment.empty()) return parse_document(vector.data);
    FragmentContext context{vector.fragment, Namespace::kHtml};
    if (vector.fragment.starts_with("svg "))
        context = {std::string_view(vector.fragment).substr(4), Namespace::kSvg};
    if (vector.fragment.starts_with("math "))
        context = {std::string_view(vector.fragment).substr(5), Namespace::kMathml};
    return parse_fragment(vector.data, context);
}

TEST(Html5libTreeConstruction, BuildsEveryTree) {
    if (!std::filesystem::exists(kVectors)) GTEST_SKIP() << "no corpus at " << kVectors;
    std::size_t count = 0;
    for (const auto& file : std::filesystem::directory_iterator(kVectors)) {
        if (file.path().extension() != ".dat") continue;
        for (const auto& vector : vectors_in(file.path())) {
            if (vector.scripting) continue;
            // Its contents are copied from the chosen option by the element's own behaviour in the DOM, not
            // by the parser.
            if (vector.data.find("<selectedcontent>") != std::string::npos) continue;
            ++count;
            const auto document = parse(vector);
            EXPECT_EQ(dump(document), vector.expected)
                << file.path().filename() << " in <" << vector.fragment << ">\n"
                << vector.data;
        }
    }
    EXPECT_GT(count, 1500u);
}

}  // namespace
}  // namespace orrery::html
