#include "orrery/base/text.hpp"
#include "text_rules.hpp"
#include "xml/builder.hpp"

// Media RSS and places.

namespace orrery::feed::xml {

namespace {

// Of media:category that names none (Media RSS 1.5.1).
constexpr std::string_view kDefaultCategoryScheme = "http://search.yahoo.com/mrss/category_schema";

// CRS84 is longitude, latitude. EPSG's geographic systems (4326 and its neighbours in the 4000s, a few in the
// 3800s) are the other way round; its projected ones are easting, northing.
bool is_longitude_first(std::string_view srs_name) {
    if (srs_name.find("CRS84") != std::string_view::npos) return true;
    if (ifind(srs_name, "EPSG") == std::string_view::npos) return false;
    std::int64_t code = 0;
    if (!parse_number(srs_name.substr(srs_name.find_last_not_of("0123456789") + 1), code)) return false;
    return !((code >= 4000 && code < 5000) || (code >= 3800 && code < 4000));
}

}  // namespace

Media& Builder::media_of() {
    auto& target = in_entry() ? entry_->media : feed_.media;
    if (target == nullptr) target = arena_.make<Media>();
    return const_cast<Media&>(*target);  // made here, shown as const
}

void Builder::media_content(const Element& e) {
    Enclosure file;
    file.url = url_attribute(e, "url");
    file.type = attribute(e, "type");
    if (const auto size = number_attribute(e, "fileSize"); size && *size > 0)
        file.length = static_cast<std::uint64_t>(*size);
    file.medium = attribute(e, "medium");
    file.expression = attribute(e, "expression");
    file.language = attribute(e, "lang");
    file.width = number_attribute(e, "width");
    file.height = number_attribute(e, "height");
    file.bitrate = real_attribute(e, "bitrate");
    file.framerate = real_attribute(e, "framerate");
    file.samplingrate = real_attribute(e, "samplingrate");
    file.channels = number_attribute(e, "channels");
    file.duration_seconds = parse_clock(attribute(e, "duration"));
    file.is_default = parse_flag(attribute(e, "isDefault")).value_or(false);
    if (!frames_.empty() && frames_.back().role == Role::kMediaGroup) file.group = media_groups_;
    if (in_entry()) {
        if (!file.url.empty()) {
            media_enclosure_ = &add_enclosure(file);
            // A plain enclosure of the same address learns what this one knows.
            auto url = media_enclosure_->url;
            auto type = media_enclosure_->type;
            auto length = media_enclosure_->length;
            *media_enclosure_ = file;
            media_enclosure_->url = url;
            if (!type.empty()) media_enclosure_->type = type;
            if (length) media_enclosure_->length = length;
        }
    } else if (!file.url.empty() && file.medium == "image") {
        image_url(file.url, 5);
    }
    push(e, Role::kMediaContent);
}

bool Builder::media(const Element& e) {
    switch (e.el) {
        case El::kMediaGroup:
            ++media_groups_;
            push(e, Role::kMediaGroup);
            return true;
        case El::kMediaContent:
            media_content(e);
            return true;
        case El::kMediaCommunity:
            push(e, Role::kMediaCommunity);
            return true;
        case El::kMediaThumbnail: {
            Thumbnail thumbnail{url_attribute(e, "url"), number_attribute(e, "width"),
                                number_attribute(e, "height"), attribute(e, "time")};
            const auto inside = url(e);
            if (thumbnail.url.empty()) thumbnail.url = inside;
            if (thumbnail.url.empty()) return true;
            if (media_enclosure_ != nullptr && media_enclosure_->thumbnail.empty())
                media_enclosure_->thumbnail = thumbnail.url;
            media_of().thumbnails.push_back(arena_, thumbnail);
            if (in_entry()) image_url(thumbnail.url, 2);
            return true;
        }
        case El::kMediaTitle: {
            const auto text = text_construct(e, TextType::kText);
            if (media_enclosure_ != nullptr && media_enclosure_->title.empty())
                media_enclosure_->title = text.value;
            if (media_of().title.empty()) media_of().title = text;
            return true;
        }
        case El::kMediaDescription: {
            const auto text = text_construct(e, TextType::kText);
            if (media_of().description.empty()) media_of().description = text;
            set_text(kSlotMediaDescription, text);
            return true;
        }
        case El::kMediaKeywords: {
            const auto text = value(e);
            for (const auto word : split(text, ',')) {
                if (trim(word).empty()) continue;
                media_of().keywords.push_back(arena_, trim(word));
                add_category(trim(word), {}, {});
            }
            return true;
        }
        case El::kMediaCategory: {
            auto scheme = attribute(e, "scheme");
            if (scheme.empty()) scheme = kDefaultCategoryScheme;
            const auto label = attribute(e, "label");
            add_category(words(e), scheme, label);
            return true;
        }
        case El::kMediaCredit: {
            Credit credit{{}, attribute(e, "role"), attribute(e, "scheme")};
            credit.name = value(e);
            if (!credit.name.empty()) media_of().credits.push_back(arena_, credit);
            return true;
        }
        case El::kMediaCopyright:
            media_of().copyright = value(e);
            return true;
        case El::kMediaRating:
            media_of().rating_scheme = attribute(e, "scheme");
            media_of().rating = value(e);
            return true;
        case El::kMediaPlayer: {
            const auto address = url_attribute(e, "url");
            const auto inside = url(e);
            media_of().player = address.empty() ? inside : address;
            if (media_enclosure_ != nullptr) media_enclosure_->player = media_of().player;
            return true;
        }
        case El::kMediaHash:
            media_of().hash_algorithm = attribute(e, "algo");
            media_of().hash = value(e);
            return true;
        case El::kMediaRestriction:
            media_of().restriction_type = attribute(e, "type");
            media_of().restriction_relationship = attribute(e, "relationship");
            media_of().restriction = value(e);
            return true;
        case El::kMediaStarRating:
            media_of().star_average = real_attribute(e, "average");
            media_of().star_min = real_attribute(e, "min");
            media_of().star_max = real_attribute(e, "max");
            media_of().star_count = number_attribute(e, "count");
            skip(e);
            return true;
        case El::kMediaStatistics:
            media_of().views = number_attribute(e, "views");
            media_of().favorites = number_attribute(e, "favorites");
            skip(e);
            return true;
        case El::kMediaTags: {
            const auto text = value(e);
            for (const auto tag : split(text, ',')) {
                const auto name = trim(tag.substr(0, tag.find(':')));
                if (!name.empty()) media_of().keywords.push_back(arena_, name);
            }
            return true;
        }
        case El::kMediaLicense: {
            const auto address = url_attribute(e, "href");
            skip(e);
            add_license(address);
            return true;
        }
        default:
            return false;
    }
}

void Builder::add_shape(Shape::Kind kind, const List<Coordinate>& coordinates) {
    const std::size_t least = kind == Shape::Kind::kPoint ? 1 : kind == Shape::Kind::kPolygon ? 4 : 2;
    if (coordinates.size() < least) return;
    (in_entry() ? entry_->places : feed_.places).push_back(arena_, {kind, coordinates, {}, srs_name_});
}

void Builder::finish_geo_pair() {
    auto& s = scope();
    if (!s.latitude || !s.longitude) return;
    List<Coordinate> point;
    if (*s.latitude >= -90 && *s.latitude <= 90 && *s.longitude >= -360 && *s.longitude <= 360)
        point.push_back(arena_, {*s.latitude, *s.longitude, std::nullopt});
    add_shape(Shape::Kind::kPoint, point);
    s.latitude = s.longitude = std::nullopt;
}

void Builder::gml(const Element& e) {
    srs_name_ = attribute(e, "srsName");
    longitude_first_ = is_longitude_first(srs_name_);
    dimensions_ = number_attribute(e, "srsDimension") == 3 ? 3 : 2;
    shape_ = {};
    push(e, Role::kGml);
}

bool Builder::geo(const Element& e) {
    const auto simple = [&](Shape::Kind kind) {
        add_shape(kind, parse_coordinates(arena_, value(e), false, 2));
        return true;
    };
    switch (e.el) {
        case El::kGeoRssPoint:
            return simple(Shape::Kind::kPoint);
        case El::kGeoRssLine:
            return simple(Shape::Kind::kLine);
        case El::kGeoRssPolygon:
            return simple(Shape::Kind::kPolygon);
        case El::kGeoRssBox:
            return simple(Shape::Kind::kBox);
        case El::kGeoRssWhere:
        case El::kGmlExterior:
        case El::kGmlRing:
            push(e, Role::kTransparent);
            return true;
        case El::kGeoRssFeatureName: {
            const auto name = value(e);
            auto& places = in_entry() ? entry_->places : feed_.places;
            if (!places.empty()) places.back().name = name;
            return true;
        }
        case El::kGeoPoint:
            push(e, Role::kTransparent);
            return true;
        case El::kGeoLat:
        case El::kGeoLong: {
            double degrees = 0;
            if (parse_number(value(e), degrees)) {
                (e.el == El::kGeoLat ? scope().latitude : scope().longitude) = degrees;
                finish_geo_pair();
            }
            return true;
        }
        case El::kGmlPoint:
        case El::kGmlLine:
        case El::kGmlPolygon:
        case El::kGmlEnvelope:
            gml(e);
            return true;
        case El::kGmlPos:
        case El::kGmlPosList:
        case El::kGmlLower:
        case El::kGmlUpper: {
            auto dimensions =
                number_attribute(e, "srsDimension") == 3 || number_attribute(e, "dimension") == 3
                    ? 3
                    : dimensions_;
            const auto text = value(e);
            for (const auto& c : parse_coordinates(arena_, text, longitude_first_, dimensions))
                shape_.push_back(arena_, c);
            return true;
        }
        default:
            return false;
    }
}

}  // namespace orrery::feed::xml
