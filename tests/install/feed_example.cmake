set(work ${BUILD}/install_test)
file(REMOVE_RECURSE ${work})

function(run)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT code EQUAL 0)
        message(FATAL_ERROR "${ARGN}\n${output}")
    endif()
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --component libraries --prefix ${work}/prefix)
run(${CMAKE_COMMAND} -S ${SOURCE}/examples/feed -B ${work}/build -DCMAKE_PREFIX_PATH=${work}/prefix
    -DCMAKE_CXX_COMPILER=${COMPILER} "-DCMAKE_CXX_FLAGS=${FLAGS}")
run(${CMAKE_COMMAND} --build ${work}/build)

file(WRITE ${work}/feed.xml
    "<rss version='2.0'><channel><title>F</title><item><title>Sea</title><link>http://x.example/1</link></item></channel></rss>")
execute_process(COMMAND ${work}/build/titles INPUT_FILE ${work}/feed.xml OUTPUT_VARIABLE output)
if(NOT output STREQUAL "Sea  http://x.example/1\n")
    message(FATAL_ERROR "the example printed: ${output}")
endif()
