# Debian packages: `cmake --build --preset release --target package` leaves them in build/release/packages/.
# bedside-admin (both machines), bedside-tablet (kiosk and sync), bedside-server. Files are listed here, and nowhere else.
# Every destination is relative to the root of the file system: `DESTDIR=/tmp/root cmake --install build/release --component tablet` lays a package out.
if(CMAKE_INSTALL_PREFIX_INITIALIZED_TO_DEFAULT)
    set(CMAKE_INSTALL_PREFIX / CACHE PATH "Root of the file system" FORCE)
endif()
set(packaging ${PROJECT_SOURCE_DIR}/packaging)

find_program(GZIP gzip)
set(compressed "")
# bedside_compressed(COMPONENT FOLDER FILE [NAME]): gzip without time or name, so that the same source gives the same bytes.
function(bedside_compressed component folder file)
    get_filename_component(name ${file} NAME)
    if(ARGC GREATER 3)
        set(name ${ARGV3})
    endif()
    set(out ${PROJECT_BINARY_DIR}/packaging/${component}/${name}.gz)
    add_custom_command(OUTPUT ${out} COMMAND sh -c "\"${GZIP}\" -9n < \"${file}\" > \"${out}\"" DEPENDS ${file} VERBATIM)
    set(compressed ${compressed} ${out} PARENT_SCOPE)
    install(FILES ${out} DESTINATION ${folder} COMPONENT ${component})
endfunction()
file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/packaging/admin ${PROJECT_BINARY_DIR}/packaging/tablet ${PROJECT_BINARY_DIR}/packaging/server)

# One completion serves all programs; the others are links to it.
set(completions ${PROJECT_BINARY_DIR}/packaging/completions)
file(MAKE_DIRECTORY ${completions})
foreach(program bedside-kiosk bedside-sync bedside-provision bedside-server bedside-server-setup bedside-provision-usb)
    file(CREATE_LINK bedside-admin ${completions}/${program} SYMBOLIC)
endforeach()

# --- what every package has
foreach(component admin tablet server)
    install(FILES ${packaging}/deb/copyright DESTINATION usr/share/doc/bedside-${component} COMPONENT ${component})
    bedside_compressed(${component} usr/share/doc/bedside-${component} ${packaging}/deb/changelog changelog.Debian)
endforeach()

# --- bedside-admin
install(TARGETS bedside-admin RUNTIME DESTINATION usr/bin COMPONENT admin)
install(PROGRAMS ${packaging}/systemd/with-key DESTINATION usr/lib/bedside COMPONENT admin)
install(PROGRAMS ${packaging}/qualification/iq ${packaging}/qualification/oq ${packaging}/qualification/pq DESTINATION usr/lib/bedside/qualification COMPONENT admin)
install(FILES ${packaging}/qualification/common DESTINATION usr/lib/bedside/qualification COMPONENT admin)
bedside_compressed(admin usr/share/man/man1 ${packaging}/man/bedside-admin.1)
install(FILES ${packaging}/deb/completion RENAME bedside-admin DESTINATION usr/share/bash-completion/completions COMPONENT admin)

# Bill of materials (SPDX), from what the programs are really linked with.
find_program(DPKG_QUERY dpkg-query)
if(DPKG_QUERY)
    set(sbom ${PROJECT_BINARY_DIR}/packaging/bedside.spdx.json)
    add_custom_command(OUTPUT ${sbom} COMMAND sh -c "\"${packaging}/deb/sbom\" \"${PROJECT_BINARY_DIR}\" ${PROJECT_VERSION} \"${BEDSIDE_IMGUI_SOURCE}\" > ${sbom}.new && mv ${sbom}.new ${sbom}"
        DEPENDS ${packaging}/deb/sbom ${packaging}/deb/licences.tsv bedside-admin bedside-kiosk bedside-server bedside-sync VERBATIM)
    list(APPEND compressed ${sbom})
    install(FILES ${sbom} DESTINATION usr/share/doc/bedside-admin COMPONENT admin)
endif()

