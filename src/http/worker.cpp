#include "worker.hpp"

#include "connection.hpp"
#include "exchange.hpp"
#include "orrery/base/time.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>

namespace orrery::http {

using boost::system::error_code;

Worker::Worker(const ServerOptions& options, const Handler& handler, std::size_t connections)
    : options_(options),
      handler_(handler),
      max_connections_(connections),
      connections_(std::make_unique<Connections>()) {}

Worker::~Worker() = default;

void Worker::run() {
    asio::co_spawn(io_, accept_connections(), asio::detached);
    io_.run();
}

void Worker::stop() {
    asio::post(io_, [this] { drain(); });
}

void Worker::drain() {
    is_stopping_ = true;
    error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    const auto deadline = deadline_in(options_.drain_timeout);
    for (auto& connection : *connections_)
        connection.drain(deadline);
    if (connections_->empty()) ticker_.cancel();
}

std::uint64_t Worker::deadline_in(std::chrono::milliseconds timeout) const {
    return now_ + static_cast<std::uint64_t>((timeout + kTick - std::chrono::milliseconds(1)) / kTick) + 1;
}

std::string_view Worker::date() {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME_COARSE, &now);
    if (now.tv_sec != date_second_) {
        date_second_ = now.tv_sec;
        date_ = format_http_date(Timestamp(std::chrono::seconds(now.tv_sec)));
    }
    return date_;
}

void Worker::start_ticking() {
    if (std::exchange(is_ticking_, true)) return;
    ticker_.expires_after(kTick);
    ticker_.async_wait([this](error_code error) {
        is_ticking_ = false;
        if (!error) tick();
    });
}

void Worker::tick() {
    ++now_;
    for (auto& connection : *connections_)
        connection.check_deadline(now_);
    if (!connections_->empty()) start_ticking();
}

Task<void> Worker::accept_connections() {
    while (!is_stopping_) {
        error_code error;
        Socket socket(io_);
        asio::ip::tcp::endpoint peer;
        co_await acceptor_.async_accept(socket, peer, asio::redirect_error(kAwait, error));
        if (is_stopping_) co_return;
        if (error) {
            // Most likely out of file descriptors: it passes when a connection closes.
            pause_.expires_after(std::chrono::milliseconds(100));
            co_await pause_.async_wait(asio::redirect_error(kAwait, error));
            continue;
        }
        if (connection_count_ >= max_connections_) {
            socket.non_blocking(true, error);
            asio::write(socket, asio::buffer(refusal(503, "too many connections; try again later", date())),
                        error);
            continue;
        }
        asio::co_spawn(io_, serve(std::move(socket), peer.address().to_string()), asio::detached);
    }
}

Task<void> Worker::serve(Socket socket, std::string remote) {
    // Nothing but running out of memory throws in there; that ends one connection, not the server.
    try {
        Connection connection(*this, std::move(socket), std::move(remote));
        connections_->push_back(connection);
        ++connection_count_;
        start_ticking();
        try {
            co_await connection.run();
        } catch (const std::exception&) {
        }
        connections_->erase(connections_->iterator_to(connection));
        --connection_count_;
        if (is_stopping_ && connections_->empty()) ticker_.cancel();
    } catch (const std::exception&) {
    }
}

}  // namespace orrery::http
