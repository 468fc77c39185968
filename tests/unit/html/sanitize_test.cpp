#include "orrery/html/sanitize.hpp"

#include "orrery/base/utf8.hpp"

#include <filesystem>

#include <gtest/gtest.h>

namespace orrery::html {
namespace {

const Url kBase = *Url::parse("https://blog.example/2024/post/");

std::string feed(std::string_view fragment) {
    return sanitize(fragment, Policy::feed(), &kBase);
}

TEST(Sanitize, KeepsWhatPostsAreMadeOf) {
    constexpr std::string_view kPost =
        "<p>a <b>b</b> <em>c</em><br>d</p><ul><li>e</li><li>f</li></ul><blockquote>g</blockquote>"
        "<table><caption>h</caption><thead><tr><th scope=\"row\">i</th></tr></thead><tbody><tr><td "
        "colspan=\"2\">j</td></tr>"
        "</tbody></table><details><summary>k</summary>l</details><ruby>m<rt>n</rt></ruby>";
    EXPECT_EQ(feed(kPost), kPost);
}

TEST(Sanitize, DropsScriptsWholeAndUnknownTagsAlone) {
    EXPECT_EQ(feed("a<script>alert('<p>')</script>b<x-y onclick=1>c</x-y><style>p{}</style>"), "abc");
    EXPECT_EQ(feed("a<svg><text>x</text><p>y</svg>"), "a<p>y</p>");
    EXPECT_EQ(feed("<noscript><p>x</p></noscript>y<object>z"), "yz");
    EXPECT_EQ(feed("<!-- a --><!doctype html><?php b ?>c"), "c");
}

TEST(Sanitize, ChecksSchemesAfterDecodingAndStripping) {
    for (const auto* href :
         {"javascript:x", "java&#115;cript:x", " &#1;javascript:x", "java&Tab;script:x", "JAVASCRIPT&colon;x",
          "java\nscript:x", "vbscript:x", "data:text/html,x", "jav&#x0A;ascript:x", "\x01javascript:x"}) {
        EXPECT_EQ(feed("<a href='" + std::string(href) + "'>x</a>"), "<a>x</a>") << href;
    }
    EXPECT_EQ(sanitize("<a href='&#6;#n'>x</a>", Policy::feed()), "<a href=\"#post-n\">x</a>");
    EXPECT_EQ(sanitize("<a href=?utm_source=x>x</a>", Policy::feed()), "<a>x</a>");
    EXPECT_EQ(sanitize("<a href='java\x01script:x'>x</a>", Policy::feed()), "<a>x</a>");
    EXPECT_EQ(feed("<a href=mailto:a@b.example>x</a>"),
              "<a href=\"mailto:a@b.example\" rel=\"nofollow noopener ugc\">x</a>");
}

TEST(Sanitize, LinksOnlyByTheSchemesOfThePolicy) {
    auto policy = Policy::feed();
    ASSERT_TRUE(policy.set_schemes({"https", "mailto"}));
    EXPECT_EQ(sanitize("<a href=http://x.example/>x</a><a href='HTTP://x.example/ y'>x</a>", policy),
              "<a>x</a><a>x</a>");
    EXPECT_NE(sanitize("<a href=https://x.example/>x</a>", policy), "<a>x</a>");
    EXPECT_NE(sanitize("<img src=http://x.example/a.png>", policy), "");
}

TEST(Sanitize, MakesUrlsAbsoluteAndTakesTrackingOff) {
    EXPECT_EQ(feed("<a href=../x?utm_source=feed&amp;id=7&fbclid=1#y target=_top>x</a>"),
              "<a href=\"https://blog.example/2024/x?id=7#y\" rel=\"nofollow noopener ugc\">x</a>");
    EXPECT_EQ(feed("<img src=a.png srcset='a.png 1x, b.png 2x, javascript:x 3x' alt=A>"),
              "<img src=\"https://blog.example/2024/post/a.png\" "
              "srcset=\"https://blog.example/2024/post/a.png 1x, https://blog.example/2024/post/b.png 2x\" "
              "alt=\"A\" "
              "loading=\"lazy\" referrerpolicy=\"no-referrer\">");
    EXPECT_EQ(
        feed("<img src=http://x.example/t.gif width=1 height=1>a<img src=x onerror=y data-src=z><img alt=q>")
            .substr(0, 1),
        "a");
}

TEST(Sanitize, KeepsLinksWithinThePostWorking) {
    EXPECT_EQ(feed("<a href=#n1 id=r1>1</a><p id=n1>x</p>"),
              "<a href=\"#post-n1\" id=\"post-r1\">1</a><p id=\"post-n1\">x</p>");
    auto policy = Policy::feed();
    policy.id_prefix = "e7-";
    EXPECT_EQ(sanitize("<p id=body>x</p>", policy), "<p id=\"e7-body\">x</p>");
}

TEST(Sanitize, SettlesLinksToTheStorysOwnPageByTheIdsThatThePostHas) {
    constexpr std::string_view kTarget = "<i id=\"post-n\">n</i>";
    const auto first = [&](std::string_view link) {
        const auto html = feed("<a href='" + std::string(link) + "'>x</a><i id=n>n</i>");
        EXPECT_TRUE(html.ends_with(kTarget));
        EXPECT_EQ(feed(html), html);
        return html.substr(0, html.size() - kTarget.size());
    };
    constexpr std::string_view kInside = "<a href=\"#post-n\">x</a>";
    EXPECT_EQ(first("#n"), kInside);
    EXPECT_EQ(first("https://blog.example/2024/post/#n"), kInside);
    EXPECT_EQ(first("http://blog.example/2024/post/#%6E"), kInside);
    EXPECT_EQ(first("/2024/post/#n"), kInside);
    EXPECT_EQ(first("#comments"),
              "<a href=\"https://blog.example/2024/post/#comments\" rel=\"nofollow noopener ugc\">x</a>");
    EXPECT_EQ(first("/2024/other/#n"),
              "<a href=\"https://blog.example/2024/other/#n\" rel=\"nofollow noopener ugc\">x</a>");
    EXPECT_EQ(feed("<a href='#n' title='&quot;&lt;'>x</a>"),
              "<a href=\"https://blog.example/2024/post/#n\" title=\"&quot;&lt;\" "
              "rel=\"nofollow noopener ugc\">x</a>");
    EXPECT_EQ(sanitize("<a href=#n>x</a>", Policy::feed()), "<a href=\"#post-n\">x</a>");
    EXPECT_EQ(first("#utm_source=x"),
              "<a href=\"https://blog.example/2024/post/\" rel=\"nofollow noopener ugc\">x</a>");
}

TEST(Sanitize, KnowsTheStorysPageWhenItIsNotTheBase) {
    auto policy = Policy::feed();
    policy.page_url = "https://blog.example/story";
    EXPECT_EQ(
        sanitize("<a href=https://blog.example/story#n>x</a><i id=n>n</i><a href=#c>y</a>", policy, &kBase),
        "<a href=\"#post-n\">x</a><i id=\"post-n\">n</i>"
        "<a href=\"https://blog.example/story#c\" rel=\"nofollow noopener ugc\">y</a>");
}

TEST(Sanitize, DropsPicturesThatOnlyCountReaders) {
    for (const auto* pixel :
         {"<img src=x.gif width=1 height=1>", "<img src=x.gif width=1px>", "<img src=x.gif height=0>",
          "<img src=x.gif style='display:none'>", "<img src=x.gif style='border:0; width: 1px !important'>",
          "<img src=https://pixel.wp.com/b.gif>", "<img src=//vg08.met.vgwort.de/na/1>",
          "<img src=https://feeds.blog.example/~r/blog/~4/x>", "<img src=/images/npr-rss-pixel.png?story=1>",
          "<img src=/1x1.png>", "<img src=/spacer.gif>"}) {
        EXPECT_EQ(feed(pixel), "") << pixel;
    }
    for (const auto* picture : {"<img src=/pixel/phone.jpg>", "<img src=/weather/clear.png width=32>",
                                "<img src=/a.gif style='width:100%'>", "<img src=/track.jpg>"}) {
        EXPECT_NE(feed(picture), "") << picture;
    }
    auto policy = Policy::feed();
    policy.drop_tracking = false;
    EXPECT_NE(sanitize("<img src=x.gif width=1 height=1>", policy), "");
}

TEST(Sanitize, MovesHeadingsDownTogether) {
    auto policy = Policy::feed();
    policy.top_heading = 3;
    const auto once = sanitize("<h1>a</h1><h2>b</h2><h6>c</h6>", policy);
    EXPECT_EQ(once, "<h3>a</h3><h4>b</h4><h6>c</h6>");
    EXPECT_EQ(sanitize(once, policy), once);
    EXPECT_EQ(sanitize("<h4>a</h4>", policy), "<h4>a</h4>");
}

TEST(Sanitize, KeepsTheSpaceAndLanguageOfCode) {
    EXPECT_EQ(feed("<pre><code class='hl language-c++ x'>\n  a &lt; b\n</code></pre>"),
              "<pre><code class=\"language-c++\">\n  a &lt; b\n</code></pre>");
    EXPECT_EQ(feed("<pre class='brush: js; gutter: false'>a</pre>"), "<pre class=\"language-js\">a</pre>");
    EXPECT_EQ(feed("<div class='highlight highlight-source-rust'><pre>a</pre></div>"),
              "<div class=\"language-rust\"><pre>a</pre></div>");
    EXPECT_EQ(feed("<code class='hljs rust'>a</code>"), "<code class=\"language-rust\">a</code>");
    EXPECT_EQ(feed("<pre class='sourceCode haskell'>a</pre>"), "<pre class=\"language-haskell\">a</pre>");
    EXPECT_EQ(feed("<pre class='src src-emacs-lisp'>a</pre>"), "<pre class=\"language-emacs-lisp\">a</pre>");
    EXPECT_EQ(feed("<p class='hljs rust'>a</p>"), "<p>a</p>");
    EXPECT_EQ(feed("<pre>\na</pre><pre>\n\nb</pre>"), "<pre>a</pre><pre>\n\nb</pre>");
}

TEST(Sanitize, ClosesInWritingWhatABrowserWouldClose) {
    EXPECT_EQ(feed("<p>a<p>b<div>c"), "<p>a</p><p>b</p><div>c</div>");
    EXPECT_EQ(feed("<p><b>a<p>b</b>c"), "<p><b>a</b></p><p><b>b</b>c</p>");
    EXPECT_EQ(feed("<b><p>a</b>b</p>c"), "<b><p>a</p></b><p>b</p>c");
    EXPECT_EQ(feed("<li>a<li>b"), "<li>a</li><li>b</li>");
    EXPECT_EQ(feed("<a href=/x>a<a href=/y>b").find("<a", 3), feed("<a href=/x>a</a>").size());
    EXPECT_EQ(feed("<h1>a<h2>b"), "<h1>a</h1><h2>b</h2>");
    EXPECT_EQ(feed("<i>a</b></i></i>b"), "<i>a</i>b");
    EXPECT_EQ(feed("<h1><i><h6></i>a"), "<h1><i><h6></h6></i></h1><h6>a</h6>");
}

TEST(Sanitize, WritesTablesWhole) {
    EXPECT_EQ(feed("<table><td>a<tr><td>b"),
              "<table><tbody><tr><td>a</td></tr><tr><td>b</td></tr></tbody></table>");
    EXPECT_EQ(feed("<table>x<col><p>y"),
              "<table><tbody><tr><td>x</td></tr></tbody><colgroup><col></colgroup><tbody><tr><td><p>y</p></"
              "td></tr></tbody>"
              "</table>");
    EXPECT_EQ(feed("<td>a</td>b"), "a\nb");
    EXPECT_EQ(feed("<b><table><tr><td>a</b>b</table>c"),
              "<b><table><tbody><tr><td>ab</td></tr></tbody></table>c</b>");
}

TEST(Sanitize, LetsMathThroughWithoutAnyHtmlInside) {
    EXPECT_EQ(feed("<math display=block href=x><mi "
                   "onclick=y>x</mi><mspace/><mtext><b>y</b><style><img></style></mtext></math>z"),
              "<math display=\"block\"><mi>x</mi><mspace></mspace><mtext>y</mtext></math>z");
    EXPECT_EQ(feed("<mtext><p>x</p></mtext>"), "<p>x</p>");
    EXPECT_EQ(feed("<math><mrow><p>x"), "<math><mrow></mrow></math><p>x</p>");
    EXPECT_EQ(feed("<math><semantics><mi>x</mi><annotation>\\x</annotation></semantics></math>"),
              "<math><semantics><mi>x</mi></semantics></math>");
    EXPECT_EQ(feed("<math><![CDATA[<b>]]></math>"), "<math>&lt;b&gt;</math>");
}

TEST(Sanitize, EscapesInsteadWhenTold) {
    auto policy = Policy::strict();
    policy.disallowed = Disallowed::kEscape;
    const auto once = sanitize("<b>a</b><script x>1<2</script><div>", policy);
    EXPECT_EQ(once, "<b>a</b>&lt;script x&gt;1&lt;2&lt;/script&gt;&lt;div&gt;");
    EXPECT_EQ(sanitize(once, policy), once);
}

TEST(Sanitize, FramesOnlyFromAllowedHosts) {
    const auto policy = Policy::feed_with_embeds({"www.youtube.com", "*.vimeo.com"});
    EXPECT_TRUE(sanitize("<iframe src=//www.youtube.com/embed/x></iframe>", policy, &kBase)
                    .starts_with("<iframe src=\"https://www.youtube.com/embed/x\" sandbox="));
    EXPECT_TRUE(sanitize("<iframe src=https://player.vimeo.com/1>", policy).starts_with("<iframe src="));
    EXPECT_EQ(sanitize("a<iframe src=https://evil.example/><b>x</b></iframe>b", policy), "a<b>x</b>b")
        << "what is inside was meant for readers without frames";
    EXPECT_TRUE(sanitize("<iframe src=https://www.youtube.com/embed/x />after", policy).ends_with("after"));
    EXPECT_EQ(sanitize("a<iframe src=https://www.youtube.com.evil.example/></iframe>", policy), "a");
    EXPECT_EQ(sanitize("a<iframe srcdoc='<script>1</script>'></iframe>b", policy), "ab");
    EXPECT_EQ(feed("a<iframe src=https://www.youtube.com/embed/x></iframe>b"), "ab");
}

TEST(Sanitize, KnowsTheNameOfAHost) {
    for (const auto* host : {"www.youtube.com", "*.vimeo.com", "xn--bcher-kva.example"})
        EXPECT_TRUE(is_host_pattern(host)) << host;
    for (const auto* other : {"", "*.", "https://x.example", "x.example/", "x.example:1", "X.example", "a b",
                              "*", "x.*", "a;b", "b\u00FCcher.example"}) {
        EXPECT_FALSE(is_host_pattern(other)) << other;
    }
}

TEST(Sanitize, KeepsOnlyHarmlessStyles) {
    EXPECT_EQ(feed("<p style='text-align:center;position:fixed;font-weight:bold "
                   "!important;text-decoration:url(x)'>a</p>"),
              "<p style=\"text-align: center; font-weight: bold\">a</p>");
}

TEST(Sanitize, ShowsNoLengthThatNoScreenHasRoomFor) {
    auto policy = Policy::feed();
    for (const auto property : {"width", "height", "line-height", "color"})
        policy.allow_style(property);
    EXPECT_EQ(
        sanitize("<p style='width:99999em;height:10px;line-height:1.23456;color:#123456'>a</p>", policy),
        "<p style=\"height: 10px; line-height: 1.23456; color: #123456\">a</p>");
}

TEST(Sanitize, LosesNoTextToWhatIsNeverClosed) {
    EXPECT_EQ(feed("a<!-- -- b>c<script>1</script>"), "ac");
    EXPECT_EQ(feed("a<!-- b"), "a");
    EXPECT_EQ(feed("a<!-- b --><!-- c>d"), "ad");
    EXPECT_EQ(feed("<!' <a href=http://x/>b</a>"),
              "&lt;!' <a href=\"http://x/\" rel=\"nofollow noopener ugc\">b</a>");
    EXPECT_EQ(feed("a<iframe src=x /> b"), "a b");
    std::string many;
    for (int i = 0; i < 100; ++i)
        many += "<!-- >x";
    EXPECT_EQ(feed(many), std::string(16, 'x')) << "looking for their ends is bounded";
}

TEST(Sanitize, TakesABreakAsXmlWritesItForOne) {
    EXPECT_EQ(feed("a<br></br>b"), "a<br>b");
    EXPECT_EQ(feed("a</br>b"), "a<br>b");
    EXPECT_EQ(feed("a<br> </br>b"), "a<br> <br>b");
}

TEST(Sanitize, NothingPassesThatNoPolicyMayAllow) {
    Policy policy;
    EXPECT_FALSE(policy.allow_element("script"));
    EXPECT_FALSE(policy.allow_element("iframe"));
    EXPECT_FALSE(policy.allow_element("svg"));
    EXPECT_FALSE(policy.allow_attribute("*", "onclick"));
    EXPECT_FALSE(policy.allow_attribute("a", "srcdoc"));
    EXPECT_FALSE(policy.allow_style("position"));
    EXPECT_FALSE(policy.set_schemes({"http", "JavaScript"}));
    EXPECT_EQ(sanitize("<p>a</p>", policy), "a\n");
}

TEST(Sanitize, SaysWhatItTookAway) {
    const auto notes = sanitize_with_notes(
                           "<p onclick=x foo=y>a</p><script></script><a href=javascript:x>b</a>"
                           "<img src=http://x.example/a.png><img src=http://pixel.wp.com/g.gif>",
                           Policy::feed())
                           .notes;
    EXPECT_EQ(notes.dropped_scripts, 2u);
    EXPECT_EQ(notes.dropped_attributes, 3u);
    EXPECT_EQ(notes.dropped_urls, 1u);
    EXPECT_EQ(notes.mixed_content, 1u);
    EXPECT_EQ(notes.tracking_pixels, 1u);
}

TEST(Sanitize, StaysWithinItsLimits) {
    std::string deep;
    for (int i = 0; i < 100000; ++i)
        deep += "<div>";
    const auto result = sanitize_with_notes(deep, Policy::feed());
    EXPECT_EQ(result.notes.too_deep, 100000u - Policy().max_depth);
    EXPECT_EQ(result.html.size(), Policy().max_depth * 11);
    std::string cut = "<b title='" + std::string(1000, 'x') + "'>";
    for (int i = 0; i < 20000; ++i)
        cut += "<p>a";
    EXPECT_LT(feed(cut).size(), 4 * cut.size());
}

TEST(Sanitize, GivesValidUtf8WhateverComesIn) {
    std::string bytes = "<p title='";
    for (int i = 0; i < 256; ++i)
        bytes += static_cast<char>(i);
    bytes += "'>";
    for (int i = 0; i < 256; ++i)
        bytes += static_cast<char>(i);
    const auto once = feed(bytes);
    EXPECT_TRUE(utf8::is_valid(once));
    for (const char c : once)
        EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t');
    EXPECT_EQ(feed(once), once);
}

TEST(Sanitize, ALinkToAPartOfThePageStaysOneWithoutItsTracking) {
    const auto once = sanitize("<a href='?utm_source=rss#x'>a</a>", Policy::feed());
    EXPECT_EQ(once, "<a href=\"?#x\" rel=\"nofollow noopener ugc\">a</a>");
    EXPECT_EQ(sanitize(once, Policy::feed()), once);
}

TEST(Sanitize, NoSpaceIsLeftWhereATrackingFragmentWas) {
    EXPECT_EQ(sanitize("<a href='x #utm_source=rss'>a</a>", Policy::feed()),
              "<a href=\"x\" rel=\"nofollow noopener ugc\">a</a>");
}

TEST(Sanitize, EachPolicyHasItsOwnRel) {
    auto policy = Policy::feed();
    Sanitizer sanitizer(policy);
    const auto link = [&] {
        std::string out;
        sanitizer.sanitize("<a href='https://a.example/'>a</a>", nullptr, out);
        return out;
    };
    EXPECT_EQ(link(), "<a href=\"https://a.example/\" rel=\"nofollow noopener ugc\">a</a>");
    policy.link_rel = "a\"b";
    EXPECT_EQ(link(), "<a href=\"https://a.example/\" rel=\"a&quot;b\">a</a>");
    policy.link_rel.clear();
    EXPECT_EQ(link(), "<a href=\"https://a.example/\">a</a>");
}

TEST(Sanitize, AControlCharacterAmongClassesLeavesNoSpaceBehind) {
    Policy policy;
    policy.allow_element("div");
    policy.allow_attribute("*", "class");
    policy.any_class = true;
    EXPECT_EQ(sanitize("<div class=' \x05 b\x01 \x7F '>", policy), "<div class=\"b\"></div>");
}

TEST(Sanitize, AppendsAndReusesItsMemory) {
    const auto policy = Policy::feed();
    Sanitizer sanitizer(policy);
    std::string out = "x";
    sanitizer.sanitize("<p>a", nullptr, out);
    sanitizer.sanitize("<h2>b", nullptr, out);
    EXPECT_EQ(out, "x<p>a</p><h2>b</h2>");
}

}  // namespace
}  // namespace orrery::html
