#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Which page an address means, whichever of its spellings it came in.
namespace orrery::planet {

/// An http or https address without what does not tell pages apart: the scheme, `www.`, the default port,
/// trailing slashes, `index.html` and its kin, tracking parameters and those that only say "from the feed",
/// session ids, the order of the parameters, needless percent-encoding. A known redirector that carries its
/// target in the address stands for the target; one that does not (a shortener, a feed proxy) stands for
/// itself.
struct PageAddress {
    std::string page;      ///< `example.org/2012/a?id=3`; empty: no http address
    std::string fragment;  ///< the part of the page that is meant; empty when it has none that tells anything

    /// Only names a site: no path and no query.
    [[nodiscard]] bool is_site() const { return page.find_first_of("/?#") == std::string::npos; }
    [[nodiscard]] std::string_view host() const;
    /// The path without slashes at its ends, without the query.
    [[nodiscard]] std::string_view path() const;

    /// Keys of the page and of the place in it: the same number, unless there is a fragment. 0 when there is
    /// no page.
    [[nodiscard]] std::uint64_t page_key() const;
    [[nodiscard]] std::uint64_t key() const;
};

[[nodiscard]] PageAddress page_address(std::string_view url);

/// Whether both hosts are of one site: equal, one below the other, or siblings by name only (`feeds.`,
/// `blog.`, `www.` and the like do not count).
[[nodiscard]] bool is_same_site(std::string_view host, std::string_view other);

}  // namespace orrery::planet
