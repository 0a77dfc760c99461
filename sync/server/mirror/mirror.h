// SPDX-License-Identifier: Apache-2.0
// Follows a FHIR R4 server that tablets deliver to, so that console and report know what is there. Nothing is ever written to it.
#pragma once

#include "sync/server/tablets/study_server.h"

#include <stop_token>

namespace bedside::server {

struct MirrorTarget {
    std::string url;                       ///< base of the server's REST interface, "https://fhir.hospital.example/r4"
    std::string bearer;                    ///< token; empty: none
    std::filesystem::path certificate {};  ///< client certificate, PEM, with
    std::filesystem::path certificate_key {}; ///< its key, PEM
    std::filesystem::path authority {};    ///< PEM of the authorities that sign the server; empty: the system's
    bool plain_http = false;               ///< also http:// to another machine, for a line that is protected otherwise
    int page_size = 200;                   ///< resources asked for at once
};

struct MirrorRound {
    int received = 0;   ///< forms that are new here
    int conflicts = 0;  ///< forms that contradict what their tablet signed or what is here
    int refused = 0;    ///< forms that this server can't take (yet); asked again each round
    int waiting = 0;    ///< forms whose other half has not come
    int passed_over = 0; ///< resources of others
    int unreadable = 0; ///< entries that are no resources
    std::string trouble {}; ///< why the reading stopped before the end; what was read by then is kept
};

/// Reads what the server changed since the last round, then takes in every form whose proof is there too. A form counts as received only when
/// its bytes, brought back into their canonical spelling, have the hash that its tablet signed. May be killed at any moment.
/// Fails with invalid_argument (address), not_found (no study is published here) or as the storage does.
Result<MirrorRound> mirror_once(StudyServer& server, MirrorTarget const& target, std::stop_token stop = {});

} // namespace bedside::server
