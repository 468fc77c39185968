#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace orrery::search {

/// Numbers words in the order in which they appear first.
class TermTable {
  public:
    TermTable() { clear(); }

    /// Where a term would be: computed ahead for several terms, so that the memory is fetched meanwhile.
    struct Probe {
        std::uint64_t first = 0;
        std::uint64_t last = 0;
        std::size_t hash = 0;
    };
    [[nodiscard]] Probe probe(std::string_view term) const {
        const auto first = first_bytes(term);
        const auto last = term.size() > 8 ? last_bytes(term) : 0;
        const auto hash = hash_of(first, last, term);
        __builtin_prefetch(&slots_[hash & mask_]);
        return {first, last, hash};
    }
    [[nodiscard]] std::uint32_t number(std::string_view term, const Probe& probe) {
        for (auto slot = probe.hash & mask_;; slot = (slot + 1) & mask_) {
            const auto& there = slots_[slot];
            if (there.number == kFree) return insert(slot, probe, term);
            if (there.first == probe.first && there.last == probe.last && there.size == term.size() &&
                (term.size() <= 16 ||
                 std::memcmp(bytes_.data() + there.begin, term.data(), term.size()) == 0))
                return there.number;
        }
    }
    [[nodiscard]] std::uint32_t number(std::string_view term) { return number(term, probe(term)); }
    [[nodiscard]] std::string_view term(std::uint32_t number) const {
        return {bytes_.data() + begins_[number], begins_[number + 1] - begins_[number]};
    }
    [[nodiscard]] std::size_t size() const { return begins_.size() - 1; }
    [[nodiscard]] std::size_t memory() const {
        return bytes_.size() + begins_.size() * 4 + slots_.size() * sizeof(Slot);
    }
    /// The numbers of all terms, by the bytes of the terms.
    [[nodiscard]] std::vector<std::uint32_t> sorted() const;
    void clear();

  private:
    static constexpr std::uint32_t kFree = 0xFFFFFFFF;
    /// Most words are told apart by what stands here, without a look at their bytes.
    struct Slot {
        std::uint64_t first = 0;
        std::uint64_t last = 0;
        std::uint32_t begin = 0;
        std::uint32_t size = 0;
        std::uint32_t number = kFree;
    };

    /// The first eight bytes, zeros behind a shorter term, in any order that is always the same.
    static std::uint64_t first_bytes(std::string_view term) {
        std::uint64_t first = 0;
        std::uint32_t half = 0;
        const char* const at = term.data();
        const auto size = term.size();
        if (size >= 8) {
            std::memcpy(&first, at, 8);
        } else if (size >= 4) {
            std::memcpy(&half, at + size - 4, 4);
            first = std::uint64_t{half} << 32;
            std::memcpy(&half, at, 4);
            first |= half;
        } else if (size > 0) {
            first = static_cast<unsigned char>(at[0]) |
                    static_cast<std::uint64_t>(static_cast<unsigned char>(at[size / 2])) << 8 |
                    static_cast<std::uint64_t>(static_cast<unsigned char>(at[size - 1])) << 16;
        }
        return first;
    }

    /// The last eight bytes of a term that has as many.
    static std::uint64_t last_bytes(std::string_view term) {
        std::uint64_t last = 0;
        std::memcpy(&last, term.data() + term.size() - 8, 8);
        return last;
    }

    static std::size_t hash_of(std::uint64_t first, std::uint64_t last, std::string_view term) {
        std::uint64_t hash = (first ^ term.size()) * 0x9FB21C651E98DF25;
        for (std::size_t at = 8; at + 8 < term.size(); at += 8) {
            std::uint64_t more = 0;
            std::memcpy(&more, term.data() + at, 8);
            hash = (std::rotl(hash, 29) ^ more) * 0xD6E8FEB86659FD93;
        }
        hash = (std::rotl(hash, 31) ^ last) * 0xD6E8FEB86659FD93;
        return hash ^ (hash >> 32);
    }

    std::uint32_t insert(std::size_t slot, const Probe& probe, std::string_view term);
    void grow();

    std::vector<char> bytes_;
    std::vector<std::uint32_t> begins_;
    std::vector<Slot> slots_;
    std::size_t mask_ = 0;
};

}  // namespace orrery::search
