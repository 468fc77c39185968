#pragma once

#include "orrery/base/error.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace orrery::ops {

/// Random, so that no two are the same.
using Identifier = std::array<char, 16>;
[[nodiscard]] Identifier new_identifier();

using PageHash = std::array<char, 16>;

/// What it takes to read and write the files of one backup folder. Made at its first backup; every manifest
/// carries a copy (the identity), locked by the secret where there is one.
class Keys {
  public:
    /// For a new folder. `secret`, of any length, encrypts everything that is written with these keys.
    static Result<Keys> make(const std::optional<std::string>& secret);
    /// From the identity in the manifest `where`. Fails with kRefused when the secret is missing, wrong, or
    /// given although the folder is not encrypted.
    static Result<Keys> open(std::string_view identity, const std::optional<std::string>& secret,
                             const std::string& where);

    [[nodiscard]] const std::string& identity() const { return identity_; }
    [[nodiscard]] bool encrypted() const { return encrypted_; }

    /// Tells a changed page from an unchanged one. Keyed, so that nobody outside can make two contents with
    /// the same hash.
    [[nodiscard]] PageHash page_hash(std::string_view page) const;

    /// Bytes that seal() puts in front of a text.
    [[nodiscard]] std::size_t seal_bytes() const;
    /// Checksum, or nonce and encryption with authentication, over `text` and its place in the world
    /// (`context`, not stored).
    [[nodiscard]] std::string seal(std::string_view text, std::string_view context) const;
    /// Nothing when the sealed bytes or the context are not what they were.
    [[nodiscard]] std::optional<std::string> unseal(std::string_view sealed, std::string_view context) const;

  private:
    std::string identity_;
    bool encrypted_ = false;
    std::string page_secret_;
    std::string data_key_;
};

/// The seal of what is never encrypted.
inline constexpr std::size_t kChecksumBytes = 16;
[[nodiscard]] std::string checksum(std::string_view context, std::string_view text);

}  // namespace orrery::ops
