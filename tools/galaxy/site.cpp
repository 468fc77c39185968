#include "site.hpp"

#include "behaviour.hpp"
#include "charset.hpp"
#include "feed_document.hpp"
#include "orrery/base/file.hpp"
#include "orrery/base/hash.hpp"
#include "orrery/base/json_writer.hpp"
#include "orrery/base/quantity.hpp"
#include "orrery/base/text.hpp"
#include "orrery/http/conditional.hpp"
#include "picture.hpp"

#include <fmt/format.h>

namespace orrery::galaxy {

namespace {

using http::Params;
using http::Request;
using http::Response;
using http::Route;

constexpr std::size_t kMaxCorpusFile = 64 << 20;

Response nothing_there(const Request& request) {
    return Response::text(404, "There is nothing at " + request.path + " in this galaxy.\n");
}

std::string page(const Language& language, std::string_view title, std::string_view head,
                 std::string_view body) {
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"{}\"{}>\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n{}"
        "<style>body{{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.6 Georgia,serif}}"
        "img{{max-width:100%;height:auto}}pre{{overflow-x:auto}}</style>\n</head>\n<body>\n{}</body>\n</"
        "html>\n",
        language.code, language.is_right_to_left ? " dir=\"rtl\"" : "", escaped(title), head, body);
}

std::string alternate_links(const Blog& blog, std::string_view base) {
    const auto path = feed_path(blog);
    const std::string_view type = blog.format == Format::kJson ? "application/feed+json"
                                  : blog.format == Format::kAtom10 || blog.format == Format::kAtom03
                                      ? "application/atom+xml"
                                      : "application/rss+xml";
    return fmt::format(
        "<link rel=\"alternate\" type=\"{}\" title=\"{}\" href=\"{}{}\">\n<link rel=\"icon\" "
        "href=\"{}/img/{}.png\">\n",
        type, escaped(blog.title), base, path, base, blog.number);
}

std::string_view corpus_type(std::string_view name, std::string_view contents) {
    const auto start = contents.substr(0, 1024);
    if (name.ends_with(".json") || trim(start).starts_with('{')) return "application/json";
    if (ifind(start, "<rss") != std::string_view::npos) return "application/rss+xml";
    if (ifind(start, "<rdf:RDF") != std::string_view::npos) return "application/rdf+xml";
    if (ifind(start, "<feed") != std::string_view::npos) return "application/atom+xml";
    if (name.ends_with(".html") || name.ends_with(".htm") || ifind(start, "<html") != std::string_view::npos)
        return "text/html";
    return "application/xml";
}

std::vector<std::string> corpus_names(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (auto file = std::filesystem::directory_iterator(folder, error);
         !error && file != std::filesystem::end(file); file.increment(error))
        if (file->is_regular_file(error)) names.push_back(file->path().filename().string());
    std::ranges::sort(names);
    return names;
}

std::string escaped_segment(std::string_view name) {
    std::string out;
    http::append_percent_encoded(out, name);
    return out;
}

std::uint64_t number_in(const Params& params, std::string_view name) {
    return static_cast<std::uint64_t>(params.number(name).value_or(0));
}

}  // namespace

Site::Site(Sky::Options sky, std::filesystem::path corpus)
    : sky_(std::move(sky)), corpus_(std::move(corpus)) {
    const auto get = [this](Route route, auto handler) { router_.get(route, std::move(handler)); };
    get(Route("/"), [this](const Request& request, const Params&) { return front(request); });
    get(Route("/feeds/{file}"),
        [this](const Request& request, const Params& params) { return feed(request, params); });
    get(Route("/blog/{number}/"),
        [this](const Request& request, const Params& p) { return blog_home(request, p); });
    get(Route("/blog/{number}/{slug}.html"),
        [this](const Request& request, const Params& p) { return blog_page(request, p); });
    get(Route("/img/{name}"), [this](const Request&, const Params& params) { return picture(params); });
    get(Route("/opml.xml"), [this](const Request& request, const Params&) { return opml(request); });
    get(Route("/corpus/"), [this](const Request& request, const Params&) { return corpus_index(request); });
    get(Route("/corpus/{name}"),
        [this](const Request&, const Params& params) { return corpus_file(params); });
    get(Route("/_stats"), [this](const Request&, const Params&) { return stats(); });
    router_.post(Route("/_control"),
                 [this](const Request& request, const Params&) { return control(request); });
    router_.not_found(nothing_there);
}

std::string Site::base_of(const Request& request) const {
    const auto host = request.header("Host");
    return (is_tls_ ? "https://" : "http://") + std::string(host.empty() ? "localhost" : host);
}

std::vector<Post> Site::posts(const Blog& blog, std::size_t count, std::string_view base) {
    std::vector<Post> list;
    for (const auto& [key, when] : sky_.newest(blog, count))
        list.push_back(make_post(blog, key, when, blog.has_relative_links ? "" : base));
    return list;
}

