# What every target of the project is compiled with. Not installed: users of the libraries keep their own flags.
add_library(orrery_flags INTERFACE)
target_compile_options(orrery_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wcast-qual -Wimplicit-fallthrough
    # A designated initializer that names only what differs from the defaults is how options are passed.
    -Wno-missing-field-initializers
    # GCC 12 sees overruns inside std::string that are not there (GCC bugs 105329, 105651); clang keeps watch.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds;-Wno-restrict;-Wno-stringop-overflow;-Wno-stringop-overread>
    # std::stable_sort of GCC 12's library uses a function that C++17 deprecates, and clang blames its caller.
    $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>
    $<$<BOOL:${ORRERY_WERROR}>:-Werror>)

# GCC zeroes and copies a structure of a hundred bytes with `rep stos`, whose start costs more than the work: a
# tree of HTML is built a twentieth faster without.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
    target_compile_options(orrery_flags INTERFACE -mmemset-strategy=unrolled_loop:256:noalign,libcall:-1:noalign)
endif()

find_program(ORRERY_MOLD mold)
if(ORRERY_MOLD)
    # GCC 12.1 and later and clang both know the name.
    target_link_options(orrery_flags INTERFACE -fuse-ld=mold)
endif()

find_program(ORRERY_CCACHE ccache)
if(ORRERY_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    # Precompiled headers need ccache to ignore the timestamps inside them.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${ORRERY_CCACHE})
endif()
