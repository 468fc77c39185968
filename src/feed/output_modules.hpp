#pragma once

#include "orrery/feed/model.hpp"
#include "xml/writer.hpp"

/// What Atom and RSS write alike: elements of modules.
namespace orrery::feed {

/// The `xmlns` attributes of the modules, on the root element.
void write_namespaces(xml::Writer& xml);

/// Media RSS thumbnail, GeoRSS, Podlove chapters, comments' addresses and count, threads, Markdown.
void write_entry_modules(xml::Writer& xml, const Entry& entry);

/// RFC 5005 `fh:complete` and `fh:archive`; places.
void write_feed_modules(xml::Writer& xml, const Feed& feed);

}  // namespace orrery::feed
