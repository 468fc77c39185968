#include "orrery/galaxy/galaxy.hpp"

#include "behaviour.hpp"
#include "certificate.hpp"
#include "orrery/base/file.hpp"
#include "orrery/http/address.hpp"
#include "orrery/http/head.hpp"
#include "site.hpp"

#include <array>
#include <thread>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace orrery::galaxy {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using TlsSocket = asio::ssl::stream<Socket>;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;
template <class T>
using Task = asio::awaitable<T, Executor>;
constexpr asio::use_awaitable_t<Executor> kAwait;

// Of a request to the galaxy itself; a client that sends more is not one of ours.
constexpr std::size_t kMaxRequest = 64 * 1024;

// The coroutines of a connection are awaited where they are called, in a frame that holds what they refer to.
// NOLINTBEGIN(cppcoreguidelines-avoid-reference-coroutine-parameters)

Socket& plain(Socket& socket) {
    return socket;
}
Socket& plain(TlsSocket& socket) {
    return socket.next_layer();
}

// Reads one request whole; the first `used` bytes of `in` are then its head and body. False at the end of the
// stream.
template <class Stream>
Task<bool> read_request(Stream& stream, std::string& in, std::size_t& used, http::Request& request,
                        http::Head& head) {
    for (;;) {
        head = http::parse_head(in, request, {kMaxRequest, kMaxRequest, 200});
        used = head.size + static_cast<std::size_t>(std::min<std::uint64_t>(head.body_bytes, kMaxRequest));
        if (head.state == http::Head::State::kRefused) co_return true;
        if (head.state == http::Head::State::kComplete && in.size() >= used) co_return true;
        if (in.size() > 2 * kMaxRequest) co_return false;
        const auto old_size = in.size();
        in.resize(old_size + 4096);
        error_code error;
        const auto count = co_await stream.async_read_some(asio::buffer(in.data() + old_size, 4096),
                                                           asio::redirect_error(kAwait, error));
        in.resize(old_size + count);
        if (error) co_return false;
    }
}

template <class Stream>
Task<bool> send(Stream& stream, const Answer& answer, std::uint64_t& sent) {
    for (const auto& step : answer.steps) {
        for (std::uint64_t i = 0; i < step.repeat; ++i) {
            error_code error;
            if (step.pause.count() > 0) {
                Timer timer(stream.get_executor(), step.pause);
                co_await timer.async_wait(asio::redirect_error(kAwait, error));
            }
            sent += co_await asio::async_write(stream, asio::buffer(step.bytes),
                                               asio::redirect_error(kAwait, error));
            if (error) co_return false;
        }
    }
    co_return true;
}

// Silent until the other end has had enough.
template <class Stream>
Task<void> hang(Stream& stream) {
    std::array<char, 512> ignored;
    error_code error;
    while (!error)
        co_await stream.async_read_some(asio::buffer(ignored), asio::redirect_error(kAwait, error));
}

template <class Stream>
Task<void> converse(Stream& stream, Site& site, bool is_tls) {
    std::string in;
    http::Request request;
    for (;;) {
        std::size_t used = 0;
        http::Head head;
        if (!co_await read_request(stream, in, used, request, head)) co_return;
        Answer reply;
        const bool refused = head.state == http::Head::State::kRefused;
        if (refused) {
            reply.steps.push_back(
                {"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"});
            reply.end = Answer::End::kClose;
        } else {
            site.set_tls(is_tls);
            reply = answer(site, request);
        }
        std::uint64_t sent = 0;
        const bool complete = co_await send(stream, reply, sent);
        if (!refused) site.count(request, reply.status, sent);
        if (!complete) co_return;
        if (reply.end == Answer::End::kHang) co_await hang(stream);
        if (reply.end == Answer::End::kReset) {
            error_code ignored;
            plain(stream).set_option(asio::socket_base::linger(true, 0), ignored);
        }
        if (reply.end != Answer::End::kKeepAlive || !head.keep_alive) co_return;
        in.erase(0, used);
    }
}

}  // namespace

struct Galaxy::Running {
    Running(Sky::Options sky, std::filesystem::path corpus) : site(std::move(sky), std::move(corpus)) {}

    Task<void> serve(Socket socket);
    Task<void> serve_tls(Socket socket, asio::ssl::context& context);
    Task<void> accept(Acceptor& acceptor, asio::ssl::context* context);
    Result<std::string> listen(const tcp::endpoint& endpoint, asio::ssl::context* context,
                               std::string_view scheme);

