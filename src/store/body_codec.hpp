#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Compression of bodies: zstd with dictionaries trained on what the archive holds. Posts are short and much
/// alike, so a dictionary saves about a third of what zstd alone leaves.
namespace orrery::store {

/// Thread-safe. Several dictionaries may be known; the newest compresses.
class BodyCodec {
  public:
    BodyCodec();
    ~BodyCodec();
    BodyCodec(const BodyCodec&) = delete;
    BodyCodec& operator=(const BodyCodec&) = delete;

    /// Numbers are those of add_dictionary(), from 1 upwards.
    void add_dictionary(std::uint32_t id, std::string_view bytes);
    /// The highest number known, 0 for none.
    [[nodiscard]] std::uint32_t newest() const;

    [[nodiscard]] std::string encode(std::string_view body) const;
    /// Nothing when the bytes are damaged or need a dictionary that is not known; see dictionary_of().
    [[nodiscard]] std::optional<std::string> decode(std::string_view bytes) const;
    /// The number of the dictionary that `bytes` were compressed with, 0 for none.
    [[nodiscard]] static std::uint32_t dictionary_of(std::string_view bytes);

    /// A dictionary, numbered `id`, made from samples; empty when there are too few or they have nothing in
    /// common.
    [[nodiscard]] static std::string train(std::span<const std::string> samples, std::uint32_t id);

  private:
    struct Dictionary;
    [[nodiscard]] const Dictionary* find(std::uint32_t id) const;

    mutable std::shared_mutex mutex_;
    std::vector<std::unique_ptr<Dictionary>> dictionaries_;
};

}  // namespace orrery::store