Response Site::feed(const Request& request, const Params& params) {
    const auto file = params["file"];
    const auto dot = std::min(file.find('.'), file.size() - 1);
    std::int64_t number = 0;
    if (!parse_number(file.substr(0, dot), number) || !sky_.has(static_cast<std::uint64_t>(number)))
        return nothing_there(request);
    const auto blog = make_blog(sky_.options().seed, static_cast<std::uint64_t>(number));
    const auto format = format_of_extension(blog, file.substr(dot + 1));
    if (!format) return nothing_there(request);
    const auto form = request.query_form();
    const auto wanted = form.get("charset");
    const auto charset = wanted ? *wanted : blog.charset;
    if (!encoded_markup("", charset)) return Response::text(400, "No such charset.\n");

    const auto base = base_of(request);
    const auto newest = sky_.newest(blog, blog.feed_length);
    const auto newest_key = newest.empty() ? 0 : newest.front().key;
    Response response;
    response.add("ETag", fmt::format("\"{:016x}\"", hash64(fmt::format("{} {} {} {}", request.target, base,
                                                                       newest_key, newest.size()),
                                                           blog.seed)));
    if (!newest.empty()) response.add("Last-Modified", format_http_date(newest.front().published));
    // Made only when it will be sent.
    if (http::is_fresh(request, response.header("ETag"), response.header("Last-Modified"))) return response;
    auto document = write_feed(blog, posts(blog, blog.feed_length, base), *format, charset, base,
                               base + std::string(request.raw_path));
    response.add("Content-Type", std::move(document.content_type));
    response.body = std::move(document.bytes);
    return response;
}

std::string Site::plain_rss(std::uint64_t number, const Request& request) {
    if (!sky_.has(number)) return {};
    auto blog = make_blog(sky_.options().seed, number);
    blog.has_relative_links = false;
    const auto base = base_of(request);
    return write_feed(blog, posts(blog, blog.feed_length, base), Format::kRss20, "UTF-8", base,
                      base + std::string(request.raw_path))
        .bytes;
}

Response Site::blog_home(const Request& request, const Params& params) {
    const auto number = number_in(params, "number");
    if (!sky_.has(number)) return nothing_there(request);
    const auto blog = make_blog(sky_.options().seed, number);
    const auto base = base_of(request);
    auto body = fmt::format("<h1>{}</h1>\n<p>{}</p>\n<ul>\n", escaped(blog.title), escaped(blog.about));
    for (const auto& post : posts(blog, blog.feed_length, base))
        body += fmt::format("<li><a href=\"{}\">{}</a> <time datetime=\"{}\">{}</time></li>\n",
                            page_path(number, post), escaped(post.title), format_rfc3339(post.published),
                            format_day(post.published));
    return Response::html(page(*blog.language, blog.title, alternate_links(blog, base), body + "</ul>\n"));
}

Response Site::blog_page(const Request& request, const Params& params) {
    const auto number = number_in(params, "number");
    if (!sky_.has(number)) return nothing_there(request);
    const auto blog = make_blog(sky_.options().seed, number);
    const auto slug = params["slug"];
    std::int64_t key = -1;
    if (!parse_number(slug.substr(0, slug.find('-')), key) || key < 0) return nothing_there(request);
    const auto moment = sky_.find(blog, static_cast<std::uint64_t>(key));
    if (!moment) return nothing_there(request);
    const auto base = base_of(request);
    const auto post = make_post(blog, moment->key, moment->published, base);
    if (post.slug != slug) return Response::redirect(page_path(number, post), 301);
    const auto body = fmt::format(
        "<header><p><a href=\"{}\">{}</a></p></header>\n<article>\n<h1>{}</h1>\n<p>{} · <time "
        "datetime=\"{}\">{}</time></p>\n{}"
        "</article>\n",
        home_path(number), escaped(blog.title), escaped(post.title), escaped(blog.author),
        format_rfc3339(post.published), format_day(post.published), post.html);
    return Response::html(page(*blog.language, post.title, alternate_links(blog, base), body));
}

Response Site::picture(const Params& params) const {
    const auto name = params["name"];
    const auto seed = hash64(name, sky_.options().seed);
    Response response;
    if (name.ends_with(".svg")) {
        response.add("Content-Type", "image/svg+xml");
        response.body = draw_svg(seed);
    } else if (name.ends_with(".png")) {
        response.add("Content-Type", "image/png");
        response.body = draw_png(seed);
    } else {
        return Response::text(404, "Pictures here end in .svg or .png.\n");
    }
    response.add("Cache-Control", "max-age=86400");
    return response;
}

