#pragma once

#include "codec.hpp"

#include <cstdint>
#include <string_view>

/// How a segment lies in its chunks; docs/search.md draws it. Every chunk ends with the hash of what is
/// before.
namespace orrery::search {

inline constexpr std::string_view kMagic = "ORRERYSEARCH";
/// In version 1, which is still read, runs have no windows and segments no filter of keys.
inline constexpr std::uint32_t kFormatVersion = 2;
inline constexpr std::uint32_t kOldestFormatVersion = 1;

inline constexpr std::size_t kChunkBytes = 32 * 1024;
inline constexpr std::size_t kDictionaryBytes = 16 * 1024;
inline constexpr std::size_t kHashBytes = 8;
static_assert(kHashBytes >= kSlack);

inline constexpr std::uint32_t kDocumentsPerPage = 2048;
inline constexpr std::size_t kDocumentBytes = 8 + 8 + 1;  ///< date, id, length code
inline constexpr std::size_t kPairsPerChunk = 2048;
inline constexpr std::size_t kPairBytes = 8 + 4;
inline constexpr std::size_t kTermsPerRestart = 16;

/// Of a run: postings, document before the first, first chunk of positions; then for every block its last
/// document, where its postings are, where its positions are, its highest impact. Where the documents are
/// dense, which the highest bit of the postings says, the highest impact in every window follows.
inline constexpr std::size_t kRunHead = 12;
inline constexpr std::size_t kRunPerBlock = 4 + 2 + 2 + 2 + 1;
/// A window is so many documents, from a multiple of that on, whatever the list: where bounds of several
/// lists are added up, each is of the same documents.
inline constexpr std::uint32_t kDocumentsPerWindow = 64;
/// A run has windows when so many of its postings are in one of them on average, and there are not too many.
inline constexpr std::uint32_t kPostingsPerWindow = 4;
inline constexpr std::uint32_t kMostWindows = 8192;
inline constexpr std::uint32_t kHasWindows = 0x80000000;

/// How many windows a run of `count` postings has; 0 where it has none.
[[nodiscard]] inline std::uint32_t windows_of(std::uint32_t before, std::uint32_t last, std::uint32_t count) {
    // The document before the first one of all is -1.
    const auto windows = last / kDocumentsPerWindow - (before + 1) / kDocumentsPerWindow + 1;
    return windows <= kMostWindows && windows <= count / kPostingsPerWindow ? windows : 0;
}

/// A run does not begin where less than that is left of a chunk.
inline constexpr std::size_t kRunRoom = 4096;
inline constexpr std::size_t kRunRefBytes = 4 + 4 + 4 + 1;

/// Words of other fields than the text begin with a byte that no word has.
inline constexpr char kAuthorField = '\1';
inline constexpr char kFeedField = '\2';
inline constexpr char kLanguageField = '\3';

/// Where the postings of a term are.
struct TermInfo {
    std::uint32_t documents = 0;
    std::uint32_t chunk = 0;
    std::uint32_t offset = 0;
    std::uint32_t bytes = 0;

    /// Up to one block stands by itself with its positions behind it; more is a directory of runs.
    [[nodiscard]] bool is_small() const { return documents <= kBlock; }
};

}  // namespace orrery::search
