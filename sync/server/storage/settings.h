// SPDX-License-Identifier: Apache-2.0
// Keys, settings and the published study.
#pragma once

#include "forms/base/clock.h"
#include "sync/sql/connection.h"

#include <map>
#include <vector>

namespace bedside::server {

using sql::Connection;
using sql::ReadConnection;
using sql::Query;

/// Key material by name: "authority_key", "server_key", "receipt_key", "rescue_key". Fails with corrupted when it is missing.
Result<Secret> secret(ReadConnection& connection, std::string_view name);
Result<void> set_secret(Connection& connection, std::string_view name, std::span<std::uint8_t const> value);

/// "" when it was never set.
Result<std::string> setting(ReadConnection& connection, std::string_view name);
Result<void> set_setting(Connection& connection, std::string_view name, std::string_view value);

/// Whether the study published here is a simulated one; false before the first publication.
Result<bool> holds_simulated_data(ReadConnection& connection);

/// Files of one kind ("study", "roster", "staff") by relative name; of the kind "recording" by their sha256 hex.
using Documents = std::map<std::string, std::string>;
Result<Documents> documents(ReadConnection& connection, std::string_view kind);
/// One file. Fails with not_found.
Result<std::string> document(ReadConnection& connection, std::string_view kind, std::string_view name);

struct PublishedForm {
    std::string canonical; ///< url|version
    std::string form;      ///< form id of the study
    std::string bytes;     ///< the Questionnaire
};
struct Publication {
    std::string study;
    std::string version;
    std::string etag;
    std::string at; ///< ISO 8601
    std::string by {}; ///< who published
};
/// Replaces all documents as one set and remembers every form version for ever. A version that was published before must have the same
/// bytes: fails with conflict.
Result<void> publish(Connection& connection, Instant const& now, std::string_view who, Publication const& publication,
    std::map<std::string, Documents> const& kinds, std::vector<PublishedForm> const& forms);
/// Names a set of documents: the same set has the same tag, in quotes as HTTP wants it.
std::string etag_of(std::map<std::string, Documents> const& kinds);
/// Publishes another roster with everything else as it is. Fails with not_found before the first publication.
Result<void> replace_roster(Connection& connection, Instant const& now, std::string_view who, std::string const& roster);
/// The publication in force; nullopt before the first.
Result<std::optional<Publication>> publication(ReadConnection& connection);
/// Newest first.
Result<std::vector<Publication>> publications(ReadConnection& connection, Instant const& now, int limit);
Result<std::optional<PublishedForm>> published_form(ReadConnection& connection, std::string_view canonical);

} // namespace bedside::server
