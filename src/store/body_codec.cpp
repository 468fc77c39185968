#include "body_codec.hpp"

#include <algorithm>
#include <mutex>

#include <zdict.h>
#include <zstd.h>

namespace orrery::store {

namespace {

// Level 3 compresses about three times as fast as 6 for a few percent more bytes.
constexpr int kLevel = 3;
constexpr std::size_t kDictionaryBytes = 64 * 1024;
// A body larger than this was not written by us: feeds are cut at 20 MiB.
constexpr std::size_t kLargestBody = std::size_t{1} << 30;
// The number of a dictionary stands 4 bytes into it (RFC 8878, section 5).
constexpr std::size_t kNumberOffset = 4;

template <auto free>
struct Free {
    template <class T>
    void operator()(T* pointer) const {
        free(pointer);
    }
};

// Contexts hold work space of some 100 KiB that is worth keeping, and belong to one thread.
ZSTD_CCtx* compressor() {
    thread_local const std::unique_ptr<ZSTD_CCtx, Free<ZSTD_freeCCtx>> context(ZSTD_createCCtx());
    return context.get();
}
ZSTD_DCtx* decompressor() {
    thread_local const std::unique_ptr<ZSTD_DCtx, Free<ZSTD_freeDCtx>> context(ZSTD_createDCtx());
    return context.get();
}

}  // namespace

struct BodyCodec::Dictionary {
    std::uint32_t id;
    std::unique_ptr<ZSTD_CDict, Free<ZSTD_freeCDict>> compress;
    std::unique_ptr<ZSTD_DDict, Free<ZSTD_freeDDict>> decompress;
};

BodyCodec::BodyCodec() = default;
BodyCodec::~BodyCodec() = default;

void BodyCodec::add_dictionary(std::uint32_t id, std::string_view bytes) {
    auto made = std::make_unique<Dictionary>();
    made->id = id;
    made->compress.reset(ZSTD_createCDict(bytes.data(), bytes.size(), kLevel));
    made->decompress.reset(ZSTD_createDDict(bytes.data(), bytes.size()));
    const std::unique_lock lock(mutex_);
    if (find(id) == nullptr) dictionaries_.push_back(std::move(made));
}

std::uint32_t BodyCodec::newest() const {
    const std::shared_lock lock(mutex_);
    return dictionaries_.empty() ? 0 : dictionaries_.back()->id;
}

const BodyCodec::Dictionary* BodyCodec::find(std::uint32_t id) const {
    const auto place = std::find_if(dictionaries_.begin(), dictionaries_.end(),
                                    [id](const auto& dictionary) { return dictionary->id == id; });
    return place == dictionaries_.end() ? nullptr : place->get();
}

std::string BodyCodec::encode(std::string_view body) const {
    std::string bytes(ZSTD_compressBound(body.size()), '\0');
    const std::shared_lock lock(mutex_);
    const auto size =
        dictionaries_.empty()
            ? ZSTD_compressCCtx(compressor(), bytes.data(), bytes.size(), body.data(), body.size(), kLevel)
            : ZSTD_compress_usingCDict(compressor(), bytes.data(), bytes.size(), body.data(), body.size(),
                                       dictionaries_.back()->compress.get());
    bytes.resize(size);
    return bytes;
}

std::optional<std::string> BodyCodec::decode(std::string_view bytes) const {
    const auto size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    if (size > kLargestBody) return {};  // also what says "unknown" and "damaged"
    std::string body(size, '\0');
    const auto id = dictionary_of(bytes);
    const std::shared_lock lock(mutex_);
    const auto* dictionary = id == 0 ? nullptr : find(id);
    if (id != 0 && dictionary == nullptr) return {};
    const auto got =
        ZSTD_decompress_usingDDict(decompressor(), body.data(), body.size(), bytes.data(), bytes.size(),
                                   dictionary == nullptr ? nullptr : dictionary->decompress.get());
    if (got != size) return {};
    return body;
}

std::uint32_t BodyCodec::dictionary_of(std::string_view bytes) {
    return ZSTD_getDictID_fromFrame(bytes.data(), bytes.size());
}

std::string BodyCodec::train(std::span<const std::string> samples, std::uint32_t id) {
    std::string all;
    std::vector<std::size_t> sizes;
    for (const auto& sample : samples) {
        all += sample;
        sizes.push_back(sample.size());
    }
    std::string dictionary(kDictionaryBytes, '\0');
    const auto size = ZDICT_trainFromBuffer(dictionary.data(), dictionary.size(), all.data(), sizes.data(),
                                            static_cast<unsigned>(sizes.size()));
    if (ZDICT_isError(size) != 0) return {};
    dictionary.resize(size);
    for (std::size_t byte = 0; byte < sizeof id; ++byte)
        dictionary[kNumberOffset + byte] = static_cast<char>(id >> (8 * byte));
    return dictionary;
}

}  // namespace orrery::store
