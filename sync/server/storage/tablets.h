// SPDX-License-Identifier: Apache-2.0
// Tablets as the server knows them: enrolment, revocation, what they said last, what is missing.
#pragma once

#include "forms/base/clock.h"
#include "sync/sql/connection.h"

#include <vector>

namespace bedside::server {

using sql::Connection;
using sql::ReadConnection;
using sql::Query;

/// Sequence numbers first..last, both included.
struct Range {
    std::int64_t first = 0;
    std::int64_t last = 0;
    bool operator==(Range const&) const = default;
};

/// What a tablet says about itself; absent: it cannot know.
struct Heartbeat {
    std::int64_t last_sequence = 0;   ///< highest number it has completed
    std::string chain_head;           ///< hash at last_sequence
    std::int64_t receipts = 0;        ///< highest number n such that it holds receipts for 1..n
    std::int64_t queue = 0;
    std::int64_t quarantined = 0;
    std::optional<std::int64_t> oldest_unsent_ms;
    std::int64_t skew_ms = 0;         ///< tablet clock minus server clock, as measured by the server
    std::optional<std::int64_t> battery_percent;
    std::optional<bool> charging;
    std::optional<std::int64_t> storage_free_bytes;
    std::string mode;                 ///< "bedside" or "home"
    std::string version;              ///< of its package; of its programs when no package brought them
    std::string architecture {};      ///< of its package, as dpkg names it
    std::string suite {};             ///< the Debian release that it is for
    std::string update_state {};      ///< of the last update: "fetching", "waiting", "applied", "refused", "rolled-back" or "failed"
    std::string update_version {};
    std::string update_detail {};     ///< why, in a sentence
    std::string documents_etag;
    std::string instance;             ///< of its store
    std::string previous_link;        ///< its heartbeats' chain: must be the link that came last, or
    std::string link;                 ///< the same link again, when our reply was lost

    bool update_failed() const { return update_state == "refused" || update_state == "rolled-back" || update_state == "failed"; }
};

struct Tablet {
    std::string id;
    Bytes signing_key;                ///< Ed25519 public key
    std::string certificate_sha256;
    std::int64_t certificate_until_ms = 0;
    std::int64_t enrolled_ms = 0;
    std::optional<std::int64_t> revoked_ms;
    std::string revoked_reason;
    std::int64_t contiguous = 0;      ///< 1..contiguous held without a gap
    std::string head;                 ///< chain hash at contiguous
    std::int64_t highest = 0;         ///< highest number held
    std::int64_t received = 0;        ///< how many are held
    std::optional<std::int64_t> contact_ms;
    Heartbeat said;                   ///< meaningful once contact_ms is set
    std::optional<std::int64_t> fork_ms; ///< its chain contradicts ours: a cloned or restored tablet
    std::string fork_reason;
    std::optional<Range> lost;        ///< forms it holds receipts for and we do not: this database is older than they are
    std::int64_t conflicts = 0;       ///< unresolved
    std::string mirrored_from;        ///< the server that it delivers to; empty: this one. Such a tablet says nothing about itself

    /// Highest number that anybody knows of.
    std::int64_t claimed() const { return std::max(highest, said.last_sequence); }
};

/// All tablets, by id.
Result<std::vector<Tablet>> tablets(ReadConnection& connection);
/// Fails with not_found.
Result<Tablet> tablet(ReadConnection& connection, std::string_view id);
/// By the SHA-256 of its certificate. Fails with unauthorised (unknown) or revoked.
Result<Tablet> tablet_by_certificate(ReadConnection& connection, std::string_view sha256);
/// Numbers in 1..claimed() that are not here, at most `limit` ranges. Numbers still waiting in the tablet's queue are in it too.
Result<std::vector<Range>> missing(ReadConnection& connection, Tablet const& tablet, int limit = 50);

struct EnrolmentOffer {
    std::string secret_sha256;
    std::string tablet;
    std::int64_t expires_ms = 0;
};
/// Letters, digits and hyphens, 1 to 32. Fails with invalid_argument.
Result<void> check_tablet_id(std::string_view id);
/// Remembers a code. Fails with already_exists when the tablet is enrolled: a device with a new store begins a new sequence, so it needs a new name.
Result<void> offer_enrolment(Connection& connection, Instant const& now, EnrolmentOffer const& offer, std::string_view who);
/// Codes that can still be used, soonest to expire first; the secret itself is kept nowhere.
Result<std::vector<EnrolmentOffer>> open_offers(ReadConnection& connection, Instant const& now);
/// The tablet that an unused, unexpired code is for. Fails with forbidden.
Result<std::string> offered_tablet(ReadConnection& connection, Instant const& now, std::string_view secret_sha256);
/// The answer that was given to this very request before: the tablet and certificate that the code was used for, when signing key and the
/// certificate's key are the same, so that a lost answer burns no code. Fails with forbidden.
struct EarlierEnrolment {
    std::string tablet;
    std::string certificate; ///< PEM
};
Result<EarlierEnrolment> earlier_enrolment(ReadConnection& connection, Instant const& now, std::string_view secret_sha256, std::span<std::uint8_t const> signing_key);
/// Uses up the code and registers the tablet. Fails with forbidden or already_exists.
Result<void> enrol(Connection& connection, Instant const& now, std::string_view secret_sha256, Tablet const& tablet, std::string_view certificate_pem);
/// Ends a tablet's access at once; what it sent stays. Fails with not_found.
Result<void> revoke_tablet(Connection& connection, Instant const& now, std::string_view id, std::string_view reason, std::string_view who);

/// Stores what the tablet said, and notices a contradicting chain or receipts for forms that are not here.
Result<void> store_heartbeat(Connection& connection, Instant const& now, Tablet const& tablet, Heartbeat const& heartbeat);
Result<void> mark_fork(Connection& connection, Instant const& now, std::string_view id, std::string_view reason);
/// Somebody found the second device, or the restored copy, and says so. Fails with not_found, or invalid_argument without a reason.
Result<void> settle_fork(Connection& connection, Instant const& now, std::string_view id, std::string_view reason, std::string_view who);

} // namespace bedside::server
