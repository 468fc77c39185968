#include "sky.hpp"

namespace orrery::galaxy {

namespace {

constexpr std::uint64_t kTurn = 4;

}  // namespace

Sky::Sky(Options options) : options_(std::move(options)) {
    next_extra_ = options_.clock() + options_.post_every;
}

void Sky::add_extra(std::uint64_t number, Timestamp when) {
    extras_[number].push_back(
        {kFirstExtraKey + extras_count_++, std::chrono::floor<std::chrono::seconds>(when)});
}

void Sky::catch_up() {
    if (options_.post_every <= Duration(0) || options_.feeds == 0) return;
    const auto until = now();
    for (std::uint64_t i = 0; next_extra_ <= until && i < kMaxCatchUp; ++i) {
        Dice dice{options_.seed, kTurn, extras_count_};
        add_extra(1 + dice.below(options_.feeds), next_extra_);
        next_extra_ += options_.post_every;
    }
    if (next_extra_ <= until) next_extra_ = until + options_.post_every;
}

std::uint64_t Sky::post(std::uint64_t number) {
    catch_up();
    add_extra(number, now());
    return kFirstExtraKey + extras_count_ - 1;
}

std::vector<Sky::Moment> Sky::newest(const Blog& blog, std::size_t count) {
    catch_up();
    std::vector<Moment> list;
    const auto scheduled = posts_until(blog, now());
    for (auto key = scheduled; key > 0 && scheduled - key < count; --key)
        list.push_back({key - 1, published(blog, key - 1)});
    if (const auto extras = extras_.find(blog.number); extras != extras_.end()) {
        const auto& all = extras->second;
        list.insert(list.end(), all.end() - static_cast<std::ptrdiff_t>(std::min(count, all.size())),
                    all.end());
    }
    std::ranges::sort(list, [](const Moment& a, const Moment& b) {
        return a.published != b.published ? a.published > b.published : a.key > b.key;
    });
    if (list.size() > count) list.resize(count);
    return list;
}

std::optional<Sky::Moment> Sky::find(const Blog& blog, std::uint64_t key) {
    catch_up();
    if (key < posts_until(blog, now())) return Moment{key, published(blog, key)};
    if (const auto extras = extras_.find(blog.number); extras != extras_.end())
        for (const auto& moment : extras->second)
            if (moment.key == key) return moment;
    return std::nullopt;
}

}  // namespace orrery::galaxy
