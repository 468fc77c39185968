#include "orrery/http/gzip.hpp"

#include "orrery/base/text.hpp"

#include <libdeflate.h>

namespace orrery::http {

namespace {

struct FreeCompressor {
    void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
};

}  // namespace

std::string gzip(std::string_view text, int level) {
    // Setting one up costs more than compressing a small page.
    thread_local std::unique_ptr<libdeflate_compressor, FreeCompressor> compressor;
    thread_local int compressor_level = -1;
    if (compressor_level != level) {
        compressor.reset(libdeflate_alloc_compressor(level));
        if (!compressor) throw std::bad_alloc();
        compressor_level = level;
    }
    std::string out(libdeflate_gzip_compress_bound(compressor.get(), text.size()), '\0');
    out.resize(libdeflate_gzip_compress(compressor.get(), text.data(), text.size(), out.data(), out.size()));
    return out;
}

bool accepts_gzip(std::string_view accept_encoding) {
    bool any = false;
    for (const auto part : split(accept_encoding, ',')) {
        const auto semicolon = std::min(part.find(';'), part.size());
        const auto coding = trim(part.substr(0, semicolon));
        double quality = 1;
        if (const auto q = part.find("q=", semicolon); q != std::string_view::npos)
            if (!parse_number(trim(part.substr(q + 2)), quality)) quality = 0;
        if (iequals(coding, "gzip") || iequals(coding, "x-gzip")) return quality > 0;
        if (coding == "*") any = quality > 0;
    }
    return any;
}

bool is_compressible(std::string_view content_type) {
    const auto type = trim(content_type.substr(0, content_type.find(';')));
    return istarts_with(type, "text/") || type.ends_with("+xml") || type.ends_with("+json") ||
           iequals(type, "application/xml") || iequals(type, "application/json") ||
           iequals(type, "application/javascript");
}

}  // namespace orrery::http
