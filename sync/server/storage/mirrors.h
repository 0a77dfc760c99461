// SPDX-License-Identifier: Apache-2.0
// FHIR servers that are followed: where reading stands, what was read and is not settled yet, and the tablets that deliver there.
#pragma once

#include "sync/server/storage/submissions.h"
#include "sync/server/storage/tablets.h"

namespace bedside::server {

struct MirrorSource {
    std::string url;
    std::optional<std::int64_t> contact_ms; ///< last time that everything new was read
    std::string trouble;                    ///< why the last round did not end; empty: it did
    std::int64_t waiting = 0;               ///< read and not settled: their other half has not come, or they were refused
    std::int64_t passed_over = 0;           ///< resources that are none of this study's, read and not kept
};
/// By address.
Result<std::vector<MirrorSource>> mirror_sources(ReadConnection& connection);
/// How a round ended; `trouble` empty: everything new was read.
Result<void> note_mirror_round(Connection& connection, Instant const& now, std::string_view url, std::string_view trouble, std::int64_t passed_over);

/// Where the search of one resource type stands.
struct MirrorMark {
    std::int64_t since_ms = 0;
    std::int64_t highest_ms = 0;
    std::string next_page {};
};
Result<MirrorMark> mirror_mark(ReadConnection& connection, std::string_view url, std::string_view type);
Result<void> set_mirror_mark(Connection& connection, std::string_view url, std::string_view type, MirrorMark const& mark);

struct StagedResource {
    std::string type;
    std::string id;
    std::string response_id; ///< the form that it belongs to; a tablet's id for a Device
    std::int64_t updated_ms = 0;
    std::string json;
};
/// Puts one aside; a newer one of the same name takes the place.
Result<void> stage(Connection& connection, std::string_view url, StagedResource const& resource);
Result<void> unstage(Connection& connection, std::string_view url, StagedResource const& resource);
Result<std::vector<StagedResource>> staged_devices(ReadConnection& connection, std::string_view url);
/// The next forms by id that have something staged, beyond `after`.
Result<std::vector<std::string>> staged_forms(ReadConnection& connection, std::string_view url, std::string_view after, int limit);
Result<std::vector<StagedResource>> staged_of(ReadConnection& connection, std::string_view url, std::string_view response_id);

/// The tablet; one that was never heard of is entered as delivering to `url`, without a key. Fails with invalid_argument (no tablet's name).
Result<Tablet> mirrored_tablet(Connection& connection, Instant const& now, std::string_view id, std::string_view url);
/// Its Ed25519 public key as its Device names it. The first one stays; another one marks the tablet as two devices under one name.
Result<void> learn_key(Connection& connection, Instant const& now, Tablet const& tablet, Bytes const& key);
/// The newest moment at which a mirrored tablet is known to have delivered.
Result<void> note_delivery(Connection& connection, std::string_view id, std::int64_t at_ms);

} // namespace bedside::server
