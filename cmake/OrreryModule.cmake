# One folder of src/ is one static library `orrery_<name>` with the alias `orrery::<name>`.
#
#   orrery_module(feed
#       SOURCES reader.cpp …          # relative to the folder
#       DEPENDS base html             # other modules, visible to users of this one
#       LIBRARIES ICU::uc …)          # third-party libraries, never visible in our headers
#
# Public headers live in <folder>/include/orrery/<name>/; only modules named in DEPENDS (and what these name)
# are on the include path, so that an include that goes the wrong way does not compile.
function(orrery_module name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;LIBRARIES")
    set(target orrery_${name})
    add_library(${target} STATIC ${arg_SOURCES})
    add_library(orrery::${name} ALIAS ${target})
    set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
    target_include_directories(${target} PUBLIC
        $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:include>)
    target_compile_features(${target} PUBLIC cxx_std_23)
    list(TRANSFORM arg_DEPENDS PREPEND orrery::)
    target_link_libraries(${target} PUBLIC ${arg_DEPENDS})
    target_link_libraries(${target} PRIVATE ${arg_LIBRARIES} $<BUILD_INTERFACE:orrery_flags>)
    orrery_precompile(${target})
endfunction()

# The standard headers that nearly every file uses, compiled once for the whole tree.
function(orrery_precompile target)
    if(NOT TARGET orrery_pch)
        file(WRITE ${CMAKE_BINARY_DIR}/pch.cpp.in "")
        configure_file(${CMAKE_BINARY_DIR}/pch.cpp.in ${CMAKE_BINARY_DIR}/pch.cpp COPYONLY)
        add_library(orrery_pch OBJECT ${CMAKE_BINARY_DIR}/pch.cpp)
        target_link_libraries(orrery_pch PRIVATE orrery_flags)
        target_precompile_headers(orrery_pch PRIVATE
            <algorithm> <array> <chrono> <cstdint> <cstring> <expected> <functional> <map> <memory> <optional>
            <span> <string> <string_view> <unordered_map> <utility> <vector>)
    endif()
    target_precompile_headers(${target} REUSE_FROM orrery_pch)
endfunction()

# orrery_test(feed SOURCES a_test.cpp … DEPENDS feed): the unit tests of one module as one program and one ctest,
# `unit.feed` (LABEL conformance: `conformance.feed`).
function(orrery_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "LABEL" "SOURCES;DEPENDS;LIBRARIES")
    if(NOT arg_LABEL)
        set(arg_LABEL unit)
    endif()
    find_package(GTest REQUIRED)
    set(target orrery_${name}_tests)
    add_executable(${target} ${arg_SOURCES})
    list(TRANSFORM arg_DEPENDS PREPEND orrery::)
    target_link_libraries(${target} PRIVATE ${arg_DEPENDS} ${arg_LIBRARIES} orrery_flags GTest::gtest_main)
    target_compile_definitions(${target} PRIVATE ORRERY_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    orrery_precompile(${target})
    add_test(NAME ${arg_LABEL}.${name} COMMAND ${target} --gtest_brief=1)
    set_tests_properties(${arg_LABEL}.${name} PROPERTIES LABELS ${arg_LABEL} TIMEOUT 600)
endfunction()
