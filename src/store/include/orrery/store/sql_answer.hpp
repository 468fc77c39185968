#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace orrery::store {

/// NULL, or a value. Bytes that are no UTF-8 come as hexadecimal digits.
using SqlValue = std::variant<std::monostate, std::int64_t, double, std::string>;

/// Takes what a statement answers, row by row.
struct SqlAnswer {
    std::function<void(const std::vector<std::string>& names)> columns;  ///< once, before the rows
    std::function<bool(const std::vector<SqlValue>& values)> row;        ///< false: no more are wanted
};

}  // namespace orrery::store
