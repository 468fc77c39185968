// Runs html5lib's tokenizer vectors. Format: the README beside them.

#include "orrery/html/tokenizer.hpp"

#include "orrery/base/utf8.hpp"
#include "orrery/html/references.hpp"

#include <filesystem>

#include <gtest/gtest.h>
#include <simdjson.h>

namespace orrery::html {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;

const std::filesystem::path kVectors = ORRERY_SOURCE_DIR "/../shared/corpus/html5lib/tokenizer";

// `\uXXXX` inside the texts of a test that says doubleEscaped. Lone surrogates become U+FFFD, as they do on
// their way into any UTF-8 text.
std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i, 2) != "\\u") {
            out += text[i];
            continue;
        }
        auto unit = static_cast<char32_t>(std::stoul(std::string(text.substr(i + 2, 4)), nullptr, 16));
        i += 5;
        if (unit >= 0xD800 && unit < 0xDC00 && text.substr(i + 1, 2) == "\\u") {
            const auto low =
                static_cast<char32_t>(std::stoul(std::string(text.substr(i + 3, 4)), nullptr, 16));
            if (low >= 0xDC00 && low < 0xE000) {
                unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                i += 6;
            }
        }
        utf8::append(out, unit);
    }
    return out;
}

std::string identifier(std::string_view value) {
    return value.data() == nullptr ? "null" : std::string(value);
}

// Tokens as lines; neighbouring texts joined, as the vectors have them.
class Lines {
  public:
    void text(std::string_view more) { text_ += more; }
    void line(const std::string& line) {
        flush();
        lines_ += line + "\n";
    }
    std::string take() {
        flush();
        return lines_;
    }

  private:
    void flush() {
        if (!text_.empty()) lines_ += "text " + text_ + "\n";
        text_.clear();
    }
    std::string lines_;
    std::string text_;
};

std::string tokens_of(std::string_view raw_input, Tokenizer::State state, std::string_view last_start_tag) {
    std::string storage;
    const auto input = preprocessed(raw_input, storage);
    Tokenizer tokenizer(input);
    tokenizer.set_cdata_allowed(state == Tokenizer::State::kCdata);
    tokenizer.set_state(state, last_start_tag);
    Lines lines;
    std::string scratch;
    while (true) {
        const auto& token = tokenizer.next();
        switch (token.type) {
            case TokenType::kEnd:
                return lines.take();
            case TokenType::kText:
                lines.text(token.has_references ? decoded(token.text) : std::string(token.text));
                break;
            case TokenType::kComment:
                lines.line("comment " + std::string(token.text));
                break;
            case TokenType::kEndTag:
                lines.line("end " + std::string(token.name));
                break;
            case TokenType::kStartTag: {
                std::map<std::string, std::string> attributes;
                for (const auto& attribute : token.attributes) {
                    attributes.emplace(attribute.name, attribute.decoded_value(scratch));
                }
                std::string line = "start " + std::string(token.name) + (token.self_closing ? " /" : "");
                for (const auto& [name, value] : attributes)
                    line += "\n  " + name + "=" + value;
                lines.line(line);
                break;
            }
            case TokenType::kDoctype:
                lines.line("doctype " + identifier(token.name) + "|" + identifier(token.public_id) + "|" +
                           identifier(token.system_id) + (token.force_quirks ? "|quirks" : ""));
                break;
        }
    }
}

std::string expected_tokens(array tokens, bool escaped) {
    const auto read = [&](element value) {
        if (value.is_null()) return std::string("null");
        const std::string text(value.get_string().value());
        return escaped ? unescaped(text) : text;
    };
    Lines lines;
    for (const array token : tokens) {
        const std::string kind(token.at(0).get_string().value());
        if (kind == "Character") {
            lines.text(read(token.at(1)));
        } else if (kind == "Comment") {
            lines.line("comment " + read(token.at(1)));
        } else if (kind == "EndTag") {
            lines.line("end " + read(token.at(1)));
        } else if (kind == "StartTag") {
            std::map<std::string, std::string> attributes;
            const simdjson::dom::object pairs = token.at(2);
            for (const auto [name, value] : pairs) {
                const std::string key(name);
                attributes.emplace(escaped ? unescaped(key) : key, read(value));
            }
            std::string line = "start " + read(token.at(1)) + (token.size() > 3 ? " /" : "");
            for (const auto& [name, value] : attributes)
                line += "\n  " + name + "=" + value;
            lines.line(line);
        } else {
            lines.line("doctype " + read(token.at(1)) + "|" + read(token.at(2)) + "|" + read(token.at(3)) +
                       (token.at(4).get_bool().value() ? "" : "|quirks"));
        }
    }
    return lines.take();
}

Tokenizer::State state_named(std::string_view name) {
    if (name == "PLAINTEXT state") return Tokenizer::State::kPlaintext;
    if (name == "RCDATA state") return Tokenizer::State::kRcdata;
    if (name == "RAWTEXT state") return Tokenizer::State::kRawtext;
    if (name == "Script data state") return Tokenizer::State::kScriptData;
    if (name == "CDATA section state") return Tokenizer::State::kCdata;
    EXPECT_EQ(name, "Data state");
    return Tokenizer::State::kData;
}

TEST(Html5libTokenizer, PassesEveryVector) {
    if (!std::filesystem::exists(kVectors)) GTEST_SKIP() << "no corpus at " << kVectors;
    std::size_t count = 0;
    for (const auto& file : std::filesystem::directory_iterator(kVectors)) {
        // xmlViolation.test is about turning HTML into an XML infoset, which is no part of the HTML Standard.
        if (file.path().extension() != ".test" || file.path().filename() == "xmlViolation.test") continue;
        simdjson::dom::parser parser;
        const element document = parser.load(file.path().string());
        const array tests = document["tests"];
        for (const element test : tests) {
            bool escaped = false;
            if (test["doubleEscaped"].get(escaped) != simdjson::SUCCESS) escaped = false;
            const std::string raw_input(test["input"].get_string().value());
            const auto input = escaped ? unescaped(raw_input) : raw_input;
            std::vector<std::string> states{"Data state"};
            if (array names; test["initialStates"].get(names) == simdjson::SUCCESS) {
                states.clear();
                for (const element name : names)
                    states.emplace_back(name.get_string().value());
            }
            std::string_view last_start_tag;
            if (test["lastStartTag"].get(last_start_tag) != simdjson::SUCCESS) last_start_tag = {};
            const auto expected = expected_tokens(test["output"], escaped);
            for (const auto& state : states) {
                ++count;
                EXPECT_EQ(tokens_of(input, state_named(state), last_start_tag), expected)
                    << file.path().filename() << ": " << test["description"].get_string().value() << " in "
                    << state << "\n"
                    << input;
            }
        }
    }
    EXPECT_GT(count, 6000u);
}

}  // namespace
}  // namespace orrery::html
