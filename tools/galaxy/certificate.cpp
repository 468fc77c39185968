#include "certificate.hpp"

#include <memory>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace orrery::galaxy {

namespace {

struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeCertificate {
    void operator()(X509* certificate) const { X509_free(certificate); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using Certificate = std::unique_ptr<X509, FreeCertificate>;

struct Signed {
    Key key;
    Certificate certificate;
};

struct Wish {
    const char* name;
    bool is_authority = false;
    const char* alternative_names = nullptr;
    long days_ago = 2;  // when it begins to be valid
    long days = 800;    // how long it is
};

constexpr const char* kHere = "DNS:localhost,IP:127.0.0.1,IP:::1";

bool add_extension(X509* certificate, X509* issuer, int id, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    auto* extension = X509V3_EXT_conf_nid(nullptr, &context, id, value);
    const bool added = extension != nullptr && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return added;
}

// Signed by `issuer`, or by itself. Empty when OpenSSL fails.
Signed make(const Wish& wish, const Signed* issuer, std::int64_t now, long serial) {
    Signed made;
    made.key.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    made.certificate.reset(X509_new());
    auto* certificate = made.certificate.get();
    if (!made.key || certificate == nullptr) return {};
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial);
    constexpr long kDay = 86'400;
    ASN1_TIME_set(X509_getm_notBefore(certificate), now - wish.days_ago * kDay);
    ASN1_TIME_set(X509_getm_notAfter(certificate), now + (wish.days - wish.days_ago) * kDay);
    X509_set_pubkey(certificate, made.key.get());
    auto* name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(wish.name),
                               -1, -1, 0);
    auto* signer = issuer != nullptr ? issuer->certificate.get() : certificate;
    X509_set_issuer_name(certificate, X509_get_subject_name(signer));
    bool good = add_extension(certificate, signer, NID_basic_constraints,
                              wish.is_authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
    good = good &&
           add_extension(certificate, signer, NID_key_usage,
                         wish.is_authority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
    good = good && add_extension(certificate, signer, NID_subject_key_identifier, "hash");
    if (wish.alternative_names != nullptr)
        good = good && add_extension(certificate, signer, NID_subject_alt_name, wish.alternative_names);
    auto* signing_key = issuer != nullptr ? issuer->key.get() : made.key.get();
    if (!good || X509_sign(certificate, signing_key, EVP_sha256()) == 0) return {};
    return made;
}

std::string pem_of(X509* certificate) {
    std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_X509(memory.get(), certificate);
    char* data = nullptr;
    const auto size = BIO_get_mem_data(memory.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

}  // namespace

Result<Certificates> make_certificates(std::int64_t now) {
    const auto root = make({"Galaxy Root", true}, nullptr, now, 1);
    if (!root.certificate) return fail(ErrorCode::kInternal, "cannot make certificates", "OpenSSL");
    const auto middle = make({"Galaxy Intermediate", true}, &root, now, 2);
    const auto good = make({"localhost", false, kHere}, &middle, now, 3);
    const auto expired = make({"localhost", false, kHere, 400, 365}, &middle, now, 4);
    const auto alone = make({"localhost", false, kHere}, nullptr, now, 5);
    const auto elsewhere = make({"elsewhere.example", false, "DNS:elsewhere.example"}, &middle, now, 6);

    struct Served {
        const char* name;
        const Signed& leaf;
        std::vector<X509*> chain;
    };
    auto* root_x509 = root.certificate.get();
    auto* middle_x509 = middle.certificate.get();
    const Served all[] = {{"good", good, {middle_x509}},      {"expired", expired, {middle_x509}},
                          {"self-signed", alone, {}},         {"wrong-host", elsewhere, {middle_x509}},
                          {"missing-intermediate", good, {}}, {"misordered", good, {root_x509, middle_x509}}};
    Certificates certificates;
    certificates.ca_pem = pem_of(root_x509);
    for (const auto& served : all) {
        boost::asio::ssl::context context(boost::asio::ssl::context::tls_server);
        auto* handle = context.native_handle();
        // OpenSSL would otherwise complete the chain out of what it happens to trust.
        SSL_CTX_set_mode(handle, SSL_MODE_NO_AUTO_CHAIN);
        bool set = served.leaf.certificate &&
                   SSL_CTX_use_certificate(handle, served.leaf.certificate.get()) == 1 &&
                   SSL_CTX_use_PrivateKey(handle, served.leaf.key.get()) == 1;
        for (auto* certificate : served.chain)
            set = set && SSL_CTX_add1_chain_cert(handle, certificate) == 1;
        if (!set)
            return fail(ErrorCode::kInternal, "cannot make certificates", "OpenSSL",
                        ERR_reason_error_string(ERR_get_error()));
        certificates.contexts.emplace(served.name, std::move(context));
    }
    return certificates;
}

}  // namespace orrery::galaxy
