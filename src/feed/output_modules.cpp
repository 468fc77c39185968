#include "output_modules.hpp"

#include "output_values.hpp"

#include <fmt/format.h>

namespace orrery::feed {

namespace {

constexpr std::string_view element_of(Shape::Kind kind) {
    switch (kind) {
        case Shape::Kind::kPoint:
            return "georss:point";
        case Shape::Kind::kLine:
            return "georss:line";
        case Shape::Kind::kPolygon:
            return "georss:polygon";
        case Shape::Kind::kBox:
            return "georss:box";
    }
    return "georss:point";
}

void write_places(xml::Writer& xml, const List<Shape>& places) {
    for (const auto& shape : places) {
        std::string coordinates;
        for (const auto& [latitude, longitude, elevation] : shape.coordinates) {
            if (!coordinates.empty()) coordinates += ' ';
            coordinates += fmt::format("{} {}", latitude, longitude);
        }
        xml.optional(element_of(shape.kind), coordinates);
        xml.optional("georss:featurename", shape.name);
    }
}

void write_chapters(xml::Writer& xml, const List<Chapter>& chapters) {
    if (chapters.empty()) return;
    xml.start("psc:chapters").attribute("version", "1.2");
    for (const auto& chapter : chapters) {
        xml.start("psc:chapter");
        xml.attribute("start",
                      chapter.start.empty() ? fmt::format("{}", chapter.start_seconds) : chapter.start);
        xml.attribute("title", chapter.title);
        xml.optional_attribute("href", iri(chapter.href)).optional_attribute("image", iri(chapter.image));
        xml.end();
    }
    xml.end();
}

}  // namespace

void write_namespaces(xml::Writer& xml) {
    xml.attribute("xmlns:fh", "http://purl.org/syndication/history/1.0");
    xml.attribute("xmlns:georss", "http://www.georss.org/georss");
    xml.attribute("xmlns:media", "http://search.yahoo.com/mrss/");
    xml.attribute("xmlns:psc", "http://podlove.org/simple-chapters");
    xml.attribute("xmlns:source", "http://source.scripting.com/");
    xml.attribute("xmlns:thr", "http://purl.org/syndication/thread/1.0");
    xml.attribute("xmlns:wfw", "http://wellformedweb.org/CommentAPI/");
}

void write_entry_modules(xml::Writer& xml, const Entry& entry) {
    if (!entry.image.empty()) xml.start("media:thumbnail").attribute("url", iri(entry.image)).end();
    write_places(xml, entry.places);
    write_chapters(xml, entry.chapters);
    xml.optional("wfw:comment", iri(entry.comments.post_to));
    xml.optional("wfw:commentRss", iri(entry.comments.feed));
    if (entry.comments.count) xml.element("thr:total", fmt::format("{}", *entry.comments.count));
    for (const auto& reply : entry.in_reply_to) {
        if (reply.ref.empty()) continue;
        xml.start("thr:in-reply-to").attribute("ref", reply.ref);
        xml.optional_attribute("href", iri(reply.href)).optional_attribute("type", reply.type);
        xml.optional_attribute("source", iri(reply.source)).end();
    }
    for (const auto& text : entry.alternatives)
        if (text.type == TextType::kMarkdown) xml.element("source:markdown", text.value);
}

void write_feed_modules(xml::Writer& xml, const Feed& feed) {
    if (feed.complete) xml.start("fh:complete").end();
    if (feed.archive) xml.start("fh:archive").end();
    write_places(xml, feed.places);
}

}  // namespace orrery::feed
