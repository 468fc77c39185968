#include "orrery/site/site.hpp"

#include "document_source.hpp"
#include "orrery/base/log.hpp"
#include "orrery/http/conditional.hpp"
#include "orrery/http/gzip.hpp"
#include "orrery/http/router.hpp"
#include "orrery/site/assets.hpp"
#include "orrery/site/links.hpp"
#include "orrery/site/moment.hpp"
#include "outputs.hpp"
#include "page_cache.hpp"
#include "routes.hpp"

#include <map>

namespace orrery::site {
namespace {

using http::Params;
using http::Request;
using http::Response;

constexpr std::string_view kHtml = "text/html; charset=utf-8";

// No script and no style of a page's own; `style` attributes pass, because posts may carry those that the
// sanitizer lets through. Pictures, sound and film may come from wherever the posts' authors keep them.
constexpr std::string_view kContentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src http: https: data:; media-src http: https:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self'";

// Addresses with greater numbers lead nowhere.
constexpr std::int64_t kMostRevisions = 1'000'000;

constexpr std::string_view kCheckEachTime = "no-cache";
constexpr std::string_view kForGood = "public, max-age=31536000, immutable";

// What keeps the archive may be away, in use or full for a while: seconds until it is worth another try.
constexpr const char* kRetryAfter = "30";

bool passes_by_itself(ErrorCode code) {
    return code == ErrorCode::kBusy || code == ErrorCode::kIo || code == ErrorCode::kFull;
}

std::string make_security_policy(const PlanetInfo& planet) {
    std::string policy(kContentSecurityPolicy);
    if (!planet.frame_hosts.empty()) policy += "; frame-src";
    for (const auto& host : planet.frame_hosts)
        policy += " https://" + host;
    return policy;
}

void add_security_headers(Response& response, const std::string& policy) {
    response.set("Content-Security-Policy", policy);
    response.set("X-Content-Type-Options", "nosniff");
    response.set("Referrer-Policy", "strict-origin-when-cross-origin");
}

Response respond(const CachedPage& page, std::string_view cache_control) {
    Response response;
    response.body = page.body;
    response.gzip_body = page.gzip;
    response.set("Content-Type", page.media_type);
    response.set("ETag", page.etag);
    response.set("Cache-Control", std::string(cache_control));
    return response;
}

CachedPage finished(std::string body, std::string_view media_type) {
    CachedPage page;
    page.etag = http::etag_of(body);
    page.gzip = std::make_shared<const std::string>(http::gzip(body));
    page.body = std::make_shared<const std::string>(std::move(body));
    page.media_type = media_type;
    return page;
}

}  // namespace

struct Site::State {
    State(const store::Archive& archive, PlanetInfo planet, SiteLimits limits)
        : source(archive, std::move(planet), limits),
          links(source.planet().url),
          content_security_policy(make_security_policy(source.planet())),
          cache(limits.cached_bytes) {
        for (const auto& asset : assets()) {
            served_assets.emplace(asset.served_as, finished(std::string(asset.contents), asset.media_type));
        }
        add_routes();
    }

    void add_routes();
    [[nodiscard]] Response answer(const Request& request) const;
    /// The document that `make` gives, made anew only when the archive has changed since the last time.
    /// `path`: the one address it goes by. `?at=2015-12-01` asks for it as the planet stood then.
    template <class Make>
    [[nodiscard]] Response page(const Request& request, const std::string& path, std::string_view media_type,
                                const Make& make) const;
    [[nodiscard]] Response not_found(const Request& request) const;
    [[nodiscard]] Response failed(const Request& request, const Error& error) const;

