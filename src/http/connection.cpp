#include "connection.hpp"

#include "exchange.hpp"

#include <array>

#include <boost/asio/redirect_error.hpp>

namespace orrery::http {

using boost::system::error_code;

void ReadBuffer::consume(std::size_t count) {
    begin_ += count;
    if (begin_ == end_) begin_ = end_ = 0;
}

asio::mutable_buffer ReadBuffer::room() {
    if (end_ == capacity_) {
        if (begin_ > 0) {
            std::memmove(bytes_.get(), bytes_.get() + begin_, end_ - begin_);
            end_ -= begin_;
            begin_ = 0;
        } else {
            reserve(capacity_ == 0 ? kFirst : capacity_ * 2);
        }
    }
    return {bytes_.get() + end_, capacity_ - end_};
}

void ReadBuffer::assign(std::string_view text) {
    begin_ = end_ = 0;
    if (text.size() > capacity_) reserve(text.size());
    std::ranges::copy(text, bytes_.get());
    end_ = text.size();
}

void ReadBuffer::reserve(std::size_t capacity) {
    auto larger = std::make_unique_for_overwrite<char[]>(capacity);
    std::copy(bytes_.get() + begin_, bytes_.get() + end_, larger.get());
    end_ -= begin_;
    begin_ = 0;
    bytes_ = std::move(larger);
    capacity_ = capacity;
}

Connection::Connection(Worker& worker, Socket socket, std::string remote)
    : worker_(worker), socket_(std::move(socket)), remote_(std::move(remote)) {
    request_.remote = remote_;
}

void Connection::enter(Phase phase, std::chrono::milliseconds timeout) {
    phase_ = phase;
    deadline_ = worker_.deadline_in(worker_.is_stopping() ? std::min(timeout, worker_.options().drain_timeout)
                                                          : timeout);
}

void Connection::check_deadline(std::uint64_t now) {
    if (now < deadline_) return;
    timed_out_ = true;
    error_code ignored;
    if (phase_ == Phase::kReading) {
        socket_.cancel(ignored);  // it is told so before it is closed
    } else {
        socket_.close(ignored);
    }
}

void Connection::drain(std::uint64_t deadline) {
    deadline_ = std::min(deadline_, deadline);
    error_code ignored;
    if (phase_ == Phase::kIdle) socket_.close(ignored);
}

Task<void> Connection::run() {
    error_code error;
    socket_.non_blocking(true, error);
    socket_.set_option(asio::ip::tcp::no_delay(true), error);
    while (co_await serve_one()) {
    }
    socket_.close(error);
}

Task<bool> Connection::serve_one() {
    const auto head = co_await read_head();
    if (head.state != Head::State::kComplete) co_return false;
    request_.body = {};
    const bool has_body = head.is_chunked || head.body_bytes > 0;
    if (has_body && !co_await read_body(head)) co_return false;

    auto response = respond();
    const bool keep_alive = head.keep_alive && !worker_.is_stopping();
    head_.clear();
    const auto body =
        finish_response(request_, response, worker_.options(), keep_alive, worker_.date(), head_);
    if (!co_await write(head_, body)) co_return false;

    if (has_body) {
        in_.assign(left_over_);
        body_ = {};
    } else {
        in_.consume(head.size);
    }
    if (!keep_alive) co_await linger();
    co_return keep_alive;
}

Response Connection::respond() const {
    std::string what = "unknown exception";
    try {
        return worker_.handler()(request_);
    } catch (const std::exception& exception) {
        what = exception.what();
    } catch (...) {
    }
    if (worker_.options().on_error) worker_.options().on_error(request_, what);
    return Response::text(500, "Something went wrong here. It is not your fault.\n");
}

Task<Head> Connection::read_head() {
    enter(Phase::kIdle, worker_.options().idle_timeout);
    std::size_t scanned = 0;
    for (;;) {
        if (!in_.unread().empty()) {
            if (phase_ == Phase::kIdle) enter(Phase::kReading, worker_.options().read_timeout);
            const auto head = parse_head(in_.unread(), request_, worker_.options().head, scanned);
            if (head.state == Head::State::kRefused) co_await refuse(head.status, head.why);
            if (head.state != Head::State::kIncomplete) co_return head;
            scanned = in_.unread().size();
        }
        if (worker_.is_stopping() && phase_ == Phase::kIdle) co_return Head{};
        if (!co_await read_some()) co_return Head{};
    }
}

Task<bool> Connection::read_some() {
    error_code error;
    const auto count = co_await socket_.async_read_some(in_.room(), asio::redirect_error(kAwait, error));
    if (!error) {
        in_.filled(count);
        co_return true;
    }
    if (timed_out_ && phase_ == Phase::kReading) co_await refuse(408, "the request took too long");
    co_return false;
}

Task<bool> Connection::read_body(Head head) {
    if (head.body_bytes > worker_.options().body_bytes) {
        co_await refuse(413, "the request is too large");
        co_return false;
    }
    const bool nothing_came_yet = in_.unread().size() == head.size;
    if (head.expects_continue && nothing_came_yet && !co_await write("HTTP/1.1 100 Continue\r\n\r\n", {}))
        co_return false;
    enter(Phase::kReading, worker_.options().read_timeout);
    // The request's views point into in_, so that what follows goes elsewhere.
    left_over_.assign(in_.unread().substr(head.size));
    body_.clear();
    const bool complete = head.is_chunked
                              ? co_await read_chunked_body()
                              : co_await read_sized_body(static_cast<std::size_t>(head.body_bytes));
    request_.body = body_;
    co_return complete;
}

Task<bool> Connection::read_sized_body(std::size_t wanted) {
    body_.assign(left_over_, 0, wanted);
    left_over_.erase(0, body_.size());
    while (body_.size() < wanted) {
        // No more memory than twice what really came: a promise costs the client nothing.
        const auto old_size = body_.size();
        body_.resize(std::min(wanted, old_size + std::max<std::size_t>(16 * 1024, old_size)));
        error_code error;
        const auto count =
            co_await socket_.async_read_some(asio::buffer(body_.data() + old_size, body_.size() - old_size),
                                             asio::redirect_error(kAwait, error));
        body_.resize(old_size + count);
        if (error) {
            if (timed_out_) co_await refuse(408, "the request took too long");
            co_return false;
        }
    }
    co_return true;
}

Task<bool> Connection::read_chunked_body() {
    ChunkedDecoder decoder(worker_.options().body_bytes);
    for (;;) {
        std::string_view bytes = left_over_;
        const auto state = decoder.decode(bytes, body_);
        left_over_.erase(0, left_over_.size() - bytes.size());
        if (state == ChunkedDecoder::State::kDone) co_return true;
        if (state == ChunkedDecoder::State::kMalformed) co_await refuse(400, "the chunked body is malformed");
        if (state == ChunkedDecoder::State::kTooLarge) co_await refuse(413, "the request is too large");
        if (state != ChunkedDecoder::State::kMore) co_return false;

        left_over_.resize(16 * 1024);
        error_code error;
        const auto count =
            co_await socket_.async_read_some(asio::buffer(left_over_), asio::redirect_error(kAwait, error));
        left_over_.resize(count);
        if (error) {
            if (timed_out_) co_await refuse(408, "the request took too long");
            co_return false;
        }
    }
}

Task<bool> Connection::write(std::string_view head, std::string_view body) {
    enter(Phase::kWriting, worker_.options().write_timeout);
    std::array buffers{asio::const_buffer(head.data(), head.size()),
                       asio::const_buffer(body.data(), body.size())};
    for (;;) {
        error_code error;
        auto sent = socket_.write_some(buffers, error);
        if (error == asio::error::would_block) {
            co_await socket_.async_wait(Socket::wait_write, asio::redirect_error(kAwait, error));
            if (error) co_return false;
            continue;
        }
        if (error) co_return false;
        for (auto& buffer : buffers) {
            const auto part = std::min(sent, buffer.size());
            buffer += part;
            sent -= part;
        }
        if (buffers[0].size() + buffers[1].size() == 0) co_return true;
        enter(Phase::kWriting, worker_.options().write_timeout);
    }
}

Task<void> Connection::refuse(int status, std::string_view why) {
    timed_out_ = false;
    const auto text = refusal(status, why, worker_.date());
    if (co_await write(text, {})) co_await linger();
}

// Closing with bytes unread makes the kernel send a reset, which can overtake the answer: the client's end is
// waited for, a short time (RFC 9112, section 9.6).
Task<void> Connection::linger() {
    static constexpr std::size_t kMaxBytes = 1 << 20;
    error_code error;
    socket_.shutdown(Socket::shutdown_send, error);
    enter(Phase::kClosing, std::chrono::seconds(1));
    char ignored[4096];
    for (std::size_t total = 0; !error && total < kMaxBytes;)
        total += co_await socket_.async_read_some(asio::buffer(ignored), asio::redirect_error(kAwait, error));
}

}  // namespace orrery::http
