#include "blog.hpp"

#include "orrery/base/text.hpp"

#include <fmt/format.h>

namespace orrery::galaxy {

namespace {

using namespace std::chrono_literals;

// What a die is thrown for: two of them are never alike.
enum Purpose : std::uint64_t { kProfile = 1, kMoment = 2, kText = 3 };

constexpr Timestamp kBeginning{std::chrono::sys_days{std::chrono::year{2023} / 1 / 1}};

// Half of the blogs are in English, the others in every other language in turn, however few there are.
const Language& language_of(std::uint64_t number) {
    const auto& all = languages();
    return number % 2 == 1 ? all[0] : all[1 + (number / 2 - 1) % (all.size() - 1)];
}

Format format_of(std::uint64_t number) {
    static constexpr std::array kMix = {Format::kRss20,  Format::kAtom10, Format::kRss20,  Format::kRss10,
                                        Format::kAtom10, Format::kRss20,  Format::kJson,   Format::kRss092,
                                        Format::kAtom10, Format::kRss20,  Format::kAtom03, Format::kRss091,
                                        Format::kRss20};
    return kMix[(number - 1) % kMix.size()];
}

std::string slug_of(std::uint64_t key, std::string_view title) {
    auto slug = std::to_string(key);
    bool gap = true;
    for (const char c : title) {
        if (!is_alnum(c)) {
            gap = true;
            continue;
        }
        if (slug.size() > 60 && gap) break;
        if (std::exchange(gap, false)) slug += '-';
        slug += to_lower(c);
    }
    return slug;
}

class Writer {
  public:
    Writer(const Blog& blog, const Topic& topic, Dice& dice, std::string_view base)
        : blog_(blog), topic_(topic), dice_(dice), slots_(*blog.language, dice), base_(base) {}

    std::string fill(std::string_view text) { return slots_.fill(text); }

    // Opening, three to five paragraphs with one or two extras between them, closing.
    void write(Post& post) {
        const auto opening = fill(dice_.pick(topic_.openings));
        post.summary = opening;
        std::vector<std::string> sentences;
        for (const auto sentence : topic_.sentences)
            if (topic_.sentences.size() < 7 || !dice_.one_in(4)) sentences.push_back(fill(sentence));
        if (!sentences.empty()) post.summary += ' ' + sentences.front();
        std::size_t next = 0;
        const auto paragraph = [&](std::string text, std::size_t count) {
            for (; count > 0 && next < sentences.size(); --count)
                text += (text.empty() ? "" : " ") + sentences[next++];
            if (!text.empty()) html_ += "<p>" + inline_markup(text) + "</p>\n";
        };
        paragraph(opening, 1);
        if (dice_.one_in(2)) figure();
        paragraph("", 2);
        extra();
        paragraph("", 3);
        if (dice_.one_in(2)) extra();
        paragraph("", sentences.size());
        if (!topic_.quotes.empty() && dice_.one_in(3))
            html_ += "<blockquote><p>" + escaped(fill(dice_.pick(topic_.quotes))) + "</p></blockquote>\n";
        if (!topic_.closings.empty()) html_ += "<p>" + escaped(fill(dice_.pick(topic_.closings))) + "</p>\n";
        if (dice_.one_in(3))
            html_ += "<p><em>" + escaped(fill(dice_.pick(blog_.language->words.at("more")))) + "</em></p>\n";
        post.html = std::move(html_);
    }

  private:
    // Now and then a link to the blog, or emphasis, around one word of the text.
    std::string inline_markup(std::string_view text) {
        if (!dice_.one_in(3)) return escaped(text);
        const auto from = text.find(' ', text.size() / 3);
        const auto to = from == std::string_view::npos ? from : text.find(' ', from + 1);
        if (to == std::string_view::npos || to - from < 5) return escaped(text);
        const auto word = escaped(text.substr(from + 1, to - from - 1));
        const auto markup =
            dice_.one_in(2) ? fmt::format("<strong>{}</strong>", word)
                            : fmt::format(R"(<a href="{}{}">{}</a>)", base_, home_path(blog_.number), word);
        return escaped(text.substr(0, from + 1)) + markup + escaped(text.substr(to));
    }

    void figure() {
        const auto caption = escaped(fill(dice_.pick(blog_.language->words.at("figure"))));
        html_ += fmt::format(R"(<figure><img src="{}/img/{:x}.svg" alt="{}" width="640" height="360" />)"
                             "<figcaption>{}</figcaption></figure>\n",
                             base_, dice_.next() >> 40, caption, caption);
    }

    void extra() {
        switch (dice_.below(3)) {
            case 0:
                code();
                break;
            case 1:
                table();
                break;
            default:
                list();
                break;
        }
    }

    void code() {
        if (topic_.code.empty() || std::exchange(has_code_, true)) return;
        html_ += fmt::format("<pre><code class=\"language-{}\">{}</code></pre>\n", topic_.code_language,
                             escaped(topic_.code));
    }

