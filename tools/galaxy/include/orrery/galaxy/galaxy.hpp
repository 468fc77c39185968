#pragma once

#include "orrery/base/error.hpp"
#include "orrery/base/time.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

/// A small web of invented blogs on loopback, for the demo, the tests and the benchmarks. See
/// tools/galaxy/README.md for what it serves and how it misbehaves.
namespace orrery::galaxy {

struct Options {
    std::string listen = "127.0.0.1:0";
    std::uint64_t seed = 1;         ///< everything that is served is a function of seed and time
    std::uint64_t feeds = 1000;     ///< numbered from 1
    std::filesystem::path corpus;   ///< a folder of real feeds, served under /corpus/; empty for none
    Duration post_every{0};         ///< one of the feeds, in turn, gets a new entry; 0 for never
    bool tls = false;               ///< HTTPS too, a port for each kind of certificate
    std::filesystem::path ca_file;  ///< where to write the certificate to trust (PEM); empty for nowhere
    Clock clock = system_now;
};

/// Runs on a thread of its own.
class Galaxy {
  public:
    /// Fails when it cannot listen, read the corpus folder or write the certificate.
    [[nodiscard]] static Result<std::unique_ptr<Galaxy>> start(Options options);
    ~Galaxy();
    Galaxy(const Galaxy&) = delete;
    Galaxy& operator=(const Galaxy&) = delete;

    /// `http://127.0.0.1:43210`
    [[nodiscard]] const std::string& url() const;
    /// With tls, the URL of the port for each kind of certificate: good, expired, self-signed, wrong-host,
    /// missing-intermediate, misordered.
    [[nodiscard]] const std::map<std::string, std::string>& tls_urls() const;
    /// With tls, the certificate to trust.
    [[nodiscard]] const std::string& ca_pem() const;

    /// Drops every connection and waits for the thread. A second call does nothing.
    void stop();

  private:
    struct Running;
    explicit Galaxy(std::unique_ptr<Running> running);

    std::unique_ptr<Running> running_;
};

}  // namespace orrery::galaxy
