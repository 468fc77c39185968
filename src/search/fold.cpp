#include "fold.hpp"

#include <atomic>
#include <string>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

namespace orrery::search {

namespace {

constexpr std::size_t kPageSize = 256;
constexpr std::size_t kPages = 0x110000 / kPageSize;

struct Page {
    Fold folds[kPageSize];
    std::u32string extras;
};

bool is_dropped_mark(UChar32 c) {
    static constexpr UChar32 kRanges[][2] = {
        {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05C7}, {0x0610, 0x061A},
        {0x0640, 0x0640}, {0x064B, 0x065F}, {0x0670, 0x0670}, {0x06D6, 0x06ED},
        {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE20, 0xFE2F},
    };
    for (const auto& range : kRanges) {
        if (c >= range[0] && c <= range[1])
            return u_charType(c) != U_DASH_PUNCTUATION && c != 0x05C0 && c != 0x05C3 && c != 0x05C6;
    }
    return false;
}

bool is_word_type(UChar32 c) {
    return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK)) != 0;
}

bool is_unspaced(UChar32 c) {
    if (c == 0x30FC) return true;  // the long vowel mark is shared by two scripts
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(c, &status)) {
        case USCRIPT_HAN:
        case USCRIPT_HIRAGANA:
        case USCRIPT_KATAKANA:
        case USCRIPT_HANGUL:
        case USCRIPT_BOPOMOFO:
        case USCRIPT_THAI:
        case USCRIPT_LAO:
        case USCRIPT_KHMER:
        case USCRIPT_MYANMAR:
            return !u_isdigit(c);
        default:
            return c == 0x3099 || c == 0x309A;
    }
}

// Letters that Unicode does not take apart, though people search for them without the stroke.
std::u32string_view plain_letters(UChar32 c) {
    switch (c) {
        case 0xE6:
            return U"ae";
        case 0xF0:
            return U"d";
        case 0xF8:
            return U"o";
        case 0xFE:
            return U"th";
        case 0x111:
            return U"d";
        case 0x127:
            return U"h";
        case 0x131:
            return U"i";
        case 0x142:
            return U"l";
        case 0x153:
            return U"oe";
        case 0x167:
            return U"t";
        default:
            return {};
    }
}

struct Normalizers {
    const icu::Normalizer2* case_fold;
    const icu::Normalizer2* compose;
    Normalizers() {
        UErrorCode status = U_ZERO_ERROR;
        case_fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
        compose = icu::Normalizer2::getNFCInstance(status);
    }
};

const Normalizers& normalizers() {
    static const Normalizers all;
    return all;
}

std::u32string folded(UChar32 c) {
    const auto& normal = normalizers();
    UErrorCode status = U_ZERO_ERROR;
    const auto cased = normal.case_fold->normalize(icu::UnicodeString(c), status);
    const auto apart = icu::Normalizer2::getNFDInstance(status)->normalize(cased, status);
    icu::UnicodeString kept;
    for (int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1)) {
        const UChar32 part = apart.char32At(i);
        if (is_dropped_mark(part)) continue;
        const auto plain = plain_letters(part);
        for (const char32_t letter : plain)
            kept.append(static_cast<UChar32>(letter));
        if (plain.empty()) kept.append(part);
    }
    const auto together = normal.compose->normalize(kept, status);
    std::u32string out;
    for (int32_t i = 0; i < together.length(); i = together.moveIndex32(i, 1)) {
        const UChar32 part = together.char32At(i);
        if (is_word_type(part)) out += static_cast<char32_t>(part);
    }
    return U_SUCCESS(status) ? out : std::u32string();
}

Fold make_fold(UChar32 c, std::u32string& extras) {
    Fold fold;
    const auto type = U_GET_GC_MASK(c);
    if ((type & (U_GC_CS_MASK | U_GC_CN_MASK | U_GC_CO_MASK)) != 0) return fold;
    if (is_dropped_mark(c) || u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) {
        fold.kind = CharKind::kDropped;
        return fold;
    }
    // Circled letters and the like are symbols by type, letters by decomposition.
    if (!is_word_type(c) && (type & U_GC_SO_MASK) == 0) return fold;
    const auto letters = folded(c);
    if (letters.empty()) return fold;
    fold.kind = is_unspaced(static_cast<UChar32>(letters[0])) ? CharKind::kUnspaced : CharKind::kWord;
    fold.extends = (type & U_GC_M_MASK) != 0 || letters[0] == 0x3099 || letters[0] == 0x309A;
    fold.composes =
        u_getIntPropertyValue(static_cast<UChar32>(letters[0]), UCHAR_NFC_QUICK_CHECK) == UNORM_MAYBE;
    fold.single = letters[0];
    if (letters.size() > 1) {
        fold.extra = static_cast<std::uint16_t>(extras.size());
        fold.extra_size = static_cast<std::uint8_t>(letters.size());
        extras += letters;
    }
    return fold;
}

const Page& page_of(char32_t code_point) {
    static std::atomic<const Page*> pages[kPages];
    auto& slot = pages[code_point / kPageSize];
    if (const Page* page = slot.load(std::memory_order_acquire)) return *page;
    auto page = std::make_unique<Page>();
    const auto first = static_cast<UChar32>(code_point / kPageSize * kPageSize);
    for (std::size_t i = 0; i < kPageSize; ++i)
        page->folds[i] = make_fold(first + static_cast<UChar32>(i), page->extras);
    const Page* expected = nullptr;
    // Two threads may have made the same page; the first one stays.
    if (slot.compare_exchange_strong(expected, page.get(), std::memory_order_acq_rel)) return *page.release();
    return *expected;
}

}  // namespace

const Fold& fold_of(char32_t code_point) {
    return page_of(code_point).folds[code_point % kPageSize];
}

std::u32string_view expansion_of(char32_t code_point, const Fold& fold) {
    return std::u32string_view(page_of(code_point).extras).substr(fold.extra, fold.extra_size);
}

char32_t composed(char32_t first, char32_t second) {
    const UChar32 pair =
        normalizers().compose->composePair(static_cast<UChar32>(first), static_cast<UChar32>(second));
    return pair < 0 ? 0 : static_cast<char32_t>(pair);
}

}  // namespace orrery::search
