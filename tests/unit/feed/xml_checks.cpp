#include "xml_checks.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace orrery::feed {

namespace {

constexpr std::size_t kAtOnce = 200;  // documents for one xmllint

std::string complaints(const std::string& options, const std::vector<std::string>& documents) {
    if (!has_xmllint()) return {};
    const auto folder =
        std::filesystem::temp_directory_path() / ("orrery_feed_test_" + std::to_string(getpid()));
    std::string all;
    for (std::size_t done = 0; done < documents.size(); done += kAtOnce) {
        std::filesystem::create_directories(folder);
        for (std::size_t i = done; i < documents.size() && i < done + kAtOnce; ++i)
            std::ofstream(folder / (std::to_string(i) + ".xml"), std::ios::binary) << documents[i];
        auto* pipe = popen(
            ("cd " + folder.string() + " && xmllint --noout --huge " + options + " *.xml 2>&1").c_str(), "r");
        char buffer[512];
        while (pipe != nullptr && std::fgets(buffer, sizeof buffer, pipe) != nullptr) {
            const std::string line(buffer);
            if (!line.ends_with(" validates\n")) all += line;
        }
        if (pipe != nullptr) pclose(pipe);
        std::filesystem::remove_all(folder);
    }
    return all;
}

}  // namespace

bool has_xmllint() {
    static const bool present = std::system("xmllint --version >/dev/null 2>&1") == 0;
    return present;
}

std::string xmllint_complaints(const std::string& document) {
    return complaints("", {document});
}

std::string atom_complaints(const std::vector<std::string>& documents) {
    return complaints("--relaxng " ORRERY_SOURCE_DIR "/tests/unit/feed/atom.rng", documents);
}

}  // namespace orrery::feed
