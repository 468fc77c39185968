#include "orrery/net/http_client.hpp"

#include "orrery/base/quantity.hpp"
#include "orrery/base/text.hpp"
#include "orrery/base/url.hpp"
#include "response_headers.hpp"
#include "transfer_error.hpp"

#include <algorithm>
#include <deque>
#include <map>

#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

namespace orrery::net {

namespace {

constexpr const char* kSystemCertificates = "/etc/ssl/certs/ca-certificates.crt";

long milliseconds(Duration duration) {
    return static_cast<long>(std::chrono::duration_cast<std::chrono::milliseconds>(duration).count());
}

struct Job {
    FetchRequest request;
    HttpClient::Completion done;
    std::string host;  // as it was asked for, whatever redirects say: what max_per_host counts
};

// libcurl has one global state, set up before the first client and never torn down.
void set_up_curl() {
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    static_cast<void>(ready);
}

std::string host_of(const std::string& url) {
    const auto parsed = Url::parse(url);
    return parsed ? std::string(parsed->host()) : std::string();
}

}  // namespace

// One request on its way, hop after hop. The easy handle is taken from a pool and keeps its connections.
struct Transfer {
    explicit Transfer(const ClientOptions& client_options) : options(client_options) {}

    const ClientOptions& options;
    CURL* easy = nullptr;
    curl_slist* headers = nullptr;
    Job job;

    std::string url;                // of this hop
    std::vector<std::string> hops;  // addresses already visited
    bool all_permanent = true;
    std::optional<std::string> permanent_url;

    FetchResponse response;
    std::string cache_control;
    std::string retry_after;
    std::size_t header_bytes = 0;
    std::optional<Error> own_error;  // why we broke the transfer off ourselves
    char curl_error[CURL_ERROR_SIZE] = {};

    void begin_hop() {
        response = {};
        cache_control.clear();
        retry_after.clear();
        header_bytes = 0;
        own_error.reset();
        curl_error[0] = '\0';
    }

    void take_header(std::string_view line) {
        if (line.starts_with("HTTP/")) {
            // An interim answer (1xx) comes before the real one.
            response = {};
            cache_control.clear();
            retry_after.clear();
            return;
        }
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) return;
        const auto name = trim(line.substr(0, colon));
        const auto value = trim(line.substr(colon + 1));
        if (iequals(name, "etag")) {
            response.etag = value;
        } else if (iequals(name, "last-modified")) {
            response.last_modified = value;
        } else if (iequals(name, "content-type")) {
            response.content_type = value;
        } else if (iequals(name, "link")) {
            response.links.emplace_back(value);
        } else if (iequals(name, "retry-after")) {
            retry_after = value;
        } else if (iequals(name, "cache-control")) {
            cache_control = value;
        }
    }
};

