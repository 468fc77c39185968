// How fast feeds are read.
//
//   bench_feed [FOLDER…]          a table over the feeds below the folders, else over a generated set
//   bench_feed --list FOLDER…     the paths of the feeds below the folders, one a line
//   bench_feed --write FOLDER     the generated set as files
//   bench_feed --only ROW LIST    one row over the files of a list, as a line of JSON (../peers/README.md)
//
// Every row runs over the same files, each parsed on its own, in one process, on one core. A parse takes the
// document over, as it does in the program: the copies for it are made before the clock starts. The limits:
// memchr for every '<', and our bare scanner, which only takes the document apart.

#include "orrery/base/file.hpp"
#include "orrery/base/memory.hpp"
#include "orrery/base/text.hpp"
#include "orrery/feed/clean.hpp"
#include "orrery/feed/json.hpp"
#include "orrery/feed/reader.hpp"
#include "xml/scanner.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <functional>
#include <new>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <sys/resource.h>

namespace {

std::size_t g_allocations = 0;

// Processor time: other programs on the machine do not count.
double seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

struct File {
    std::string path;
    std::string text;
};

std::vector<File> feeds_below(const std::vector<std::string>& folders) {
    std::vector<File> feeds;
    for (const auto& folder : folders) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
            if (!entry.is_regular_file()) continue;
            auto text = orrery::read_file(entry.path());
            if (text && orrery::feed::parse(*text))
                feeds.push_back({entry.path().string(), std::move(*text)});
        }
    }
    std::sort(feeds.begin(), feeds.end(), [](const File& a, const File& b) { return a.path < b.path; });
    return feeds;
}

std::vector<std::string> texts_of(std::vector<File> files) {
    std::vector<std::string> texts;
    for (auto& file : files)
        texts.push_back(std::move(file.text));
    return texts;
}

// RSS and Atom in the way that blogs write them: some posts escaped, some in CDATA, some XHTML.
std::vector<std::string> generated() {
    const std::string paragraph =
        "&lt;p&gt;The sea was &lt;a href=\"https://example.org/sea?a=1&amp;amp;b=2\"&gt;calm&lt;/a&gt; that "
        "morning, and nobody "
        "spoke of &lt;em&gt;yesterday&lt;/em&gt; while the boats went out one after the other.&lt;/p&gt;\n";
    const std::string plain =
        "<p>The sea was <a href=\"https://example.org/sea?a=1&amp;b=2\">calm</a> that morning, and nobody "
        "spoke "
        "of <em>yesterday</em> while the boats went out one after the other.</p>\n";
    std::string escaped;
    std::string markup;
    for (int i = 0; i < 20; ++i) {
        escaped += paragraph;
        markup += plain;
    }
    std::string rss =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\" "
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
        "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>Sea</title><link>https://"
        "example.org/</link>";
    std::string atom =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><feed "
        "xmlns=\"http://www.w3.org/2005/Atom\"><title>Sea</title><id>tag:f</id>";
    for (int i = 0; i < 50; ++i) {
        rss += fmt::format(
            "<item><title>Post "
            "{0}</title><link>https://example.org/{0}</link><guid>https://example.org/{0}</guid>"
            "<dc:creator>Ann</dc:creator><pubDate>Thu, 01 Jan 2004 19:48:{1:02} "
            "GMT</pubDate><category>sea</category>"
            "<description>short</description><content:encoded>{2}</content:encoded></item>\n",
            i, i, i % 2 == 0 ? escaped : "<![CDATA[" + markup + "]]>");
        atom += fmt::format(
            "<entry><title>Post {0}</title><id>tag:{0}</id><link rel=\"alternate\" "
            "href=\"https://example.org/{0}\"/>"
            "<updated>2004-01-01T19:48:{1:02}Z</updated><author><name>Ann</name></author>{2}</entry>\n",
            i, i,
            i % 2 == 0 ? "<content type=\"html\">" + escaped + "</content>"
                       : "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">" + markup +
                             "</div></content>");
    }
    return {rss + "</channel></rss>", atom + "</feed>"};
}

// Seconds of processor time that the fastest round took.
double measure(const std::vector<std::string>& feeds, const std::function<void(std::string)>& work) {
    double best = 1e9;
    const double begin = seconds();
    for (int round = 0; round < 3 || seconds() - begin < 1.5; ++round) {
        auto copies = feeds;
        const double start = seconds();
        for (auto& feed : copies)
            work(std::move(feed));
        best = std::min(best, seconds() - start);
    }
    return best;
}

