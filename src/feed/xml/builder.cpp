#include "xml/builder.hpp"

#include "blocks.hpp"
#include "orrery/base/text.hpp"

namespace orrery::feed::xml {

namespace {
constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t kUsualDepth = 16;
}  // namespace

Builder::Builder(ParsedFeed::State& state, Report& report, const ParseOptions& options, std::string_view base,
                 std::string_view language)
    : state_(state),
      arena_(state.arena),
      feed_(state.feed),
      report_(report),
      options_(options),
      entities_(options.limits.entity_bytes),
      decoder_(state.bytes, arena_, report, entities_),
      scanner_(state.bytes, &tag_attributes_),
      links_(arena_),
      base_(base),
      language_(language),
      rescan_budget_(state.bytes.size()) {
    frames_.reserve(kUsualDepth);
    bindings_.reserve(kUsualDepth);
    attributes_.reserve(kUsualDepth);
    tag_attributes_.reserve(kUsualDepth);
}

bool Builder::run() {
    bool first = true;
    for (;;) {
        // Most of the text between elements is white space that nobody wants.
        const bool text_counts = frames_.empty() || frames_.back().wants_text;
        const auto token = text_counts ? scanner_.next() : scanner_.next_markup();
        if (token.broken && token.type != TokenType::kComment)
            report_.broken(token.raw, "markup that is not closed");
        switch (token.type) {
            case TokenType::kText:
                text(token);
                break;
            case TokenType::kCData:
                text(token);
                break;
            case TokenType::kStartTag:
                start(token);
                break;
            case TokenType::kEndTag:
                end(token);
                break;
            case TokenType::kInstruction:
                if (!first && token.raw.starts_with("<?xml ") && !found_root_)
                    report_.broken(token.raw, "something stands before the XML declaration");
                break;
            case TokenType::kDoctype:
                entities_.read(token.text);
                if (token.text.find("netscape") != npos || token.text.find("Netscape") != npos)
                    feed_.version = "netscape";
                break;
            case TokenType::kComment:
                break;
            case TokenType::kEnd:
                if (!frames_.empty() && found_root_)
                    report_.broken(token.raw, "the document ends before its elements do");
                close_to(0);
                finish_feed();
                return found_root_;
        }
        first = false;
    }
}

const Builder::Frame* Builder::role_frame() const {
    for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame)
        if (frame->role != Role::kTransparent) return &*frame;
    return nullptr;
}

void Builder::text(const Token& token) {
    if (!frames_.empty() && frames_.back().wants_text) {
        text_.append(token.plain                       ? token.text
                     : token.type == TokenType::kCData ? decoder_.literal(token.text)
                                                       : decoder_.text(token.text));
    } else if (frames_.empty() && !trim(token.text).empty()) {
        report_.set_broken();
        report_.add(Severity::kWarning, Problem::kJunk, token.raw,
                    found_root_ ? "text after the feed" : "text before the feed");
    }
}

const Builder::Binding* Builder::binding(std::string_view prefix) const {
    for (auto at = bindings_.rbegin(); at != bindings_.rend(); ++at)
        if (at->prefix == prefix) return &*at;
    return nullptr;
}

// Namespace, meaning, base and language of the element whose start tag was read.
void Builder::understand(Element& element) {
    element.bindings = bindings_.size();
    element.base = base();
    element.language = language();
    attributes_.clear();
    has_prefixed_attributes_ = false;
    if (!element.token.text.empty()) read_attributes(element);

    const auto name = element.token.name;
    const auto serial = bindings_.empty() ? 0 : bindings_.back().serial;
    const auto code = [&](std::size_t at) -> std::size_t { return static_cast<unsigned char>(name[at]); };
    const auto hash = name.size() + 31 * code(0) + 113 * code(name.size() / 2) + 277 * code(name.size() - 1);
    auto& known = known_names_[(hash ^ hash >> 7) % known_names_.size()];
    if (known.serial == serial && same_name(known.name, name)) {
        element.ns = known.ns;
        element.el = known.el;
        if (known.colon != npos) element.prefix = name.substr(0, known.colon);
        element.local = known.colon == npos ? name : name.substr(known.colon + 1);
        return;
    }
    const auto colon = name.find(':');
    if (colon != npos) element.prefix = name.substr(0, colon);
    element.local = colon == npos ? name : name.substr(colon + 1);
    const bool declared = find_namespace(element);
    element.el = element_of(element.ns, element.local);
    if (declared) known = {name, serial, colon, element.ns, element.el};
}

void Builder::read_attributes(Element& element) {
    if (const auto* strict = scanner_.attributes(); strict != nullptr) {
        for (const auto& attribute : *strict)
            if (!read_attribute(element, attribute)) break;
        return;
    }
    AttributeWalk walk(element.token.text);
    RawAttribute attribute;
    while (walk.next(attribute))
        if (!read_attribute(element, attribute)) break;
    if (walk.broken()) report_.broken(element.token.raw, "attributes without quotes or values");
}

