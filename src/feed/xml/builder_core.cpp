#include "orrery/base/text.hpp"
#include "text_rules.hpp"
#include "xml/builder.hpp"

#include <algorithm>

// RSS, Atom, CDF and Dublin Core: the elements that every feed is made of.

namespace orrery::feed::xml {

namespace {

// Ranks of elements for one field: the lower wins.
enum Rank : std::uint8_t { kFirst = 1, kSecond = 2, kThird = 3, kFourth = 4, kFifth = 5, kSixth = 6 };

std::string_view without_iana(std::string_view rel) {
    for (const std::string_view prefix :
         {"http://www.iana.org/assignments/relation/", "https://www.iana.org/assignments/relation/"})
        if (rel.starts_with(prefix)) return rel.substr(prefix.size());
    return rel;
}

bool is_page_type(std::string_view type) {
    return type.empty() || istarts_with(type, "text/html") || istarts_with(type, "application/xhtml");
}

// From 0 to 255: a bucket for a term, so that most terms need not be compared with all others.
std::size_t hash_of(std::string_view term) {
    if (term.empty()) return 0;
    const auto code = [&](std::size_t at) -> std::size_t { return static_cast<unsigned char>(term[at]); };
    return (term.size() + 31 * code(0) + 113 * code(term.size() / 2) + 57 * code(term.size() - 1)) % 256;
}

bool is_feed_type(std::string_view type) {
    return istarts_with(type, "application/atom+xml") || istarts_with(type, "application/rss+xml") ||
           istarts_with(type, "application/feed+json");
}

}  // namespace

bool Builder::core(const Element& e) {
    switch (role()) {
        case Role::kPerson:
        case Role::kOwner:
            return person_part(e);
        case Role::kImage:
            return image_part(e);
        case Role::kTextInput:
            text_input_part(e);
            return true;
        case Role::kSkipHours:
        case Role::kSkipDays: {
            static constexpr std::array<std::string_view, 7> kDays = {"sun", "mon", "tue", "wed",
                                                                      "thu", "fri", "sat"};
            const auto text = value(e);
            if (role() == Role::kSkipHours) {
                const auto hour = number(text);
                if (hour && *hour >= 0 && *hour <= 24) feed_.poll_hints.skip_hours |= 1u << (*hour % 24);
            } else {
                for (std::size_t day = 0; day < kDays.size(); ++day)
                    if (istarts_with(text, kDays[day]))
                        feed_.poll_hints.skip_days |= static_cast<std::uint8_t>(1u << day);
            }
            return true;
        }
        case Role::kMediaGroup:
        case Role::kMediaContent:
        case Role::kMediaCommunity:
        case Role::kGml:
        case Role::kGeoPoint:
        case Role::kChapters:
        case Role::kPodItem:
            return false;
        default:
            break;
    }
    auto& ranks = scope().ranks;
    switch (e.el) {
        case El::kTitle:
            title(e, kFirst);
            return true;
        case El::kDcTitle:
            title(e, kSecond);
            return true;
        case El::kLink:
            link(e);
            return true;
        case El::kId: {
            const auto id = value(e);
            if (source_ != nullptr) {
                source_->id = id;
            } else if (auto& target = in_entry() ? entry_->id : feed_.id; ranks.id > kFirst) {
                target = id;
                ranks.id = kFirst;
            }
            return true;
        }
        case El::kGuid: {
            if (!in_entry()) return false;
            const auto permalink = attribute(e, "isPermaLink");
            const auto id = value(e);
            if (ranks.id <= kSecond || id.empty()) return true;
            entry_->id = id;
            ranks.id = kSecond;
            entry_->id_is_link = !iequals(permalink, "false");  // finish_entry() has the last word
            return true;
        }
        case El::kDcIdentifier: {
            const auto id = value(e);
            if (in_entry() && ranks.id > kFourth) {
                entry_->id = id;
                ranks.id = kFourth;
            }
            return true;
        }
        case El::kSubtitle:
            subtitle(e, kFirst, TextType::kText);
            return true;
        case El::kDescription:
        case El::kAbstract:
            if (source_ != nullptr || !in_entry()) {
                subtitle(e, kSecond, TextType::kHtml);
            } else {
                const auto text = text_construct(e, TextType::kHtml);
                set_text(entry_scope_.texts[kSlotDescription].empty() ? kSlotDescription : kSlotDescription2,
                         text);
            }
            return true;
        case El::kDcDescription:
            if (source_ != nullptr || !in_entry()) {
                subtitle(e, kThird, TextType::kHtml);
            } else {
                set_text(kSlotDcDescription, text_construct(e, TextType::kHtml));
            }
            return true;
        case El::kSummary:
            if (!in_entry()) {
                subtitle(e, kFourth, TextType::kText);
            } else {
                set_text(kSlotSummary, text_construct(e, is_atom_ ? TextType::kText : TextType::kHtml));
            }
            return true;
        case El::kContent: {
            if (!in_entry()) return false;
            const auto src = url_attribute(e, "src");
            const auto type = attribute(e, "type");
            auto text = text_construct(e, is_atom_ ? TextType::kText : TextType::kHtml);
            if (!src.empty()) {
                entry_->content_src = src;
                text.media_type = type;
            }
            if (!src.empty() && entry_scope_.texts[kSlotContent].empty())
                entry_scope_.texts[kSlotContent] = text;
            set_text(kSlotContent, text);
            return true;
        }
        case El::kContentEncoded:
            set_text(kSlotEncoded, text_construct(e, TextType::kHtml));
            return true;
        case El::kXhtmlBody: {
            if (!in_entry()) return false;
            auto text = text_construct(e, TextType::kXhtml);
            text.type = TextType::kXhtml;
            set_text(kSlotXhtml, text);
            return true;
        }
        case El::kBody:
            set_text(kSlotBody, text_construct(e, TextType::kHtml));
            return true;
        case El::kFullItem:
            set_text(kSlotFullItem, text_construct(e, TextType::kHtml));
            return true;
        case El::kAuthor:
        case El::kContributor:
            begin_person(e);
            return true;
        case El::kManagingEditor:
            author_text(e, kByRss);
            return true;
        case El::kDcCreator:
            author_text(e, kByDc);
            return true;
        case El::kDcAuthor:
            author_text(e, kByDcAuthor);
            return true;
        case El::kDcContributor: {
            const auto person = split_person(words(e));
            if (person != Person{})
                (in_entry() ? entry_->contributors : feed_.contributors).push_back(arena_, person);
            return true;
        }
        case El::kDcPublisher: {
            auto& target = in_entry() ? entry_->publisher : feed_.publisher;
            const auto person = split_person(words(e));
            if (target == nullptr && person != Person{}) target = arena_.make<Person>(person);
            return true;
        }
        case El::kWebMaster: {
            const auto person = split_person(words(e));
            if (feed_.webmaster == nullptr && person != Person{})
                feed_.webmaster = arena_.make<Person>(person);
            return true;
        }
        case El::kCategory:
            category(e);
            return true;
        case El::kDcSubject: {
            if (const auto term = words(e); !term.empty()) add_category(term, {}, {});
            return true;
        }
        case El::kPublished:
            set_date(in_entry() ? entry_->published : feed_.published, ranks.published, kFirst, e);
            return true;
        case El::kIssued:
            set_date(in_entry() ? entry_->published : feed_.published, ranks.published, kSecond, e);
            return true;
        case El::kPubDate:
            set_date(in_entry() ? entry_->published : feed_.published, ranks.published, kThird, e);
            return true;
        case El::kDcTermsIssued:
            set_date(in_entry() ? entry_->published : feed_.published, ranks.published, kFourth, e);
            return true;
        case El::kUpdated:
            if (source_ != nullptr) {
                source_->updated = date(e);
            } else {
                set_date(in_entry() ? entry_->updated : feed_.updated, ranks.updated, kFirst, e);
            }
            return true;
        case El::kModified:
            if (source_ != nullptr) {
                source_->updated = date(e);
            } else {
                set_date(in_entry() ? entry_->updated : feed_.updated, ranks.updated, kSecond, e);
            }
            return true;
        case El::kDcDate:
            set_date(in_entry() ? entry_->updated : feed_.updated, ranks.updated, kThird, e);
            return true;
        case El::kDcTermsModified:
            set_date(in_entry() ? entry_->updated : feed_.updated, ranks.updated, kFourth, e);
            return true;
        case El::kLastBuildDate:
            set_date(in_entry() ? entry_->updated : feed_.updated, ranks.updated, kFifth, e);
            return true;
        case El::kCreated:
        case El::kDcTermsCreated:
            set_date(in_entry() ? entry_->created : feed_.created, ranks.created,
                     e.el == El::kCreated ? kFirst : kSecond, e);
            return true;
        case El::kExpirationDate:
            if (!in_entry()) return false;
            entry_->expired = date(e);
            return true;
        case El::kDcTermsValid: {
            // start=2003-12-31; end=2004-12-31; scheme=W3C-DTF
            const auto text = value(e);
            for (const auto part : split(text, ';')) {
                const auto trimmed = trim(part);
                const auto equals = trimmed.find('=');
                if (equals == std::string_view::npos) continue;
                const auto key = trim(trimmed.substr(0, equals));
                const auto moment = trim(trimmed.substr(equals + 1));
                if (iequals(key, "start"))
                    (in_entry() ? entry_->valid_from : feed_.valid_from) = read_date(moment);
                if (iequals(key, "end"))
                    (in_entry() ? entry_->expired : feed_.valid_until) = read_date(moment);
            }
            return true;
        }
        case El::kRights:
            rights(e, kFirst);
            return true;
        case El::kCopyright:
            rights(e, kSecond);
            return true;
        case El::kDcRights:
            rights(e, kThird);
            return true;
        case El::kLanguage:
            set_language(e, kFirst);
            return true;
        case El::kDcLanguage:
            set_language(e, kSecond);
            return true;
        case El::kImage: {
            auto* image = in_entry() || !feed_.image.url.empty() ? arena_.make<Image>() : &feed_.image;
            if (const auto address = url_attribute(e, "href"); !address.empty()) image->url = address;
            if (const auto address = url_attribute(e, "url"); !address.empty()) image->url = address;
            if (const auto resource = links_.resolve(e.base, attribute_ns(e, "rdf", "resource"));
                !resource.empty())
                image->url = resource;
            push(e, Role::kImage, image, true);
            return true;
        }
        case El::kTextInput:
            if (feed_.text_input == nullptr) feed_.text_input = arena_.make<TextInput>();
            push(e, Role::kTextInput, nullptr);
            return true;
        case El::kLogo:
        case El::kIcon: {
            auto address = url_attribute(e, "href");
            const auto inside = url(e);
            if (address.empty()) address = inside;
            if (source_ != nullptr) {
                (e.el == El::kLogo ? source_->logo : source_->icon) = address;
            } else if (in_entry()) {
                image_url(address, kThird);
            } else if (auto& target = e.el == El::kLogo ? feed_.logo : feed_.icon; target.empty()) {
                target = address;
            }
            return true;
        }
        case El::kGenerator: {
            Generator generator;
            generator.uri = url_attribute(e, "uri");
            if (generator.uri.empty()) generator.uri = url_attribute(e, "url");
            generator.version = attribute(e, "version");
            generator.name = value(e);
            if (source_ != nullptr) {
                source_->generator = generator;
            } else if (!in_entry() && feed_.generator.name.empty()) {
                if (generator.uri.empty()) generator.uri = feed_.generator.uri;
                feed_.generator = generator;
            }
            return true;
        }
        case El::kDocs:
            feed_.docs = url(e);
            return true;
        case El::kTtl:
            feed_.poll_hints.ttl_minutes = number(value(e));
            return true;
        case El::kSkipHours:
            push(e, Role::kSkipHours);
            return true;
        case El::kSkipDays:
            push(e, Role::kSkipDays);
            return true;
        case El::kCloud:
            if (feed_.cloud == nullptr)
                feed_.cloud =
                    arena_.make<Cloud>(attribute(e, "domain"), attribute(e, "port"), attribute(e, "path"),
                                       attribute(e, "registerProcedure"), attribute(e, "protocol"));
            skip(e);
            return true;
        case El::kEnclosure:
            enclosure(e);
            return true;
        case El::kSourceElement: {
            if (!in_entry() || source_ != nullptr) return false;
            auto* source = arena_.make<Source>();
            source->self = url_attribute(e, "url");
            entry_->source = source;
            source_ = source;
            push(e, Role::kSource, source, true);
            return true;
        }
        case El::kComments:
            if (!in_entry()) return false;
            entry_->comments.page = url(e);
            return true;
        case El::kInfo:
            feed_.info = text_construct(e, TextType::kText);
            return true;
        case El::kNewLocation:
            feed_.new_location = url(e);
            return true;
        case El::kLicenseElement: {
            const auto address = url_attribute(e, "href");
            const auto inside = value(e);
            add_license(address.empty() ? links_.resolve(e.base, inside) : address);
            return true;
        }
        default:
            return false;
    }
}

void Builder::link(const Element& e) {
    Link link;
    link.href = url_attribute(e, "href");
    if (link.href.empty()) {
        link.href = links_.resolve(e.base, attribute_ns(e, "rdf", "resource"));
        const auto rel = attribute(e, "rel");
        const auto inside = url(e);
        if (link.href.empty()) link.href = inside;
        if (link.href.empty()) return;
        if (!rel.empty() && !iequals(rel, "alternate")) {  // an Atom link that lost its address attribute
            link.rel = without_iana(rel);
            return add_link(link);
        }
        auto& ranks = scope().ranks;
        if (source_ == nullptr && ranks.link > kSecond) {
            (in_entry() ? entry_->link : feed_.link) = link.href;
            ranks.link = kSecond;
        }
        return add_link(link);
    }
    if (const auto rel = attribute(e, "rel"); !rel.empty()) link.rel = without_iana(rel);
    link.type = attribute(e, "type");
    link.hreflang = attribute(e, "hreflang");
    link.title = attribute(e, "title");
    link.length = attribute(e, "length");
    link.thread_count = number(attribute_ns(e, "thr", "count"));
    if (const auto updated = attribute_ns(e, "thr", "updated"); !updated.empty())
        link.thread_updated = read_date(updated);
    skip(e);
    add_link(link);
}

void Builder::add_link(Link link) {
    if (source_ != nullptr) {
        source_->links.push_back(arena_, link);
        if (iequals(link.rel, "alternate") && source_->link.empty()) source_->link = link.href;
        if (iequals(link.rel, "self") && source_->self.empty()) source_->self = link.href;
        return;
    }
    auto& links = in_entry() ? entry_->links : feed_.links;
    auto& ranks = scope().ranks;
    links.push_back(arena_, link);
    const auto is = [&](std::string_view rel) { return iequals(link.rel, rel); };
    if (is("alternate")) {
        const std::uint8_t rank = is_page_type(link.type)   ? kThird
                                  : is_feed_type(link.type) ? kSixth
                                                            : kFourth;
        if (ranks.link > rank) {
            (in_entry() ? entry_->link : feed_.link) = link.href;
            ranks.link = rank;
        }
    } else if (is("license")) {
        add_license(link.href);
    } else if (in_entry()) {
        if (is("enclosure")) {
            Enclosure file;
            file.url = link.href;
            file.type = link.type;
            file.title = link.title;
            if (const auto length = number(link.length); length && *length > 0)
                file.length = static_cast<std::uint64_t>(*length);
            add_enclosure(file);
        } else if (is("replies")) {
            if (is_feed_type(link.type) && entry_->comments.feed.empty()) {
                entry_->comments.feed = link.href;
            } else if (entry_->comments.page.empty()) {
                entry_->comments.page = link.href;
            }
            if (!entry_->comments.count) entry_->comments.count = link.thread_count;
        } else if (is("image") && entry_->image.empty()) {
            image_url(link.href, kFourth);
        }
    } else {
        if (is("self") && feed_.self.empty()) feed_.self = link.href;
        if (is("hub")) feed_.hubs.push_back(arena_, link.href);
        if (is("next") && feed_.next_page.empty()) feed_.next_page = link.href;
        if (is("prev-archive") && feed_.previous_archive.empty()) feed_.previous_archive = link.href;
    }
}

void Builder::add_license(std::string_view address) {
    if (address.empty()) return;
    auto& list = in_entry() ? entry_->licenses : feed_.licenses;
    std::size_t count = 0;
    for (const auto known : list)
        if (known == address || ++count >= options_.limits.attributes) return;
    list.push_back(arena_, address);
}

void Builder::category(const Element& e) {
    const auto term = attribute(e, "term");
    auto scheme = attribute(e, "scheme");
    if (scheme.empty()) scheme = attribute(e, "domain");
    const auto label = attribute(e, "label");
    const auto inside = words(e);
    add_category(term.empty() ? inside : term, scheme, label);
}

void Builder::add_category(std::string_view term, std::string_view scheme, std::string_view label) {
    if (term.empty() && label.empty()) return;
    const auto is_known = [&](const List<Category>& list) {
        return std::any_of(list.begin(), list.end(), [&](const Category& known) {
            return known.term == term && known.scheme == scheme && known.label == label;
        });
    };
    if (source_ != nullptr) {
        auto& list = source_->categories;
        if (!is_known(list) && list.size() < options_.limits.attributes)
            list.push_back(arena_, {term, scheme, label});
        return;
    }
    auto& list = in_entry() ? entry_->categories : feed_.categories;
    auto seen = scope().terms[hash_of(term)];
    if ((seen && is_known(list)) || scope().categories >= options_.limits.attributes) return;
    seen = true;
    ++scope().categories;
    list.push_back(arena_, {term, scheme, label});
}

// "Comma-separated" (Apple). One that is a category already says nothing new.
void Builder::keywords(const Element& e) {
    const auto& known = in_entry() ? entry_->categories : feed_.categories;
    for (const auto part : split(words(e), ',')) {
        const auto word = trim(part);
        const bool again = std::any_of(known.begin(), known.end(),
                                       [&](const Category& category) { return category.term == word; });
        if (!again) add_category(word, kItunesScheme, {});
    }
}

void Builder::set_text(Slot slot, const Text& text) {
    if (!in_entry() || text.empty()) return;
    auto& target = entry_scope_.texts[slot];
    if (target.empty()) {
        target = text;
    } else if (slot == kSlotContent && entry_->alternatives.size() < options_.limits.attributes) {
        entry_->alternatives.push_back(arena_, text);
    }
}

void Builder::set_date(Date& target, std::uint8_t& rank, std::uint8_t new_rank, const Element& element) {
    const auto read = date(element);
    if (source_ != nullptr || read.text.empty()) return;
    // A date that can be read beats one that cannot.
    if (new_rank >= rank && (target.time || !read.time)) return;
    target = read;
    rank = new_rank;
}

void Builder::title(const Element& e, std::uint8_t rank) {
    const auto text = text_construct(e, TextType::kText);
    if (source_ != nullptr) {
        if (source_->title.empty()) source_->title = text;
        return;
    }
    auto& ranks = scope().ranks;
    auto& target = in_entry() ? entry_->title : feed_.title;
    if (text.empty() || rank >= ranks.title) return;
    target = text;
    ranks.title = rank;
}

void Builder::subtitle(const Element& e, std::uint8_t rank, TextType type) {
    const auto text = text_construct(e, type);
    if (source_ != nullptr) {
        if (source_->subtitle.empty()) source_->subtitle = text;
        return;
    }
    if (in_entry()) return set_text(kSlotItunesSubtitle, text);
    if (text.empty() || rank >= feed_scope_.ranks.subtitle) return;
    feed_.subtitle = text;
    feed_scope_.ranks.subtitle = rank;
}

void Builder::rights(const Element& e, std::uint8_t rank) {
    const auto text = text_construct(e, TextType::kText);
    if (source_ != nullptr) {
        source_->rights = text;
        return;
    }
    auto& ranks = scope().ranks;
    if (text.empty() || rank >= ranks.rights) return;
    (in_entry() ? entry_->rights : feed_.rights) = text;
    ranks.rights = rank;
}

void Builder::set_language(const Element& e, std::uint8_t rank) {
    const auto text = value(e);
    auto& ranks = scope().ranks;
    if (source_ != nullptr || text.empty() || rank >= ranks.language) return;
    (in_entry() ? entry_->language : feed_.language) = text;
    ranks.language = rank;
    // What follows in this feed or entry is in that language, unless it says otherwise.
    for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame) {
        frame->language = text;
        if (frame->role == Role::kFeed || frame->role == Role::kEntry) break;
    }
}

void Builder::image_url(std::string_view address, std::uint8_t rank) {
    auto& ranks = scope().ranks;
    if (address.empty() || rank >= ranks.image) return;
    (in_entry() ? entry_->image : feed_.image.url) = address;
    ranks.image = rank;
}

}  // namespace orrery::feed::xml
