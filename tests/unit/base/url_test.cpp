#include "orrery/base/url.hpp"

#include <gtest/gtest.h>

namespace orrery {
namespace {

struct Case {
    std::string_view input;
    std::string_view base;
    std::string_view href;  // empty: refused
};

void PrintTo(const Case& c, std::ostream* out) {
    *out << '"' << c.input << "\" against \"" << c.base << '"';
}

class UrlCases : public testing::TestWithParam<Case> {};

TEST_P(UrlCases, ParsesAsABrowserWould) {
    const auto& [input, base, href] = GetParam();
    std::optional<Url> base_url;
    if (!base.empty()) {
        base_url = Url::parse(base);
        ASSERT_TRUE(base_url);
    }
    const auto url = Url::parse(input, base_url ? &*base_url : nullptr);
    EXPECT_EQ(url ? url->href() : "", href);
    if (url) {
        const auto again = Url::parse(url->href());
        ASSERT_TRUE(again);
        EXPECT_EQ(again->href(), url->href());
        EXPECT_EQ(again->host(), url->host());
        EXPECT_EQ(again->path(), url->path());
    }
}

INSTANTIATE_TEST_SUITE_P(
    WhiteSpace, UrlCases,
    testing::Values(Case{"  https://example.org/ \n", "", "https://example.org/"},
                    Case{"ht\ntps://exa\tmple.org/a\r\nb", "", "https://example.org/ab"},
                    Case{"\x01\x1Fhttps://example.org", "", "https://example.org/"},
                    Case{"https://example.org/a b?c d#e f", "", "https://example.org/a%20b?c%20d#e%20f"},
                    Case{"", "https://example.org/a?b#c", "https://example.org/a?b"},
                    Case{" ", "https://example.org/a?b#c", "https://example.org/a?b"}, Case{"", "", ""}));

INSTANTIATE_TEST_SUITE_P(
    Schemes, UrlCases,
    testing::Values(Case{"HTTPS://EXAMPLE.org/A", "", "https://example.org/A"},
                    Case{"https:example.org", "", "https://example.org/"},
                    Case{"https:/example.org", "", "https://example.org/"},
                    Case{"https:////example.org", "", "https://example.org/"},
                    Case{"https:\\\\example.org\\a\\b?c\\d", "", "https://example.org/a/b?c\\d"},
                    Case{"https:page", "https://example.org/a/b", "https://example.org/a/page"},
                    Case{"http:page", "https://example.org/a/b", "http://page/"},
                    Case{"web+demo:/.//not-a-host", "", "web+demo:/.//not-a-host"},
                    Case{"web+demo:/a/..//b", "", "web+demo:/.//b"}, Case{"1a:b", "", ""},
                    Case{"a+b-c.d:e", "", "a+b-c.d:e"}, Case{"://x", "", ""}, Case{"foo://", "", "foo://"},
                    Case{"foo:///a", "", "foo:///a"}, Case{"foo://h\\a", "", ""}, Case{"foo:", "", "foo:"},
                    Case{"https://", "", ""}, Case{"https:///", "", ""}, Case{"https://?a", "", ""}));

INSTANTIATE_TEST_SUITE_P(
    OpaquePaths, UrlCases,
    testing::Values(Case{"mailto:a b@example.org", "", "mailto:a b@example.org"},
                    Case{"data:text/plain,h\u00e9 \\", "", "data:text/plain,h%C3%A9 \\"},
                    Case{"javascript:alert('1 2')", "", "javascript:alert('1 2')"},
                    Case{"data:a  ?b", "", "data:a %20?b"}, Case{"data:a  #b", "", "data:a %20#b"},
                    Case{"#top", "mailto:a?b", "mailto:a?b#top"}, Case{"top", "mailto:a", ""},
                    Case{"../a/./b", "foo:/x/y/z", "foo:/x/a/b"}, Case{"urn:a/../b", "", "urn:a/../b"}));

INSTANTIATE_TEST_SUITE_P(
    Credentials, UrlCases,
    testing::Values(Case{"https://user:pa:ss@example.org/", "", "https://user:pa%3Ass@example.org/"},
                    Case{"https://a@b@example.org/", "", "https://a%40b@example.org/"},
                    Case{"https://:p@example.org/", "", "https://:p@example.org/"},
                    Case{"https://u:@example.org/", "", "https://u@example.org/"},
                    Case{"https://@example.org/", "", "https://example.org/"},
                    Case{"https://u|\u00fc@example.org/", "", "https://u%7C%C3%BC@example.org/"},
                    Case{"https://u@/a", "", ""}, Case{"https://u:p@", "", ""},
                    Case{"b", "https://u:p@example.org:8/a", "https://u:p@example.org:8/b"},
                    Case{"//other.org", "https://u:p@example.org/a", "https://other.org/"}));

INSTANTIATE_TEST_SUITE_P(Ports, UrlCases,
                         testing::Values(Case{"https://example.org:443/", "", "https://example.org/"},
                                         Case{"http://example.org:443/", "", "http://example.org:443/"},
                                         Case{"http://example.org:0080/", "", "http://example.org/"},
                                         Case{"http://example.org:/", "", "http://example.org/"},
                                         Case{"http://example.org:0/", "", "http://example.org:0/"},
                                         Case{"http://example.org:65535", "", "http://example.org:65535/"},
                                         Case{"http://example.org:65536", "", ""},
                                         Case{"http://example.org:8a", "", ""}, Case{"http://:80/", "", ""},
                                         Case{"foo://:80/", "", ""}, Case{"foo://h:080/", "", "foo://h:80/"},
                                         Case{"ws://h:80", "", "ws://h/"},
                                         Case{"wss://h:443", "", "wss://h/"},
                                         Case{"ftp://h:21/a", "", "ftp://h/a"}));

INSTANTIATE_TEST_SUITE_P(
    Ipv4, UrlCases,
    testing::Values(
        Case{"http://127.1/", "", "http://127.0.0.1/"}, Case{"http://0x7f.0.0.0x1/", "", "http://127.0.0.1/"},
        Case{"http://0177.1/", "", "http://127.0.0.1/"}, Case{"http://2130706433/", "", "http://127.0.0.1/"},
        Case{"http://0x/", "", "http://0.0.0.0/"}, Case{"http://1.2.3.4./", "", "http://1.2.3.4/"},
        Case{"http://1.2.3/", "", "http://1.2.0.3/"},
        Case{"http://4294967295/", "", "http://255.255.255.255/"}, Case{"http://4294967296/", "", ""},
        Case{"http://256.1.1.1/", "", ""}, Case{"http://1.2.3.4.5/", "", ""}, Case{"http://09/", "", ""},
        Case{"http://a.09/", "", ""}, Case{"http://a.b.0xg/", "", "http://a.b.0xg/"},
        Case{"http://1..2/", "", ""}, Case{"http://1.example/", "", "http://1.example/"},
        Case{"http://99999999999999999999999/", "", ""}, Case{"http://\uff11\uff12/", "", "http://0.0.0.12/"},
        Case{"http://%31%32/", "", "http://0.0.0.12/"}, Case{"foo://127.1/", "", "foo://127.1/"}));

INSTANTIATE_TEST_SUITE_P(
    Ipv6, UrlCases,
    testing::Values(Case{"http://[::1]/", "", "http://[::1]/"},
                    Case{"http://[::]:8080/", "", "http://[::]:8080/"},
                    Case{"http://[1:0:0:2:0:0:0:3]", "", "http://[1:0:0:2::3]/"},
                    Case{"http://[1:0:0:2:3:0:0:4]", "", "http://[1::2:3:0:0:4]/"},
                    Case{"http://[1:0:2:3:4:5:6:7]", "", "http://[1:0:2:3:4:5:6:7]/"},
                    Case{"http://[2001:DB8::0A]", "", "http://[2001:db8::a]/"},
                    Case{"http://[::ffff:192.0.2.1]", "", "http://[::ffff:c000:201]/"},
                    Case{"http://[1:2:3:4:5:6:1.2.3.4]", "", "http://[1:2:3:4:5:6:102:304]/"},
                    Case{"http://[1::]", "", "http://[1::]/"},
                    Case{"http://[1:2:3:4:5:6:7::]", "", "http://[1:2:3:4:5:6:7:0]/"},
                    Case{"http://[1:2:3:4::5:6:7:8]", "", ""}, Case{"http://[1:2:3:4:5:6:7]", "", ""},
                    Case{"http://[::1.2.3]", "", ""}, Case{"http://[::1.2.3.04]", "", ""},
                    Case{"http://[::1.2.3.256]", "", ""}, Case{"http://[1:2:3:4:5:6:7:1.2.3.4]", "", ""},
                    Case{"http://[:1]", "", ""}, Case{"http://[1::2::3]", "", ""},
                    Case{"http://[::12345]", "", ""}, Case{"http://[::1]x/", "", ""},
                    Case{"http://[::1", "", ""}, Case{"http://[::1%25eth0]/", "", ""},
                    Case{"http://[1:]", "", ""}, Case{"foo://[::1]/", "", "foo://[::1]/"}));

INSTANTIATE_TEST_SUITE_P(
    Domains, UrlCases,
    testing::Values(Case{"https://b\u00fccher.example/", "", "https://xn--bcher-kva.example/"},
                    Case{"https://fa\u00df.de/", "", "https://xn--fa-hia.de/"},
                    Case{"https://\u65e5\u672c\u8a9e\u3002jp/", "", "https://xn--wgv71a119e.jp/"},
                    Case{"https://XN--BCHER-KVA.example/", "", "https://xn--bcher-kva.example/"},
                    Case{"https://b%C3%BCcher.example/", "", "https://xn--bcher-kva.example/"},
                    Case{"https://exa%6Dple.org/", "", "https://example.org/"},
                    Case{"https://xn--a/", "", ""}, Case{"https://xn--/", "", ""},
                    Case{"https://\u00ad/", "", ""}, Case{"https://a_b.example/", "", "https://a_b.example/"},
                    Case{"https://-a-.example/", "", "https://-a-.example/"},
                    Case{"https://a..b/", "", "https://a..b/"},
                    Case{"https://example.org./", "", "https://example.org./"}, Case{"https://a b/", "", ""},
                    Case{"https://a%20b/", "", ""}, Case{"https://a<b/", "", ""}, Case{"https://a%/", "", ""},
                    Case{"https://a%00b/", "", ""}, Case{"https://a^b/", "", ""},
                    Case{"https://a|b/", "", ""}, Case{"https://\xff.example/", "", ""},
                    Case{"foo://a b/", "", ""}, Case{"foo://A\u00fc%41/", "", "foo://A%C3%BC%41/"}));

INSTANTIATE_TEST_SUITE_P(
    Paths, UrlCases,
    testing::Values(
        Case{"https://h/a/./b/../c", "", "https://h/a/c"}, Case{"https://h/..", "", "https://h/"},
        Case{"https://h/a/..", "", "https://h/"}, Case{"https://h/a/.", "", "https://h/a/"},
        Case{"https://h/a/%2E%2e/b", "", "https://h/b"}, Case{"https://h/a/.%2e/%2e/b", "", "https://h/b"},
        Case{"https://h/a/...", "", "https://h/a/..."}, Case{"https://h/a//b//../c", "", "https://h/a//b/c"},
        Case{"https://h/%zz%2", "", "https://h/%zz%2"},
        Case{"https://h/\u00e9'\"<>`{}|[]", "", "https://h/%C3%A9'%22%3C%3E%60%7B%7D|[]"},
        Case{"https://h/a^b", "", "https://h/a%5Eb"}, Case{"https://h/\xff", "", "https://h/%EF%BF%BD"},
        Case{"https://h?q", "", "https://h/?q"}, Case{"https://h#f", "", "https://h/#f"},
        Case{"foo://h?q", "", "foo://h?q"}, Case{"foo://h/a/../..", "", "foo://h/"}));

INSTANTIATE_TEST_SUITE_P(
    QueriesAndFragments, UrlCases,
    testing::Values(Case{"https://h/?'\"<>`{}^|?\u00e9", "", "https://h/?%27%22%3C%3E`{}^|?%C3%A9"},
                    Case{"foo://h/?'", "", "foo://h/?'"},
                    Case{"https://h/#'\"<>`{}#\u00e9", "", "https://h/#'%22%3C%3E%60{}#%C3%A9"},
                    Case{"https://h/?", "", "https://h/?"}, Case{"https://h/#", "", "https://h/#"},
                    Case{"https://h/#a?b", "", "https://h/#a?b"}));

INSTANTIATE_TEST_SUITE_P(
    RelativeReferences, UrlCases,
    testing::Values(
        Case{"c", "https://h/a/b?q#f", "https://h/a/c"}, Case{"./c", "https://h/a/b", "https://h/a/c"},
        Case{"../c", "https://h/a/b/d", "https://h/a/c"}, Case{"../../../c", "https://h/a/b", "https://h/c"},
        Case{"/c", "https://h/a/b", "https://h/c"}, Case{"//g/c", "https://h/a", "https://g/c"},
        Case{"///g/c", "https://h/a", "https://g/c"}, Case{"\\c", "https://h/a/b", "https://h/c"},
        Case{"/\\g/c", "https://h/a", "https://g/c"}, Case{"?x", "https://h/a/b?q#f", "https://h/a/b?x"},
        Case{"#x", "https://h/a/b?q#f", "https://h/a/b?q#x"}, Case{"c:d", "https://h/a/b", "c:d"},
        Case{"./c:d", "https://h/a/b", "https://h/a/c:d"},
        Case{"c/d:e", "https://h/a/b", "https://h/a/c/d:e"},
        Case{"c?d:e", "https://h/a/b", "https://h/a/c?d:e"}, Case{".", "https://h/a/b/c", "https://h/a/b/"},
        Case{"..", "https://h/a/b/c", "https://h/a/"}, Case{"%2e%2e/c", "https://h/a/b/d", "https://h/a/c"},
        Case{"c%20d", "https://h", "https://h/c%20d"}, Case{"c", "foo://h", "foo://h/c"},
        Case{"//a b/c", "https://h/a", ""}, Case{"page", "", ""}));

INSTANTIATE_TEST_SUITE_P(
    Files, UrlCases,
    testing::Values(Case{"file:///a/b", "", "file:///a/b"}, Case{"file:a", "", "file:///a"},
                    Case{"file:/a", "", "file:///a"}, Case{"file://localhost/a", "", "file:///a"},
                    Case{"file://h/a", "", "file://h/a"}, Case{"file://C:/a", "", "file:///C:/a"},
                    Case{"file:///C|/a", "", "file:///C:/a"}, Case{"file:///C:/../a", "", "file:///C:/a"},
                    Case{"file:C|\\a", "", "file:///C:/a"}, Case{"/b", "file:///C:/a", "file:///C:/b"},
                    Case{"b", "file://h/a", "file://h/b"}, Case{"D:", "file:///C:/a", "d:"},
                    Case{"D|/x", "file:///C:/a", "file:///D:/x"}, Case{"//h2/b", "file://h/a", "file://h2/b"},
                    Case{"?q", "file:///a?p", "file:///a?q"}, Case{"#f", "file:///a?p", "file:///a?p#f"},
                    Case{"file:", "", "file:///"}, Case{"file:#f", "file:///a?p", "file:///a?p#f"},
                    Case{"..", "file:///C:/", "file:///C:/"}));

TEST(Url, NamesItsParts) {
    const auto url = Url::parse("https://user:secret@Example.org:8443/a/b.html?x=1&y#part");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->scheme(), "https");
    EXPECT_EQ(url->username(), "user");
    EXPECT_EQ(url->password(), "secret");
    EXPECT_EQ(url->host(), "example.org");
    EXPECT_EQ(url->port(), "8443");
    EXPECT_EQ(url->path(), "/a/b.html");
    EXPECT_EQ(url->query(), "x=1&y");
    EXPECT_EQ(url->fragment(), "part");
    EXPECT_EQ(url->origin(), "https://example.org:8443");
    EXPECT_EQ(url->without_fragment(), "https://user:secret@example.org:8443/a/b.html?x=1&y");
    EXPECT_TRUE(url->is_http());
    EXPECT_FALSE(url->has_opaque_path());
}

TEST(Url, HasEmptyPartsWhereThereIsNothing) {
    const auto url = Url::parse("mailto:a@example.org");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->username(), "");
    EXPECT_EQ(url->password(), "");
    EXPECT_EQ(url->host(), "");
    EXPECT_EQ(url->port(), "");
    EXPECT_EQ(url->path(), "a@example.org");
    EXPECT_FALSE(url->has_query());
    EXPECT_FALSE(url->has_fragment());
    EXPECT_FALSE(url->has_authority());
    EXPECT_TRUE(url->has_opaque_path());
    EXPECT_EQ(url->origin(), "null");
}

