#include "text_scan.hpp"

#include <random>
#include <string>

#include <gtest/gtest.h>

namespace orrery::feed {
namespace {

// The same byte by byte.
Run text_by_bytes(std::string_view document, std::size_t at) {
    Run run{at, true, true};
    for (; run.end < document.size() && document[run.end] != '<'; ++run.end) {
        run.plain = run.plain && !is_special<true>(document[run.end]);
        run.ascii = run.ascii && static_cast<unsigned char>(document[run.end]) < 0x80;
    }
    return run;
}

Run section_by_bytes(std::string_view document, std::size_t at, char doubled) {
    const std::string end{doubled, doubled, '>'};
    Run run{std::min(document.find(end, at), document.size()), true, true};
    for (; at < run.end; ++at) {
        run.plain = run.plain && !is_special<false>(document[at]);
        run.ascii = run.ascii && static_cast<unsigned char>(document[at]) < 0x80;
    }
    return run;
}

template <bool kReferences>
std::size_t special_by_bytes(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size() && !is_special<kReferences>(text[at]))
        ++at;
    return at;
}

// How far a copy must get, and what it must have written.
std::pair<std::size_t, std::string> copy_by_bytes(std::string_view text, bool references) {
    std::string out;
    std::size_t at = 0;
    for (; at < text.size();) {
        if (references) {
            bool known = false;
            for (const auto& [reference, c] :
                 {std::pair{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}}) {
                if (!text.substr(at).starts_with(reference)) continue;
                out += c;
                at += std::string_view(reference).size();
                known = true;
                break;
            }
            if (known) continue;
        }
        if (references ? is_special<true>(text[at]) : is_special<false>(text[at])) break;
        out += text[at++];
    }
    return {at, out};
}

void expect_run(const Run& run, const Run& expected, const std::string& text) {
    ASSERT_EQ(run.end, expected.end) << text;
    ASSERT_EQ(run.plain, expected.plain) << text;
    ASSERT_EQ(run.ascii, expected.ascii) << text;
}

// Of what `text` is followed by, nothing must come through.
using Copy = Copied (*)(const char*, const char*, const char*, char*);
std::string copied(Copy copy, std::string_view text, std::size_t behind, std::size_t& at) {
    std::string out(text.size() + kCopySlack, '?');
    const auto* stop = text.data() + text.size();
    const auto end = copy(text.data(), stop, stop + behind, out.data());
    at = static_cast<std::size_t>(end.at - text.data());
    out.resize(static_cast<std::size_t>(end.out - out.data()));
    return out;
}

TEST(TextScan, FindsAndCopiesWhatALoopOverBytesDoes) {
    std::mt19937 random(7);
    const std::string_view pieces[] = {
        "&lt;", "&gt;",   "&amp;", "&quot;", "&apos;",
        "&lt",  "&",      "<",     "]]>",    "]]",
        "-->",  "--",     "\r\n",  "\n\t",   "\x01",
        "é",    "日",     "&#10;", "word",   "a longer piece of text, beyond a block of bytes",
        " ",    "&&quot;"};
    for (int round = 0; round < 20000; ++round) {
        std::string text;
        const auto parts = random() % 12;
        for (std::size_t i = 0; i < parts; ++i) {
            text += pieces[random() % std::size(pieces)];
            text.append(random() % 4 == 0 ? random() % 40 : 0, 'x');
        }
        // A buffer of just that size, so that the address sanitizer sees what is read beyond.
        const std::string document(text.data(), text.size());
        const auto from = document.empty() ? 0 : random() % document.size();
        for (const auto* scan : {&text_scan(), &portable_text_scan()}) {
            expect_run(scan->text(document, from), text_by_bytes(document, from), document);
            expect_run(scan->section(document, from, ']'), section_by_bytes(document, from, ']'), document);
            expect_run(scan->section(document, from, '-'), section_by_bytes(document, from, '-'), document);
            const auto* begin = document.data();
            const auto* end = begin + document.size();
            ASSERT_EQ(scan->find_reference(begin, end) - begin, special_by_bytes<true>(document)) << document;
            ASSERT_EQ(scan->find_control(begin, end) - begin, special_by_bytes<false>(document)) << document;
            for (const std::size_t size : {document.size(), from}) {
                const std::string_view part(begin, size);
                const auto behind = document.size() - size;
                std::size_t at = 0;
                auto expected = copy_by_bytes(part, true);
                ASSERT_EQ(copied(scan->copy_references, part, behind, at), expected.second) << document;
                ASSERT_EQ(at, expected.first) << document;
                expected = copy_by_bytes(part, false);
                ASSERT_EQ(copied(scan->copy_literal, part, behind, at), expected.second) << document;
                ASSERT_EQ(at, expected.first) << document;
            }
        }
    }
}

}  // namespace
}  // namespace orrery::feed
