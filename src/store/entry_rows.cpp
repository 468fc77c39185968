#include "entry_rows.hpp"

#include "entry_codec.hpp"
#include "statements.hpp"

namespace orrery::store {

std::string BodyReader::read(std::string_view bytes) const {
    if (auto body = codec_.decode(bytes)) return std::move(*body);
    if (BodyCodec::dictionary_of(bytes) > codec_.newest()) {
        load_dictionaries(codec_, database_);
        if (auto body = codec_.decode(bytes)) return std::move(*body);
    }
    throw StoreFailure({ErrorCode::kCorrupt, "the archive is damaged", "",
                        "the body of an entry cannot be unpacked",
                        "keep the archive as it is and restore a backup"});
}

Story read_story(const Query& row, const BodyReader& bodies) {
    Story story;
    story.id = row.integer(0);
    story.feed = row.integer(1);
    story.feed_title = row.text(2);
    story.feed_url = row.text(3);
    story.feed_site_url = row.text(4);
    story.url = row.text(5);
    story.title = row.text(6);
    story.author = row.text(7);
    story.html = bodies.read(row.view(8));
    story.language = row.text(9);
    story.date = row.time(10);
    story.first_seen = row.time(11);
    story.published = row.optional_time(12);
    story.updated = row.optional_time(13);
    story.revision = static_cast<int>(row.integer(14));
    story.revisions = static_cast<int>(row.integer(15));
    story.vanished = row.optional_time(16);
    story.categories = decode_categories(row.view(17));
    story.enclosures = decode_enclosures(row.view(18));
    story.source = decode_source(row.view(19));
    story.featured = row.integer(20) != 0;
    if (!row.is_null(21)) story.excerpt = row.integer(21);
    story.category = row.text(22);
    story.tags = decode_categories(row.view(23));
    story.feed_category = row.text(24);
    return story;
}

void load_dictionaries(BodyCodec& codec, Database& database) {
    auto rows = database.query(sql::kLoadDictionaries);
    rows.bind_all(std::int64_t{codec.newest()});
    while (rows.step())
        codec.add_dictionary(static_cast<std::uint32_t>(rows.integer(0)), rows.view(1));
}

}  // namespace orrery::store