    Site site;
    Certificates certificates;
    std::string url;
    std::map<std::string, std::string> tls_urls;
    // After what the coroutines in it use, so that they are destroyed before that.
    asio::io_context io{1};
    std::vector<std::unique_ptr<Acceptor>> acceptors;
    std::thread thread;
};

Task<void> Galaxy::Running::serve(Socket socket) {
    error_code error;
    socket.set_option(tcp::no_delay(true), error);
    co_await converse(socket, site, false);
}

Task<void> Galaxy::Running::serve_tls(Socket socket, asio::ssl::context& context) {
    error_code error;
    socket.set_option(tcp::no_delay(true), error);
    TlsSocket stream(std::move(socket), context);
    co_await stream.async_handshake(asio::ssl::stream_base::server, asio::redirect_error(kAwait, error));
    if (error) co_return;
    co_await converse(stream, site, true);
}

Task<void> Galaxy::Running::accept(Acceptor& acceptor, asio::ssl::context* context) {
    for (;;) {
        error_code error;
        Socket socket(io);
        co_await acceptor.async_accept(socket, asio::redirect_error(kAwait, error));
        if (error) {
            if (!acceptor.is_open()) co_return;
            Timer pause(io, std::chrono::milliseconds(100));  // out of file descriptors, most likely
            co_await pause.async_wait(asio::redirect_error(kAwait, error));
            continue;
        }
        if (context == nullptr) {
            asio::co_spawn(io, serve(std::move(socket)), asio::detached);
        } else {
            asio::co_spawn(io, serve_tls(std::move(socket), *context), asio::detached);
        }
    }
}

// NOLINTEND(cppcoreguidelines-avoid-reference-coroutine-parameters)

Result<std::string> Galaxy::Running::listen(const tcp::endpoint& endpoint, asio::ssl::context* context,
                                            std::string_view scheme) {
    auto& acceptor = *acceptors.emplace_back(std::make_unique<Acceptor>(io));
    error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    http::Address address{endpoint.address().to_string(), endpoint.port()};
    if (error)
        return fail(error == asio::error::address_in_use ? ErrorCode::kBusy : ErrorCode::kIo, "cannot listen",
                    address.text(), error.message(),
                    "choose another address with --listen, or port 0 for any that is free");
    address.port = acceptor.local_endpoint().port();
    asio::co_spawn(io, accept(acceptor, context), asio::detached);
    return address.url(scheme);
}

Result<std::unique_ptr<Galaxy>> Galaxy::start(Options options) {
    ORRERY_TRY(const auto address, http::parse_address(options.listen));
    error_code error;
    const auto ip = asio::ip::make_address(address.host == "localhost" ? "127.0.0.1" : address.host, error);
    if (error)
        return fail(ErrorCode::kInvalid, "cannot listen", options.listen, "the host is not a number",
                    "write 127.0.0.1:0");
    if (!options.corpus.empty() && !std::filesystem::is_directory(options.corpus))
        return fail(ErrorCode::kNotFound, "no such folder", options.corpus.string(), "",
                    "name a folder with --corpus");

    const auto start = options.clock();
    auto running = std::make_unique<Running>(
        Sky::Options{options.seed, options.feeds, options.post_every, options.clock}, options.corpus);
    ORRERY_TRY(running->url, running->listen({ip, address.port}, nullptr, "http"));
    if (options.tls) {
        ORRERY_TRY(running->certificates,
                   make_certificates(
                       std::chrono::duration_cast<std::chrono::seconds>(start.time_since_epoch()).count()));
        for (auto& [name, context] : running->certificates.contexts) {
            ORRERY_TRY(running->tls_urls[name], running->listen({ip, 0}, &context, "https"));
        }
        if (!options.ca_file.empty()) {
            ORRERY_CHECK(write_file(options.ca_file, running->certificates.ca_pem));
        }
    }
    running->thread = std::thread([&io = running->io] { io.run(); });
    return std::unique_ptr<Galaxy>(new Galaxy(std::move(running)));
}

Galaxy::Galaxy(std::unique_ptr<Running> running) : running_(std::move(running)) {}

Galaxy::~Galaxy() {
    stop();
}

const std::string& Galaxy::url() const {
    return running_->url;
}
const std::map<std::string, std::string>& Galaxy::tls_urls() const {
    return running_->tls_urls;
}
const std::string& Galaxy::ca_pem() const {
    return running_->certificates.ca_pem;
}

void Galaxy::stop() {
    running_->io.stop();
    if (running_->thread.joinable()) running_->thread.join();
    // Connections that are still open wait in the event loop; they go with it.
}

}  // namespace orrery::galaxy
