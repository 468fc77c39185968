#include "json_document.hpp"
#include "orrery/base/utf8.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>

#include <simdjson.h>

namespace {

std::string written(const orrery::feed::json::Document& document) {
    orrery::JsonWriter writer(orrery::JsonWriter::Style::kCompact);
    orrery::Arena scratch;
    document.root().write(writer, scratch);
    return writer.take();
}

// The same, as simdjson reads it; numbers aside, which it writes in its own way.
bool same(const simdjson::dom::element& judge, const orrery::feed::json::Value& value) {
    using orrery::feed::json::Type;
    using Kind = simdjson::dom::element_type;
    orrery::Arena arena;
    switch (judge.type()) {
        case Kind::NULL_VALUE:
            return value.type() == Type::kNull;
        case Kind::BOOL:
            return value.type() == (judge.get_bool().value_unsafe() ? Type::kTrue : Type::kFalse);
        case Kind::STRING:
            return value.type() == Type::kString && value.text(arena) == judge.get_string().value_unsafe();
        case Kind::ARRAY: {
            if (value.type() != Type::kArray) return false;
            const auto array = judge.get_array().value_unsafe();
            auto at = array.begin();
            bool equal = true;
            value.elements([&](const auto& element) {
                equal = equal && at != array.end() && same(*at, element);
                if (at != array.end()) ++at;
            });
            return equal && !(at != array.end());
        }
        case Kind::OBJECT: {
            if (value.type() != Type::kObject) return false;
            const auto object = judge.get_object().value_unsafe();
            auto at = object.begin();
            bool equal = true;
            value.members(arena, [&](std::string_view name, const auto& member) {
                equal = equal && at != object.end() && at.key() == name && same(at.value(), member);
                if (at != object.end()) ++at;
            });
            return equal && !(at != object.end());
        }
        default:
            return value.type() == Type::kNumber;
    }
}

}  // namespace

// Any valid UTF-8 as JSON. What simdjson accepts must be read the same and as well-formed; what it refuses
// must come out as JSON that it accepts.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t kDepth = 100;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (!orrery::utf8::is_valid(text)) return 0;
    orrery::feed::Report report(text, 100);
    const orrery::feed::json::Document document(text, report, kDepth);
    const auto diagnostics = report.take();

    simdjson::dom::parser parser;
    if (parser.allocate(size + 64, kDepth) != simdjson::SUCCESS) std::abort();
    simdjson::dom::element root;
    const auto error = parser.parse(text.data(), text.size()).get(root);
    const bool limited = !diagnostics.empty() && diagnostics.front().problem == orrery::feed::Problem::kLimit;
    // It refuses numbers that do not fit into its types, and counts depth in its own way.
    if (error == simdjson::SUCCESS && !limited) {
        if (!report.well_formed() || !same(root, document.root())) std::abort();
    } else if (error != simdjson::SUCCESS && error != simdjson::NUMBER_ERROR &&
               error != simdjson::DEPTH_ERROR && !text.empty()) {
        if (report.well_formed() && error != simdjson::EMPTY && !limited) std::abort();
    }

    const auto again = written(document);
    const auto judged = parser.parse(again.data(), again.size()).error();
    if (judged != simdjson::SUCCESS && judged != simdjson::NUMBER_ERROR && judged != simdjson::DEPTH_ERROR)
        std::abort();
    return 0;
}
