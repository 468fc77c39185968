#include "orrery/http/router.hpp"

#include "orrery/base/text.hpp"

#include <cassert>

namespace orrery::http {

namespace {

std::string allowed_methods(const std::vector<std::pair<Method, Router::Handler>>& handlers) {
    std::string allowed = "OPTIONS";
    for (const auto& [method, handler] : handlers) {
        allowed += ", ";
        allowed += name_of(method);
        if (method == Method::kGet) allowed += ", HEAD";
    }
    return allowed;
}

}  // namespace

std::string Route::path(std::initializer_list<std::string_view> values) const {
    std::string out;
    const auto* value = values.begin();
    for (std::size_t i = 0; i < pattern_.size(); ++i) {
        if (pattern_[i] != '{') {
            out += pattern_[i];
            continue;
        }
        const auto end = pattern_.find('}', i);
        assert(value != values.end());
        if (value != values.end()) {
            // The rest of a path keeps its slashes.
            const bool rest = pattern_[end - 1] == '.';
            bool first = true;
            for (const auto part : rest ? split(*value, '/') : std::vector{*value}) {
                if (!first) out += '/';
                append_percent_encoded(out, part);
                first = false;
            }
            ++value;
        }
        i = end;
    }
    return out;
}

std::string_view Params::operator[](std::string_view name) const {
    for (const auto& [key, value] : values_)
        if (key == name) return value;
    return {};
}

std::optional<std::int64_t> Params::number(std::string_view name) const {
    const auto text = (*this)[name];
    std::int64_t value = 0;
    if (text.empty() || !is_digit(text[0]) || !parse_number(text, value)) return std::nullopt;
    return value;
}

std::vector<Router::Segment> Router::segments_of(std::string_view pattern) {
    std::vector<Segment> segments;
    for (const auto text : split(pattern.substr(1), '/')) {
        const auto open = text.find('{');
        if (open == std::string_view::npos) {
            segments.push_back({Segment::Kind::kLiteral, text, {}, {}});
            continue;
        }
        const auto close = text.find('}');
        auto name = text.substr(open + 1, close - open - 1);
        auto kind = Segment::Kind::kParameter;
        if (name.ends_with("...")) {
            name.remove_suffix(3);
            kind = Segment::Kind::kRest;
        }
        segments.push_back({kind, text.substr(0, open), name, text.substr(close + 1)});
    }
    return segments;
}

bool Router::is_more_literal(const Entry& a, const Entry& b) {
    for (std::size_t i = 0; i < std::min(a.segments.size(), b.segments.size()); ++i) {
        const auto& x = a.segments[i];
        const auto& y = b.segments[i];
        if (x.kind != y.kind) return x.kind < y.kind;
        if (x.kind == Segment::Kind::kLiteral) continue;
        const auto x_text = x.before.size() + x.after.size();
        const auto y_text = y.before.size() + y.after.size();
        if (x_text != y_text) return x_text > y_text;
    }
    return false;
}

bool Router::matches(const Entry& entry, std::string_view raw_path, Params* params) {
    auto rest = raw_path.substr(1);
    for (std::size_t i = 0; i < entry.segments.size(); ++i) {
        const auto& segment = entry.segments[i];
        const bool last = i + 1 == entry.segments.size();
        const auto slash = rest.find('/');
        auto text = segment.kind == Segment::Kind::kRest ? rest : rest.substr(0, slash);
        if (segment.kind == Segment::Kind::kLiteral) {
            // Literals are compared as sent first; %-escapes in them are rare but right.
            if (text != segment.before && percent_decoded(text) != segment.before) return false;
        } else {
            if (text.size() <= segment.before.size() + segment.after.size() ||
                !text.starts_with(segment.before) || !text.ends_with(segment.after))
                return false;
            text.remove_prefix(segment.before.size());
            text.remove_suffix(segment.after.size());
            if (segment.kind == Segment::Kind::kRest && text[0] == '/') return false;
            if (params != nullptr) {
                auto value = percent_decoded(text);
                if (!value) return false;
                params->values_.emplace_back(segment.name, std::move(*value));
            }
            if (segment.kind == Segment::Kind::kRest) return true;
        }
        if (last) return slash == std::string_view::npos;
        if (slash == std::string_view::npos) return false;
        rest.remove_prefix(slash + 1);
    }
    return false;
}

void Router::add(Method method, Route route, Handler handler) {
    for (auto& entry : entries_) {
        if (entry.route.pattern() != route.pattern()) continue;
        entry.handlers.emplace_back(method, std::move(handler));
        return;
    }
    Entry entry{route, segments_of(route.pattern()), {}};
    entry.handlers.emplace_back(method, std::move(handler));
    const auto place =
        std::ranges::find_if(entries_, [&](const Entry& other) { return is_more_literal(entry, other); });
    entries_.insert(place, std::move(entry));
}

Response Router::operator()(const Request& request) const {
    if (request.raw_path == "*") {
        Response response;
        response.status = 204;
        return response;
    }
    const auto wanted = request.method == Method::kHead ? Method::kGet : request.method;
    const Entry* found = nullptr;
    for (const auto& entry : entries_) {
        Params params;
        if (!matches(entry, request.raw_path, &params)) continue;
        for (const auto& [method, handler] : entry.handlers)
            if (method == wanted) return handler(request, params);
        if (found == nullptr) found = &entry;
    }
    if (found == nullptr) return slash_redirect_or_404(request);
    Response response;
    if (request.method == Method::kOptions) {
        response.status = 204;
    } else {
        response =
            Response::text(405, "This address does not take " + std::string(name_of(request.method)) + ".\n");
    }
    response.add("Allow", allowed_methods(found->handlers));
    return response;
}

Response Router::slash_redirect_or_404(const Request& request) const {
    std::string other(request.raw_path);
    if (other.ends_with('/')) {
        other.pop_back();
    } else {
        other += '/';
    }
    const bool known = !other.empty() && std::ranges::any_of(entries_, [&](const Entry& entry) {
        return matches(entry, other, nullptr);
    });
    if (known) {
        if (!request.query.empty()) (other += '?') += request.query;
        return Response::redirect(std::move(other), 308);
    }
    if (not_found_) return not_found_(request);
    return Response::text(404, "There is nothing at " + request.path + ".\n");
}

std::vector<std::pair<Method, std::string_view>> Router::routes() const {
    std::vector<std::pair<Method, std::string_view>> list;
    for (const auto& entry : entries_)
        for (const auto& [method, handler] : entry.handlers)
            list.emplace_back(method, entry.route.pattern());
    return list;
}

}  // namespace orrery::http
