#include "orrery/base/text.hpp"
#include "xml/builder.hpp"

// Roots, feeds and entries: which format this is, and where an entry begins and ends.

namespace orrery::feed::xml {

void Builder::set_version(const Element& element) {
    const auto version = attribute(element, "version");
    const bool netscape = feed_.version == "netscape";
    feed_.version = version;
    if (element.el == El::kFeed) {
        const auto* known = binding(element.prefix);
        const auto uri = known == nullptr ? std::string_view() : known->uri;
        is_atom_ = true;
        if (is_atom_10(uri)) {
            feed_.format = Format::kAtom10;
        } else if (is_atom_03(uri) || version == "0.3") {
            feed_.format = version == "0.1"   ? Format::kAtom01
                           : version == "0.2" ? Format::kAtom02
                                              : Format::kAtom03;
        } else {
            feed_.format = version == "1.0" ? Format::kAtom10 : Format::kAtom;
        }
        return;
    }
    if (element.el == El::kRdfRoot) {
        feed_.format = Format::kRss10;
        for (const auto& b : bindings_) {
            if (is_rss_10(b.uri)) return;
            if (is_rss_090(b.uri)) feed_.format = Format::kRss090;
        }
        return;
    }
    if (version == "0.91") {
        feed_.format = netscape ? Format::kRss091Netscape : Format::kRss091Userland;
    } else if (version == "0.92") {
        feed_.format = Format::kRss092;
    } else if (version == "0.93") {
        feed_.format = Format::kRss093;
    } else if (version == "0.94") {
        feed_.format = Format::kRss094;
    } else if (version == "0.90") {
        feed_.format = Format::kRss090;
    } else if (version == "1.0") {
        feed_.format = Format::kRss10;
    } else if (version == "2" || version.starts_with("2.")) {
        feed_.format = Format::kRss20;
    } else {
        feed_.format = Format::kRss;
    }
}

void Builder::begin_entry(const Element& element) {
    if (entry_ != nullptr) {
        // The one before was not closed.
        for (auto depth = frames_.size(); depth > 0; --depth) {
            if (frames_[depth - 1].role != Role::kEntry) continue;
            close_to(depth - 1);
            break;
        }
    }
    if (entries_ >= options_.limits.entries) {
        if (!too_many_entries_)
            report_.add(Severity::kError, Problem::kLimit, element.token.raw, "too many entries");
        too_many_entries_ = true;
        return skip(element);
    }
    entry_ = &feed_.entries.emplace_back(arena_);
    ++entries_;
    entry_scope_.reset();
    entry_->language = element.language;
    if (const auto about = attribute_ns(element, "rdf", "about"); !about.empty()) {
        entry_->id = about;
        entry_scope_.ranks.id = 5;
    }
    if (feed_.format == Format::kCdf) {
        if (const auto href = url_attribute(element, "href"); !href.empty()) add_link({.href = href});
        if (const auto modified = attribute(element, "lastmod"); !modified.empty())
            entry_->updated = read_date(modified);
    }
    push(element, Role::kEntry);
}

std::string_view Builder::attribute_ns(const Element&, std::string_view prefix, std::string_view name) {
    for (const auto& a : attributes_) {
        const auto colon = a.name.find(':');
        if (colon == std::string_view::npos) continue;
        const auto* known = binding(a.name.substr(0, colon));
        const bool same =
            a.name.substr(0, colon) == prefix ||
            (known != nullptr && known->ns == namespace_of_prefix(prefix) && known->ns != Ns::kUnknown);
        if (same && iequals(a.name.substr(colon + 1), name)) return trim(decoder_.text(a.value));
    }
    return {};
}

// True when the element was dealt with.
bool Builder::structure(const Element& element) {
    const auto outer = role();
    if (outer == Role::kExtension) {
        const bool entry_inside = element.el == El::kItem && entry_ == nullptr;
        if (!entry_inside) {
            unknown(element);
            return true;
        }
    }
    switch (element.el) {
        case El::kRss:
        case El::kRdfRoot:
        case El::kFeed:
            if (entry_ != nullptr) return false;
            if (found_root_ && frames_.empty()) {
                report_.broken(element.token.raw, "a second root element");
            } else if (!found_root_) {
                set_version(element);
            }
            found_root_ = true;
            if (feed_.language.empty()) feed_.language = element.language;
            push(element, element.el == El::kFeed ? Role::kFeed : Role::kRoot);
            return true;
        case El::kChannel: {
            if (entry_ != nullptr) return false;
            const bool nested = outer == Role::kFeed;
            if (!found_root_) {
                const bool cdf = element.local == "CHANNEL" || !attribute(element, "href").empty();
                feed_.format = cdf ? Format::kCdf : Format::kRss;
                found_root_ = true;
                if (cdf) {
                    if (const auto href = url_attribute(element, "href"); !href.empty())
                        add_link({.href = href});
                    if (const auto modified = attribute(element, "lastmod"); !modified.empty())
                        feed_.updated = read_date(modified);
                }
            }
            if (const auto about = attribute_ns(element, "rdf", "about"); !about.empty() && feed_.id.empty())
                feed_.id = about;
            if (feed_scope_.ranks.language == 255 && !element.language.empty())
                feed_.language = element.language;
            push(element, nested ? Role::kTransparent : Role::kFeed);
            return true;
        }
        case El::kRedirect:
            if (entry_ != nullptr) return false;
            if (!found_root_) feed_.format = Format::kRss;
            found_root_ = true;
            push(element, Role::kFeed);
            return true;
        case El::kItem:
            if (outer == Role::kSource) return false;
            if (!found_root_) {
                // A lone Atom entry document is a feed of one.
                if (element.local != "entry" || binding(element.prefix) == nullptr) return false;
                found_root_ = true;
                is_atom_ = true;
                feed_.format = is_atom_03(binding(element.prefix)->uri) ? Format::kAtom03 : Format::kAtom10;
            }
            if (outer != Role::kRoot && outer != Role::kFeed && outer != Role::kEntry && entry_ == nullptr &&
                outer != Role::kExtension)
                return false;
            begin_entry(element);
            return true;
        case El::kItems:
            push(element, Role::kTransparent);
            return true;
        default:
            if (element.ns == Ns::kRdf && found_root_) {
                push(element, Role::kTransparent);
                return true;
            }
            return false;
    }
}

}  // namespace orrery::feed::xml
