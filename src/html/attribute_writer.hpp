#pragma once

#include "attribute_names.hpp"
#include "orrery/html/sanitize.hpp"
#include "orrery/html/tokenizer.hpp"
#include "safe_url.hpp"

#include <string>

namespace orrery::html {

/// Writes start tags with the attributes that a policy lets through, in the order of the input, then those
/// that we add.
class AttributeWriter {
  public:
    AttributeWriter(const Policy& policy, const Url* base, SanitizeNotes& notes, std::string& out)
        : policy_(policy),
          rules_{policy.schemes(), base, policy.allow_data_images, policy.drop_tracking},
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
    [[nodiscard]] bool is_pixel(const Token& token, std::string_view source);
    [[nodiscard]] const Attribute* image_source(const Token& token);
    void begin(std::string_view name);
    void text(std::string_view name, std::string_view decoded);
    [[nodiscard]] bool url(std::string_view name, std::string_view value, UrlUse use);
    void link(std::string_view name, std::string_view value);
    [[nodiscard]] std::string_view page() const;
    void class_names(Tag tag, std::string_view value);
    void dropped() { ++notes_.dropped_attributes; }

    const Policy& policy_;
    UrlRules rules_;
    SanitizeNotes& notes_;
    std::string& out_;
    std::string scratch_;
    std::string url_;  // or another value that is being made
    bool has_fragment_links_ = false;
    bool leads_out_ = false;  // the start tag being written has a link that leaves the post
};

}  // namespace orrery::html
