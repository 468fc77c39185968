// How many entries a second a planet's rules judge, beside the bare regular expressions one after the other
// (RE2, PCRE2 with its JIT, std::regex) and beside reading the text once. The entries are the posts of the
// real feeds in the corpus; each rule searches the text for a word or two.

#include "orrery/html/text.hpp"
#include "orrery/planet/rule_set.hpp"
#include "real_posts.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

#include <fmt/format.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <re2/re2.h>

namespace {

using namespace orrery;
using namespace orrery::planet;

constexpr std::size_t kMostPosts = 4000;
constexpr double kLeastSeconds = 0.3;
constexpr std::array kWords = {
    "python", "postgres",   "hiring",   "job offer", "sponsor", "webinar",  "kubernetes", "release notes",
    "crypto", "casino",     "discount", "podcast",   "meetup",  "giveaway", "conference", "call for papers",
    "django", "newsletter", "golang",   "linux",     "docker",  "android",  "typescript", "black friday"};

std::vector<std::string> texts_of_posts() {
    std::vector<std::string> posts;
    const std::filesystem::path folder = ORRERY_SOURCE_DIR "/../shared/corpus/real";
    if (std::filesystem::exists(folder))
        for (const auto& file : std::filesystem::directory_iterator(folder)) {
            std::ifstream stream(file.path(), std::ios::binary);
            html::add_posts({(std::istreambuf_iterator<char>(stream)), {}}, posts);
        }
    // The order of a folder is anybody's guess: a fixed sample of all.
    std::ranges::sort(posts);
    std::vector<std::string> texts;
    const auto step = std::max<std::size_t>(1, posts.size() / kMostPosts);
    for (std::size_t i = 0; i < posts.size(); i += step)
        texts.push_back(html::text(posts[i]));
    return texts;
}

/// Microseconds an entry: whole rounds over all texts until kLeastSeconds are over, the fastest counts.
template <class Work>
double microseconds(const std::vector<std::string>& texts, Work work) {
    double best = 0;
    double spent = 0;
    do {
        const auto start = std::chrono::steady_clock::now();
        for (const auto& text : texts)
            work(text);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        spent += took.count();
        if (best == 0 || took.count() < best) best = took.count();
    } while (spent < kLeastSeconds);
    return best * 1e6 / static_cast<double>(texts.size());
}

std::string pattern(std::size_t i) {
    const std::string word = kWords[i % kWords.size()];
    return i < kWords.size() ? "\\b" + word + "s?\\b" : word + " \\w+ " + kWords[(i * 7) % kWords.size()];
}

void bench_patterns(const std::vector<std::string>& texts, std::size_t count, double reading) {
    std::vector<RuleSource> sources;
    std::vector<std::unique_ptr<re2::RE2>> linear;
    std::vector<pcre2_code*> jit;
    std::vector<std::regex> standard;
    for (std::size_t i = 0; i < count; ++i) {
        const auto expression = pattern(i);
        sources.push_back({std::to_string(i), "text ~ '(?i)" + expression + "'", {"tag 'x'"}, ""});
        linear.push_back(std::make_unique<re2::RE2>("(?i)" + expression));
        int error = 0;
        PCRE2_SIZE offset = 0;
        jit.push_back(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(expression.data()), expression.size(),
                                    PCRE2_UTF | PCRE2_CASELESS | PCRE2_MATCH_INVALID_UTF, &error, &offset,
                                    nullptr));
        pcre2_jit_compile(jit.back(), PCRE2_JIT_COMPLETE);
        standard.emplace_back(expression, std::regex::icase | std::regex::optimize);
    }
    const auto set = RuleSet::compile(sources);
    if (!set) throw std::runtime_error(set.error().front().error.what);
    // Counted apart from the time: all have to find the same.
    std::size_t ours_found = 0;
    std::size_t re2_found = 0;
    std::size_t pcre2_found = 0;
    auto* data = pcre2_match_data_create(1, nullptr);
    const auto judge = [&](const std::string& text) {
        RuleSubject subject;
        subject.text = text;
        ours_found += set->apply(subject).matched.size();
    };
    const auto search_re2 = [&](const std::string& text) {
        for (const auto& each : linear)
            re2_found += static_cast<std::size_t>(re2::RE2::PartialMatch(text, *each));
    };
    const auto search_pcre2 = [&](const std::string& text) {
        for (auto* each : jit)
            pcre2_found +=
                static_cast<std::size_t>(pcre2_match(each, reinterpret_cast<PCRE2_SPTR>(text.data()),
                                                     text.size(), 0, 0, data, nullptr) > 0);
    };
    for (const auto& text : texts) {
        judge(text);
        search_re2(text);
        search_pcre2(text);
    }
    const auto found = fmt::format("{} found{}", ours_found,
                                   ours_found == re2_found && ours_found == pcre2_found
                                       ? std::string()
                                       : fmt::format(", RE2 {}, PCRE2 {}", re2_found, pcre2_found));
    const auto ours = microseconds(texts, judge);
    const auto re2 = microseconds(texts, search_re2);
    const auto pcre2 = microseconds(texts, search_pcre2);
    pcre2_match_data_free(data);
    for (auto* each : jit)
        pcre2_code_free(each);
    // std::regex recurses on its input: only short texts, a hundred of them, and per byte of those.
    std::vector<std::string> few;
    double few_bytes = 0;
    double all_bytes = 0;
    for (const auto& text : texts) {
        all_bytes += static_cast<double>(text.size());
        if (few.size() == 100 || text.size() > 4000 || text.empty()) continue;
        few.push_back(text);
        few_bytes += static_cast<double>(text.size());
    }
    std::size_t standard_found = 0;
    const auto slow = microseconds(few, [&](const std::string& text) {
        for (const auto& each : standard)
            standard_found += static_cast<std::size_t>(std::regex_search(text, each));
    });
    const auto standard_time = slow / (few_bytes / static_cast<double>(few.size())) *
                               (all_bytes / static_cast<double>(texts.size()));

