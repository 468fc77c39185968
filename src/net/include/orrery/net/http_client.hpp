#pragma once

#include "orrery/base/error.hpp"
#include "orrery/base/time.hpp"
#include "orrery/net/address_policy.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace orrery::net {

struct ClientOptions {
    std::string user_agent = "Orrery";
    AddressPolicy addresses;
    std::string ca_file;  ///< PEM with the trusted roots; empty: the system's
    Duration connect_timeout = std::chrono::seconds(10);
    Duration timeout = std::chrono::seconds(30);         ///< for one answer, headers and body
    std::size_t max_body_bytes = std::size_t{20} << 20;  ///< after decompression
    std::size_t max_header_bytes = std::size_t{256} << 10;
    int max_redirects = 10;
    int max_in_flight = 32;
    int max_per_host = 2;
};

/// A conditional GET.
struct FetchRequest {
    std::string url;  ///< http or https
    std::string accept = "*/*";
    std::string etag;           ///< sent back as If-None-Match when not empty
    std::string last_modified;  ///< sent back as If-Modified-Since when not empty
};

struct FetchResponse {
    int status = 0;
    std::string url;  ///< where the answer came from, after redirects
    std::optional<std::string>
        permanent_url;         ///< the new address, as far as every hop to it was permanent (301, 308)
    std::string content_type;  ///< as sent
    std::string etag;
    std::string last_modified;
    std::vector<std::string> links;       ///< values of Link headers (RFC 8288)
    std::optional<Duration> retry_after;  ///< RFC 9110, section 10.2.3
    std::optional<Duration> max_age;      ///< Cache-Control: max-age
    std::string body;                     ///< decompressed
};

/// Fetches many URLs at once over libcurl. Used by one thread at a time.
class HttpClient {
  public:
    /// What became of a fetch: any HTTP status is a response; an Error means there was no usable answer.
    using Completion = std::function<void(Result<FetchResponse>)>;

    explicit HttpClient(ClientOptions options, Clock clock = system_now);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// Queues a request: at most max_in_flight run at once and max_per_host of one host.
    void fetch(FetchRequest request, Completion done);

    /// Works until something has happened, `longest` has passed or wake() was called. Completions run in
    /// here; they may fetch more.
    void run_once(Duration longest);

    /// Makes a run_once() in another thread return soon. Thread-safe.
    void wake();

    /// Requests that have not completed.
    [[nodiscard]] std::size_t pending() const;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// Fetches one URL and waits for it.
[[nodiscard]] Result<FetchResponse> fetch_now(HttpClient& client, FetchRequest request);

}  // namespace orrery::net
