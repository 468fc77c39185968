#include "orrery/base/file.hpp"

#include "orrery/base/quantity.hpp"

#include <cerrno>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace orrery {

namespace {

class Descriptor {
  public:
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    [[nodiscard]] int get() const { return fd_; }
    [[nodiscard]] int release() { return std::exchange(fd_, -1); }

  private:
    int fd_;
};

Result<std::string> read_all(int fd, const std::string& name, std::size_t max_bytes) {
    std::string contents;
    struct stat status{};
    if (::fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
        contents.reserve(std::min(static_cast<std::size_t>(status.st_size), max_bytes) + 1);
    char buffer[65536];
    for (;;) {
        const auto got = ::read(fd, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return Failure(system_error("cannot read", name, errno));
        if (got == 0) return contents;
        if (contents.size() + static_cast<std::size_t>(got) > max_bytes)
            return fail(ErrorCode::kLimit, fmt::format("larger than {}", format_bytes(max_bytes)), name);
        contents.append(buffer, static_cast<std::size_t>(got));
    }
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) return Failure(system_error("cannot open", path.string(), errno));
    return read_all(file.get(), path.string(), max_bytes);
}

Result<std::string> read_stdin(std::size_t max_bytes) {
    return read_all(STDIN_FILENO, "standard input", max_bytes);
}

Result<void> write_file(const std::filesystem::path& path, std::string_view contents) {
    std::error_code error;
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), error);
    if (error)
        return Failure(system_error("cannot make the folder", path.parent_path().string(), error.value()));

    auto temporary = path.string() + fmt::format(".{}.tmp", ::getpid());
    Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (file.get() < 0) return Failure(system_error("cannot write", path.string(), errno));
    const auto give_up = [&](int error_number) {
        ::unlink(temporary.c_str());
        return Failure(system_error("cannot write", path.string(), error_number));
    };
    for (auto rest = contents; !rest.empty();) {
        const auto put = ::write(file.get(), rest.data(), rest.size());
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return give_up(errno);
        rest.remove_prefix(static_cast<std::size_t>(put));
    }
    if (::fsync(file.get()) != 0 || ::close(file.release()) != 0) return give_up(errno);
    if (::rename(temporary.c_str(), path.c_str()) != 0) return give_up(errno);
    return {};
}

}  // namespace orrery
