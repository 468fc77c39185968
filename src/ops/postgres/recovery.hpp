#pragma once

#include "orrery/base/time.hpp"
#include "postgres/server.hpp"

#include <filesystem>
#include <optional>
#include <stop_token>

#include <sys/types.h>

namespace orrery::ops::postgres {

/// Where PostgreSQL's programs of this version are: those of Debian, then those on the path. Fails with
/// kNotFound where there are none, with kRefused as root, who may not start a server.
[[nodiscard]] Result<std::filesystem::path> find_programs(std::uint32_t version);

/// How far a recovery goes.
struct Target {
    LogPlace place = 0;             ///< all before it
    std::optional<Timestamp> time;  ///< instead: what was committed until then
};

/// A private server over restored files, reached only by a socket in a folder that nobody else may open.
class Recovery {
  public:
    /// Starts it and waits until it has read its log as far as `target` says.
    static Result<Recovery> run(const std::filesystem::path& programs, const std::filesystem::path& data,
                                const Target& target);
    Recovery(Recovery&& other) noexcept;
    Recovery& operator=(Recovery&&) = delete;
    ~Recovery();

    /// For Server::connect().
    [[nodiscard]] std::string address(const std::string& user, const std::string& database) const;
    /// Shuts it down, so that its files are those of a server that was stopped.
    Result<void> stop();

  private:
    explicit Recovery(std::filesystem::path scratch) : scratch_(std::move(scratch)) {}
    [[nodiscard]] Failure failure(std::string what) const;
    Result<void> wait_until_open();

    pid_t process_ = -1;
    std::filesystem::path scratch_;
};

}  // namespace orrery::ops::postgres
