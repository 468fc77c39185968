#include "transfer_error.hpp"

#include "orrery/base/quantity.hpp"

#include <openssl/x509_vfy.h>

namespace orrery::net {

namespace {

Error explain_certificate(const TransferFailure& failure) {
    Error error{ErrorCode::kNetwork, "the server's certificate is not trusted", failure.url,
                X509_verify_cert_error_string(failure.verify_result), "tell the owner of the site"};
    switch (failure.verify_result) {
        case X509_V_OK:
            error.what = "the server's certificate is for another host";
            error.why = failure.detail;
            break;
        case X509_V_ERR_CERT_HAS_EXPIRED:
            error.what = "the server's certificate has expired";
            error.why.clear();
            break;
        case X509_V_ERR_CERT_NOT_YET_VALID:
            error.what = "the server's certificate is not valid yet";
            error.why.clear();
            error.remedy = "check this machine's clock";
            break;
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
            error.what = "the server's certificate is signed by itself";
            error.why = "no authority vouches for it";
            error.remedy = "tell the owner of the site, or name its authority in net.ca_file";
            break;
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
        case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
            error.why =
                "its chain does not lead to a known authority: the server probably leaves out an "
                "intermediate certificate";
            error.remedy = "tell the owner of the site to send the whole chain";
            break;
        default:
            break;
    }
    return error;
}

}  // namespace

Error explain(const TransferFailure& failure) {
    Error error{ErrorCode::kNetwork, "the request failed", failure.url, failure.detail, ""};
    if (error.why.empty()) error.why = curl_easy_strerror(failure.code);
    switch (failure.code) {
        case CURLE_COULDNT_RESOLVE_HOST:
            error.what = "the host name cannot be resolved";
            error.remedy = "check the spelling of the address and this machine's connection";
            break;
        case CURLE_COULDNT_CONNECT:
            error.what = "the server cannot be reached";
            break;
        case CURLE_OPERATION_TIMEDOUT:
            error.what = "the server took too long";
            error.remedy = "a slow server may need a longer net.timeout";
            break;
        case CURLE_PEER_FAILED_VERIFICATION:
            return explain_certificate(failure);
        case CURLE_SSL_CONNECT_ERROR:
            error.what = "no secure connection could be made";
            break;
        case CURLE_PARTIAL_FILE:
        case CURLE_RECV_ERROR:
            error.what = "the answer broke off after " + format_bytes(failure.received);
            break;
        case CURLE_GOT_NOTHING:
            error.what = "the server closed the connection without an answer";
            break;
        case CURLE_WEIRD_SERVER_REPLY:
        case CURLE_UNSUPPORTED_PROTOCOL:
            error.what = "the answer is not HTTP";
            break;
        case CURLE_BAD_CONTENT_ENCODING:
            error.what = "the answer's compression is broken";
            break;
        case CURLE_SSL_CACERT_BADFILE:
            error = {ErrorCode::kInvalid, "the trusted certificates cannot be read", failure.url,
                     failure.detail, "check net.ca_file, or install the package ca-certificates"};
            break;
        case CURLE_OUT_OF_MEMORY:
            error.code = ErrorCode::kInternal;
            break;
        default:
            break;
    }
    return error;
}

}  // namespace orrery::net
