#include "keys.hpp"

#include "bytes.hpp"

#include <sodium.h>
#define XXH_STATIC_LINKING_ONLY  // for the hash's state on the stack
#include <xxhash.h>

namespace orrery::ops {

namespace {

constexpr std::size_t kPageSecretBytes = 192;
constexpr std::size_t kKeyBytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
// Argon2id: a third of a second and memory that the smallest server has. Kept in the identity, so that they
// can grow.
constexpr std::uint64_t kArgonPasses = 3;
constexpr std::uint64_t kArgonBytes = std::uint64_t{64} << 20;
// More than this is no identity that we wrote.
constexpr std::uint64_t kMaxArgonPasses = 64;
constexpr std::uint64_t kMaxArgonBytes = std::uint64_t{1} << 30;

const unsigned char* raw(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* raw(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

std::string random_bytes(std::size_t count) {
    std::string bytes(count, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

Result<void> start_library() {
    if (sodium_init() < 0) return fail(ErrorCode::kInternal, "libsodium cannot be used");
    return {};
}

std::string encrypt(std::string_view text, std::string_view context, std::string_view key) {
    auto sealed = random_bytes(kNonceBytes);
    sealed.resize(kNonceBytes + text.size() + kTagBytes);
    unsigned long long length = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(raw(sealed) + kNonceBytes, &length, raw(text), text.size(),
                                               raw(context), context.size(), nullptr, raw(sealed), raw(key));
    return sealed;
}

std::optional<std::string> decrypt(std::string_view sealed, std::string_view context, std::string_view key) {
    if (sealed.size() < kNonceBytes + kTagBytes) return {};
    std::string text(sealed.size() - kNonceBytes - kTagBytes, '\0');
    unsigned long long length = 0;
    const auto body = sealed.substr(kNonceBytes);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(raw(text), &length, nullptr, raw(body), body.size(),
                                                   raw(context), context.size(), raw(sealed), raw(key)) != 0)
        return {};
    return text;
}

Result<std::string> stretched(std::string_view secret, std::string_view salt, std::uint64_t passes,
                              std::uint64_t bytes) {
    std::string key(kKeyBytes, '\0');
    if (crypto_pwhash(raw(key), key.size(), secret.data(), secret.size(), raw(salt), passes, bytes,
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        return fail(ErrorCode::kLimit, "there is not enough memory to make the key of the backups");
    return key;
}

}  // namespace

Identifier new_identifier() {
    Identifier identifier;
    randombytes_buf(identifier.data(), identifier.size());
    return identifier;
}

std::string checksum(std::string_view context, std::string_view text) {
    XXH3_state_t state;
    XXH3_128bits_reset(&state);
    XXH3_128bits_update(&state, context.data(), context.size());
    XXH3_128bits_update(&state, text.data(), text.size());
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(&state));
    return {reinterpret_cast<const char*>(canonical.digest), sizeof canonical.digest};
}

Result<Keys> Keys::make(const std::optional<std::string>& secret) {
    ORRERY_CHECK(start_library());
    Keys keys;
    keys.encrypted_ = secret.has_value();
    keys.page_secret_ = random_bytes(kPageSecretBytes);
    ByteWriter identity;
    identity.number(static_cast<std::uint8_t>(secret ? 1 : 0));
    if (secret) {
        keys.data_key_ = random_bytes(kKeyBytes);
        const auto salt = random_bytes(crypto_pwhash_SALTBYTES);
        ORRERY_TRY(const auto key, stretched(*secret, salt, kArgonPasses, kArgonBytes));
        identity.number(kArgonPasses).number(kArgonBytes).bytes(salt);
        identity.bytes(encrypt(keys.page_secret_ + keys.data_key_, identity.view(), key));
    } else {
        identity.bytes(keys.page_secret_);
    }
    keys.identity_ = identity.take();
    return keys;
}

Result<Keys> Keys::open(std::string_view identity, const std::optional<std::string>& secret,
                        const std::string& where) {
    ORRERY_CHECK(start_library());
    const auto damaged = [&] {
        return fail(ErrorCode::kCorrupt, "the backup is damaged", where, "its identity cannot be read",
                    "use another backup of this folder");
    };
    Keys keys;
    keys.identity_ = identity;
    ByteReader reader(identity);
    keys.encrypted_ = reader.number<std::uint8_t>() != 0;
    if (keys.encrypted_ != secret.has_value())
        return keys.encrypted_ ? fail(ErrorCode::kRefused, "the backups in this folder are encrypted", where,
                                      "", "name the file with their key: --key-file FILE")
                               : fail(ErrorCode::kRefused,
                                      "a key was given, but the backups in this folder are not encrypted",
                                      where, "", "leave the key away, or back up into another folder");
    if (!keys.encrypted_) {
        keys.page_secret_ = reader.bytes(kPageSecretBytes);
        if (!reader.at_end()) return damaged();
        return keys;
    }
    const auto passes = reader.number<std::uint64_t>();
    const auto bytes = reader.number<std::uint64_t>();
    const auto salt = reader.bytes(crypto_pwhash_SALTBYTES);
    if (!reader.ok() || passes < 1 || passes > kMaxArgonPasses || bytes > kMaxArgonBytes) return damaged();
    ORRERY_TRY(const auto key, stretched(*secret, salt, passes, bytes));
    const auto context = identity.substr(0, identity.size() - reader.rest().size());
    const auto unlocked = decrypt(reader.rest(), context, key);
    if (!unlocked)
        return fail(ErrorCode::kRefused, "the key does not fit the backups in this folder", where, "",
                    "name the key file that their first backup was made with");
    if (unlocked->size() != kPageSecretBytes + kKeyBytes) return damaged();
    keys.page_secret_ = unlocked->substr(0, kPageSecretBytes);
    keys.data_key_ = unlocked->substr(kPageSecretBytes);
    return keys;
}

PageHash Keys::page_hash(std::string_view page) const {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_withSecret(page.data(), page.size(),
                                                                 page_secret_.data(), page_secret_.size()));
    PageHash hash;
    std::memcpy(hash.data(), canonical.digest, hash.size());
    return hash;
}

std::size_t Keys::seal_bytes() const {
    return encrypted_ ? kNonceBytes + kTagBytes : kChecksumBytes;
}

std::string Keys::seal(std::string_view text, std::string_view context) const {
    if (encrypted_) return encrypt(text, context, data_key_);
    return checksum(context, text).append(text);
}

std::optional<std::string> Keys::unseal(std::string_view sealed, std::string_view context) const {
    if (encrypted_) return decrypt(sealed, context, data_key_);
    if (sealed.size() < kChecksumBytes) return {};
    const auto text = sealed.substr(kChecksumBytes);
    if (checksum(context, text) != sealed.substr(0, kChecksumBytes)) return {};
    return std::string(text);
}

}  // namespace orrery::ops
