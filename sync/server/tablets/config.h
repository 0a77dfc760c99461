// SPDX-License-Identifier: Apache-2.0
// bedside-server.toml, and where the database's key comes from.
#pragma once

#include "forms/base/crypto.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace bedside::server {

struct Config {
    std::filesystem::path directory;      ///< holds the database; the folder of the file unless it says otherwise
    std::filesystem::path key_file;       ///< 64 hex digits, mode 0600; empty: the systemd credential
    std::string address = "0.0.0.0";
    int tablet_port = 8443;               ///< 0: any free one
    int console_port = 8444;              ///< 0: any free one
    std::string public_url;               ///< what tablets and FHIR references use; empty: https://<first name>:<tablet port>
    std::int64_t max_request_bytes = 4 << 20; ///< after decompression
    int request_seconds = 20;             ///< from the first byte of a request to its last
    int keep_alive_seconds = 15;
    int connections = 256;                ///< at once on each port; further ones wait
    int connections_per_address = 64;     ///< at once from one address, on each port; 0: no limit (behind a proxy or one router for all)
    int enrolment_hours = 72;             ///< how long a code is good
    int certificate_days = 3 * 365;       ///< how long a tablet's certificate is good
    std::string alert_webhook;            ///< https address that is told of unacknowledged alerts; empty: none
    std::vector<std::string> alert_email_to; ///< empty: no e-mail
    std::string alert_email_from;
    std::string smtp_url;                 ///< "smtps://host:465" or "smtp://host:25"
    std::string smtp_user;                ///< empty: no login
    std::filesystem::path smtp_password_file;
    std::filesystem::path alert_authority; ///< PEM that signs webhook and mail server; empty: the system's
    int alert_after_minutes = 10;         ///< how long an alert may wait before anybody is told
    int alert_repeat_minutes = 15;        ///< and how often again

    std::filesystem::path database() const { return directory / "bedside-server.db"; }
};

/// Reads the file. Fails with not_found, or invalid_argument naming line and key; an unknown key is refused.
Result<Config> read_config(std::filesystem::path const& file);
/// The commented file that `init` leaves behind.
std::string commented_config(Config const& config);
/// `$CREDENTIALS_DIRECTORY/bedside-server-key`, else the configured key file. Fails with missing_key (also when others may read the file)
/// or invalid_data.
Result<Secret> server_key(Config const& config);

} // namespace bedside::server