    DocumentSource source;
    Links links;
    std::string content_security_policy;
    mutable PageCache cache;
    std::map<std::string_view, CachedPage> served_assets;
    http::Router router;
};

template <class Make>
Response Site::State::page(const Request& request, const std::string& path, std::string_view media_type,
                           const Make& make) const {
    std::string query;
    std::optional<Timestamp> at;
    if (!request.query.empty()) {
        const auto form = http::Form::parse(request.query);
        if (const auto text = form.get("at")) {
            at = moment_of(*text);
            if (!at) return Response::html(source.error_page(400, request.path), 400);
            query = "?at=";
            http::append_percent_encoded(query, *text);
        }
    }
    const auto address = path + query;
    const auto generation = source.archive().generation();
    if (!generation) return failed(request, generation.error());
    if (const auto kept = cache.get(address, *generation)) return respond(*kept, kCheckEachTime);
    auto made = at ? make(source.as_of(*at, query)) : make(source);
    if (!made) return failed(request, made.error());
    if (!*made) return not_found(request);
    auto page = finished(*std::move(*made), media_type);
    cache.put(address, *generation, page);
    return respond(page, kCheckEachTime);
}

void Site::State::add_routes() {
    router.get(routes::kFront, [this](const Request& request, const Params&) {
        return page(request, links.front(), kHtml, [](const DocumentSource& from) { return from.front({}); });
    });
    router.get(routes::kFrontPage, [this](const Request& request, const Params& params) {
        const auto behind = params.number("story");
        if (!behind) return not_found(request);
        return page(request, links.front(*behind), kHtml,
                    [&](const DocumentSource& from) { return from.front(*behind); });
    });
    router.get(routes::kStory, [this](const Request& request, const Params& params) {
        const auto id = params.number("id");
        if (!id) return not_found(request);
        auto response = page(request, links.story(*id), kHtml,
                             [&](const DocumentSource& from) { return from.story(*id); });
        if (response.status != 404) return response;
        const auto tombstone = source.tombstone(*id);
        if (!tombstone) return failed(request, tombstone.error());
        return *tombstone ? Response::html(**tombstone, 410) : response;
    });
    router.get(routes::kChanges, [this](const Request& request, const Params& params) {
        const auto id = params.number("id");
        const auto from = params.number("from");
        const auto to = params.number("to");
        if (!id || !from || !to || *from > kMostRevisions || *to > kMostRevisions) return not_found(request);
        const auto first = static_cast<int>(*from);
        const auto second = static_cast<int>(*to);
        return page(request, links.changes(*id, first, second), kHtml,
                    [&](const DocumentSource& planet) { return planet.changes(*id, first, second); });
    });
    router.get(routes::kFeeds, [this](const Request& request, const Params&) {
        return page(request, links.feeds(), kHtml, [](const DocumentSource& from) { return from.feeds(); });
    });
    router.get(routes::kFeed, [this](const Request& request, const Params& params) {
        const auto id = params.number("id");
        if (!id) return not_found(request);
        return page(request, links.feed(*id), kHtml,
                    [&](const DocumentSource& from) { return from.feed(*id, {}); });
    });
    router.get(routes::kFeedPage, [this](const Request& request, const Params& params) {
        const auto id = params.number("id");
        const auto behind = params.number("story");
        if (!id || !behind) return not_found(request);
        return page(request, links.feed(*id, *behind), kHtml,
                    [&](const DocumentSource& from) { return from.feed(*id, *behind); });
    });
    router.get(routes::kAsset, [this](const Request& request, const Params& params) {
        const auto found = served_assets.find(params["name"]);
        if (found == served_assets.end()) return not_found(request);
        return respond(found->second, kForGood);
    });
    router.get(routes::kRobots,
               [](const Request&, const Params&) { return Response::text(200, std::string(kRobotsText)); });
    for (const auto& output : kOutputs) {
        router.get(output.route, [this, &output](const Request& request, const Params&) {
            return page(request, links.file(output.file()), output.media_type,
                        [&](const DocumentSource& from) { return from.output(output); });
        });
    }
    router.get(routes::kHealth, [this](const Request&, const Params&) {
        auto health = describe_health(source.archive());
        return Response::json(std::move(health.json), health.is_well ? 200 : 503)
            .set("Cache-Control", "no-store");
    });
    router.not_found([this](const Request& request) { return not_found(request); });
}

Response Site::State::not_found(const Request& request) const {
    return Response::html(source.error_page(404, request.path), 404);
}

Response Site::State::failed(const Request& request, const Error& error) const {
    log::error(request.path + ": " + error.message());
    auto response = Response();
    if (passes_by_itself(error.code)) {
        response = Response::html(source.error_page(503, request.path), 503);
        response.set("Retry-After", kRetryAfter);
    } else {
        response = Response::html(source.error_page(500, request.path), 500);
    }
    return response.set("Cache-Control", "no-store");
}

Response Site::State::answer(const Request& request) const {
    const auto& base = links.base();
    if (base == "/") return router(request);
    if (request.raw_path == routes::kHealth.pattern()) return router(request);
    if (request.raw_path == "/" || request.raw_path == std::string_view(base).substr(0, base.size() - 1)) {
        return Response::redirect(base, 307);
    }
    if (!request.raw_path.starts_with(base)) return not_found(request);

    std::string target(request.raw_path.substr(base.size() - 1));
    if (!request.query.empty()) target.append("?").append(request.query);
    auto inner = request;
    if (!inner.set_target(target)) return not_found(request);
    auto response = router(inner);
    // The router's own redirects know nothing of the base.
    if (const auto location = response.header("Location");
        location.starts_with('/') && !location.starts_with(base)) {
        response.set("Location", base + std::string(location.substr(1)));
    }
    return response;
}

Site::Site(const store::Archive& archive, PlanetInfo planet, SiteLimits limits)
    : state_(std::make_unique<const State>(archive, std::move(planet), limits)) {}

Site::~Site() = default;

http::Response Site::operator()(const http::Request& request) const {
    auto response = state_->answer(request);
    add_security_headers(response, state_->content_security_policy);
    return response;
}

std::size_t Site::cached_bytes() const {
    return state_->cache.bytes();
}

}  // namespace orrery::site
