#include "orrery/base/text.hpp"
#include "text_rules.hpp"
#include "xml/builder.hpp"

// Persons, images, text inputs, sources and files: what has parts of its own.

namespace orrery::feed::xml {

bool Builder::person_part(const Element& e) {
    auto& person = *static_cast<Person*>(role_frame()->object);
    switch (e.el) {
        case El::kName:
        case El::kTitle:
        case El::kItunesName:
            person.name = words(e);
            return true;
        case El::kEmail:
        case El::kItunesEmail:
            person.email = value(e);
            return true;
        case El::kUri:
        case El::kUrl:
            person.uri = url(e);
            return true;
        default:
            return false;
    }
}

bool Builder::image_part(const Element& e) {
    auto& image = *static_cast<Image*>(role_frame()->object);
    switch (e.el) {
        case El::kUrl:
            image.url = url(e);
            return true;
        case El::kTitle:
            image.title = words(e);
            return true;
        case El::kLink:
            image.link = url(e);
            return true;
        case El::kDescription:
            image.description = words(e);
            return true;
        case El::kWidth:
            image.width = number(value(e));
            return true;
        case El::kHeight:
            image.height = number(value(e));
            return true;
        default:
            return false;
    }
}

void Builder::text_input_part(const Element& e) {
    auto& input = const_cast<TextInput&>(*feed_.text_input);
    switch (e.el) {
        case El::kTitle:
            input.title = value(e);
            break;
        case El::kDescription:
            input.description = value(e);
            break;
        case El::kName:
            input.name = value(e);
            break;
        case El::kLink:
            input.link = url(e);
            break;
        default:
            skip(e);
    }
}

void Builder::begin_person(const Element& e) {
    auto* person = arena_.make<Person>();
    push(e, Role::kPerson, person, true);
}

void Builder::finish_person(Frame& frame) {
    auto person = *static_cast<Person*>(frame.object);
    const bool structured = person != Person{};
    if (!structured)
        person = split_person(repaired(arena_.copy(trim(std::string_view(text_).substr(frame.text_start)))));
    if (person == Person{}) return;
    if (frame.role == Role::kOwner) {
        auto* owner = arena_.make<Person>(person);
        if (!in_entry()) {
            feed_podcast().owner = owner;
            if (feed_.publisher == nullptr) feed_.publisher = owner;
        }
        return;
    }
    if (frame.element == El::kContributor) {
        (source_ != nullptr ? source_->contributors
         : in_entry()       ? entry_->contributors
                            : feed_.contributors)
            .push_back(arena_, person);
    } else if (source_ != nullptr) {
        source_->authors.push_back(arena_, person);
    } else {
        scope().authors[structured || is_atom_ ? kByAtom : kByRss].push_back(arena_, person);
    }
}

void Builder::author_text(const Element& e, AuthorSlot slot) {
    const auto person = split_person(words(e));
    if (person == Person{}) return;
    (source_ != nullptr ? source_->authors : scope().authors[slot]).push_back(arena_, person);
}

void Builder::finish_source(Frame& frame) {
    auto& source = *static_cast<Source*>(frame.object);
    const auto text = trim(std::string_view(text_).substr(frame.text_start));
    if (source.title.empty() && !text.empty())
        source.title = {arena_.copy(text), TextType::kText, frame.language, frame.base, {}};
    source_ = nullptr;
}

void Builder::enclosure(const Element& e) {
    Enclosure file;
    file.url = url_attribute(e, "url");
    if (file.url.empty()) file.url = url_attribute(e, "href");
    file.type = attribute(e, "type");
    if (const auto length = number_attribute(e, "length"); length && *length > 0)
        file.length = static_cast<std::uint64_t>(*length);
    skip(e);
    if (in_entry() && !file.url.empty()) add_enclosure(file);
}

// Each address once; what the later element adds is taken over.
Enclosure& Builder::add_enclosure(const Enclosure& file) {
    std::size_t looked_at = 0;
    for (auto& known : entry_->enclosures) {
        if (++looked_at > options_.limits.attributes) break;
        if (known.url != file.url) continue;
        if (known.type.empty()) known.type = file.type;
        if (!known.length) known.length = file.length;
        return known;
    }
    return entry_->enclosures.push_back(arena_, file);
}

}  // namespace orrery::feed::xml
