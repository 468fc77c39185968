#include "orrery/http/chunked.hpp"

#include "orrery/base/text.hpp"

namespace orrery::http {

ChunkedDecoder::State ChunkedDecoder::decode(std::string_view& bytes, std::string& out) {
    while (!bytes.empty() && step_ != Step::kDone) {
        if (step_ == Step::kData) {
            const auto part = bytes.substr(0, left_);
            out.append(part);
            bytes.remove_prefix(part.size());
            left_ -= part.size();
            if (left_ == 0) step_ = Step::kDataCr;
            continue;
        }
        const char c = bytes[0];
        bytes.remove_prefix(1);
        if (++overhead_ > kMaxOverhead) return State::kMalformed;
        switch (step_) {
            case Step::kSize:
                if (hex_value(c) >= 0) {
                    // Fifteen digits cannot overflow, and no limit is as high as that.
                    if (++digits_ > 15) return State::kMalformed;
                    left_ = left_ * 16 + static_cast<std::uint64_t>(hex_value(c));
                } else if (digits_ == 0) {
                    return State::kMalformed;
                } else if (c == '\r') {
                    step_ = Step::kSizeLf;
                } else if (c == ';' || c == ' ' || c == '\t') {
                    step_ = Step::kExtension;
                } else {
                    return State::kMalformed;
                }
                break;
            case Step::kExtension:
                if (c == '\n') return State::kMalformed;
                if (c == '\r') step_ = Step::kSizeLf;
                break;
            case Step::kSizeLf:
                if (c != '\n') return State::kMalformed;
                total_ += left_;
                if (total_ > max_bytes_) return State::kTooLarge;
                step_ = left_ == 0 ? Step::kTrailer : Step::kData;
                break;
            case Step::kDataCr:
                if (c != '\r') return State::kMalformed;
                step_ = Step::kDataLf;
                break;
            case Step::kDataLf:
                if (c != '\n') return State::kMalformed;
                step_ = Step::kSize;
                digits_ = 0;
                overhead_ = 0;
                break;
            case Step::kTrailer:
                if (c == '\n') return State::kMalformed;
                step_ = c == '\r' ? Step::kEndLf : Step::kTrailerLine;
                break;
            case Step::kTrailerLine:
                if (c == '\n') return State::kMalformed;
                if (c == '\r') step_ = Step::kTrailerLf;
                break;
            case Step::kTrailerLf:
                if (c != '\n') return State::kMalformed;
                step_ = Step::kTrailer;
                break;
            case Step::kEndLf:
                if (c != '\n') return State::kMalformed;
                step_ = Step::kDone;
                break;
            case Step::kData:
            case Step::kDone:
                break;
        }
    }
    return step_ == Step::kDone ? State::kDone : State::kMore;
}

}  // namespace orrery::http