# --- bedside-tablet
install(TARGETS bedside-kiosk bedside-sync RUNTIME DESTINATION usr/bin COMPONENT tablet)
bedside_compressed(tablet usr/share/man/man1 ${packaging}/man/bedside-kiosk.1)
bedside_compressed(tablet usr/share/man/man8 ${packaging}/man/bedside-sync.8)
file(GLOB units CONFIGURE_DEPENDS ${packaging}/systemd/tablet/bedside-*)
install(FILES ${units} DESTINATION usr/lib/systemd/system COMPONENT tablet)
install(FILES ${packaging}/systemd/tablet/sysusers.conf RENAME bedside-tablet.conf DESTINATION usr/lib/sysusers.d COMPONENT tablet)
install(FILES ${packaging}/systemd/tablet/tmpfiles.conf RENAME bedside-tablet.conf DESTINATION usr/lib/tmpfiles.d COMPONENT tablet)
install(PROGRAMS ${packaging}/systemd/tablet/unseal ${packaging}/systemd/tablet/unsent ${packaging}/systemd/tablet/destroy-key ${packaging}/provisioning/battery ${packaging}/provisioning/selftest ${packaging}/provisioning/usb ${packaging}/update/update
    DESTINATION usr/lib/bedside COMPONENT tablet)
install(PROGRAMS ${packaging}/provisioning/lockdown-machine RENAME lockdown DESTINATION usr/lib/bedside COMPONENT tablet)
install(PROGRAMS ${packaging}/provisioning/bedside-provision DESTINATION usr/sbin COMPONENT tablet)
bedside_compressed(tablet usr/share/man/man8 ${packaging}/man/bedside-provision.8)
install(DIRECTORY ${packaging}/provisioning/lockdown DESTINATION usr/share/bedside COMPONENT tablet)
install(FILES ${packaging}/provisioning/70-bedside-usb.rules ${packaging}/provisioning/70-bedside-backlight.rules DESTINATION usr/lib/udev/rules.d COMPONENT tablet)
install(FILES ${packaging}/provisioning/LOCKDOWN.md ${packaging}/HARDWARE.md DESTINATION usr/share/doc/bedside-tablet COMPONENT tablet)
install(FILES ${packaging}/config/kiosk.toml DESTINATION etc/bedside COMPONENT tablet)
install(FILES ${packaging}/apparmor/bedside-kiosk ${packaging}/apparmor/bedside-sync DESTINATION etc/apparmor.d COMPONENT tablet)
install(FILES ${completions}/bedside-kiosk ${completions}/bedside-sync ${completions}/bedside-provision DESTINATION usr/share/bash-completion/completions COMPONENT tablet)

# --- bedside-server
install(TARGETS bedside-server RUNTIME DESTINATION usr/bin COMPONENT server)
bedside_compressed(server usr/share/man/man8 ${packaging}/man/bedside-server.8)
file(GLOB units CONFIGURE_DEPENDS ${packaging}/systemd/server/bedside-*)
install(FILES ${units} DESTINATION usr/lib/systemd/system COMPONENT server)
install(FILES ${packaging}/systemd/server/sysusers.conf RENAME bedside-server.conf DESTINATION usr/lib/sysusers.d COMPONENT server)
install(FILES ${packaging}/systemd/server/tmpfiles.conf RENAME bedside-server.conf DESTINATION usr/lib/tmpfiles.d COMPONENT server)
install(PROGRAMS ${packaging}/provisioning/bedside-provision-usb ${packaging}/server/bedside-server-setup DESTINATION usr/sbin COMPONENT server)
bedside_compressed(server usr/share/man/man8 ${packaging}/man/bedside-provision-usb.8)
bedside_compressed(server usr/share/man/man8 ${packaging}/man/bedside-server-setup.8)
install(PROGRAMS ${packaging}/server/backup ${packaging}/server/restore-drill DESTINATION usr/lib/bedside COMPONENT server)
install(FILES ${packaging}/server/DEPLOYMENT.md ${packaging}/server/nginx.conf DESTINATION usr/share/doc/bedside-server COMPONENT server)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/forms/studies/idds-hydromorphone/ DESTINATION usr/share/bedside/example-study COMPONENT server)
install(FILES ${packaging}/config/server.toml ${packaging}/server/backup.conf DESTINATION etc/bedside COMPONENT server)
install(FILES ${packaging}/apparmor/bedside-server DESTINATION etc/apparmor.d COMPONENT server)
install(FILES ${completions}/bedside-server ${completions}/bedside-server-setup ${completions}/bedside-provision-usb DESTINATION usr/share/bash-completion/completions COMPONENT server)

