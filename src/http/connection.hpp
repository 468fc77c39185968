#pragma once

#include "orrery/http/chunked.hpp"
#include "orrery/http/head.hpp"
#include "worker.hpp"

#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/buffer.hpp>
#include <boost/intrusive/list_hook.hpp>

namespace orrery::http {

/// The bytes that were read and not used yet: unread() never moves while there is room behind it.
class ReadBuffer {
  public:
    [[nodiscard]] std::string_view unread() const { return {bytes_.get() + begin_, end_ - begin_}; }
    void consume(std::size_t count);
    /// Room for at least one byte more; may move unread().
    [[nodiscard]] asio::mutable_buffer room();
    void filled(std::size_t count) { end_ += count; }
    /// Puts `text` in place of everything.
    void assign(std::string_view text);

  private:
    static constexpr std::size_t kFirst = 2048;

    void reserve(std::size_t capacity);

    std::unique_ptr<char[]> bytes_;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

/// One client. Lives in the frame of Worker::serve().
class Connection : public boost::intrusive::list_base_hook<> {
  public:
    Connection(Worker& worker, Socket socket, std::string remote);

    /// Answers requests until the connection is to close.
    Task<void> run();

    /// Called once a tick.
    void check_deadline(std::uint64_t now);
    /// Closes when idle; else whatever is under way may go on until `deadline`.
    void drain(std::uint64_t deadline);

  private:
    enum class Phase { kIdle, kReading, kWriting, kClosing };

    Task<bool> serve_one();
    /// Complete; or not, when the connection is to close.
    Task<Head> read_head();
    Task<bool> read_body(Head head);
    Task<bool> read_sized_body(std::size_t wanted);
    Task<bool> read_chunked_body();
    /// Reads more into in_; false when the client is gone or the time is up.
    Task<bool> read_some();
    Task<bool> write(std::string_view head, std::string_view body);
    Task<void> refuse(int status, std::string_view why);
    Task<void> linger();

    void enter(Phase phase, std::chrono::milliseconds timeout);
    Response respond() const;

    Worker& worker_;
    Socket socket_;
    std::string remote_;
    ReadBuffer in_;
    Request request_;
    std::string body_;
    std::string left_over_;  // what came after a body: the beginning of the next request
    std::string head_;
    Phase phase_ = Phase::kIdle;
    std::uint64_t deadline_ = 0;
    bool timed_out_ = false;
};

}  // namespace orrery::http
