#include "encoding.hpp"

#include "blocks.hpp"
#include "encoding_tables.hpp"
#include "orrery/base/text.hpp"
#include "orrery/base/utf8.hpp"
#include "windows_1252.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include <uchardet/uchardet.h>
#include <unicode/ucnv.h>

namespace orrery::feed {

namespace {

constexpr std::size_t kDeclarationWithin = 4096;  // junk before the XML declaration is common
constexpr std::size_t kDetectWithin = 256 * 1024;
constexpr std::size_t kFewSequences = 4;

struct Alias {
    std::string_view label;
    std::string_view name;
};

// Labels that mean something else than ICU thinks, or that ICU does not know.
constexpr std::array kAliases = {
    Alias{"ascii", "windows-1252"},
    Alias{"us-ascii", "windows-1252"},
    Alias{"ansi_x3.4-1968", "windows-1252"},
    Alias{"iso-8859-1", "windows-1252"},
    Alias{"iso8859-1", "windows-1252"},
    Alias{"iso88591", "windows-1252"},
    Alias{"iso_8859-1", "windows-1252"},
    Alias{"iso_8859-1:1987", "windows-1252"},
    Alias{"iso-ir-100", "windows-1252"},
    Alias{"latin1", "windows-1252"},
    Alias{"latin-1", "windows-1252"},
    Alias{"l1", "windows-1252"},
    Alias{"cp819", "windows-1252"},
    Alias{"ibm819", "windows-1252"},
    Alias{"cp1252", "windows-1252"},
    Alias{"x-cp1252", "windows-1252"},
    Alias{"iso-8859-9", "windows-1254"},
    Alias{"iso8859-9", "windows-1254"},
    Alias{"iso_8859-9", "windows-1254"},
    Alias{"latin5", "windows-1254"},
    Alias{"iso-8859-11", "windows-874"},
    Alias{"iso8859-11", "windows-874"},
    Alias{"tis-620", "windows-874"},
    Alias{"dos-874", "windows-874"},
    Alias{"gb2312", "gb18030"},
    Alias{"gb_2312", "gb18030"},
    Alias{"gb_2312-80", "gb18030"},
    Alias{"csgb2312", "gb18030"},
    Alias{"gbk", "gb18030"},
    Alias{"x-gbk", "gb18030"},
    Alias{"cp936", "gb18030"},
    Alias{"ms936", "gb18030"},
    Alias{"euc-cn", "gb18030"},
    Alias{"chinese", "gb18030"},
    Alias{"big5", "big5"},
    Alias{"big5-hkscs", "big5"},
    Alias{"cn-big5", "big5"},
    Alias{"x-x-big5", "big5"},
    Alias{"csbig5", "big5"},
    Alias{"shift_jis", "shift_jis"},
    Alias{"shift-jis", "shift_jis"},
    Alias{"sjis", "shift_jis"},
    Alias{"x-sjis", "shift_jis"},
    Alias{"ms932", "shift_jis"},
    Alias{"cp932", "shift_jis"},
    Alias{"ms_kanji", "shift_jis"},
    Alias{"windows-31j", "shift_jis"},
    Alias{"csshiftjis", "shift_jis"},
    Alias{"euc-kr", "euc-kr"},
    Alias{"euckr", "euc-kr"},
    Alias{"uhc", "euc-kr"},
    Alias{"cp949", "euc-kr"},
    Alias{"windows-949", "euc-kr"},
    Alias{"ks_c_5601-1987", "euc-kr"},
    Alias{"ks_c_5601-1989", "euc-kr"},
    Alias{"ksc5601", "euc-kr"},
    Alias{"korean", "euc-kr"},
    Alias{"euc-jp", "euc-jp"},
    Alias{"eucjp", "euc-jp"},
    Alias{"x-euc-jp", "euc-jp"},
    Alias{"utf8", "utf-8"},
    Alias{"utf-8", "utf-8"},
    Alias{"unicode-1-1-utf-8", "utf-8"},
    Alias{"utf16", "utf-16"},
    Alias{"utf_16", "utf-16"},
    Alias{"utf-16", "utf-16"},
    Alias{"u16", "utf-16"},
    Alias{"unicode", "utf-16"},
    Alias{"csunicode", "utf-16"},
    Alias{"ucs-2", "utf-16"},
    Alias{"iso-10646-ucs-2", "utf-16"},
    Alias{"utf-16le", "utf-16le"},
    Alias{"utf-16be", "utf-16be"},
    Alias{"utf_32", "utf-32"},
    Alias{"utf32", "utf-32"},
    Alias{"u32", "utf-32"},
    Alias{"ucs-4", "utf-32"},
    Alias{"csucs4", "utf-32"},
    Alias{"iso-10646-ucs-4", "utf-32"},
    Alias{"utf-32", "utf-32"},
    Alias{"utf-32le", "utf-32le"},
    Alias{"utf-32be", "utf-32be"},
    Alias{"x-mac-roman", "macintosh"},
    Alias{"mac", "macintosh"},
    Alias{"maccyrillic", "x-mac-cyrillic"},
    Alias{"x-mac-ukrainian", "x-mac-cyrillic"},
    Alias{"iso-8859-8-i", "iso-8859-8"},
    Alias{"windows-1251", "windows-1251"},
    Alias{"cp1251", "windows-1251"},
    Alias{"x-cp1251", "windows-1251"},
};

// What ICU calls the encodings whose WHATWG name it does not know, or knows as something narrower.
constexpr std::array kConverters = {
    Alias{"big5", "ibm-1375_P100-2008"}, Alias{"shift_jis", "ibm-943_P15A-2003"},
    Alias{"euc-kr", "windows-949"},      Alias{"windows-874", "windows-874-2000"},
    Alias{"utf-16", "UTF-16LE"},         Alias{"utf-32", "UTF-32LE"},
};

// Encodings that hide ASCII: a label that names one is an attack or a mistake.
constexpr std::array<std::string_view, 6> kRefused = {"utf-7", "scsu",  "bocu-1", "imap-mailbox-name",
                                                      "hz",    "cesu-8"};

struct CloseConverter {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

std::string_view converter_name(std::string_view name) {
    for (const auto& alias : kConverters)
        if (alias.label == name) return alias.name;
    return name;
}

Converter open_converter(std::string_view name) {
    UErrorCode status = U_ZERO_ERROR;
    Converter converter(ucnv_open(std::string(converter_name(name)).c_str(), &status));
    return U_SUCCESS(status) ? std::move(converter) : nullptr;
}

// The name for a label, or nothing when it names no encoding.
std::optional<std::string> name_for(std::string_view label) {
    const auto lower = to_lower(trim(label));
    if (lower.empty()) return std::nullopt;
    for (const auto& alias : kAliases)
        if (alias.label == lower) return std::string(alias.name);
    for (const auto refused : kRefused)
        if (refused == lower) return std::nullopt;
    if (lower == "iso-8859-16" || lower == "latin10") return "iso-8859-16";
    if (open_converter(lower) == nullptr) return std::nullopt;
    return lower;
}

bool is_wide(std::string_view name) {
    return name.starts_with("utf-16") || name.starts_with("utf-32");
}

bool is_multi_byte(std::string_view name) {
    return name == "gb18030" || name == "big5" || name == "shift_jis" || name == "euc-kr" ||
           name == "euc-jp" || name.starts_with("iso-2022");
}

// ISO-8859-16, which ICU does not have: what the bytes from 0xA0 mean. Those below mean themselves.
constexpr std::array<char16_t, 96> kIso8859_16 = {
    0x00A0, 0x0104, 0x0105, 0x0141, 0x20AC, 0x201E, 0x0160, 0x00A7, 0x0161, 0x00A9, 0x0218, 0x00AB,
    0x0179, 0x00AD, 0x017A, 0x017B, 0x00B0, 0x00B1, 0x010C, 0x0142, 0x017D, 0x201D, 0x00B6, 0x00B7,
    0x017E, 0x010D, 0x0219, 0x00BB, 0x0152, 0x0153, 0x0178, 0x017C, 0x00C0, 0x00C1, 0x00C2, 0x0102,
    0x00C4, 0x0106, 0x00C6, 0x00C7, 0x00C8, 0x00C9, 0x00CA, 0x00CB, 0x00CC, 0x00CD, 0x00CE, 0x00CF,
    0x0110, 0x0143, 0x00D2, 0x00D3, 0x00D4, 0x0150, 0x00D6, 0x015A, 0x0170, 0x00D9, 0x00DA, 0x00DB,
    0x00DC, 0x0118, 0x021A, 0x00DF, 0x00E0, 0x00E1, 0x00E2, 0x0103, 0x00E4, 0x0107, 0x00E6, 0x00E7,
    0x00E8, 0x00E9, 0x00EA, 0x00EB, 0x00EC, 0x00ED, 0x00EE, 0x00EF, 0x0111, 0x0144, 0x00F2, 0x00F3,
    0x00F4, 0x0151, 0x00F6, 0x015B, 0x0171, 0x00F9, 0x00FA, 0x00FB, 0x00FC, 0x0119, 0x021B, 0x00FF,
};

const EncodingTable& iso_8859_16() {
    static const EncodingTable table = [] {
        std::array<char16_t, 256> units{};
        for (std::size_t i = 0; i < units.size(); ++i)
            units[i] = i < 0xA0 ? static_cast<char16_t>(i) : kIso8859_16[i - 0xA0];
        return EncodingTable(units);
    }();
    return table;
}

std::string from_windows_1252(std::string_view bytes) {
    static const EncodingTable table = [] {
        std::array<char16_t, 256> units{};
        for (std::size_t i = 0; i < units.size(); ++i)
            units[i] = static_cast<char16_t>(windows_1252(static_cast<unsigned char>(i)));
        return EncodingTable(units);
    }();
    return *table.decode(bytes);  // every byte means something
}

// What ICU makes of bytes that are not in a table.
std::optional<std::string> convert_slowly(std::string_view bytes, UConverter* converter) {
    std::string text(bytes.size() * 2 + 64, '\0');
    for (;;) {
        UErrorCode status = U_ZERO_ERROR;
        ucnv_reset(converter);
        const auto needed =
            ucnv_toAlgorithmic(UCNV_UTF8, converter, text.data(), static_cast<int32_t>(text.size()),
                               bytes.data(), static_cast<int32_t>(bytes.size()), &status);
        if (status == U_BUFFER_OVERFLOW_ERROR && static_cast<std::size_t>(needed) > text.size()) {
            text.resize(static_cast<std::size_t>(needed));
            continue;
        }
        if (U_FAILURE(status)) return std::nullopt;
        text.resize(static_cast<std::size_t>(needed));
        text.shrink_to_fit();
        return text;
    }
}

struct Converted {
    std::string text;
    bool damaged = false;  // U+FFFD stands for what means nothing
};

std::optional<Converted> convert(std::string_view bytes, std::string_view name) {
    const auto* table = name == "iso-8859-16" ? &iso_8859_16() : table_of(name, converter_name(name));
    if (table != nullptr)
        if (auto text = table->decode(bytes)) return Converted{std::move(*text)};
    const auto converter = open_converter(name);
    if (converter == nullptr || bytes.size() > INT32_MAX / 4) return std::nullopt;
    auto text = convert_slowly(bytes, converter.get());
    if (!text) return std::nullopt;
    const bool damaged = text->find("\xEF\xBF\xBD") != std::string::npos;
    return Converted{std::move(*text), damaged};
}

std::string detect(std::string_view bytes) {
    const std::unique_ptr<struct uchardet, decltype(&uchardet_delete)> detector(uchardet_new(),
                                                                                &uchardet_delete);
    // Only what is around bytes beyond ASCII says anything; escape sequences are ASCII and need the whole.
    const auto first = std::find_if(bytes.begin(), bytes.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0x80 || c == '\x1B';
    });
    const auto start = static_cast<std::size_t>(first - bytes.begin());
    const auto sample = bytes.substr(start > 64 ? start - 64 : 0, kDetectWithin);
    if (uchardet_handle_data(detector.get(), sample.data(), sample.size()) != 0) return "";
    uchardet_data_end(detector.get());
    return uchardet_get_charset(detector.get());
}

struct Utf8Census {
    std::size_t sequences = 0;  // of more than one byte, valid
    std::size_t invalid = 0;    // malformed sequences
};

Utf8Census count_utf8(std::string_view text) {
    Utf8Census census;
    for (std::size_t i = 0; i < text.size();) {
        if (static_cast<unsigned char>(text[i]) < 0x80) {
            ++i;
            continue;
        }
        const auto start = i;
        const auto c = utf8::decode(text, i);
        const bool literal = c == utf8::kReplacement && text.substr(start, i - start) == "\xEF\xBF\xBD";
        ++(c == utf8::kReplacement && !literal ? census.invalid : census.sequences);
    }
    return census;
}

// UTF-8 in which some bytes are windows-1252: what two programs writing into one file leave behind. A
// sequence that the end of the document cuts is dropped.
std::string from_mixed(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 16);
    for (std::size_t i = 0; i < bytes.size();) {
        const auto start = i;
        const auto c = utf8::decode(bytes, i);
        const auto sequence = bytes.substr(start, i - start);
        if (c != utf8::kReplacement || sequence == "\xEF\xBF\xBD") {
            text.append(sequence);
        } else if (i == bytes.size() && static_cast<unsigned char>(bytes[start]) >= 0xC2) {
            break;
        } else {
            for (const char byte : sequence)
                utf8::append(text, windows_1252(static_cast<unsigned char>(byte)));
        }
    }
    return text;
}

struct Mark {
    std::string_view bytes;
    std::string_view name;
};

// The longer ones first: FF FE begins both.
constexpr std::array kMarks = {
    Mark{std::string_view("\xFF\xFE\0\0", 4), "utf-32le"},
    Mark{std::string_view("\0\0\xFE\xFF", 4), "utf-32be"},
    Mark{"\xEF\xBB\xBF", "utf-8"},
    Mark{"\xFF\xFE", "utf-16le"},
    Mark{"\xFE\xFF", "utf-16be"},
};

// ASCII letters with NULs between them.
std::string_view wide_by_zeros(std::string_view bytes) {
    if (bytes.size() < 4) return "";
    const auto pattern = [&](std::string_view zeros) {  // '0' for NUL, 'x' for anything else
        for (std::size_t i = 0; i < 4; ++i)
            if ((bytes[i] == '\0') != (zeros[i] == '0')) return false;
        return true;
    };
    if (pattern("x000")) return "utf-32le";
    if (pattern("000x")) return "utf-32be";
    if (pattern("x0x0")) return "utf-16le";
    if (pattern("0x0x")) return "utf-16be";
    return "";
}

std::string_view quoted_value(std::string_view text, std::size_t at) {
    while (at < text.size() && is_space(text[at]))
        ++at;
    if (at >= text.size() || text[at] != '=') return "";
    ++at;
    while (at < text.size() && is_space(text[at]))
        ++at;
    if (at >= text.size()) return "";
    if (text[at] == '"' || text[at] == '\'') {
        const auto end = text.find(text[at], at + 1);
        return end == std::string_view::npos ? "" : text.substr(at + 1, end - at - 1);
    }
    const auto end = text.find_first_of(" \t\r\n;>\"'/?", at);
    return text.substr(at, end == std::string_view::npos ? end : end - at);
}

// The label in the XML declaration or in an HTML meta element.
std::string_view declared_inside(std::string_view bytes) {
    const auto head = bytes.substr(0, kDeclarationWithin);
    if (trim(head).starts_with('{')) return "";  // JSON is UTF-8, and what is in its texts says nothing
    if (const auto start = head.find("<?xml"); start != std::string_view::npos) {
        const auto declaration = head.substr(start, head.find("?>", start) - start);
        const auto at = declaration.find("encoding");
        if (at != std::string_view::npos) return quoted_value(declaration, at + 8);
        return "";
    }
    if (const auto meta = ifind(head, "<meta"); meta != std::string_view::npos) {
        const auto at = ifind(head, "charset", meta);
        if (at != std::string_view::npos) return quoted_value(head, at + 7);
    }
    return "";
}

void take(Decoded& result, std::string text, std::string name) {
    result.text = std::move(text);
    result.encoding = std::move(name);
}

// Bytes that are not valid UTF-8 and have no declaration that fits.
void decode_by_guess(Decoded& result, std::string_view bytes) {
    const auto census = count_utf8(bytes);
    if (census.sequences > census.invalid) {
        result.damaged = true;
        return take(result, from_mixed(bytes), "utf-8");
    }
    if (const auto name = name_for(detect(bytes)); name && *name != "utf-8" && !is_wide(*name)) {
        if (auto converted = convert(bytes, *name); converted && !converted->damaged)
            return take(result, std::move(converted->text), *name);
    }
    take(result, from_windows_1252(bytes), "windows-1252");
}

void decode_declared(Decoded& result, std::string bytes, std::string_view http_label,
                     std::string_view inner_label) {
    const auto valid = utf8::is_valid(bytes);
    result.declared = to_lower(http_label.empty() ? inner_label : http_label);

    // Nearly every feed: UTF-8 that says so, or says nothing. ISO-2022-JP hides in ASCII and gives itself
    // away by escapes.
    const bool escapes = bytes.find('\x1B') != std::string::npos;
    const auto is_utf8 = [](std::string_view label) { return label.empty() || name_for(label) == "utf-8"; };
    if (valid && !escapes && is_utf8(http_label) && is_utf8(inner_label))
        return take(result, std::move(bytes), "utf-8");
    const auto plain = valid && !escapes && find_beyond_ascii(bytes, 0) == bytes.size();

    std::string first_known;
    for (const auto label : {http_label, inner_label}) {
        if (label.empty()) continue;
        const auto name = name_for(label);
        if (!name) {
            result.unknown_label = true;
            continue;
        }
        if (is_wide(*name)) {  // it would have NULs
            result.overridden = true;
            continue;
        }
        if (first_known.empty()) first_known = *name;
        if (plain) return take(result, std::move(bytes), *name);
        if (*name == "utf-8") {
            if (valid) return take(result, std::move(bytes), *name);
            result.overridden = true;
            continue;
        }
        if (valid && !escapes) {
            // Text in another encoding is hardly ever valid UTF-8 by chance.
            if (!is_multi_byte(*name) || count_utf8(bytes).sequences >= kFewSequences) {
                result.overridden = true;
                return take(result, std::move(bytes), "utf-8");
            }
        }
        if (*name == "windows-1252") {
            result.overridden = to_lower(label).find("ascii") != std::string::npos;
            return take(result, from_windows_1252(bytes), *name);
        }
        auto converted = convert(bytes, *name);
        if (converted && !converted->damaged) return take(result, std::move(converted->text), *name);
        result.overridden = true;
    }

    // Mostly what it says it is, with some damage, is better than a guess.
    if (!first_known.empty() && first_known != "utf-8" && !valid) {
        if (auto converted = convert(bytes, first_known)) {
            auto& text = converted->text;
            std::size_t damage = 0;
            for (auto at = text.find("\xEF\xBF\xBD"); at != std::string::npos;
                 at = text.find("\xEF\xBF\xBD", at + 3))
                ++damage;
            if (damage * 100 < text.size()) {
                result.overridden = false;
                result.damaged = true;
                return take(result, std::move(text), first_known);
            }
        }
    }
    if (valid && (plain || bytes.find('\x1B') == std::string::npos))
        return take(result, std::move(bytes), "utf-8");
    if (valid) {
        if (const auto name = name_for(detect(bytes)); name && is_multi_byte(*name)) {
            if (auto converted = convert(bytes, *name))
                return take(result, std::move(converted->text), *name);
        }
        return take(result, std::move(bytes), "utf-8");
    }
    decode_by_guess(result, bytes);
    if (!first_known.empty() && result.encoding == first_known) result.overridden = false;
}

}  // namespace