    fmt::print(
        "{:>5} rules  ours {:6.1f} us an entry, {:5.1f} million rules x entries/s | times ours: RE2 one by "
        "one {:.1f}, "
        "PCRE2 JIT {:.2f}, std::regex {:.0f}, reading the text {:.3f} | {}{}\n",
        count, ours, static_cast<double>(count) / ours, re2 / ours, pcre2 / ours, standard_time / ours,
        reading / ours, found, standard_found == 0 ? ", std::regex none" : "");
}

void bench_comparisons(const std::vector<std::string>& texts, std::size_t count) {
    std::vector<RuleSource> sources;
    for (std::size_t i = 0; i < count; ++i)
        sources.push_back(
            {std::to_string(i),
             fmt::format("feed = 'Feed {}' and words > 100 or category in ('jobs', 'x{}') and date > 2020", i,
                         i),
             {"hide"},
             ""});
    const auto set = RuleSet::compile(sources);
    if (!set) throw std::runtime_error(set.error().front().error.what);
    constexpr std::array<std::string_view, 3> kCategories = {"Databases", "PostgreSQL", "Community"};
    std::size_t found = 0;
    const auto ours = microseconds(texts, [&](const std::string& text) {
        RuleSubject subject;
        subject.feed = "Feed of a hundred";
        subject.categories = kCategories;
        subject.words = static_cast<std::int64_t>(text.size());
        found += set->apply(subject).matched.size();
    });
    fmt::print("{:>5} rules of comparisons alone: {:8.2f} us an entry, {:5.1f} ns a rule\n", count, ours,
               ours * 1e3 / static_cast<double>(count));
    if (found != 0) fmt::print("      something was found\n");
}

}  // namespace

int main() {
    const auto texts = texts_of_posts();
    if (texts.empty()) {
        fmt::print("no corpus: nothing measured\n");
        return 0;
    }
    std::size_t bytes = 0;
    for (const auto& text : texts)
        bytes += text.size();
    std::uint64_t sum = 0;
    const auto reading = microseconds(texts, [&](const std::string& text) {
        for (const char c : text)
            sum += static_cast<unsigned char>(c);
    });
    fmt::print("{} entries of {} bytes of text on average; reading one: {:.2f} us (sum {:x})\n", texts.size(),
               bytes / texts.size(), reading, sum & 0xFF);
    for (const std::size_t count : {1, 2, 4, 16, 64, 256})
        bench_patterns(texts, count, reading);
    for (const std::size_t count : {1, 100})
        bench_comparisons(texts, count);
    return 0;
}
