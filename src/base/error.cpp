#include "orrery/base/error.hpp"

#include <cerrno>
#include <cstring>

namespace orrery {

std::string_view name_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::kInvalid:
            return "invalid";
        case ErrorCode::kNotFound:
            return "not_found";
        case ErrorCode::kIo:
            return "io";
        case ErrorCode::kFull:
            return "full";
        case ErrorCode::kNetwork:
            return "network";
        case ErrorCode::kRefused:
            return "refused";
        case ErrorCode::kLimit:
            return "limit";
        case ErrorCode::kBusy:
            return "busy";
        case ErrorCode::kCorrupt:
            return "corrupt";
        case ErrorCode::kUnsupported:
            return "unsupported";
        case ErrorCode::kInternal:
            return "internal";
    }
    return "internal";
}

std::string Error::message() const {
    std::string text;
    if (!where.empty()) text += where + ": ";
    text += what;
    if (!why.empty()) text += ": " + why;
    if (!remedy.empty()) text += " (" + remedy + ")";
    return text;
}

Error system_error(std::string what, std::string where, int error_number) {
    Error error{ErrorCode::kIo, std::move(what), std::move(where), std::strerror(error_number), ""};
    switch (error_number) {
        case ENOENT:
            error.code = ErrorCode::kNotFound;
            break;
        case EACCES:
        case EPERM:
        case EROFS:
            error.code = ErrorCode::kRefused;
            error.remedy = "check who owns it and who may write there";
            break;
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            error.code = ErrorCode::kFull;
            error.remedy = "make room on that disk and try again";
            break;
        default:
            break;
    }
    return error;
}

}  // namespace orrery
