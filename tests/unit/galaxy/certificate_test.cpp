#include "orrery/galaxy/galaxy.hpp"

#include <memory>

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

namespace orrery::galaxy {
namespace {

// What a client that trusts `ca_pem` alone finds when it connects to `https://127.0.0.1:PORT`; -1 when it
// cannot.
long verify(const std::string& url, const std::string& ca_pem) {
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                    SSL_CTX_free);
    const std::unique_ptr<BIO, decltype(&BIO_free)> pem(
        BIO_new_mem_buf(ca_pem.data(), static_cast<int>(ca_pem.size())), BIO_free);
    const std::unique_ptr<X509, decltype(&X509_free)> ca(
        PEM_read_bio_X509(pem.get(), nullptr, nullptr, nullptr), X509_free);
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), ca.get());
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> connection(
        BIO_push(BIO_new_ssl(context.get(), 1), BIO_new_connect(url.substr(8).c_str())), BIO_free_all);
    SSL* ssl = nullptr;
    BIO_get_ssl(connection.get(), &ssl);
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), "127.0.0.1");
    if (BIO_do_handshake(connection.get()) != 1) return -1;
    return SSL_get_verify_result(ssl);
}

TEST(Certificates, AreGoodAndBadAsNamed) {
    Options options;
    options.tls = true;
    const auto galaxy = Galaxy::start(options);
    ASSERT_TRUE(galaxy) << galaxy.error().message();
    const auto result = [&](const char* kind) {
        return verify((*galaxy)->tls_urls().at(kind), (*galaxy)->ca_pem());
    };
    EXPECT_EQ(result("good"), X509_V_OK);
    EXPECT_EQ(result("misordered"), X509_V_OK);
    EXPECT_EQ(result("expired"), X509_V_ERR_CERT_HAS_EXPIRED);
    EXPECT_EQ(result("self-signed"), X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT);
    EXPECT_EQ(result("wrong-host"), X509_V_ERR_IP_ADDRESS_MISMATCH);
    EXPECT_EQ(result("missing-intermediate"), X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
}

}  // namespace
}  // namespace orrery::galaxy
