cmake_minimum_required(VERSION 3.25)

# Turns files of named SQL statements into a header of constants, so that a misspelt name does not compile:
#
#     -- name: add_feed            becomes    inline constexpr std::string_view kAddFeed = R"sql(…)sql";
#     INSERT INTO feed …
#
# Run as: cmake -DOUT=statements.hpp -DNAMESPACE=orrery::store::sql -DFILES="a.sql;b.sql" -P EmbedSql.cmake
# A file without a `-- name:` line is one statement (a migration) named after the file.
set(header "// Made from *.sql by cmake/EmbedSql.cmake.\n#pragma once\n\n#include <string_view>\n\nnamespace ${NAMESPACE} {\n")

function(constant_name name out)
    string(REPLACE "_" ";" words "${name}")
    set(constant "k")
    foreach(word IN LISTS words)
        string(SUBSTRING "${word}" 0 1 first)
        string(SUBSTRING "${word}" 1 -1 rest)
        string(TOUPPER "${first}" first)
        string(APPEND constant "${first}${rest}")
    endforeach()
    set(${out} "${constant}" PARENT_SCOPE)
endfunction()

set(mark "-- name:")
string(LENGTH "${mark}" mark_length)
foreach(file IN LISTS FILES)
    file(READ "${file}" text)
    string(FIND "${text}" "${mark}" start)
    if(start EQUAL -1)
        get_filename_component(name "${file}" NAME_WE)
        string(REGEX REPLACE "^[0-9]+_" "" name "${name}")
        string(PREPEND text "${mark} ${name}\n")
        set(start 0)
    endif()
    while(NOT start EQUAL -1)
        math(EXPR start "${start} + ${mark_length}")
        string(SUBSTRING "${text}" ${start} -1 text)
        string(FIND "${text}" "\n" line_end)
        string(SUBSTRING "${text}" 0 ${line_end} name)
        string(STRIP "${name}" name)
        string(SUBSTRING "${text}" ${line_end} -1 text)
        string(FIND "${text}" "${mark}" start)
        string(SUBSTRING "${text}" 0 ${start} body)
        string(STRIP "${body}" body)
        constant_name("${name}" constant)
        string(APPEND header "\ninline constexpr std::string_view ${constant} = R\"sql(\n${body}\n)sql\";\n")
    endwhile()
endforeach()
string(APPEND header "\n}  // namespace ${NAMESPACE}\n")
file(WRITE "${OUT}" "${header}")
