#include "check/checker.hpp"
#include "orrery/base/text.hpp"
#include "orrery/base/url.hpp"
#include "orrery/feed/date.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace orrery::feed::check {

namespace {

using xml::Ns;

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t kShown = 60;
constexpr auto kImplausible = std::chrono::sys_days{std::chrono::year(2100) / 1 / 1};

Problem problem_of(Value value) {
    return is_date(value) ? Problem::kDate : is_address(value) ? Problem::kUrl : Problem::kValue;
}

std::string cut(std::string_view text) {
    return std::string(text.substr(0, kShown));
}

bool is_paging(std::string_view rel) {
    constexpr std::array<std::string_view, 8> kRels = {"first", "last",    "next",         "previous",
                                                       "prev",  "current", "prev-archive", "next-archive"};
    return std::ranges::find(kRels, rel) != kRels.end();
}

}  // namespace

const Checker::Child* Checker::child(const Open& open, std::string_view local, bool atom, xml::Ns ns) {
    for (const auto& each : open.children)
        if (each.name.ns == ns && each.name.local == local && each.name.atom == atom) return &each;
    return nullptr;
}

// False for a root in an unheard-of namespace: nothing in it is known then.
bool Checker::check_root(const Open& open) {
    rdf_ = open.name.ns == Ns::kRdf;
    if (open.name.local == "rss") {
        constexpr std::array<std::string_view, 5> kVersions = {"0.91", "0.92", "0.93", "0.94", "2.0"};
        const auto version = attribute("version");
        if (version.empty())
            warn(Problem::kMissing, open.raw, "\"rss\" has no version");
        else if (std::ranges::find(kVersions, version) == kVersions.end())
            warn(Problem::kValue, open.raw, fmt::format("there is no RSS {}", cut(version)));
    }
    if (open.name.local == "feed" || open.name.local == "entry") {
        const auto colon = open.written.find(':');
        const auto uri = uri_of(colon == npos ? std::string_view() : open.written.substr(0, colon));
        atom_03_ = xml::is_atom_03(uri);
        if (!open.name.atom) {
            warn(Problem::kValue, open.raw,
                 fmt::format("\"{}\" is in no namespace of Atom", open.name.local));
            return false;
        }
        if (atom_03_)
            note(Problem::kValue, open.raw, "Atom 0.3 was a draft; Atom 1.0 (RFC 4287) took its place");
    }
    return true;
}

// RSS 1.0 has few elements of its own, and its items stand beside the channel; those of the others in it.
bool Checker::is_foreign_to_rdf(const Open& parent, const Open& open) const {
    if (open.name.ns != Ns::kCore || open.name.atom) return false;
    if (!rdf_) return parent.place == Place::kRss && open.name.local != "channel";
    constexpr std::array<std::string_view, 8> kNames = {"channel", "item",  "image", "textinput",
                                                        "title",   "items", "link",  "description"};
    if (parent.place == Place::kChannel && open.name.local == "item") return true;
    if (open.name.local == "url") return parent.place != Place::kRssImage;
    if (open.name.local == "name") return parent.place != Place::kTextInput;
    return std::ranges::find(kNames, open.name.local) == kNames.end();
}

