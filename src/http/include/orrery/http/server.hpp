#pragma once

#include "orrery/base/error.hpp"
#include "orrery/http/address.hpp"
#include "orrery/http/head.hpp"
#include "orrery/http/request.hpp"
#include "orrery/http/response.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace orrery::http {

/// Makes the answer to a request. Called on the server's threads, by several at once when there are several;
/// while it runs, the other connections of its thread wait. What it throws becomes a 500.
using Handler = std::function<Response(const Request&)>;

struct ServerOptions {
    std::string listen = "127.0.0.1:8080";
    /// Each has an event loop and a listening socket of its own (SO_REUSEPORT).
    unsigned threads = 1;

    HeadLimits head;
    std::size_t body_bytes = 1 << 20;  ///< of a request: 413 above
    std::size_t connections = 10'000;  ///< open at once: 503 above
    std::size_t gzip_bytes = 1024;     ///< shorter bodies are not compressed
    int gzip_level = 1;                ///< 1 to 12, for bodies without a gzip_body

    // To a tenth of a second, never shorter than said.
    std::chrono::milliseconds idle_timeout = std::chrono::seconds(60);   ///< between two requests
    std::chrono::milliseconds read_timeout = std::chrono::seconds(20);   ///< for a whole request: 408
    std::chrono::milliseconds write_timeout = std::chrono::seconds(30);  ///< without any progress
    std::chrono::milliseconds drain_timeout =
        std::chrono::seconds(2);  ///< for what is under way when stop() is called

    /// Told what a handler threw, on the thread that ran it, before the client is told no more than that
    /// there was an error.
    std::function<void(const Request&, std::string_view what)> on_error;
};

/// An HTTP/1.1 server (RFC 9110, RFC 9112). Plain HTTP: put nginx, haproxy or the like in front for TLS and
/// HTTP/2.
class Server {
  public:
    /// Listens and starts the threads. Fails when the address is malformed, in use, forbidden or not of this
    /// machine.
    [[nodiscard]] static Result<std::unique_ptr<Server>> start(ServerOptions options, Handler handler);

    /// stop().
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Where it really listens, with the port that the system chose for port 0.
    [[nodiscard]] const Address& address() const { return address_; }

    /// Takes no more connections, lets the requests that are under way finish within drain_timeout, and waits
    /// for the threads. To be called from another thread than theirs; a second call does nothing.
    void stop();

  private:
    struct Threads;
    Server(Address address, std::unique_ptr<Threads> threads);

    Address address_;
    std::unique_ptr<Threads> threads_;
};

}  // namespace orrery::http
