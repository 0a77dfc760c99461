# One target a folder: its sources are the *.cpp in it, its programs are named.

# bedside_module(NAME [PUBLIC modules...] [PRIVATE libraries...]): the folder's library, except main.cpp.
function(bedside_module name)
    cmake_parse_arguments(module "" "" "PUBLIC;PRIVATE" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp ${CMAKE_CURRENT_SOURCE_DIR}/*/*.cpp)
    list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
    add_library(bedside_${name} STATIC ${sources})
    target_include_directories(bedside_${name} PUBLIC ${PROJECT_SOURCE_DIR})
    target_link_libraries(bedside_${name} PUBLIC ${module_PUBLIC} PRIVATE bedside_warnings ${module_PRIVATE})
    # Most of a compiler's time goes into the same headers again: these are read once for eight sources. Debug compiles each file alone, so
    # that a missing include is seen, and so does Clang, which warns of shadows between them.
    if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        set_target_properties(bedside_${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
        target_compile_options(bedside_${name} PRIVATE -Wno-subobject-linkage) # private types of a source that another source includes here
    endif()
endfunction()

# bedside_program(NAME [PRIVATE libraries...]): main.cpp of the folder as a program.
function(bedside_program name)
    cmake_parse_arguments(program "" "" "PRIVATE" ${ARGN})
    add_executable(${name} ${CMAKE_CURRENT_SOURCE_DIR}/main.cpp)
    target_compile_definitions(${name} PRIVATE BEDSIDE_VERSION="${PROJECT_VERSION}")
    target_link_libraries(${name} PRIVATE bedside_warnings ${program_PRIVATE})
endfunction()

# bedside_test(NAME libraries...): every *.tests.cpp of the folder as one Catch2 program, each case a ctest.
function(bedside_test name)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.tests.cpp)
    add_executable(test_${name} ${sources})
    target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR})
    target_compile_definitions(test_${name} PRIVATE BEDSIDE_SOURCE_DIR="${PROJECT_SOURCE_DIR}" BEDSIDE_BINARY_DIR="${PROJECT_BINARY_DIR}")
    target_link_libraries(test_${name} PRIVATE bedside_warnings Catch2::Catch2WithMain ${ARGN})
    # -Wconversion noise of assertion macros is not worth a reader's time in tests
    target_compile_options(test_${name} PRIVATE -Wno-conversion -Wno-sign-conversion -Wno-shadow)
    # Optimising the tests themselves would take longer than running them; what they test is the release build.
    if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
        target_compile_options(test_${name} PRIVATE -O0 -U_FORTIFY_SOURCE)
    endif()
    catch_discover_tests(test_${name} TEST_PREFIX "${name}: " DISCOVERY_MODE PRE_TEST)
endfunction()
