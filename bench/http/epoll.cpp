// The least that can answer an HTTP request on this system, as the limit in run.py: one epoll loop, whose
// requests are taken to end with the bytes that one read gives, and whose responses were made beforehand. No
// parsing, no timeouts, no pipelining.
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>
#include <unordered_map>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

std::string response_of(std::size_t length) {
    return "HTTP/1.1 200 OK\r\nDate: Mon, 01 Jan 2024 00:00:00 GMT\r\nContent-Type: text/html; "
           "charset=utf-8\r\nContent-Length: " +
           std::to_string(length) + "\r\nConnection: keep-alive\r\n\r\n" + std::string(length, 'x');
}

}  // namespace

int main() {
    const auto small = response_of(500);
    const auto large = response_of(40'000);
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener, 1024) != 0)
        return 1;
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    std::printf("%u\n", static_cast<unsigned>(ntohs(address.sin_port)));
    std::fflush(stdout);

    const int loop = ::epoll_create1(0);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = listener;
    ::epoll_ctl(loop, EPOLL_CTL_ADD, listener, &event);
    std::unordered_map<int, std::string_view> unsent;
    epoll_event events[128];
    char buffer[4096];
    for (;;) {
        const int count = ::epoll_wait(loop, events, 128, -1);
        for (int i = 0; i < count; ++i) {
            const int fd = events[i].data.fd;
            if (fd == listener) {
                const int client = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK);
                const int on = 1;
                ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                event.events = EPOLLIN | EPOLLOUT | EPOLLET;
                event.data.fd = client;
                if (client >= 0) ::epoll_ctl(loop, EPOLL_CTL_ADD, client, &event);
                continue;
            }
            auto& rest = unsent[fd];
            for (;;) {
                while (!rest.empty()) {
                    const auto sent = ::send(fd, rest.data(), rest.size(), MSG_NOSIGNAL);
                    if (sent <= 0) break;
                    rest.remove_prefix(static_cast<std::size_t>(sent));
                }
                if (!rest.empty()) break;
                const auto got = ::recv(fd, buffer, sizeof buffer, 0);
                if (got == 0 || (got < 0 && errno != EAGAIN)) {
                    ::close(fd);
                    unsent.erase(fd);
                    break;
                }
                if (got < 0) break;
                rest = std::string_view(buffer, static_cast<std::size_t>(got)).starts_with("GET /large")
                           ? large
                           : small;
            }
        }
    }
}
