#include "xml_checks.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace orrery::feed {

std::string xmllint_complaints(const std::string& document) {
    static const bool present = std::system("xmllint --version >/dev/null 2>&1") == 0;
    if (!present) return {};
    const auto path =
        std::filesystem::temp_directory_path() / ("orrery_feed_test_" + std::to_string(getpid()) + ".xml");
    std::ofstream(path, std::ios::binary) << document;
    auto* pipe = popen(("xmllint --noout " + path.string() + " 2>&1").c_str(), "r");
    std::string complaints;
    char buffer[512];
    while (pipe != nullptr && std::fgets(buffer, sizeof buffer, pipe) != nullptr)
        complaints += buffer;
    if (pipe != nullptr) pclose(pipe);
    std::filesystem::remove(path);
    return complaints;
}

}  // namespace orrery::feed