// False at one too many.
bool Builder::read_attribute(Element& element, const RawAttribute& attribute) {
    if (attributes_.size() >= options_.limits.attributes) {
        report_.add(Severity::kWarning, Problem::kLimit, element.token.raw, "too many attributes");
        return false;
    }
    attributes_.push_back(attribute);
    if (attribute.colon != npos) has_prefixed_attributes_ = true;
    if (!attribute.name.starts_with("xml")) return true;
    if (attribute.name == "xmlns" || attribute.name.starts_with("xmlns:")) {
        const auto uri = decoder_.text(attribute.value);
        auto ns = namespace_of(uri);
        const bool is_default = attribute.name.size() == 5;
        // A root in an unheard-of default namespace is a root all the same.
        if (ns == Ns::kUnknown && is_default && !found_root_) ns = Ns::kCore;
        bindings_.push_back(
            {is_default ? std::string_view() : attribute.name.substr(6), uri, ns, ++bindings_made_});
    } else if (attribute.name == "xml:base") {
        if (const auto inner = links_.resolve(element.base, decoder_.text(attribute.value)); !inner.empty())
            element.base = inner;
    } else if (attribute.name == "xml:lang") {
        element.language = decoder_.text(attribute.value);
    }
    return true;
}

// True when it was declared, or needs no declaration.
bool Builder::find_namespace(Element& element) {
    if (const auto* known = binding(element.prefix)) {
        element.ns = known->ns;
        if (known->ns == Ns::kUnknown && !element.prefix.empty()) {
            // The right prefix with a wrong address is the commoner mistake.
            element.ns = namespace_of_prefix(element.prefix);
        }
        return true;
    }
    element.ns = element.prefix.empty() ? Ns::kCore : namespace_of_prefix(element.prefix);
    if (element.prefix.empty() || element.prefix == "xml") return true;
    report_.set_broken();
    report_.add(Severity::kError, Problem::kUndeclaredPrefix, element.token.raw,
                "prefix \"" + std::string(element.prefix) + "\" is not declared");
    return false;
}

void Builder::push(const Element& element, Role role, void* object, bool wants_text) {
    const auto effective = this->role();
    auto& frame = frames_.emplace_back();
    frame.role = role;
    frame.effective = role != Role::kTransparent ? role : effective;
    frame.element = element.el;
    frame.name = element.token.name;
    frame.base = element.base;
    frame.language = element.language;
    frame.bindings = element.bindings;
    frame.text_start = text_.size();
    frame.object = object;
    frame.wants_text = wants_text;
    frame.place = element.token.raw;
    if (element.token.self_closing) close_frame();
}

void Builder::start(const Token& token) {
    if (overflow_ > 0 || frames_.size() >= options_.limits.depth) {
        if (!limit_depth_told_)
            report_.add(Severity::kError, Problem::kLimit, token.raw, "elements nested too deep");
        limit_depth_told_ = true;
        if (!token.self_closing) ++overflow_;
        return;
    }
    Element element{token};
    understand(element);
    const auto depth = frames_.size();
    if (!structure(element)) {
        if (!found_root_) {
            // Not a feed yet: HTML around it, perhaps.
            push(element, Role::kTransparent);
        } else if (frames_.empty() || (!core(element) && !module(element))) {
            unknown(element);
        }
    }
    if (frames_.size() == depth) bindings_.resize(element.bindings);
}

void Builder::end(const Token& token) {
    if (overflow_ > 0) {
        --overflow_;
        return;
    }
    for (auto depth = frames_.size(); depth > 0; --depth) {
        if (!same_name(frames_[depth - 1].name, token.name)) continue;
        close_to(depth);
        close_frame();
        return;
    }
    report_.broken(token.raw, "end tag \"" + std::string(token.raw.substr(0, 40)) + "\" without a start tag");
}

void Builder::close_to(std::size_t depth) {
    while (frames_.size() > depth) {
        if (found_root_) report_.broken(frames_.back().place, "element is not closed");
        close_frame();
    }
}

void Builder::close_frame() {
    auto& frame = frames_.back();
    switch (frame.role) {
        case Role::kEntry:
            finish_entry();
            break;
        case Role::kPerson:
        case Role::kOwner:
            finish_person(frame);
            break;
        case Role::kSource:
            finish_source(frame);
            break;
        case Role::kExtension:
            close_extension(frame);
            break;
        case Role::kMediaContent:
            media_enclosure_ = nullptr;
            break;
        case Role::kGml: {
            const auto kind = frame.element == El::kGmlPoint      ? Shape::Kind::kPoint
                              : frame.element == El::kGmlLine     ? Shape::Kind::kLine
                              : frame.element == El::kGmlEnvelope ? Shape::Kind::kBox
                                                                  : Shape::Kind::kPolygon;
            add_shape(kind, shape_);
            shape_ = {};
            srs_name_ = {};
            break;
        }
        case Role::kImage:
            // <image>address</image>
            if (auto* image = static_cast<Image*>(frame.object); image->url.empty())
                image->url = links_.resolve(
                    frame.base, arena_.copy(trim(std::string_view(text_).substr(frame.text_start))));
            if (entry_ != nullptr) image_url(static_cast<Image*>(frame.object)->url, 3);
            break;
        default:
            break;
    }
    text_.resize(frame.text_start);
    bindings_.resize(frame.bindings);
    frames_.pop_back();
}

