#pragma once

#include "orrery/base/url.hpp"
#include "orrery/html/tree.hpp"

#include <string>

namespace orrery::html {

/// The main article of a web page. All texts are plain and may be empty, but `html`.
struct Article {
    std::string html;       ///< as the page has it: not safe, sanitize it against the page's URL
    std::string title;      ///< without the name of the site
    std::string byline;     ///< who wrote it
    std::string published;  ///< the date as the page writes it, mostly ISO 8601
    std::string image;      ///< URL of the picture that stands for it, absolute
    std::string language;   ///< BCP 47, as the page says
    std::string site;       ///< name of the site
    std::string summary;    ///< the page's own description
};

/// Finds the article by where the page's paragraphs are: each gives points to the elements around it, links
/// take points away, and the best element is taken with those beside it that look alike, without navigation,
/// sharing and comments. `html` is empty when the page has no text worth the name. `url` is where the page
/// was fetched.
[[nodiscard]] Article article(const Document& document, const Url& url);

}  // namespace orrery::html
