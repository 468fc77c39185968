#include "orrery/http/server.hpp"

#include "worker.hpp"

#include <thread>

#include <boost/asio/ip/v6_only.hpp>
#include <fmt/format.h>
#include <pthread.h>

namespace orrery::http {

using asio::ip::tcp;
using boost::system::error_code;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

namespace {

Failure cannot_listen(const Address& address, const error_code& error) {
    Error failure{ErrorCode::kIo, "cannot listen", address.text(), error.message(), ""};
    if (error == asio::error::address_in_use) {
        failure.code = ErrorCode::kBusy;
        failure.remedy = "another program listens there: stop it, or choose another port";
    } else if (error == asio::error::access_denied) {
        failure.code = ErrorCode::kRefused;
        failure.remedy = "ports below 1024 need a privilege: choose a higher one";
    } else if (error == boost::system::errc::address_not_available) {
        failure.code = ErrorCode::kInvalid;
        failure.remedy = "this machine has no such address: use 127.0.0.1, or 0.0.0.0 for every one it has";
    }
    return Failure(std::move(failure));
}

Result<tcp::endpoint> resolve(const Address& address) {
    error_code error;
    asio::io_context io;
    tcp::resolver resolver(io);
    const auto found =
        resolver.resolve(address.host, std::to_string(address.port), tcp::resolver::passive, error);
    if (error || found.empty())
        return fail(ErrorCode::kNotFound, "cannot listen", address.text(), "no such host: " + error.message(),
                    "use an address of this machine, such as 127.0.0.1");
    return found.begin()->endpoint();
}

// The first socket binds without SO_REUSEPORT, so that a port which another program shares out is refused,
// and allows the others to join it afterwards.
error_code bind_to(Acceptor& acceptor, const tcp::endpoint& endpoint, bool first) {
    error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error && endpoint.address().is_v6() && endpoint.address().is_unspecified())
        acceptor.set_option(asio::ip::v6_only(false), error);
    if (!error && !first) acceptor.set_option(ReusePort(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error && first) acceptor.set_option(ReusePort(true), error);
    return error;
}

}  // namespace

struct Server::Threads {
    Threads(ServerOptions server_options, Handler request_handler)
        : options(std::move(server_options)), handler(std::move(request_handler)) {}

    ServerOptions options;
    Handler handler;
    std::vector<std::unique_ptr<Worker>> workers;
    std::vector<std::thread> threads;
};

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, Handler handler) {
    ORRERY_TRY(auto address, parse_address(options.listen));
    ORRERY_TRY(auto endpoint, resolve(address));
    const auto count = std::max(1u, options.threads);
    const auto share = (options.connections + count - 1) / count;
    auto threads = std::make_unique<Threads>(std::move(options), std::move(handler));
    for (unsigned i = 0; i < count; ++i) {
        auto& worker = threads->workers.emplace_back(
            std::make_unique<Worker>(threads->options, threads->handler, share));
        if (const auto error = bind_to(worker->acceptor(), endpoint, i == 0))
            return cannot_listen(address, error);
        if (i == 0) endpoint = worker->acceptor().local_endpoint();
    }
    for (auto& worker : threads->workers) {
        error_code error;
        worker->acceptor().listen(asio::socket_base::max_listen_connections, error);
        if (error) return cannot_listen(address, error);
    }
    for (unsigned i = 0; i < count; ++i) {
        auto& thread = threads->threads.emplace_back([worker = threads->workers[i].get()] { worker->run(); });
        ::pthread_setname_np(thread.native_handle(), fmt::format("http-{}", i).c_str());
    }
    address.host = endpoint.address().to_string();
    address.port = endpoint.port();
    return std::unique_ptr<Server>(new Server(std::move(address), std::move(threads)));
}

Server::Server(Address address, std::unique_ptr<Threads> threads)
    : address_(std::move(address)), threads_(std::move(threads)) {}

Server::~Server() {
    stop();
}

void Server::stop() {
    for (auto& worker : threads_->workers)
        worker->stop();
    for (auto& thread : threads_->threads)
        if (thread.joinable()) thread.join();
    threads_->threads.clear();
    threads_->workers.clear();
}

}  // namespace orrery::http