namespace {

std::size_t on_header(char* data, std::size_t, std::size_t size, void* user) {
    auto& transfer = *static_cast<Transfer*>(user);
    transfer.header_bytes += size;
    if (transfer.header_bytes > transfer.options.max_header_bytes) {
        transfer.own_error = Error{ErrorCode::kLimit,
                                   fmt::format("the answer has more than {} of headers",
                                               format_bytes(transfer.options.max_header_bytes)),
                                   transfer.url, "", ""};
        return 0;
    }
    transfer.take_header({data, size});
    return size;
}

std::size_t on_body(char* data, std::size_t, std::size_t size, void* user) {
    auto& transfer = *static_cast<Transfer*>(user);
    if (transfer.response.body.size() + size > transfer.options.max_body_bytes) {
        transfer.own_error = Error{
            ErrorCode::kLimit,
            fmt::format("the document is larger than {}", format_bytes(transfer.options.max_body_bytes)),
            transfer.url, "", "a feed this large needs a larger net.max_body"};
        return 0;
    }
    transfer.response.body.append(data, size);
    return size;
}

curl_socket_t open_socket(void* user, curlsocktype, curl_sockaddr* address) {
    auto& transfer = *static_cast<Transfer*>(user);
    const auto ip = IpAddress::from(address->addr);
    if (!ip || !transfer.options.addresses.permits(*ip)) {
        transfer.own_error =
            Error{ErrorCode::kRefused, "requests to this address are refused", transfer.url,
                  fmt::format("{} is not on the public internet", ip ? ip->text() : "its address"),
                  "name its network in net.allow_networks to permit it"};
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

}  // namespace

class HttpClient::Impl {
  public:
    Impl(ClientOptions options, Clock clock) : options_(std::move(options)), clock_(std::move(clock)) {
        set_up_curl();
        multi_ = curl_multi_init();
        curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(options_.max_in_flight));
        curl_multi_setopt(multi_, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
    }

    ~Impl() {
        for (auto& transfer : running_) {
            curl_multi_remove_handle(multi_, transfer->easy);
            release(*transfer);
        }
        for (auto* easy : idle_)
            curl_easy_cleanup(easy);
        curl_multi_cleanup(multi_);
    }

    void fetch(FetchRequest request, Completion done) {
        auto host = host_of(request.url);
        queue_.push_back({std::move(request), std::move(done), std::move(host)});
    }

    void run_once(Duration longest) {
        start_queued();
        int running = 0;
        curl_multi_perform(multi_, &running);
        if (!finish_completed() && longest > Duration(0)) {
            curl_multi_poll(multi_, nullptr, 0, static_cast<int>(std::max(1L, milliseconds(longest))),
                            nullptr);
            curl_multi_perform(multi_, &running);
            finish_completed();
        }
        start_queued();
    }

    void wake() { curl_multi_wakeup(multi_); }

    [[nodiscard]] std::size_t pending() const { return queue_.size() + running_.size(); }

  private:
    // Takes from the queue in order, passing over hosts that are at their limit.
    void start_queued() {
        for (auto next = queue_.begin();
             next != queue_.end() && running_.size() < static_cast<std::size_t>(options_.max_in_flight);) {
            auto& count = per_host_[next->host];
            if (count >= options_.max_per_host) {
                ++next;
                continue;
            }
            ++count;
            auto transfer = std::make_unique<Transfer>(options_);
            transfer->job = std::move(*next);
            next = queue_.erase(next);
            transfer->url = transfer->job.request.url;
            start(*transfer);
            running_.push_back(std::move(transfer));
        }
    }

    void start(Transfer& transfer) {
        if (idle_.empty()) {
            transfer.easy = curl_easy_init();
        } else {
            transfer.easy = idle_.back();
            idle_.pop_back();
        }
        auto* easy = transfer.easy;
        const auto& request = transfer.job.request;
        const auto add_header = [&](std::string_view name, const std::string& value) {
            if (!value.empty())
                transfer.headers =
                    curl_slist_append(transfer.headers, fmt::format("{}: {}", name, value).c_str());
        };
        add_header("Accept", request.accept);
        add_header("If-None-Match", request.etag);
        add_header("If-Modified-Since", request.last_modified);

        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer.headers);
        curl_easy_setopt(easy, CURLOPT_PRIVATE, &transfer);
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(easy, CURLOPT_USERAGENT, options_.user_agent.c_str());
        curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
        curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
        curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
        // A proxy of the environment would resolve names where the address policy cannot see it.
        curl_easy_setopt(easy, CURLOPT_PROXY, "");
        curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds(options_.connect_timeout));
        curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, milliseconds(options_.timeout));
        // A folder of certificates beside the file would switch libcurl's cache of them off.
        curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
        curl_easy_setopt(easy, CURLOPT_CAINFO,
                         options_.ca_file.empty() ? kSystemCertificates : options_.ca_file.c_str());
        curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
        curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
        curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
        curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
        curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &transfer);
        curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer.curl_error);
        start_hop(transfer);
    }

    void start_hop(Transfer& transfer) {
        transfer.begin_hop();
        curl_easy_setopt(transfer.easy, CURLOPT_URL, transfer.url.c_str());
        curl_multi_add_handle(multi_, transfer.easy);
    }

    bool finish_completed() {
        bool any = false;
        int left = 0;
        while (CURLMsg* message = curl_multi_info_read(multi_, &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            any = true;
            const CURLcode code = message->data.result;
            char* user = nullptr;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &user);
            auto& transfer = *reinterpret_cast<Transfer*>(user);
            curl_multi_remove_handle(multi_, transfer.easy);
            auto result = answer(transfer, code);
            if (result) complete(transfer, std::move(*result));
        }
        return any;
    }

    // The end of a hop: the result, or nothing when a redirect leads on.
    std::optional<Result<FetchResponse>> answer(Transfer& transfer, CURLcode code) {
        if (transfer.own_error) return Failure(*transfer.own_error);
        if (code != CURLE_OK) {
            TransferFailure failure{code, 0, transfer.curl_error, transfer.url,
                                    transfer.response.body.size()};
            curl_easy_getinfo(transfer.easy, CURLINFO_SSL_VERIFYRESULT, &failure.verify_result);
            return Failure(explain(failure));
        }
        long status = 0;
        curl_easy_getinfo(transfer.easy, CURLINFO_RESPONSE_CODE, &status);
        const bool redirect =
            status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
        if (redirect) return follow(transfer, status);

        auto& response = transfer.response;
        response.status = static_cast<int>(status);
        response.url = transfer.url;
        response.permanent_url = transfer.permanent_url;
        const auto now = clock_();
        if (!transfer.retry_after.empty())
            response.retry_after = parse_retry_after(transfer.retry_after, now);
        if (!transfer.cache_control.empty()) response.max_age = parse_max_age(transfer.cache_control);
        return std::move(response);
    }

    std::optional<Result<FetchResponse>> follow(Transfer& transfer, long status) {
        const char* location = nullptr;
        curl_easy_getinfo(transfer.easy, CURLINFO_REDIRECT_URL, &location);
        const auto refuse = [&](std::string what, std::string why, std::string remedy = {}) {
            return fail(ErrorCode::kNetwork, std::move(what), transfer.job.request.url, std::move(why),
                        std::move(remedy));
        };
        if (location == nullptr)
            return refuse(fmt::format("the redirect ({}) leads nowhere", status), "it has no Location");
        const auto target = Url::parse(location);
        if (!target || !target->is_http())
            return refuse("the redirect leads to something other than HTTP", std::string(location));

        transfer.hops.push_back(transfer.url);
        auto next = std::string(target->without_fragment());
        if (std::find(transfer.hops.begin(), transfer.hops.end(), next) != transfer.hops.end())
            return refuse("the redirects run in a circle", "they come back to " + next,
                          "tell the owner of the site");
        if (transfer.hops.size() > static_cast<std::size_t>(options_.max_redirects))
            return refuse(fmt::format("more than {} redirects", options_.max_redirects), "",
                          "tell the owner of the site");

        transfer.all_permanent = transfer.all_permanent && (status == 301 || status == 308);
        if (transfer.all_permanent) transfer.permanent_url = next;
        transfer.url = std::move(next);
        start_hop(transfer);
        return {};
    }

    void complete(Transfer& transfer, Result<FetchResponse> result) {
        const auto place = std::find_if(running_.begin(), running_.end(),
                                        [&](const auto& running) { return running.get() == &transfer; });
        const auto owned = std::move(*place);
        running_.erase(place);
        if (auto count = per_host_.find(owned->job.host); --count->second == 0) per_host_.erase(count);
        release(*owned);
        owned->job.done(std::move(result));
    }

    void release(Transfer& transfer) {
        curl_easy_reset(transfer.easy);
        idle_.push_back(transfer.easy);
        curl_slist_free_all(transfer.headers);
        transfer.headers = nullptr;
    }

    ClientOptions options_;
    Clock clock_;
    CURLM* multi_ = nullptr;
    std::deque<Job> queue_;
    std::vector<std::unique_ptr<Transfer>> running_;
    std::vector<CURL*> idle_;
    std::map<std::string, int> per_host_;
};

HttpClient::HttpClient(ClientOptions options, Clock clock)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(clock))) {}
HttpClient::~HttpClient() = default;

void HttpClient::fetch(FetchRequest request, Completion done) {
    impl_->fetch(std::move(request), std::move(done));
}
void HttpClient::run_once(Duration longest) {
    impl_->run_once(longest);
}
void HttpClient::wake() {
    impl_->wake();
}
std::size_t HttpClient::pending() const {
    return impl_->pending();
}

Result<FetchResponse> fetch_now(HttpClient& client, FetchRequest request) {
    std::optional<Result<FetchResponse>> result;
    client.fetch(std::move(request), [&](Result<FetchResponse> answer) { result = std::move(answer); });
    while (!result)
        client.run_once(std::chrono::seconds(1));
    return std::move(*result);
}

}  // namespace orrery::net