void Checker::check_place(Open& parent, Open& open) {
    if (parent.place == Place::kDocument && !check_root(open)) return;
    const auto place = seen_from(parent.place, open.name);
    const bool of_atom =
        place == Place::kFeed || place == Place::kEntry || place == Place::kSource || place == Place::kPerson;
    const bool stranger = open.name.ns == Ns::kCore && of_atom && !open.name.atom &&
                          open_.front().has_elements && open_.size() > 1 && open_[1].name.atom;
    open.rule = stranger || is_foreign_to_rdf(parent, open)
                    ? nullptr
                    : rule_of(open.name.ns, open.name.local, place, atom_03_);
    if (open.rule == nullptr) {
        if (parent.place == Place::kDocument) {
            open.place = Place::kDocument;  // HTML around the feed, perhaps
        } else if (stranger) {
            warn(Problem::kMisplaced, open.raw, fmt::format("\"{}\" is in no namespace", cut(open.written)));
        } else if (open.name.ns == Ns::kCore || is_known(open.name.ns, open.name.local)) {
            warn(Problem::kMisplaced, open.raw,
                 fmt::format("\"{}\" does not belong in {}", cut(open.written), name_of(parent.place)));
        }
        return;
    }
    open.place = open.rule->inside;
    open.is_atom_text = open.place == Place::kText;
    if (open.is_atom_text) {
        open.type = attribute("type");
        open.src = attribute("src");
        open.mode = attribute("mode");
        const bool encoded = open.type.find('/') != npos && !istarts_with(open.type, "text/") &&
                             !open.type.ends_with("+xml") && !open.type.ends_with("/xml");
        if (open.name.local == "content" && !atom_03_ && (!open.src.empty() || encoded))
            open_.back().needs_summary = true;
    }
    // The RSS image and text input of RSS 1.0 stand beside the channel, which names them only.
    const bool names_only = !attribute("rdf:resource").empty();
    if (names_only) open.place = Place::kNowhere;
    if (open.rule->once && parent.place != Place::kDocument) {
        if (child_of(parent, open.rule) != nullptr)
            warn(Problem::kDuplicate, open.raw,
                 fmt::format("a second \"{}\" in {}", cut(open.written), name_of(parent.place)));
    }
    for (const auto& same : same_rules()) {
        const bool is_core = open.name.ns == Ns::kCore && !open.name.atom && open.name.local == same.core;
        const bool is_other = open.name.ns == same.ns && open.name.local == same.name;
        if (!is_core && !is_other) continue;
        for (const auto& each : parent.children) {
            const bool core = each.name.ns == Ns::kCore && !each.name.atom && each.name.local == same.core;
            const bool other = each.name.ns == same.ns && each.name.local == same.name;
            if ((is_core && other) || (is_other && core))
                note(Problem::kDuplicate, open.raw,
                     fmt::format("\"{}\" says again what another element says", cut(open.written)));
        }
    }
    if (open.name.ns == Ns::kContent && open.name.local == "encoded" &&
        child(parent, "description", false) == nullptr)
        note(Problem::kMisplaced, open.raw, "some readers want the description before the content");
    check_attributes(place, open);
    if (open.name.ns == Ns::kCore && open.name.local == "link" && of_atom) check_link(open_.back(), open);
}

void Checker::check_attributes(Place parent, const Open& open) {
    for (const auto& rule : attribute_rules()) {
        if (rule.ns != open.name.ns || rule.element != open.name.local || (rule.places & in(parent)) == 0)
            continue;
        const auto found = std::ranges::find_if(
            attributes_, [&](const xml::RawAttribute& each) { return iequals(each.name, rule.name); });
        if (found == attributes_.end()) {
            if (rule.required)
                warn(Problem::kMissing, open.raw,
                     fmt::format("\"{}\" has no {}", cut(open.written), rule.name));
            continue;
        }
        const auto text = decoder_.text(found->value);
        if (const auto wrong = complaint(rule.value, text); !wrong.empty())
            warn(problem_of(rule.value), found->name,
                 fmt::format("{} \"{}\" of \"{}\" {}", found->name, cut(text), cut(open.written), wrong));
    }
}

void Checker::check_link(Open& parent, const Open& open) {
    const auto rel = attribute("rel");
    const bool in_entry = parent.place == Place::kEntry || parent.place == Place::kItem;
    if (is_paging(rel) && in_entry)
        warn(Problem::kMisplaced, open.raw, fmt::format("a link \"{}\" belongs to the feed (RFC 5005)", rel));
    if (is_paging(rel) && !in_entry && rel != "current" && paging_link_.empty()) paging_link_ = open.raw;
    if (!rel.empty() && rel != trim(rel)) warn(Problem::kValue, open.raw, "rel has white space around it");
    if (!rel.empty() && rel != "alternate") return;
    auto kind = fmt::format("{} {}", attribute("type"), attribute("hreflang"));
    if (std::ranges::find(parent.alternates, kind) != parent.alternates.end())
        warn(Problem::kDuplicate, open.raw, "a second alternate link of the same type and language");
    if (parent.alternates.size() < 100) parent.alternates.push_back(std::move(kind));
}