std::size_t bytes_of(const std::vector<std::string>& feeds) {
    std::size_t bytes = 0;
    for (const auto& feed : feeds)
        bytes += feed.size();
    return bytes;
}

volatile std::size_t g_sink = 0;

}  // namespace

void* operator new(std::size_t size) {
    ++g_allocations;
    if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}

namespace {

struct Row {
    std::string_view key;
    std::string_view title;
    std::function<void(std::string)> work;
};

std::vector<Row> rows() {
    using namespace orrery::feed;
    static const auto policy = orrery::html::Policy::feed();
    return {
        {"memchr", "limit: memchr for every '<'",
         [](const std::string& text) {
             std::size_t count = 0;
             const char* at = text.data();
             const char* end = at + text.size();
             while ((at = static_cast<const char*>(
                         std::memchr(at, '<', static_cast<std::size_t>(end - at)))) != nullptr)
                 ++at, ++count;
             g_sink = g_sink + count;
         }},
        {"scan", "limit: bare scanner",
         [](const std::string& text) {
             xml::Scanner scanner(text);
             std::size_t count = 0;
             while (scanner.next_markup().type != xml::TokenType::kEnd)
                 ++count;
             g_sink = g_sink + count;
         }},
        {"parse", "parse to the model",
         [](std::string text) { g_sink = g_sink + parse(std::move(text))->feed().entries.size(); }},
        {"clean", "parse, and sanitize every text",
         [](std::string text) {
             auto parsed = parse(std::move(text));
             clean(*parsed, policy);
             g_sink = g_sink + parsed->feed().entries.size();
         }},
        {"json", "parse, and write the model as JSON",
         [](std::string text) { g_sink = g_sink + to_json(*parse(std::move(text))).size(); }},
    };
}

void print_table(const std::vector<std::string>& feeds) {
    std::size_t entries = 0;
    std::size_t memory = 0;
    std::size_t allocations = 0;
    for (const auto& text : feeds) {
        auto copy = text;
        copy.shrink_to_fit();
        const auto before = g_allocations;
        const auto parsed = orrery::feed::parse(std::move(copy));
        allocations += g_allocations - before;
        entries += parsed->feed().entries.size();
        memory += parsed->memory();
    }
    const auto bytes = static_cast<double>(bytes_of(feeds));
    fmt::print("{} feeds, {:.1f} MB, {} entries\n", feeds.size(), bytes / 1e6, entries);
    fmt::print("allocations an entry: {:.2f}; memory of the result: {:.2f} times the input\n\n",
               static_cast<double>(allocations) / static_cast<double>(entries),
               static_cast<double>(memory) / bytes);
    fmt::print("{:<34}{:>10}{:>12}\n", "", "MB/s", "feeds/s");
    for (const auto& row : rows()) {
        const auto best = measure(feeds, row.work);
        fmt::print("{:<34}{:>10.0f}{:>12.0f}\n", row.title, bytes / best / 1e6,
                   static_cast<double>(feeds.size()) / best);
    }
}

int print_row(std::string_view key, const std::string& list) {
    std::vector<std::string> feeds;
    const auto paths = orrery::read_file(list);
    if (!paths) return 1;
    for (const auto path : orrery::split(*paths, '\n')) {
        if (path.empty()) continue;
        auto text = orrery::read_file(std::string(path));
        if (!text) return 1;
        feeds.push_back(std::move(*text));
    }
    for (const auto& row : rows()) {
        if (row.key != key) continue;
        fmt::print("{{\"bytes\": {}, \"feeds\": {}, \"unread\": [], \"seconds\": {}}}\n", bytes_of(feeds),
                   feeds.size(), measure(feeds, row.work));
        return 0;
    }
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    orrery::keep_freed_memory();  // as the program does
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto verb = arguments.empty() ? std::string() : arguments.front();
    if (verb == "--only" && arguments.size() == 3) return print_row(arguments[1], arguments[2]);
    if (verb == "--list") {
        for (const auto& file : feeds_below({arguments.begin() + 1, arguments.end()}))
            fmt::print("{}\n", file.path);
        return 0;
    }
    if (verb == "--write" && arguments.size() == 2) {
        int number = 0;
        for (const auto& text : generated())
            if (!orrery::write_file(fmt::format("{}/generated_{}.xml", arguments[1], ++number), text))
                return 1;
        return 0;
    }
    const auto feeds = arguments.empty() ? generated() : texts_of(feeds_below(arguments));
    if (feeds.empty()) return 1;
    print_table(feeds);
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    fmt::print("\npeak memory of this process: {} MB\n", usage.ru_maxrss / 1024);
}
