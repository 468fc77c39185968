# `cmake --install BUILD --component libraries` installs the libraries that stand on their own, for
# find_package(orrery COMPONENTS feed html).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(ORRERY_LIBRARIES base html feed)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/orrery)
foreach(name ${ORRERY_LIBRARIES})
    install(TARGETS orrery_${name} EXPORT orrery COMPONENT libraries ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
        COMPONENT libraries)
    install(DIRECTORY ${CMAKE_SOURCE_DIR}/src/${name}/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT libraries)
endforeach()
install(EXPORT orrery FILE orreryTargets.cmake NAMESPACE orrery:: DESTINATION ${package_dir} COMPONENT libraries)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/orreryConfig.cmake.in ${CMAKE_BINARY_DIR}/orreryConfig.cmake
    INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${CMAKE_BINARY_DIR}/orreryConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/orreryConfig.cmake ${CMAKE_BINARY_DIR}/orreryConfigVersion.cmake
    DESTINATION ${package_dir} COMPONENT libraries)
