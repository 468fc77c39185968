#include "orrery/html/tokenizer.hpp"

#include "orrery/html/references.hpp"

#include <gtest/gtest.h>

namespace orrery::html {
namespace {

TEST(Tokenizer, GivesViewsOfTheInput) {
    const std::string input = "<p class=x>Sea";
    Tokenizer tokenizer(input);
    const auto& tag = tokenizer.next();
    EXPECT_EQ(tag.tag, Tag::kP);
    EXPECT_EQ(tag.raw, "<p class=x>");
    ASSERT_EQ(tag.attributes.size(), 1u);
    EXPECT_EQ(tag.attributes[0].value.data(), input.data() + 9);
    EXPECT_EQ(tokenizer.next().text.data(), input.data() + 11);
    EXPECT_EQ(tokenizer.next().type, TokenType::kEnd);
    EXPECT_EQ(tokenizer.next().type, TokenType::kEnd);
}

TEST(Tokenizer, KeepsTheFirstOfTwoAttributesAndAtMostItsLimit) {
    std::string input = "<p a=1 A=2";
    for (int i = 0; i < 1000; ++i)
        input += " x" + std::to_string(i);
    input += ">";
    Tokenizer tokenizer(input);
    const auto& tag = tokenizer.next();
    EXPECT_EQ(tag.attribute("a")->value, "1");
    EXPECT_EQ(tag.attributes.size(), Tokenizer::kMaxAttributes);
    EXPECT_EQ(tag.attribute("missing"), nullptr);
}

TEST(Tokenizer, DropsATagThatTheEndCutsOff) {
    Tokenizer tokenizer("a<b href='x");
    EXPECT_EQ(tokenizer.next().text, "a");
    EXPECT_EQ(tokenizer.next().type, TokenType::kEnd);
}

TEST(Tokenizer, ReadsACdataSectionOnlyWhereToldTo) {
    Tokenizer tokenizer("<![CDATA[x]]><![CDATA[y]]>");
    EXPECT_EQ(tokenizer.next().type, TokenType::kComment);
    tokenizer.set_cdata_allowed(true);
    EXPECT_EQ(tokenizer.next().text, "y");
}

TEST(Preprocessed, CopiesOnlyWhatMustChange) {
    std::string storage;
    const std::string_view clean = "a\nb";
    EXPECT_EQ(preprocessed(clean, storage).text.data(), clean.data());
    EXPECT_EQ(preprocessed("a\r\nb\rc\r", storage).text, "a\nb\nc\n");
    EXPECT_EQ(preprocessed("a\xFF\r", storage).text, "a\uFFFD\n");
}

TEST(Preprocessed, SeesEachControlCharacterWhereverItStands) {
    std::string storage;
    for (std::size_t size = 1; size < 200; ++size) {
        for (std::size_t at = size > 70 ? size - 70 : 0; at < size; ++at) {
            std::string text(size, 'x');
            EXPECT_FALSE(preprocessed(text, storage).has_controls);
            text[at] = '\x01';
            EXPECT_TRUE(preprocessed(text, storage).has_controls) << at << " of " << size;
        }
    }
    for (int byte = 0; byte < 0x80; ++byte) {
        const std::string text(100, static_cast<char>(byte));
        const bool stray = (byte < ' ' && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F;
        EXPECT_EQ(preprocessed(text, storage).has_controls, stray) << byte;
    }
    EXPECT_EQ(preprocessed(std::string(100, 'x') + "\xFF", storage).text, std::string(100, 'x') + "\uFFFD");
}

TEST(References, AreDecodedByContext) {
    EXPECT_EQ(decoded("&lt;&amp;&copy1 &notit; &#x80;&#0;&#xD800;& &;"),
              "<&\u00A91 \u00ACit; \u20AC\uFFFD\uFFFD& &;");
    EXPECT_EQ(decoded("?a=1&copy=2&copy;", ReferenceContext::kAttribute), "?a=1&copy=2\u00A9");
    EXPECT_EQ(decoded("&acE;"), "\u223E\u0333");
    EXPECT_EQ(decoded("&#99999999999999999999;"), "\uFFFD");
}

TEST(Tags, AreFoundByName) {
    for (std::size_t i = 1; i < kTagCount; ++i)
        EXPECT_EQ(tag_of(kTagNames[i]), static_cast<Tag>(i));
    EXPECT_EQ(tag_of("nosuch"), Tag::kUnknown);
    EXPECT_EQ(tag_of(""), Tag::kUnknown);
}

}  // namespace
}  // namespace orrery::html