void Checker::check_value(const Open& open, std::string_view text) {
    const auto value = open.rule->value;
    // Atom forbids white space around addresses and dates; elsewhere it counts for nothing.
    const auto wrong = complaint(value, is_address(value) && !open.name.atom ? trim(text) : text);
    if (!wrong.empty()) {
        const auto trimmed = trim(text);
        // Atom forbids it; elsewhere it is a bad habit.
        const bool mere_note = value == Value::kPlain && !open.name.atom && !trimmed.empty();
        report_.add(mere_note ? Severity::kNote : Severity::kWarning, problem_of(value), open.raw,
                    trimmed.empty()
                        ? fmt::format("\"{}\" {}", cut(open.written), wrong)
                        : fmt::format("\"{}\" of \"{}\" {}", cut(trimmed), cut(open.written), wrong));
    } else if (is_date(value)) {
        const auto time = parse_date(text);
        if (!time || *time > kImplausible)
            note(Problem::kDate, open.raw, fmt::format("\"{}\" is no plausible date", cut(trim(text))));
    }
    if (value == Value::kHtml) check_markup(open, text);
    if (open.name.atom && open.name.local == "id" && wrong.empty()) {
        const auto url = istarts_with(text, "http") ? Url::parse(text) : std::nullopt;
        if (url && url->href() != text)
            note(Problem::kUrl, open.raw,
                 fmt::format("\"{}\" is not written as \"{}\"", cut(text), cut(url->href())));
    }
    if (open.name.ns == Ns::kHistory && open.name.local == "complete") complete_ = true;
}

// An Atom text construct, or content (RFC 4287, 3.1 and 4.1.3).
void Checker::check_text(const Open& open, std::string_view text) {
    const bool content = open.name.local == "content";
    const auto about = [&](std::string_view message) {
        return fmt::format("\"{}\" {}", cut(open.written), message);
    };
    if (content && !open.src.empty()) {
        if (!trim(text).empty() || open.has_elements)
            warn(Problem::kMisplaced, open.raw, about("has both an address and a content"));
        if (open.type.empty()) note(Problem::kMissing, open.raw, about("has an address and no type"));
        if (const auto wrong = complaint(Value::kMediaType, open.type); !open.type.empty() && !wrong.empty())
            warn(Problem::kValue, open.raw, about("elsewhere needs a media type"));
        return;
    }
    const auto type = open.type.empty() ? std::string_view("text") : open.type;
    if (!atom_03_) {
        const bool of_text = complaint(Value::kTextType, type).empty();
        const bool good = of_text || (content && complaint(Value::kMediaType, type).empty() &&
                                      !istarts_with(type, "multipart/"));
        if (!good)
            warn(Problem::kValue, open.raw,
                 about(fmt::format("has a type that it cannot have: {}", cut(type))));
    }
    if (open.rule->value != Value::kAnything && trim(text).empty() && !open.has_elements)
        warn(Problem::kValue, open.raw, about("is empty"));
    if (open.has_elements && open.type != "text") check_markup(open, open.inner);
    if (type == "text" || (atom_03_ && iequals(type, "text/plain"))) {
        if (open.has_elements)
            warn(Problem::kMisplaced, open.raw, about("is plain text and has markup inside"));
        else if (contains_html(text))
            warn(Problem::kValue, open.raw, about("is plain text; its HTML will be shown as it stands"));
    } else if (type == "html" || (atom_03_ && iequals(type, "text/html") && open.mode != "xml")) {
        if (open.has_elements) {
            warn(Problem::kMisplaced, open.raw, about("is HTML, whose tags have to be escaped"));
        } else {
            check_markup(open, text);
        }
    } else if (type == "xhtml") {
        const auto local = open.first_element.substr(
            open.first_element.find(':') == npos ? 0 : open.first_element.find(':') + 1);
        if (!open.has_elements && contains_html(text)) {
            warn(Problem::kMisplaced, open.raw, about("is XHTML, whose tags must not be escaped"));
        } else if (local != "div")
            warn(Problem::kMissing, open.raw, about("is XHTML without the div around it"));
    }
}