    void list() {
        if (topic_.lists.empty() || std::exchange(has_list_, true)) return;
        const auto items = split(topic_.lists.front(), '|');
        html_ += "<h3>" + escaped(fill(items[0])) + "</h3>\n<ul>\n";
        for (std::size_t i = 1; i < items.size(); ++i)
            html_ += "<li>" + escaped(fill(items[i])) + "</li>\n";
        html_ += "</ul>\n";
    }

    void table() {
        if (topic_.tables.empty() || std::exchange(has_table_, true)) return;
        const auto rows = split(topic_.tables.front(), '|');
        html_ += "<table>\n<caption>" + escaped(fill(rows[0])) + "</caption>\n";
        for (std::size_t i = 1; i < rows.size(); ++i) {
            const std::string_view cell = i == 1 ? "th" : "td";
            html_ += "<tr>";
            for (const auto text : split(rows[i], ';'))
                html_ += fmt::format("<{0}>{1}</{0}>", cell, escaped(fill(text)));
            html_ += "</tr>\n";
        }
        html_ += "</table>\n";
    }

    const Blog& blog_;
    const Topic& topic_;
    Dice& dice_;
    Slots slots_;
    std::string_view base_;
    std::string html_;
    bool has_code_ = false;
    bool has_list_ = false;
    bool has_table_ = false;
};

}  // namespace

Blog make_blog(std::uint64_t seed, std::uint64_t number) {
    Dice dice{seed, kProfile, number};
    Blog blog;
    blog.seed = seed;
    blog.number = number;
    blog.language = &language_of(number);
    Slots slots(*blog.language, dice);
    // As many blogs as there are names come before the first name comes twice.
    const auto& people = blog.language->words.at("person");
    const auto& names = blog.language->words.at("blog");
    const auto turn = number % 2 == 1 ? number / 2 : (number / 2 - 1) / (languages().size() - 1);
    slots.set("person", people[turn % people.size()]);
    blog.author = slots.fill("{person}");
    blog.title = slots.fill(names[turn % names.size()]);
    if (turn >= names.size()) blog.title += fmt::format(" {}", turn / names.size() + 1);
    blog.about = slots.fill(dice.pick(blog.language->words.at("about")));
    blog.format = format_of(number);
    const auto& charsets = blog.language->charsets;
    blog.charset = "UTF-8";
    if (blog.format != Format::kJson && number % 3 == 0)
        blog.charset = number % 15 == 0 ? "UTF-16" : charsets[dice.below(charsets.size())];
    blog.says_charset_in_http = dice.one_in(2);
    blog.has_relative_links =
        dice.one_in(5) && (blog.format == Format::kAtom10 || blog.format == Format::kRss20);
    blog.puts_markup_in_cdata = dice.one_in(2);
    blog.feed_length = 10 + dice.below(16);
    // Whoever has more to say writes more often: a blog of ten subjects every few days, one of two every few
    // weeks.
    static constexpr std::array kOften = {48h, 72h, 96h, 120h, 168h, 168h, 240h, 336h};
    static constexpr std::array kSeldom = {240h, 336h, 504h, 720h, 1440h};
    blog.gap = dice.pick(kOften);
    if (blog.language->topics.size() < 6) blog.gap = dice.pick(kSeldom);
    return blog;
}

Timestamp published(const Blog& blog, std::uint64_t index) {
    Dice dice{blog.seed, kMoment, blog.number, index};
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(blog.gap);
    const auto start = kBeginning + Duration(blog.gap) * static_cast<std::int64_t>(index);
    return start + std::chrono::minutes(dice.below(static_cast<std::size_t>(minutes.count())));
}

std::uint64_t posts_until(const Blog& blog, Timestamp now) {
    if (now < kBeginning) return 0;
    const auto gaps = static_cast<std::uint64_t>((now - kBeginning) / blog.gap);
    return published(blog, gaps) <= now ? gaps + 1 : gaps;
}

Post make_post(const Blog& blog, std::uint64_t key, Timestamp when, std::string_view base) {
    Dice dice{blog.seed, kText, blog.number, key};
    const auto& topics = blog.language->topics;
    // A blog has up to six subjects and goes through their titles before it repeats one.
    const auto subjects = std::min<std::size_t>(6, topics.size());
    const auto subject = (blog.number / 2 + key % subjects) % topics.size();
    const auto& topic = topics[subject];
    Post post;
    post.key = key;
    post.published = when;
    Writer writer(blog, topic, dice, base);
    post.title = writer.fill(topic.titles[(key / subjects + blog.number) % topic.titles.size()]);
    if (post.title[0] >= 'a' && post.title[0] <= 'z')
        post.title[0] = static_cast<char>(post.title[0] - 'a' + 'A');
    post.slug = slug_of(key, post.title);
    writer.write(post);
    const auto& tags = blog.language->words.at("tag");
    const auto first = dice.below(tags.size());
    for (std::size_t i = 0; i < 1 + dice.below(3); ++i)
        post.tags.emplace_back(tags[(first + i) % tags.size()]);
    return post;
}

std::string home_path(std::uint64_t number) {
    return fmt::format("/blog/{}/", number);
}

std::string page_path(std::uint64_t number, const Post& post) {
    return fmt::format("/blog/{}/{}.html", number, post.slug);
}

}  // namespace orrery::galaxy
