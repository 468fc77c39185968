#pragma once

#include "orrery/http/request.hpp"
#include "orrery/http/response.hpp"
#include "orrery/http/router.hpp"
#include "sky.hpp"

#include <filesystem>
#include <string>

namespace orrery::galaxy {

/// The galaxy at its best behaviour: feeds, blogs, pictures, corpus files, lists. Not thread-safe.
class Site {
  public:
    Site(Sky::Options sky, std::filesystem::path corpus);

    /// Complete but for what depends on the connection: conditional requests and compression are the
    /// caller's.
    [[nodiscard]] http::Response answer(const http::Request& request) const { return router_(request); }

    /// A feed in RSS 2.0 and UTF-8, for the behaviours that break it; empty when there is no such feed.
    [[nodiscard]] std::string plain_rss(std::uint64_t number, const http::Request& request);

    void count(const http::Request& request, int status, std::uint64_t bytes);

    /// Of the connection whose request is answered next: what links start with depends on it.
    void set_tls(bool is_tls) { is_tls_ = is_tls; }

  private:
    http::Response feed(const http::Request& request, const http::Params& params);
    http::Response blog_home(const http::Request& request, const http::Params& params);
    http::Response blog_page(const http::Request& request, const http::Params& params);
    http::Response picture(const http::Params& params) const;
    http::Response opml(const http::Request& request) const;
    http::Response corpus_index(const http::Request& request) const;
    http::Response corpus_file(const http::Params& params) const;
    http::Response stats() const;
    http::Response control(const http::Request& request);
    http::Response front(const http::Request& request) const;
    std::vector<Post> posts(const Blog& blog, std::size_t count, std::string_view base);

    struct Hits {
        std::uint64_t requests = 0;
        std::uint64_t conditional = 0;
        std::uint64_t not_modified = 0;
        std::uint64_t bytes = 0;
    };
    // Beyond so many different paths only the sums go on.
    static constexpr std::size_t kMaxCountedPaths = 100'000;

    /// `http://127.0.0.1:8000`, by whatever name the client knows us.
    [[nodiscard]] std::string base_of(const http::Request& request) const;

    Sky sky_;
    bool is_tls_ = false;
    std::filesystem::path corpus_;
    http::Router router_;
    Hits total_;
    std::map<std::string, Hits, std::less<>> hits_;
};

}  // namespace orrery::galaxy