// What of a text no reader will show.
void Checker::check_markup(const Open& open, std::string_view text) {
    if (text.find('<') == npos) return;
    const auto notes = html::sanitize_with_notes(text, policy_).notes;
    if (notes.dropped_scripts + notes.dropped_elements > 0)
        note(Problem::kValue, open.raw,
             fmt::format("\"{}\" has elements that readers leave out: {}", cut(open.written),
                         notes.dropped_scripts + notes.dropped_elements));
}

void Checker::check_required(const Open& open) {
    const bool atom = open.place == Place::kFeed || open.place == Place::kEntry ||
                      open.place == Place::kSource || open.place == Place::kPerson;
    for (const auto& rule : required_rules(atom_03_)) {
        if (rule.place != open.place) continue;
        const auto names = split(rule.any_of, ' ');
        const bool there = std::any_of(names.begin(), names.end(), [&](std::string_view name) {
            return child(open, name, atom && open.name.atom && rule.ns == Ns::kCore, rule.ns) != nullptr;
        });
        if (!there)
            warn(Problem::kMissing, open.raw,
                 fmt::format("{} has no {}", name_of(open.place), fmt::join(names, " and no ")));
    }
    switch (open.place) {
        case Place::kChannel:
            check_channel(open);
            check_paging();
            break;
        case Place::kItem:
            if (rdf_ && child(open, "link", false) == nullptr)
                warn(Problem::kMissing, open.raw, "item has no link");
            check_identity(open);
            break;
        case Place::kEntry:
            check_entry(open);
            break;
        case Place::kFeed:
            check_paging();
            if (!entry_without_author_.empty() && child(open, "author", open.name.atom) == nullptr &&
                !atom_03_)
                warn(Problem::kMissing, entry_without_author_, "neither entry nor feed has an author");
            break;
        case Place::kRssImage:
            if (const auto* title = child(open, "title", false)) image_title_ = title->text;
            if (const auto* link = child(open, "link", false)) image_link_ = link->text;
            break;
        case Place::kSkipHours:
        case Place::kSkipDays:
            if (!open.children.empty() &&
                open.children.front().count > (open.place == Place::kSkipDays ? 7u : 24u))
                warn(Problem::kDuplicate, open.raw,
                     fmt::format("more {} than there are", name_of(open.place)));
            break;
        default:
            break;
    }
}

void Checker::check_entry(const Open& open) {
    const auto has = [&](std::string_view name) { return child(open, name, open.name.atom) != nullptr; };
    if (!has("author") && !has("source") && entry_without_author_.empty()) entry_without_author_ = open.raw;
    if (!has("content") && open.alternates.empty() && !atom_03_)
        warn(Problem::kMissing, open.raw, "entry has neither content nor an alternate link");
    if (open.needs_summary && !has("summary"))
        warn(Problem::kMissing, open.raw, "entry has no summary, and its content is elsewhere or encoded");
    check_identity(open);
}

void Checker::check_paging() {
    if (complete_ && !paging_link_.empty())
        warn(Problem::kMisplaced, paging_link_,
             "a link to another page in a feed that is complete (RFC 5005)");
}

// No two entries of a feed are the same one.
void Checker::check_identity(const Open& open) {
    std::string identity;
    if (const auto* guid = child(open, "guid", false); guid != nullptr && open.place == Place::kItem) {
        identity = std::string(guid->text);
    } else if (const auto* id = child(open, "id", open.name.atom);
               id != nullptr && open.place == Place::kEntry) {
        const auto* updated = child(open, "updated", open.name.atom);
        identity = fmt::format("{} {}", id->text, updated == nullptr ? std::string_view() : updated->text);
    }
    if (!identity.empty() && identities_.size() < 100'000 && !identities_.insert(identity).second)
        warn(Problem::kDuplicate, open.raw, fmt::format("a second entry \"{}\"", cut(identity)));
}

// The picture of a channel carries the title and the address of the channel.
void Checker::check_channel(const Open& open) {
    for (const auto& [name, of_image] : {std::pair("title", image_title_), std::pair("link", image_link_)}) {
        const auto* own = child(open, name, false);
        if (own != nullptr && !of_image.empty() && own->text != of_image)
            note(Problem::kValue, open.raw, fmt::format("the {} of the image is not the channel's", name));
    }
}

}  // namespace orrery::feed::check
