# Every third-party library. packaging/bootstrap installs them; each failure says so.
find_package(PkgConfig REQUIRED)

# bedside_library(TARGET MODULE): a pkg-config module as an imported target, or one sentence.
function(bedside_library target module)
    pkg_check_modules(${target} QUIET IMPORTED_TARGET ${module})
    if(NOT ${target}_FOUND)
        message(FATAL_ERROR "The library '${module}' is missing or too old: run packaging/bootstrap, then configure again.")
    endif()
    # System headers: their warnings are not ours.
    get_target_property(directories PkgConfig::${target} INTERFACE_INCLUDE_DIRECTORIES)
    if(directories)
        set_target_properties(PkgConfig::${target} PROPERTIES INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${directories}")
    endif()
    add_library(third_party::${target} ALIAS PkgConfig::${target})
endfunction()

bedside_library(sodium libsodium)
bedside_library(openssl openssl>=3.0)
bedside_library(curl libcurl>=7.88)
bedside_library(qrencode libqrencode>=4)
bedside_library(sdl2 sdl2>=2.26)
bedside_library(freetype freetype2)
bedside_library(icu icu-uc)
bedside_library(httplib cpp-httplib>=0.11)
bedside_library(json nlohmann_json>=3.11)
bedside_library(simdjson simdjson>=3)
bedside_library(re2 re2)
bedside_library(cli11 CLI11)
bedside_library(toml tomlplusplus)
bedside_library(spdlog spdlog)
bedside_library(zlib zlib)

# pkg-config's version of sqlcipher is SQLite's; SQLCipher 4 begins at 3.24 upstream, 4.6 (audited here) at 3.46.
pkg_check_modules(sqlcipher QUIET IMPORTED_TARGET sqlcipher)
if(NOT sqlcipher_FOUND OR sqlcipher_VERSION VERSION_LESS 3.46)
    message(FATAL_ERROR "SQLCipher 4.6 or newer is needed (found: '${sqlcipher_VERSION}' as SQLite version, need 3.46): run packaging/bootstrap, which takes it from backports on Debian 12.")
endif()
target_compile_definitions(PkgConfig::sqlcipher INTERFACE SQLITE_HAS_CODEC)
add_library(third_party::sqlcipher ALIAS PkgConfig::sqlcipher)

find_package(Threads REQUIRED)
find_program(MSGFMT msgfmt REQUIRED)

# Dear ImGui comes as source: packaging/bootstrap puts a verified copy here.
set(BEDSIDE_IMGUI_SOURCE "$ENV{BEDSIDE_IMGUI_SOURCE}" CACHE PATH "Dear ImGui >= 1.92 source folder")
if(NOT BEDSIDE_IMGUI_SOURCE)
    set(BEDSIDE_IMGUI_SOURCE /var/cache/bedside/imgui)
endif()
if(NOT EXISTS ${BEDSIDE_IMGUI_SOURCE}/imgui.cpp)
    message(FATAL_ERROR "Dear ImGui's source is not at ${BEDSIDE_IMGUI_SOURCE}: run packaging/bootstrap, or set BEDSIDE_IMGUI_SOURCE to a folder with version 1.92 or newer.")
endif()
add_library(imgui STATIC
    ${BEDSIDE_IMGUI_SOURCE}/imgui.cpp
    ${BEDSIDE_IMGUI_SOURCE}/imgui_draw.cpp
    ${BEDSIDE_IMGUI_SOURCE}/imgui_tables.cpp
    ${BEDSIDE_IMGUI_SOURCE}/imgui_widgets.cpp
    ${BEDSIDE_IMGUI_SOURCE}/misc/freetype/imgui_freetype.cpp)
target_include_directories(imgui SYSTEM PUBLIC ${BEDSIDE_IMGUI_SOURCE} ${BEDSIDE_IMGUI_SOURCE}/misc/freetype)
target_compile_definitions(imgui PUBLIC IMGUI_ENABLE_FREETYPE IMGUI_USE_WCHAR32 IMGUI_DISABLE_OBSOLETE_FUNCTIONS)
target_link_libraries(imgui PRIVATE PkgConfig::freetype)
add_library(third_party::imgui ALIAS imgui)
