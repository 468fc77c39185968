#include "counters.hpp"
#include "orrery/feed/date.hpp"
#include "orrery/feed/json.hpp"
#include "orrery/feed/opml.hpp"
#include "orrery/feed/reader.hpp"
#include "orrery/feed/writer.hpp"

#include <functional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

// Twice the document is at most a little more than twice the work, in the traps in which readers have taken
// quadratic time.

namespace orrery::feed {
namespace {

constexpr std::size_t kSize = 200'000;

std::string repeated(std::string_view unit, std::size_t size) {
    std::string text;
    while (text.size() < size)
        text += unit;
    return text;
}

std::size_t steps_of(const std::function<void()>& work) {
    const auto before = steps();
    work();
    return steps() - before;
}

// `document` makes one of about that many bytes.
void expect_linear(std::string_view name, const std::function<std::string(std::size_t)>& document) {
    SCOPED_TRACE(name);
    ParseOptions options;
    options.url = "http://x/f";
    const auto work = [&](std::size_t size) {
        const auto text = document(size);
        return steps_of([&] {
            const auto parsed = parse(text, options);
            EXPECT_TRUE(parsed);
        });
    };
    const auto once = work(kSize);
    const auto twice = work(2 * kSize);
    EXPECT_GT(once, kSize / 1000) << "nothing was counted";
    EXPECT_LE(twice, once * 23 / 10);
    options.check = true;
    EXPECT_LE(work(2 * kSize), work(kSize) * 23 / 10) << "with the check";
}

TEST(Linear, CountsWork) {
    const auto quadratic = [](std::size_t size) {
        const std::string text(size, 'x');
        return steps_of([&] {
            for (std::size_t i = 0; i < size; ++i)
                EXPECT_EQ(text.find('y'), std::string::npos);
        });
    };
    EXPECT_GT(quadratic(4000), quadratic(2000) * 3) << "what is quadratic is seen";
}

TEST(Linear, ReadsWhatIsNeverClosed) {
    for (const std::string_view unit : {"<a b=\"",
                                        "<a b='x>",
                                        "<![CDATA[",
                                        "<!--",
                                        "<!-->",
                                        "<title>",
                                        "<title>x<link>",
                                        "</x>",
                                        "<item><title>",
                                        "&a",
                                        "&",
                                        "&#",
                                        "<x y:z='",
                                        "<?a",
                                        "<description><p>",
                                        "<!DOCTYPE [",
                                        "<!DOCTYPE a '",
                                        "<a xmlns:b='c'>",
                                        "<",
                                        "]]>",
                                        "<item>",
                                        "<item><description>&lt;p",
                                        "<content:encoded>",
                                        "<media:group>",
                                        "<x:y>",
                                        "</item>"})
        expect_linear(
            unit, [&](std::size_t size) { return "<rss version='2.0'><channel>" + repeated(unit, size); });
}

TEST(Linear, ReadsDeepNesting) {
    for (const std::string_view name :
         {"x", "item", "description", "itunes:category", "media:group", "source"})
        expect_linear(name, [&](std::size_t size) {
            const auto tag = std::string(name);
            const auto depth = size / (2 * tag.size() + 5);
            return "<rss version='2.0'><channel>" + repeated("<" + tag + ">", depth * (tag.size() + 2)) +
                   repeated("</" + tag + ">", depth * (tag.size() + 3)) + "</channel></rss>";
        });
}

TEST(Linear, ReadsManyAttributesAndNamespaces) {
    for (const std::string_view kind : {"a", "xmlns:n", "xml:base"})
        expect_linear(kind, [&](std::size_t size) {
            std::string tag = "<rss version='2.0'><channel><x ";
            for (int i = 0; tag.size() < size; ++i)
                tag += std::string(kind) + std::to_string(i) + "='v' ";
            return tag + "/><title>T</title></channel></rss>";
        });
    expect_linear("namespaces, one inside the other", [](std::size_t size) {
        std::string text = "<rss version='2.0'><channel>";
        for (int i = 0; text.size() < size; ++i)
            text += "<n" + std::to_string(i) + ":x xmlns:n" + std::to_string(i) + "='u'>";
        return text;
    });
}

TEST(Linear, ReadsEntities) {
    expect_linear("declared", [](std::size_t size) {
        std::string text = "<!DOCTYPE rss [";
        for (int i = 0; text.size() < size; ++i)
            text += "<!ENTITY e" + std::to_string(i) + " 'v'>";
        return text + "]><rss version='2.0'><channel><title>&e1;</title></channel></rss>";
    });
    expect_linear("used", [](std::size_t size) {
        return "<!DOCTYPE rss [<!ENTITY e 'v'>]><rss version='2.0'><channel><title>" +
               repeated("&e;&nbsp;&amp;", size) + "</title></channel></rss>";
    });
}

TEST(Linear, ReadsManyOfOneThing) {
    for (const std::string_view unit :
         {"<category>%</category>", "<link href='/%'/>", "<enclosure url='http://x/%'/>",
          "<media:content url='http://x/%'/>", "<author>a%</author>", "<dc:creator>%</dc:creator>",
          "<dc:subject>%</dc:subject>", "<cc:license>%</cc:license>", "<media:credit>%</media:credit>",
          "<podcast:person>%</podcast:person>", "<georss:point>1 %</georss:point>", "<x:y>%</x:y>",
          "<guid>%</guid>", "<content>%</content>", "<pubDate>%</pubDate>", "<source url='/%'>a</source>",
          "<psc:chapters><psc:chapter start='%'/></psc:chapters>",
          "<itunes:keywords>%,a%,b%</itunes:keywords>"})
        expect_linear(unit, [&](std::size_t size) {
            std::string text = "<rss version='2.0'><channel><item>";
            for (int i = 0; text.size() < size; ++i) {
                auto one = std::string(unit);
                for (auto at = one.find('%'); at != std::string::npos; at = one.find('%', at))
                    one.replace(at, 1, std::to_string(i));
                text += one;
            }
            return text + "</item></channel></rss>";
        });
}

TEST(Linear, ReadsTextsThatAreAlmostSomethingElse) {
    for (const std::string_view unit :
         {"&lt;", "Ã©", "\x80", "\r", "\x01", "<![CDATA[]]>", "<!-- -->", "<b>x</b>", "<b/>"})
        expect_linear(unit, [&](std::size_t size) {
            return "<rss version='2.0'><channel><item><description>" + repeated(unit, size) +
                   "</description></item></channel></rss>";
        });
}

TEST(Linear, ReadsJsonFeeds) {
    const std::string head = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"T\",\"items\":[";
    expect_linear("items", [&](std::size_t size) {
        std::string text = head;
        for (int i = 0; text.size() < size; ++i)
            text += std::string(i == 0 ? "" : ",") + "{\"id\":\"" + std::to_string(i) + "\"}";
        return text + "]}";
    });
    for (const std::string_view list : {"tags", "authors", "attachments"})
        expect_linear(list, [&](std::size_t size) {
            std::string text = head + "{\"id\":\"1\",\"" + std::string(list) + "\":[";
            for (int i = 0; text.size() < size; ++i) {
                const auto number = std::to_string(i);
                text += i == 0 ? "" : ",";
                text += list == "tags"
                            ? "\"" + number + "\""
                            : "{\"name\":\"" + number + "\",\"url\":\"/" + number + "\",\"title\":\"t\"}";
            }
            return text + "]}]}";
        });
}

TEST(Linear, WritesAndReadsLists) {
    const auto work = [](std::size_t size) {
        const auto parsed = parse("<rss version='2.0'><channel>" +
                                  repeated("<item><title>a</title><category>c</category></item>", size));
        return steps_of([&] {
            EXPECT_FALSE(write_atom(parsed->feed()).empty());
            EXPECT_FALSE(write_rss(parsed->feed()).empty());
            EXPECT_FALSE(write_json_feed(parsed->feed()).empty());
            EXPECT_FALSE(to_json(*parsed).empty());
        });
    };
    EXPECT_LE(work(2 * kSize), work(kSize) * 23 / 10);
    const auto lists = [](std::size_t size) {
        const auto text = "<opml><body>" + repeated("<outline text='a' xmlUrl='http://x/'>", size);
        return steps_of([&] { EXPECT_TRUE(read_opml(text)); });
    };
    EXPECT_LE(lists(2 * kSize), lists(kSize) * 23 / 10);
}

}  // namespace
}  // namespace orrery::feed