TEST(Url, TellsAnEmptyQueryFromNone) {
    EXPECT_TRUE(Url::parse("https://h/?")->has_query());
    EXPECT_FALSE(Url::parse("https://h/")->has_query());
    EXPECT_TRUE(Url::parse("https://h/#")->has_fragment());
}

TEST(Url, TheGuardBeforeAPathWithTwoSlashesBelongsToNoPart) {
    const auto url = Url::parse("foo:/.//a:1");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->path(), "//a:1");
    EXPECT_EQ(url->port(), "");
    EXPECT_EQ(url->host(), "");
    EXPECT_FALSE(url->has_authority());
}

TEST(Url, RefusesWhatIsLongerThanTheLimit) {
    const std::string start = "https://example.org/";
    EXPECT_TRUE(Url::parse(start + std::string(Url::kMaxBytes - start.size(), 'a')));
    EXPECT_FALSE(Url::parse(start + std::string(Url::kMaxBytes - start.size() + 1, 'a')));
    const auto base = Url::parse(start);
    EXPECT_FALSE(Url::parse(std::string(Url::kMaxBytes - 1, 'a'), &*base));
}

TEST(Url, TheWayOfOrdinaryUrlsAgreesWithTheWholeAlgorithm) {
    const auto base = Url::parse("https://u:p@example.org:81/a/b?q#f");
    // A leading space sends the same reference the other way.
    for (const std::string_view text :
         {"https://a.org", "https://a.org/", "http://a.org:8080/x?y#z", "https://a.org:1",
          "https://a-b.c1.org/?a", "x", "x/y", "/x?a#b", "?a", "?a#b", "#b", "//a.org/b", "x#y?z", "%41/b",
          "/%2fa/.b/", "x?y:z", "https://a.org/a;b=c,d/~e"}) {
        const auto plain = Url::parse(text, &*base);
        const auto whole = Url::parse(" " + std::string(text), &*base);
        ASSERT_TRUE(plain && whole) << text;
        EXPECT_EQ(plain->href(), whole->href());
        EXPECT_EQ(plain->username(), whole->username());
        EXPECT_EQ(plain->host(), whole->host());
        EXPECT_EQ(plain->port(), whole->port());
        EXPECT_EQ(plain->path(), whole->path());
        EXPECT_EQ(plain->has_query(), whole->has_query());
        EXPECT_EQ(plain->query(), whole->query());
        EXPECT_EQ(plain->fragment(), whole->fragment());
    }
}

TEST(Url, ResolvingKeepsWhatCannotBeParsed) {
    const auto base = Url::parse("https://example.org/a/");
    EXPECT_EQ(resolve(*base, "b"), "https://example.org/a/b");
    EXPECT_EQ(resolve(*base, "https://a b/"), "https://a b/");
}

}  // namespace
}  // namespace orrery
