#include "feed_document.hpp"

#include "charset.hpp"
#include "orrery/base/json_writer.hpp"
#include "orrery/base/text.hpp"

#include <fmt/format.h>

namespace orrery::galaxy {

namespace {

std::string element(std::string_view name, std::string_view text) {
    return fmt::format("<{0}>{1}</{0}>\n", name, escaped(text));
}

class XmlFeed {
  public:
    XmlFeed(const Blog& blog, std::span<const Post> posts, std::string_view charset, std::string_view base,
            std::string_view self)
        : blog_(blog),
          posts_(posts),
          base_(base),
          self_(self),
          home_(std::string(base) + home_path(blog.number)) {
        out_ = fmt::format("<?xml version=\"1.0\" encoding=\"{}\"?>\n", charset);
    }

    std::string rss2() {
        out_ += R"(<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" )"
                R"(xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">)"
                "\n<channel>\n";
        rss_channel();
        out_ += fmt::format("<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"{}\"/>\n",
                            escaped(self_));
        out_ += element("generator", "orrery-galaxy");
        for (const auto& post : posts_) {
            out_ += "<item>\n" + element("title", post.title) + element("link", link(post));
            out_ += fmt::format("<guid isPermaLink=\"true\">{}</guid>\n", escaped(absolute_link(post)));
            out_ += element("pubDate", format_rfc822(post.published)) + element("dc:creator", blog_.author);
            for (const auto& tag : post.tags)
                out_ += element("category", tag);
            if (blog_.number % 2 == 0) {
                out_ += element("description", post.summary);
                out_ += "<content:encoded>" + markup(post.html) + "</content:encoded>\n";
            } else {
                out_ += "<description>" + markup(post.html) + "</description>\n";
            }
            out_ += "</item>\n";
        }
        return out_ + "</channel>\n</rss>\n";
    }

    // 0.91 has no dates and no ids; 0.92 adds categories and enclosures, and its descriptions may hold
    // markup.
    std::string rss09(std::string_view version) {
        const bool is_092 = version == "0.92";
        out_ += fmt::format("<rss version=\"{}\">\n<channel>\n", version);
        rss_channel();
        for (const auto& post : posts_) {
            out_ += "<item>\n" + element("title", post.title) + element("link", absolute_link(post));
            out_ +=
                "<description>" + (is_092 ? markup(post.html) : escaped(post.summary)) + "</description>\n";
            if (is_092)
                for (const auto& tag : post.tags)
                    out_ += element("category", tag);
            out_ += "</item>\n";
        }
        return out_ + "</channel>\n</rss>\n";
    }

    std::string rss10() {
        out_ +=
            R"(<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" )"
            R"(xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">)"
            "\n";
        out_ += fmt::format("<channel rdf:about=\"{}\">\n", escaped(self_));
        out_ += element("title", blog_.title) + element("link", home_) + element("description", blog_.about) +
                element("dc:language", blog_.language->code) + "<items><rdf:Seq>\n";
        for (const auto& post : posts_)
            out_ += fmt::format("<rdf:li rdf:resource=\"{}\"/>\n", escaped(absolute_link(post)));
        out_ += "</rdf:Seq></items>\n</channel>\n";
        for (const auto& post : posts_) {
            out_ += fmt::format("<item rdf:about=\"{}\">\n", escaped(absolute_link(post)));
            out_ += element("title", post.title) + element("link", absolute_link(post)) +
                    element("description", post.summary) + element("dc:creator", blog_.author) +
                    element("dc:date", format_rfc3339(post.published));
            for (const auto& tag : post.tags)
                out_ += element("dc:subject", tag);
            out_ += "<content:encoded>" + markup(post.html) + "</content:encoded>\n</item>\n";
        }
        return out_ + "</rdf:RDF>\n";
    }

    std::string atom10() {
        out_ +=
            fmt::format(R"(<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{}")", blog_.language->code);
        if (blog_.has_relative_links) out_ += fmt::format(" xml:base=\"{}/\"", escaped(base_));
        out_ +=
            ">\n" + element("title", blog_.title) + element("subtitle", blog_.about) + element("id", home_) +
            fmt::format("<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n", escaped(self_)) +
            fmt::format("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n", escaped(home_)) +
            element("updated", format_rfc3339(newest())) +
            fmt::format("<icon>{}/img/{}.png</icon>\n", escaped(base_), blog_.number) + "<author>" +
            element("name", blog_.author) + "</author>\n";
        for (const auto& post : posts_) {
            out_ += "<entry>\n" + element("title", post.title) + element("id", absolute_link(post)) +
                    fmt::format("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
                                escaped(link(post))) +
                    element("published", format_rfc3339(post.published)) +
                    element("updated", format_rfc3339(post.published));
            for (const auto& tag : post.tags)
                out_ += fmt::format("<category term=\"{}\"/>\n", escaped(tag));
            out_ += element("summary", post.summary) + content(post) + "</entry>\n";
        }
        return out_ + "</feed>\n";
    }

    std::string atom03() {
        out_ += fmt::format(R"(<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="{}">)",
                            blog_.language->code);
        out_ += '\n' + element("title", blog_.title) + element("tagline", blog_.about) +
                element("id", home_) +
                fmt::format("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n", escaped(home_)) +
                element("modified", format_rfc3339(newest())) + "<author>" + element("name", blog_.author) +
                "</author>\n";
        for (const auto& post : posts_)
            out_ += "<entry>\n" + element("title", post.title) + element("id", absolute_link(post)) +
                    fmt::format("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
                                escaped(absolute_link(post))) +
                    element("issued", format_rfc3339(post.published)) +
                    element("modified", format_rfc3339(post.published)) +
                    "<content type=\"text/html\" mode=\"escaped\">" + markup(post.html) +
                    "</content>\n</entry>\n";
        return out_ + "</feed>\n";
    }

  private:
    void rss_channel() {
        out_ += element("title", blog_.title) + element("link", home_) + element("description", blog_.about) +
                element("language", blog_.language->code);
        out_ += fmt::format("<image><url>{0}/img/{1}.png</url><title>{2}</title><link>{3}</link></image>\n",
                            escaped(base_), blog_.number, escaped(blog_.title), escaped(home_));
    }

    std::string content(const Post& post) {
        if (blog_.number % 3 != 0) return "<content type=\"html\">" + markup(post.html) + "</content>\n";
        return "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">\n" + post.html +
               "</div></content>\n";
    }

    std::string markup(const std::string& html) const {
        return blog_.puts_markup_in_cdata ? "<![CDATA[" + html + "]]>" : escaped(html);
    }

    std::string link(const Post& post) const {
        return blog_.has_relative_links ? page_path(blog_.number, post) : absolute_link(post);
    }
    std::string absolute_link(const Post& post) const {
        return std::string(base_) + page_path(blog_.number, post);
    }
    Timestamp newest() const { return posts_.empty() ? Timestamp() : posts_.front().published; }

    const Blog& blog_;
    std::span<const Post> posts_;
    std::string_view base_;
    std::string_view self_;
    std::string home_;
    std::string out_;
};

