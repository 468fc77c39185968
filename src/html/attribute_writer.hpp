#pragma once

#include "attribute_names.hpp"
#include "orrery/html/sanitize.hpp"
#include "orrery/html/tokenizer.hpp"
#include "safe_url.hpp"

#include <string>
#include <vector>

namespace orrery::html {

/// Writes start tags with the attributes that a policy lets through, in the order of the input, then those
/// that we add.
class AttributeWriter {
  public:
    /// The tokens to come are views into `input`. `rel` is the attribute of links that lead out, as it is
    /// written; empty for none.
    AttributeWriter(const Policy& policy, std::string_view input, const Url* base, std::string_view rel,
                    SanitizeNotes& notes, Output& out)
        : policy_(policy),
          rules_{policy.schemes(), base, policy.allow_data_images, policy.drop_tracking},
          links_to_http_(is_allowed_scheme("http", rules_)),
          links_to_https_(is_allowed_scheme("https", rules_)),
          rel_(rel),
          input_(input),
          notes_(notes),
          out_(out) {}

    /// Appends `<name …>`. False, with nothing appended, when the element is no use or no good without what
    /// had to be dropped: a tracking pixel, an image without a source, a frame from a host that is not
    /// allowed.
    [[nodiscard]] bool write_start(Tag tag, const Token& token);
    /// A link was written that settle_fragment_links() has to look at.
    [[nodiscard]] bool has_fragment_links() const { return has_fragment_links_; }

  private:
    void write(Tag tag, AttributeName name, const Attribute& attribute);
    bool write_image(const Token& token);
    bool write_frame(const Token& token);
    struct Image;
    [[nodiscard]] bool is_pixel(const Image& image, std::string_view source);
    void begin(AttributeName name) { out_ += kAttributeStarts[static_cast<std::size_t>(name)]; }
    void text(AttributeName name, std::string_view decoded);
    [[nodiscard]] bool url(AttributeName name, std::string_view value, UrlUse use);
    void link(AttributeName name, std::string_view value);
    void left_out(AttributeName name, const Attribute& attribute);
    [[nodiscard]] std::string_view page() const;
    void class_names(Tag tag, std::string_view value);
    void dropped() { ++notes_.dropped_attributes; }

    const Policy& policy_;
    UrlRules rules_;
    bool links_to_http_;
    bool links_to_https_;
    std::string_view rel_;
    std::string_view input_;
    SanitizeNotes& notes_;
    Output& out_;
    std::vector<AttributeName> names_;  // of the attributes of an image
    std::string scratch_;
    std::string source_;  // of an image, decoded
    std::string url_;     // or another value that is being made
    bool has_fragment_links_ = false;
    bool leads_out_ = false;  // the start tag being written has a link that leaves the post
};

}  // namespace orrery::html
