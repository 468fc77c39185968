#include "client.hpp"

#include "orrery/base/text.hpp"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace orrery::http::test {

Client::Client(std::uint16_t port, const char* host) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICHOST;
    addrinfo* found = nullptr;
    if (::getaddrinfo(host, std::to_string(port).c_str(), &hints, &found) != 0) return;
    fd_ = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(fd_, found->ai_addr, found->ai_addrlen) != 0) {
        ::close(fd_);
        fd_ = -1;
    }
    ::freeaddrinfo(found);
}

Client::~Client() {
    if (fd_ >= 0) ::close(fd_);
}

void Client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void Client::shut_down_sending() {
    ::shutdown(fd_, SHUT_WR);
}

bool Client::read_more() {
    pollfd ready{fd_, POLLIN, 0};
    if (::poll(&ready, 1, 10'000) <= 0) return false;
    char buffer[65536];
    const auto got = ::recv(fd_, buffer, sizeof buffer, 0);
    if (got <= 0) return false;
    in_.append(buffer, static_cast<std::size_t>(got));
    return true;
}

std::string Client::read_to_end() {
    while (read_more()) {
    }
    return std::exchange(in_, {});
}

Client::Reply Client::read_reply(bool head_only) {
    Reply reply;
    std::size_t end = 0;
    while ((end = in_.find("\r\n\r\n")) == std::string::npos)
        if (!read_more()) return reply;
    const auto head = in_.substr(0, end);
    in_.erase(0, end + 4);
    std::int64_t number = 0;
    if (head.size() > 12 && parse_number(std::string_view(head).substr(9, 3), number))
        reply.status = static_cast<int>(number);
    for (const auto line : split(std::string_view(head).substr(head.find('\n') + 1), '\n')) {
        const auto colon = line.find(':');
        if (colon != std::string_view::npos)
            reply.headers[to_lower(line.substr(0, colon))] = std::string(trim(line.substr(colon + 1)));
    }
    std::int64_t length = 0;
    const auto header = reply.headers.find("content-length");
    if (head_only || header == reply.headers.end() || !parse_number(header->second, length)) return reply;
    while (in_.size() < static_cast<std::size_t>(length))
        if (!read_more()) break;
    reply.body = in_.substr(0, static_cast<std::size_t>(length));
    in_.erase(0, reply.body.size());
    return reply;
}

Client::Reply Client::get(std::string_view target, std::string_view more_headers) {
    send("GET " + std::string(target) + " HTTP/1.1\r\nHost: a\r\n" + std::string(more_headers) + "\r\n");
    return read_reply();
}

}  // namespace orrery::http::test