add_custom_target(packaging_files ALL DEPENDS ${compressed})

# --- CPack
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_PACKAGING_INSTALL_PREFIX /)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL admin tablet server)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

# A package is bound to the libraries of the release it was built on; its version says which.
set(distribution "")
if(EXISTS /etc/os-release)
    file(STRINGS /etc/os-release line REGEX "^VERSION_ID=")
    string(REGEX REPLACE "[^0-9]" "" distribution "${line}")
endif()
set(BEDSIDE_DEBIAN_VERSION "${PROJECT_VERSION}-1+deb${distribution}" CACHE STRING "Version of the Debian packages")
set(CPACK_PACKAGE_VERSION ${BEDSIDE_DEBIAN_VERSION})
set(CPACK_DEBIAN_PACKAGE_VERSION ${BEDSIDE_DEBIAN_VERSION})
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "Bedside maintainers <maintainers@bedside.invalid>")
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_ADMIN_PACKAGE_NAME bedside-admin)
set(CPACK_COMPONENT_ADMIN_DESCRIPTION "Bedside: forms, scores, wording packs and verification
 Checks FHIR questionnaires and responses, scores the QLQ-C30, verifies and
 builds licensed wording packs, verifies a tablet's database, opens rescue
 bundles and simulates a trial. Needed by bedside-tablet and bedside-server.")

set(CPACK_DEBIAN_TABLET_PACKAGE_NAME bedside-tablet)
set(CPACK_COMPONENT_TABLET_DESCRIPTION "Bedside: patient-reported outcomes on a touch tablet
 The full-screen program on which patients report pain, breakthrough episodes,
 side effects and quality of life, and the daemon that brings every answer to
 the study server. Answers are encrypted on the tablet. The kiosk is started by
 bedside-tablet.target, which nothing enables but bedside-provision.")
set(CPACK_DEBIAN_TABLET_PACKAGE_DEPENDS
    "bedside-admin (= ${BEDSIDE_DEBIAN_VERSION}), systemd (>= 252), init-system-helpers (>= 1.52), adduser, cage, xwayland, seatd, fonts-noto-cjk, libegl1, libgles2, libgl1-mesa-dri, ca-certificates, udev, openssl, dpkg-repack, util-linux, iproute2")
set(CPACK_DEBIAN_TABLET_PACKAGE_RECOMMENDS "apparmor, systemd-timesyncd | time-daemon, whiptail, tpm2-tools, espeak-ng, unattended-upgrades")
set(CPACK_DEBIAN_TABLET_PACKAGE_CONTROL_EXTRA
    ${packaging}/deb/tablet/postinst ${packaging}/deb/tablet/prerm ${packaging}/deb/tablet/postrm ${packaging}/deb/tablet/conffiles)

set(CPACK_DEBIAN_SERVER_PACKAGE_NAME bedside-server)
set(CPACK_COMPONENT_SERVER_DESCRIPTION "Bedside: study server for patient-reported outcomes
 Receives completed forms over FHIR R4 and TLS 1.3, answers each with a signed
 receipt, shows the coordinator which tablet owes what, and exports the trial's
 tables. One encrypted database, no other service needed.")
set(CPACK_DEBIAN_SERVER_PACKAGE_DEPENDS "bedside-admin (= ${BEDSIDE_DEBIAN_VERSION}), systemd (>= 252), init-system-helpers (>= 1.52), adduser, openssl")
set(CPACK_DEBIAN_SERVER_PACKAGE_RECOMMENDS "apparmor, systemd-timesyncd | time-daemon, unattended-upgrades")
set(CPACK_DEBIAN_SERVER_PACKAGE_SUGGESTS "nginx")
set(CPACK_DEBIAN_SERVER_PACKAGE_CONTROL_EXTRA
    ${packaging}/deb/server/postinst ${packaging}/deb/server/prerm ${packaging}/deb/server/postrm ${packaging}/deb/server/conffiles)
include(CPack)
