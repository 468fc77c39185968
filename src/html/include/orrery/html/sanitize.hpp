#pragma once

#include "orrery/base/url.hpp"
#include "orrery/html/tags.hpp"

#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Makes any author's markup safe to show inside a page of ours. See docs/html-library.md for how and why it
/// is safe.
namespace orrery::html {

/// What happens to a tag that a policy does not allow. Contents that are no text (script, style, svg …) are
/// left out in either case when tags are dropped, and shown as text when they are escaped.
enum class Disallowed : std::uint8_t {
    kDrop,    ///< the tag goes, its contents stay where harmless
    kEscape,  ///< the tag is shown to the reader as text
};

/// Which elements, attributes, URL schemes and CSS properties pass. A value: make one, change it, keep it;
/// sanitize() only reads it, so threads may share one.
class Policy {
  public:
    /// Allows nothing: what comes out is text.
    Policy();
    /// Text-level markup, links, lists, quotations and code: comments, summaries, profiles.
    [[nodiscard]] static Policy strict();
    /// What posts need: also headings, tables, figures, images with srcset, audio, video, details, ruby,
    /// MathML presentation.
    [[nodiscard]] static Policy feed();
    /// feed(), and frames from these hosts (`www.youtube.com`; `*.example.org` means any host below), https
    /// only, sandboxed.
    [[nodiscard]] static Policy feed_with_embeds(std::vector<std::string> hosts);

    /// Adds an element; the parts of a table come with `table`. False for a name that no policy can let
    /// through because it would not be safe or not make sense in a post: script, style, form, svg, object, …
    bool allow_element(std::string_view name);
    /// Adds an attribute, on one element or on all (`*`). False for one that no policy can let through
    /// (`onclick`, …).
    bool allow_attribute(std::string_view element, std::string_view attribute);
    /// Adds a CSS property for `style` attributes. False for one that could reach outside the post
    /// (`position`, …).
    bool allow_style(std::string_view property);
    /// The URL schemes for links, instead of http, https, ftp, mailto, tel, magnet, xmpp, geo and gemini.
    /// Images and media are http and https always. False, with nothing changed, when one of them is never
    /// safe (javascript, vbscript, data …).
    bool set_schemes(std::vector<std::string> schemes);

    Disallowed disallowed = Disallowed::kDrop;
    /// Put before every `id`, and before the fragment of links within the post, so that two posts on one page
    /// do not clash and no id takes the place of one of the page's own. Should end in `-`. Ids and such links
    /// are dropped when empty.
    std::string id_prefix = "post-";
    /// The page that the post is from; the base where empty. A link to a fragment of it stays within the post
    /// when the post has an element of that id; `#note` leads there when the post has none.
    std::string page_url;
    /// The highest heading level that may come out: all headings move down together until the highest is this
    /// one (2: h1 becomes h2, h2 becomes h3). 1 leaves them.
    int top_heading = 1;
    /// All class names pass, not only those that tell a code block's language.
    bool any_class = false;
    /// The rel of links that lead out.
    std::string link_rel = "nofollow noopener ugc";
    bool lazy_media = true;     ///< loading="lazy" on images and frames, preload="none" on audio and video
    bool drop_tracking = true;  ///< tracking pixels, and utm_source and its kin in URLs
    bool allow_data_images = true;  ///< data: URLs of raster images
    /// Elements open at once; tags beyond are left out, their contents stay. Browsers stop at 512.
    std::size_t max_depth = 200;

    // What sanitize() asks. Not for others.
    [[nodiscard]] bool allows(Tag tag) const { return elements_.contains(tag); }
    static constexpr std::size_t kAttributeBits = 128;
    static constexpr std::size_t kStyleBits = 64;
    [[nodiscard]] const std::bitset<kAttributeBits>& attributes(Tag tag) const {
        return attributes_[static_cast<std::size_t>(tag)];
    }
    [[nodiscard]] const std::bitset<kStyleBits>& styles() const { return styles_; }
    [[nodiscard]] const std::vector<std::string>& schemes() const { return schemes_; }
    [[nodiscard]] const std::vector<std::string>& embed_hosts() const { return embed_hosts_; }

  private:
    TagSet elements_;
    std::array<std::bitset<kAttributeBits>, kTagCount> attributes_{};
    std::bitset<kStyleBits> styles_;
    std::vector<std::string> schemes_;
    std::vector<std::string> embed_hosts_;
};

/// Whether a policy can know frames by it: a host name as URLs write it (`www.youtube.com`), perhaps behind
/// `*.`.
[[nodiscard]] bool is_host_pattern(std::string_view pattern);

/// What sanitize() took away or noticed, for a health report.
struct SanitizeNotes {
    std::size_t dropped_elements = 0;  ///< tags that the policy does not allow
    std::size_t dropped_attributes =
        0;                         ///< attributes that it does not allow, or with a value that it does not
    std::size_t dropped_urls = 0;  ///< of these, URLs that were malformed or had a scheme that is not allowed
    std::size_t dropped_scripts = 0;  ///< script elements and event handlers
    std::size_t tracking_pixels = 0;
    std::size_t tracking_parameters = 0;
    std::size_t mixed_content =
        0;                     ///< images and media over plain http, which a page over https will not show
    std::size_t too_deep = 0;  ///< tags left out because of Policy::max_depth

    friend bool operator==(const SanitizeNotes&, const SanitizeNotes&) = default;
};

/// Sanitizes fragments one after the other and keeps its memory between them. Not thread-safe.
class Sanitizer {
  public:
    /// `policy` must outlive the sanitizer.
    explicit Sanitizer(const Policy& policy);
    ~Sanitizer();
    Sanitizer(Sanitizer&&) noexcept;
    Sanitizer& operator=(Sanitizer&&) noexcept;

    /// Appends the safe form of `fragment` to `out`: valid UTF-8 without control characters, every element
    /// closed, such that a browser makes exactly the elements of it that are written there. Doing it twice
    /// changes nothing more. Relative URLs are resolved against `base`; without a base they stay as they are.
    /// Takes linear time; the output is at most a small multiple of the input.
    SanitizeNotes sanitize(std::string_view fragment, const Url* base, std::string& out);

  private:
    class Run;
    struct Memory;
    const Policy* policy_;
    std::unique_ptr<Memory> memory_;
};

[[nodiscard]] std::string sanitize(std::string_view fragment, const Policy& policy,
                                   const Url* base = nullptr);

struct Sanitized {
    std::string html;
    SanitizeNotes notes;
};
[[nodiscard]] Sanitized sanitize_with_notes(std::string_view fragment, const Policy& policy,
                                            const Url* base = nullptr);

}  // namespace orrery::html
