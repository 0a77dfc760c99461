# Language, warnings, sanitizers, compiler cache, output folders.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

set(BEDSIDE_SANITIZE "" CACHE STRING "Sanitizers for every target, e.g. address,undefined")
if(BEDSIDE_SANITIZE)
    add_compile_options(-fsanitize=${BEDSIDE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${BEDSIDE_SANITIZE})
endif()

option(BEDSIDE_COVERAGE "Count which lines run (gcov); packaging/coverage reads the counts" OFF)
if(BEDSIDE_COVERAGE)
    add_compile_options(--coverage -fprofile-update=atomic)
    add_link_options(--coverage)
endif()

option(BEDSIDE_FUZZ "Build the libFuzzer targets (clang); every target then reports what it covered" OFF)
if(BEDSIDE_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# The product's own code; third-party sources are built without them.
add_library(bedside_warnings INTERFACE)
target_compile_options(bedside_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Woverloaded-virtual -Werror
    # clang blames libstdc++ 12's std::stable_sort, which uses a buffer that it deprecates itself, on its caller
    $<$<CXX_COMPILER_ID:Clang>:-Wno-gnu-statement-expression -Wno-deprecated-declarations>
    # g++ 12 reports false positives of these in std::variant and std::expected at -O2
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-restrict>)

# Hardening for every program: they parse foreign bytes.
if(NOT BEDSIDE_SANITIZE)
    add_compile_options(-fstack-protector-strong $<$<CONFIG:Release>:-D_FORTIFY_SOURCE=2>)
    add_link_options(-Wl,-z,relro,-z,now -Wl,--as-needed)
endif()

# The same commit gives the same bytes, wherever it was built: no path of this machine in a program.
# The relative one is for compiler caches that rewrite paths.
file(RELATIVE_PATH source_from_build ${PROJECT_BINARY_DIR} ${PROJECT_SOURCE_DIR}/)
add_compile_options(-ffile-prefix-map=${PROJECT_SOURCE_DIR}/= -ffile-prefix-map=${PROJECT_BINARY_DIR}/=build/ -ffile-prefix-map=${source_from_build}=)

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