std::string_view charset_of(std::string_view content_type) {
    for (auto at = content_type.find(';'); at != std::string_view::npos;
         at = content_type.find(';', at + 1)) {
        const auto parameter = trim(content_type.substr(at + 1));
        if (istarts_with(parameter, "charset")) return quoted_value(parameter, 7);
    }
    return "";
}

Decoded decode_document(std::string bytes, std::string_view content_type) {
    Decoded result;
    const auto http_label = charset_of(content_type);
    for (const auto& mark : kMarks) {
        if (!std::string_view(bytes).starts_with(mark.bytes)) continue;
        bytes.erase(0, mark.bytes.size());
        if (mark.name == "utf-8") {
            const auto inner = declared_inside(bytes);
            result.declared = to_lower(http_label.empty() ? inner : http_label);
            if (utf8::is_valid(bytes)) {
                const auto name = name_for(result.declared);
                result.overridden = !result.declared.empty() && name != "utf-8";
                take(result, std::move(bytes), "utf-8");
            } else {
                decode_declared(result, std::move(bytes), "utf-8", "");
            }
            return result;
        }
        auto converted = convert(bytes, mark.name);
        if (!converted) break;
        result.declared = to_lower(declared_inside(converted->text));
        result.damaged = converted->damaged;
        const auto name = name_for(result.declared);
        result.overridden = !result.declared.empty() && (!name || !is_wide(*name));
        take(result, std::move(converted->text), std::string(mark.name));
        return result;
    }
    if (const auto name = wide_by_zeros(bytes); !name.empty()) {
        if (auto converted = convert(bytes, name)) {
            result.declared = to_lower(declared_inside(converted->text));
            const auto declared = name_for(result.declared);
            result.overridden = !result.declared.empty() && (!declared || !is_wide(*declared));
            result.damaged = converted->damaged;
            take(result, std::move(converted->text), std::string(name));
            return result;
        }
    }
    const std::string inner(declared_inside(bytes));
    decode_declared(result, std::move(bytes), http_label, inner);
    return result;
}

