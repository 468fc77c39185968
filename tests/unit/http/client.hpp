#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace orrery::http::test {

/// A blocking TCP client on loopback: tests say which bytes go out and see which come back.
class Client {
  public:
    explicit Client(std::uint16_t port, const char* host = "127.0.0.1");
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    [[nodiscard]] bool is_connected() const { return fd_ >= 0; }
    void send(std::string_view bytes);
    void shut_down_sending();
    /// Everything up to the end of the stream, or to ten seconds of silence.
    std::string read_to_end();

    struct Reply {
        int status = 0;
        std::map<std::string, std::string> headers;  ///< by lower-case name
        std::string body;
    };
    /// The next response with the length that it names; status 0 at the end of the stream. `head_only`: the
    /// answer to a HEAD.
    Reply read_reply(bool head_only = false);
    /// send() and read_reply() of a simple request.
    Reply get(std::string_view target, std::string_view more_headers = "");

  private:
    bool read_more();

    int fd_ = -1;
    std::string in_;
};

}  // namespace orrery::http::test
