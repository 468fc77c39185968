#pragma once

#include <string>
#include <string_view>

/// From bytes to UTF-8.
namespace orrery::feed {

/// What became of a document's bytes.
struct Decoded {
    std::string text;      ///< valid UTF-8 without a byte order mark
    std::string encoding;  ///< what it was decoded from: the WHATWG name, lower-case
    std::string declared;  ///< the label in force: of the HTTP header, else of the document; empty when there
                           ///< was none
    bool overridden = false;     ///< the declared encoding was wrong and another one was used
    bool unknown_label = false;  ///< the declared label names no encoding
    bool damaged = false;        ///< some bytes could not be decoded as they should
};

/// Decodes a document. In order: a byte order mark, NUL bytes that give UTF-16 and UTF-32 away, the charset
/// of `content_type`, the XML declaration, an HTML meta element, UTF-8 when the bytes are valid, detection. A
/// declaration that the bytes contradict is overridden. Labels mean what they mean to browsers
/// (https://encoding.spec.whatwg.org/#names-and-labels): us-ascii and iso-8859-1 are windows-1252, gb2312 is
/// gb18030.
[[nodiscard]] Decoded decode_document(std::string bytes, std::string_view content_type);

/// The value of the charset parameter of an HTTP Content-Type, without quotes; empty when there is none.
[[nodiscard]] std::string_view charset_of(std::string_view content_type);

/// Text that went through "UTF-8 read as windows-1252" once too often (`Ã©` for `é`) put right. False, and
/// `out` untouched, when the text as a whole is not of that kind.
[[nodiscard]] bool undo_double_encoding(std::string_view text, std::string& out);

}  // namespace orrery::feed
