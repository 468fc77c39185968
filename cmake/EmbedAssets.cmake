cmake_minimum_required(VERSION 3.25)

# Turns the files of a theme into a header with an array of orrery::site::Asset, each served under a name that has
# a hash of its contents in it: style.css becomes style.0123456789.css.
#
# Run as: cmake -DOUT=theme_assets.hpp -DNAMESPACE=orrery::site::theme -DFILES="style.css;favicon.svg" -P EmbedAssets.cmake
set(media_type_css "text/css; charset=utf-8")
set(media_type_js "text/javascript; charset=utf-8")
set(media_type_svg "image/svg+xml")
set(media_type_png "image/png")

set(bytes "")
set(rows "")
set(count 0)
foreach(file IN LISTS FILES)
    get_filename_component(name "${file}" NAME)
    get_filename_component(stem "${file}" NAME_WLE)
    get_filename_component(extension "${file}" LAST_EXT)
    string(SUBSTRING "${extension}" 1 -1 extension)
    if(NOT DEFINED media_type_${extension})
        message(FATAL_ERROR "${file}: EmbedAssets.cmake knows no media type for .${extension}")
    endif()
    file(SHA256 "${file}" hash)
    string(SUBSTRING "${hash}" 0 10 hash)
    file(SIZE "${file}" size)
    file(READ "${file}" hex HEX)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," literal "${hex}")
    string(APPEND bytes "inline constexpr char kFile${count}[] = {${literal}'\\0'};\n")
    string(APPEND rows
        "    Asset{\"${name}\", \"${stem}.${hash}.${extension}\", \"${media_type_${extension}}\", {kFile${count}, ${size}}},\n")
    math(EXPR count "${count} + 1")
endforeach()
file(WRITE "${OUT}" "// Made from the files of a theme by cmake/EmbedAssets.cmake.
#pragma once

#include \"orrery/site/assets.hpp\"

#include <array>

namespace ${NAMESPACE} {

${bytes}
inline constexpr std::array<Asset, ${count}> kAssets{
${rows}};

}  // namespace ${NAMESPACE}
")
