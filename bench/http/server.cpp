// orrery::http::Server with two pages, for run.py: prints its port and serves until it is killed.
#include "orrery/http/server.hpp"

#include <cstdio>

#include <unistd.h>

int main() {
    using namespace orrery::http;
    const auto small = std::make_shared<const std::string>(500, 'x');
    const auto large = std::make_shared<const std::string>(40'000, 'x');
    ServerOptions options;
    options.listen = "127.0.0.1:0";
    const auto server = Server::start(options, [&](const Request& request) {
        Response response;
        response.add("Content-Type", "text/html; charset=utf-8");
        response.body = request.path == "/large" ? large : small;
        return response;
    });
    if (!server) {
        std::fprintf(stderr, "%s\n", server.error().message().c_str());
        return 1;
    }
    std::printf("%u\n", static_cast<unsigned>((*server)->address().port));
    std::fflush(stdout);
    ::pause();
}