bool undo_double_encoding(std::string_view text, std::string& out) {
    const auto byte_at = [&](std::size_t& at) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const bool latin = (lead == 0xC2 || lead == 0xC3) && at + 1 < text.size();
        if (!latin) return windows_1252_byte(utf8::decode(text, at));
        at += 2;
        return windows_1252_byte((lead & 3U) << 6 | (static_cast<unsigned char>(text[at - 1]) & 0x3FU));
    };
    std::string bytes;
    for (std::size_t at = 0;;) {
        const auto next = find_beyond_ascii(text, at);
        if (next == text.size()) {
            if (bytes.empty()) return false;
            bytes.append(text.substr(at));
            break;
        }
        // Ordinary accented text is given up at its first letter, because a lead byte must be followed by a
        // continuation byte at once.
        std::array<char, 4> sequence{};
        std::size_t size = 0;
        auto i = next;
        const auto lead = byte_at(i);
        if (!lead || *lead < 0xC2 || *lead > 0xF4) return false;
        sequence[size++] = static_cast<char>(*lead);
        for (int more = *lead >= 0xF0 ? 3 : *lead >= 0xE0 ? 2 : 1; more > 0; --more) {
            if (i >= text.size() || static_cast<unsigned char>(text[i]) < 0x80) return false;
            const auto continued = byte_at(i);
            if (!continued || *continued < 0x80 || *continued > 0xBF) return false;
            sequence[size++] = static_cast<char>(*continued);
        }
        if (bytes.empty()) bytes.reserve(text.size());
        bytes.append(text.substr(at, next - at)).append(sequence.data(), size);
        at = i;
    }
    if (!utf8::is_valid(bytes)) return false;
    out = std::move(bytes);
    return true;
}

}  // namespace orrery::feed
