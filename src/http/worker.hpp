#pragma once

#include "orrery/http/server.hpp"

#include <chrono>
#include <cstdint>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/intrusive/list.hpp>

namespace orrery::http {

namespace asio = boost::asio;

// The executor's type is known to the compiler: with the type-erased default every operation costs a virtual
// call more.
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;
template <class T>
using Task = asio::awaitable<T, Executor>;
inline constexpr asio::use_awaitable_t<Executor> kAwait;

class Connection;

/// One event loop with its listening socket and its connections. All members but stop() belong to the thread
/// in run().
///
/// Timeouts: every connection has a deadline, counted in ticks; while there are connections, a timer goes
/// through all of them once a tick. That is a few microseconds a second for thousands, where a timer for each
/// operation would cost as much for every request.
class Worker {
  public:
    static constexpr std::chrono::milliseconds kTick{100};

    /// `connections`: how many this worker may have open at once.
    Worker(const ServerOptions& options, const Handler& handler, std::size_t connections);
    ~Worker();

    /// To be bound by the caller before run().
    [[nodiscard]] Acceptor& acceptor() { return acceptor_; }

    /// Serves until stop() and then until the last connection has closed.
    void run();
    /// From any thread.
    void stop();

    [[nodiscard]] bool is_stopping() const { return is_stopping_; }
    [[nodiscard]] const ServerOptions& options() const { return options_; }
    [[nodiscard]] const Handler& handler() const { return handler_; }
    /// The tick at which `timeout` from now has surely passed.
    [[nodiscard]] std::uint64_t deadline_in(std::chrono::milliseconds timeout) const;
    /// The value of the Date header, made once a second.
    [[nodiscard]] std::string_view date();

  private:
    using Connections = boost::intrusive::list<Connection, boost::intrusive::constant_time_size<false>>;
    friend class Connection;

    Task<void> accept_connections();
    Task<void> serve(Socket socket, std::string remote);
    void start_ticking();
    void tick();
    void drain();

    const ServerOptions& options_;
    const Handler& handler_;
    const std::size_t max_connections_;
    asio::io_context io_{1};
    Acceptor acceptor_{io_};
    Timer ticker_{io_};
    Timer pause_{io_};
    std::unique_ptr<Connections> connections_;
    std::size_t connection_count_ = 0;
    std::uint64_t now_ = 0;  // in ticks
    bool is_ticking_ = false;
    bool is_stopping_ = false;
    std::int64_t date_second_ = -1;
    std::string date_;
};

}  // namespace orrery::http