Response Site::opml(const Request& request) const {
    const auto form = request.query_form();
    std::int64_t count = 0;
    if (!parse_number(form.get("count").value_or(""), count) || count < 0)
        count = static_cast<std::int64_t>(sky_.options().feeds);
    Response response;
    response.add("Content-Type", "text/x-opml; charset=utf-8");
    response.body =
        write_opml(sky_.options().seed, std::min(static_cast<std::uint64_t>(count), sky_.options().feeds),
                   base_of(request));
    return response;
}

Response Site::corpus_index(const Request& request) const {
    if (corpus_.empty()) return nothing_there(request);
    std::string body = "<h1>Corpus</h1>\n<ul>\n";
    for (const auto& name : corpus_names(corpus_))
        body += fmt::format("<li><a href=\"/corpus/{}\">{}</a></li>\n", escaped_segment(name), escaped(name));
    return Response::html(page(languages()[0], "Corpus", "", body + "</ul>\n"));
}

Response Site::corpus_file(const Params& params) const {
    const auto name = params["name"];
    if (corpus_.empty() || name.find('/') != std::string_view::npos)
        return Response::text(404, "No such file.\n");
    const auto contents = read_file(corpus_ / name, kMaxCorpusFile);
    if (!contents) return Response::text(404, "No such file.\n");
    Response response;
    response.add("Content-Type", std::string(corpus_type(name, *contents)));
    response.add("ETag", http::etag_of(*contents));
    response.body = *contents;
    return response;
}

void Site::count(const Request& request, int status, std::uint64_t bytes) {
    const bool conditional =
        !request.header("If-None-Match").empty() || !request.header("If-Modified-Since").empty();
    const auto add = [&](Hits& hits) {
        ++hits.requests;
        hits.conditional += conditional ? 1 : 0;
        hits.not_modified += status == 304 ? 1 : 0;
        hits.bytes += bytes;
    };
    add(total_);
    if (const auto known = hits_.find(request.path); known != hits_.end()) {
        add(known->second);
    } else if (hits_.size() < kMaxCountedPaths) {
        add(hits_[request.path]);
    }
}

Response Site::stats() const {
    JsonWriter json(JsonWriter::Style::kCompact);
    const auto write = [&json](const Hits& hits) {
        json.key("requests").value(hits.requests).key("conditional").value(hits.conditional);
        json.key("not_modified").value(hits.not_modified).key("bytes").value(hits.bytes);
    };
    json.begin_object();
    write(total_);
    json.key("now").value(format_rfc3339(sky_.now())).key("paths").begin_object();
    for (const auto& [path, hits] : hits_) {
        json.key(path).begin_object();
        write(hits);
        json.end_object();
    }
    json.end_object().end_object();
    return Response::json(json.take());
}

Response Site::control(const Request& request) {
    const auto form = request.query_form();
    if (form.pairs().empty()) return Response::text(400, "Say advance=DURATION or post=FEED.\n");
    for (const auto& [name, value] : form.pairs()) {
        if (name == "advance") {
            const auto duration = parse_duration(value);
            if (!duration) return Response::text(400, duration.error().message() + "\n");
            sky_.advance(*duration);
        } else if (name == "post") {
            std::int64_t number = 0;
            if (!parse_number(value, number) || !sky_.has(static_cast<std::uint64_t>(number)))
                return Response::text(400, "There is no such feed.\n");
            sky_.post(static_cast<std::uint64_t>(number));
        } else {
            return Response::text(400, "Known are advance=DURATION and post=FEED.\n");
        }
    }
    return Response::json(fmt::format("{{\"now\":\"{}\"}}\n", format_rfc3339(sky_.now())));
}

Response Site::front(const Request& request) const {
    auto body = fmt::format(
        "<h1>A galaxy of {} feeds</h1>\n<p>Invented blogs for trying planets on. <a href=\"/opml.xml\">All "
        "of them</a>, "
        "<a href=\"/_stats\">who asked for what</a>.</p>\n<h2>Some blogs</h2>\n<ul>\n",
        sky_.options().feeds);
    for (std::uint64_t number = 1; number <= std::min<std::uint64_t>(24, sky_.options().feeds); ++number) {
        const auto blog = make_blog(sky_.options().seed, number);
        body += fmt::format(
            "<li lang=\"{0}\"><a href=\"{1}\">{2}</a> (<a href=\"{3}\">feed</a>, {4}, {0})</li>\n",
            blog.language->code, home_path(number), escaped(blog.title), feed_path(blog), blog.charset);
    }
    body += "</ul>\n<h2>Behaviours</h2>\n<dl>\n";
    for (const auto& behaviour : behaviours())
        body += fmt::format("<dt><code>{}</code></dt><dd>{}</dd>\n", escaped(behaviour.usage),
                            escaped(behaviour.what));
    return Response::html(
        page(languages()[0], "Galaxy", "", body + "</dl>\n<p>" + escaped(base_of(request)) + "</p>\n"));
}

}  // namespace orrery::galaxy