// Everything up to the end tag of `element`, which was just started.
Builder::Captured Builder::capture(const Element& element) {
    if (element.token.self_closing) return {};
    const auto begin = scanner_.position();
    const auto run = scanner_.text_of(element.token.name);
    if (!run) return capture_markup(element);
    Captured result;
    result.raw = scanner_.document().substr(begin, run->end - begin);
    result.text = result.raw;
    result.plain = run->plain;
    result.ascii = run->ascii;
    return result;
}

// The same where there is more than text. Without the end tag: up to the end of what encloses the element,
// or, where markup would swallow the elements that follow, up to the first tag.
Builder::Captured Builder::capture_markup(const Element& element) {
    Captured result;
    const auto begin = scanner_.position();
    std::size_t depth = 0;
    std::size_t starts = 0;
    std::size_t ends = 0;
    std::string_view section;  // the first one
    Run section_run;
    Wrapper wrapper;
    const auto& document = scanner_.document();
    for (;;) {
        const auto token = scanner_.next_markup();
        const auto at = scanner_.position() - token.raw.size();
        if (token.type == TokenType::kEndTag) {
            const bool same = same_name(token.name, element.token.name);
            if (same && depth == 0) {
                result.raw = document.substr(begin, at - begin);
                break;
            }
            bool outer = false;
            for (const auto& frame : frames_)
                outer = outer || (!same && same_name(frame.name, token.name));
            if (!outer) {
                ++ends;
                if (same) --depth;
                result.has_tags = true;
                wrapper.see(token);
                continue;
            }
        } else if (token.type == TokenType::kStartTag) {
            // A new entry cannot begin inside a text.
            const bool next_entry = entry_ != nullptr && (token.name == "item" || token.name == "entry");
            if (!next_entry) {
                result.has_tags = true;
                if (!token.self_closing) ++starts;
                if (!token.self_closing && same_name(token.name, element.token.name)) ++depth;
                wrapper.see(token);
                continue;
            }
        } else if (token.type != TokenType::kEnd) {
            if (!result.has_sections && token.type == TokenType::kCData && !token.broken) {
                section = token.raw;
                result.text = token.text;
                section_run = {0, token.plain, token.ascii};
            }
            result.has_sections = true;
            if (token.broken) report_.broken(token.raw, "section that is not closed");
            continue;
        }
        // Its end tag is missing.
        report_.broken(element.token.raw, "element is not closed");
        const bool truncated = token.type == TokenType::kEnd;
        auto end = at;
        const bool same_again = depth > 0;
        if (!wrapper.first.empty() && (!truncated || same_again) && end - begin <= rescan_budget_) {
            rescan_budget_ -= end - begin;
            end = scanner_.offset_of(wrapper.first.data());
            result.has_tags = false;
            starts = ends = 0;
            wrapper = {};
        }
        result.raw = document.substr(begin, end - begin);
        scanner_.seek(end);
        break;
    }
    result.balanced = starts == ends;
    if (!result.balanced) report_.broken(element.token.raw, "tags within the text do not match");

    const auto trimmed = trim(result.raw);
    result.is_section =
        !section.empty() && section.data() == trimmed.data() && section.size() == trimmed.size();
    if (result.is_section) {
        result.plain = section_run.plain;
        result.ascii = section_run.ascii;
    }
    result.inner = wrapper.inside(trimmed);
    result.is_html = wrapper.rest_is_html && wrapper.first_is_html;
    result.inner_is_html =
        wrapper.rest_is_html && (wrapper.first_is_html || result.inner.size() < trimmed.size());
    return result;
}

void Builder::Wrapper::see(const Token& tag) {
    const bool starts = tag.type == TokenType::kStartTag;
    if (starts && first.empty()) {
        first = tag.raw;
        first_is_html = Decoder::is_html(tag);
        const auto colon = tag.name.rfind(':');
        const bool is_div = iequals(tag.name.substr(colon == npos ? 0 : colon + 1), "div");
        if (!is_div) return;
        name = tag.name;
        depth = tag.self_closing ? 0 : 1;
        if (tag.self_closing) last = tag.raw;
        return;
    }
    rest_is_html = rest_is_html && Decoder::is_html(tag);
    if (depth == 0 || !same_name(tag.name, name)) return;
    if (starts) {
        if (!tag.self_closing) ++depth;
    } else if (--depth == 0) {
        last = tag.raw;
    }
}

std::string_view Builder::Wrapper::inside(std::string_view trimmed) const {
    if (last.empty() || first.data() != trimmed.data() ||
        last.data() + last.size() != trimmed.data() + trimmed.size())
        return trimmed;
    if (last.data() == first.data()) return {};
    const auto* begin = first.data() + first.size();
    return trim({begin, static_cast<std::size_t>(last.data() - begin)});
}

}  // namespace orrery::feed::xml
