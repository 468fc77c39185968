# One private PostgreSQL for all tests of a run that ask for it, in a folder whose name is short enough for a socket.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
string(MD5 build_hash ${CMAKE_BINARY_DIR})
string(SUBSTRING ${build_hash} 0 8 build_hash)
set(ORRERY_TEST_POSTGRES /tmp/orrery-pg-${build_hash})
set(postgres_py ${CMAKE_CURRENT_LIST_DIR}/postgres.py)

add_test(NAME db.start COMMAND Python3::Interpreter ${postgres_py} start ${ORRERY_TEST_POSTGRES})
add_test(NAME db.stop COMMAND Python3::Interpreter ${postgres_py} stop ${ORRERY_TEST_POSTGRES})
set_tests_properties(db.start PROPERTIES LABELS db FIXTURES_SETUP postgres)
set_tests_properties(db.stop PROPERTIES LABELS db FIXTURES_CLEANUP postgres)

# orrery_needs_postgres(db.store): the test finds the server's folder in ORRERY_TEST_POSTGRES.
function(orrery_needs_postgres test)
    set_tests_properties(${test} PROPERTIES LABELS db FIXTURES_REQUIRED postgres RESOURCE_LOCK postgres TIMEOUT 600
        ENVIRONMENT "ORRERY_TEST_POSTGRES=${ORRERY_TEST_POSTGRES}")
endfunction()