std::string write_json_feed(const Blog& blog, std::span<const Post> posts, std::string_view base,
                            std::string_view self) {
    JsonWriter json;
    json.begin_object()
        .key("version")
        .value("https://jsonfeed.org/version/1.1")
        .key("title")
        .value(blog.title);
    json.key("description")
        .value(blog.about)
        .key("home_page_url")
        .value(std::string(base) + home_path(blog.number));
    json.key("feed_url").value(self).key("language").value(blog.language->code);
    json.key("icon").value(fmt::format("{}/img/{}.png", base, blog.number));
    json.key("authors").begin_array().begin_object().key("name").value(blog.author).end_object().end_array();
    json.key("items").begin_array();
    for (const auto& post : posts) {
        const auto link = std::string(base) + page_path(blog.number, post);
        json.begin_object().key("id").value(link).key("url").value(link).key("title").value(post.title);
        json.key("summary").value(post.summary).key("content_html").value(post.html);
        json.key("date_published").value(format_rfc3339(post.published)).key("tags").begin_array();
        for (const auto& tag : post.tags)
            json.value(tag);
        json.end_array().end_object();
    }
    json.end_array().end_object();
    return json.take();
}

std::string content_type(const Blog& blog, Format format, std::string_view charset) {
    std::string type = "application/rss+xml";
    if (format == Format::kAtom10 || format == Format::kAtom03) type = "application/atom+xml";
    if (format == Format::kRss10) type = "application/rdf+xml";
    if (blog.number % 4 == 0) type = "text/xml";
    if (blog.number % 7 == 0) type = "application/xml";
    if (blog.says_charset_in_http) type += fmt::format("; charset={}", charset);
    return type;
}

}  // namespace

std::optional<Format> format_of_extension(const Blog& blog, std::string_view extension) {
    static constexpr std::pair<std::string_view, Format> kExtensions[] = {
        {"rss", Format::kRss20}, {"rss092", Format::kRss092}, {"rss091", Format::kRss091},
        {"rdf", Format::kRss10}, {"atom", Format::kAtom10},   {"atom03", Format::kAtom03},
        {"json", Format::kJson}};
    if (extension == "xml") return blog.format == Format::kJson ? Format::kRss20 : blog.format;
    for (const auto& [name, format] : kExtensions)
        if (name == extension) return format;
    return std::nullopt;
}

std::string feed_path(const Blog& blog) {
    return fmt::format("/feeds/{}.{}", blog.number, blog.format == Format::kJson ? "json" : "xml");
}

Document write_feed(const Blog& blog, std::span<const Post> posts, Format format, std::string_view charset,
                    std::string_view base, std::string_view self) {
    if (format == Format::kJson) return {"application/feed+json", write_json_feed(blog, posts, base, self)};
    XmlFeed feed(blog, posts, charset, base, self);
    std::string text;
    switch (format) {
        case Format::kRss20:
        case Format::kJson:
            text = feed.rss2();
            break;
        case Format::kRss092:
            text = feed.rss09("0.92");
            break;
        case Format::kRss091:
            text = feed.rss09("0.91");
            break;
        case Format::kRss10:
            text = feed.rss10();
            break;
        case Format::kAtom10:
            text = feed.atom10();
            break;
        case Format::kAtom03:
            text = feed.atom03();
            break;
    }
    return {content_type(blog, format, charset), encoded_markup(text, charset).value_or(text)};
}

std::string write_opml(std::uint64_t seed, std::uint64_t count, std::string_view base) {
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n<head><title>Feeds of the galaxy"
        "</title></head>\n<body>\n";
    for (std::uint64_t number = 1; number <= count; ++number) {
        const auto blog = make_blog(seed, number);
        out += fmt::format(
            "<outline type=\"rss\" text=\"{0}\" title=\"{0}\" xmlUrl=\"{1}{2}\" htmlUrl=\"{1}{3}\" "
            "language=\"{4}\"/>\n",
            escaped(blog.title), escaped(base), feed_path(blog), home_path(number), blog.language->code);
    }
    return out + "</body>\n</opml>\n";
}

}  // namespace orrery::galaxy
