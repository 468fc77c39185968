#include "orrery/base/json_writer.hpp"
#include "outputs.hpp"

namespace orrery::site {

Health describe_health(const store::Archive& archive) {
    JsonWriter json;
    json.begin_object();
    const auto counts = archive.counts();
    const auto next = archive.next_due();
    const auto* error = !counts ? &counts.error() : !next ? &next.error() : nullptr;
    json.key("status").value(error == nullptr ? "ok" : "failing");
    json.key("version").value(ORRERY_VERSION);
    if (error != nullptr) {
        json.key("error").value(error->message());
    } else {
        json.key("feeds").value(counts->feeds).key("entries").value(counts->entries);
        if (*next) json.key("next_poll").value(format_rfc3339(**next));
    }
    json.end_object();
    return {error == nullptr, json.take() + "\n"};
}

}  // namespace orrery::site
