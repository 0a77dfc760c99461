// SPDX-License-Identifier: Apache-2.0
#include "sync/server/storage/tablets.h"

#include "forms/base/identifiers.h"
#include "sync/server/storage/audit.h"
#include "sync/wire/chain.h"

namespace bedside::server {
namespace {

/// SELECT ... FROM tablet t, and the rest of the sentence.
std::string select_tablets(std::string_view rest)
{
    return "SELECT t.id, signing_key, certificate_sha256, certificate_until_ms, enrolled_ms, revoked_ms, revoked_reason, contiguous, head, "
           "highest, received, contact_ms, claimed_sequence, claimed_head, queue, quarantined, oldest_unsent_ms, skew_ms, battery_percent, "
           "charging, storage_free_bytes, mode, version, documents_etag, fork_ms, fork_reason, lost_first, lost_last, instance, continuity, "
           "(SELECT count(*) FROM conflict c WHERE c.tablet = t.id AND c.resolved_ms IS NULL), mirrored_from, architecture, suite, update_state, update_version, update_detail FROM tablet t "
        + std::string(rest);
}

Tablet tablet_row(sql::Query const& query)
{
    Tablet tablet;
    tablet.id = query.text(0);
    tablet.signing_key = query.blob(1);
    tablet.certificate_sha256 = query.text(2);
    tablet.certificate_until_ms = query.integer(3);
    tablet.enrolled_ms = query.integer(4);
    tablet.revoked_ms = query.maybe(5);
    tablet.revoked_reason = query.is_null(6) ? "" : query.text(6);
    tablet.contiguous = query.integer(7);
    tablet.head = query.text(8);
    tablet.highest = query.integer(9);
    tablet.received = query.integer(10);
    tablet.contact_ms = query.maybe(11);
    auto& said = tablet.said;
    said.last_sequence = query.integer(12);
    said.chain_head = query.text(13);
    said.queue = query.maybe(14).value_or(0);
    said.quarantined = query.maybe(15).value_or(0);
    said.oldest_unsent_ms = query.maybe(16);
    said.skew_ms = query.maybe(17).value_or(0);
    said.battery_percent = query.maybe(18);
    if (auto const charging = query.maybe(19))
        said.charging = *charging != 0;
    said.storage_free_bytes = query.maybe(20);
    said.mode = query.text(21);
    said.version = query.text(22);
    said.documents_etag = query.text(23);
    tablet.fork_ms = query.maybe(24);
    tablet.fork_reason = query.is_null(25) ? "" : query.text(25);
    if (!query.is_null(26))
        tablet.lost = Range { query.integer(26), query.integer(27) };
    said.instance = query.text(28);
    said.link = query.text(29);
    tablet.conflicts = query.integer(30);
    tablet.mirrored_from = query.text(31);
    said.architecture = query.text(32);
    said.suite = query.text(33);
    said.update_state = query.text(34);
    said.update_version = query.text(35);
    said.update_detail = query.text(36);
    return tablet;
}

} // namespace

Result<std::vector<Tablet>> tablets(ReadConnection& connection)
{
    auto query = TRY(connection.query(select_tablets("ORDER BY t.id")));
    std::vector<Tablet> rows;
    while (TRY(query.step()))
        rows.push_back(tablet_row(query));
    return rows;
}

Result<Tablet> tablet(ReadConnection& connection, std::string_view id)
{
    auto query = TRY(connection.query(select_tablets("WHERE t.id = ?1"), id));
    if (!TRY(query.step()))
        return fail(Code::not_found, "no tablet has the name '" + std::string(id) + "'");
    return tablet_row(query);
}

Result<Tablet> tablet_by_certificate(ReadConnection& connection, std::string_view sha256)
{
    auto query = TRY(connection.query(select_tablets("WHERE certificate_sha256 = ?1"), sha256));
    if (!TRY(query.step()))
        return fail(Code::unauthorised, "this certificate belongs to no enrolled tablet; enrol the tablet with a new code");
    auto found = tablet_row(query);
    if (found.revoked_ms)
        return fail(Code::revoked, "this tablet's access was withdrawn; hand it to the study's coordinator");
    return found;
}

Result<std::vector<Range>> missing(ReadConnection& connection, Tablet const& tablet, int limit)
{
    std::vector<Range> ranges;
    auto const claimed = tablet.claimed();
    auto expected = tablet.contiguous + 1;
    if (expected > claimed)
        return ranges;
    // A number that somebody has given up is not missing any more.
    auto query = TRY(connection.query("SELECT sequence FROM submission WHERE tablet = ?1 AND sequence > ?2 UNION SELECT sequence FROM given_up WHERE tablet = ?1 AND sequence > ?2 "
                                      "ORDER BY sequence",
        tablet.id, tablet.contiguous));
    while (static_cast<int>(ranges.size()) < limit && TRY(query.step())) {
        auto const held = query.integer(0);
        if (held > expected)
            ranges.push_back({ expected, held - 1 });
        expected = held + 1;
    }
    if (static_cast<int>(ranges.size()) < limit && expected <= claimed)
        ranges.push_back({ expected, claimed });
    return ranges;
}

Result<void> check_tablet_id(std::string_view id)
{
    if (!is_tablet_name(id))
        return fail(Code::invalid_argument, "a tablet's name has 1 to 32 letters, digits or hyphens, such as T-03");
    return {};
}

Result<void> offer_enrolment(Connection& connection, Instant const& now, EnrolmentOffer const& offer, std::string_view who)
{
    TRY(check_tablet_id(offer.tablet));
    if (tablet(connection, offer.tablet))
        return fail(Code::already_exists, "the tablet " + offer.tablet + " is enrolled already; a device with a new store needs a new name");
    TRY(connection.run("INSERT INTO enrolment_code (secret_sha256, tablet, created_ms, expires_ms, created_by) VALUES (?1, ?2, ?3, ?4, ?5)",
        offer.secret_sha256, offer.tablet, now.wall_ms, offer.expires_ms, who));
    return append_audit(connection, now, who, "enrolment-offered", offer.tablet);
}

Result<std::vector<EnrolmentOffer>> open_offers(ReadConnection& connection, Instant const& now)
{
    auto query = TRY(connection.query("SELECT secret_sha256, tablet, expires_ms FROM enrolment_code WHERE used_ms IS NULL AND expires_ms > ?1 ORDER BY expires_ms LIMIT 100", now.wall_ms));
    std::vector<EnrolmentOffer> rows;
    while (TRY(query.step()))
        rows.push_back({ query.text(0), query.text(1), query.integer(2) });
    return rows;
}

Result<std::string> offered_tablet(ReadConnection& connection, Instant const& now, std::string_view secret_sha256)
{
    auto query = TRY(connection.query("SELECT tablet FROM enrolment_code WHERE secret_sha256 = ?1 AND used_ms IS NULL AND expires_ms > ?2", secret_sha256, now.wall_ms));
    if (!TRY(query.step()))
        return fail(Code::forbidden, "this enrolment code is unknown, used or too old; ask the coordinator for a new one");
    return query.text(0);
}

Result<EarlierEnrolment> earlier_enrolment(ReadConnection& connection, Instant const& now, std::string_view secret_sha256, std::span<std::uint8_t const> signing_key)
{
    auto query = TRY(connection.query("SELECT t.id, t.certificate FROM enrolment_code AS c JOIN tablet AS t ON t.id = c.tablet WHERE c.secret_sha256 = ?1 AND c.used_ms IS NOT NULL "
                                      "AND c.expires_ms > ?2 AND t.signing_key = ?3 AND t.revoked_ms IS NULL",
        secret_sha256, now.wall_ms, signing_key));
    if (!TRY(query.step()))
        return fail(Code::forbidden, "this enrolment code is unknown, used or too old; ask the coordinator for a new one");
    return EarlierEnrolment { query.text(0), query.text(1) };
}

Result<void> enrol(Connection& connection, Instant const& now, std::string_view secret_sha256, Tablet const& enrolled, std::string_view certificate_pem)
{
    auto const offered = TRY(offered_tablet(connection, now, secret_sha256));
    if (offered != enrolled.id)
        return fail(Code::forbidden, "this enrolment code is for another tablet");
    TRY(connection.run("UPDATE enrolment_code SET used_ms = ?2 WHERE secret_sha256 = ?1 AND used_ms IS NULL", secret_sha256, now.wall_ms));
    auto inserted = connection.run("INSERT INTO tablet (id, signing_key, certificate, certificate_sha256, certificate_until_ms, enrolled_ms, head) "
                                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        enrolled.id, enrolled.signing_key, certificate_pem, enrolled.certificate_sha256, enrolled.certificate_until_ms, now.wall_ms, wire::chain_genesis);
    if (!inserted && inserted.error().code == Code::conflict)
        return fail(Code::already_exists, "the tablet " + enrolled.id + " is enrolled already; a device with a new store needs a new name");
    TRY(std::move(inserted));
    return append_audit(connection, now, "tablet:" + enrolled.id, "enrolled", enrolled.certificate_sha256);
}

Result<void> revoke_tablet(Connection& connection, Instant const& now, std::string_view id, std::string_view reason, std::string_view who)
{
    auto const known = TRY(tablet(connection, id));
    if (known.revoked_ms)
        return {};
    TRY(connection.run("UPDATE tablet SET revoked_ms = ?2, revoked_reason = ?3 WHERE id = ?1", id, now.wall_ms, reason));
    return append_audit(connection, now, who, "revoked", std::string(id) + ": " + std::string(reason));
}

Result<void> mark_fork(Connection& connection, Instant const& now, std::string_view id, std::string_view reason)
{
    auto const known = TRY(tablet(connection, id));
    if (known.fork_ms)
        return {};
    TRY(connection.run("UPDATE tablet SET fork_ms = ?2, fork_reason = ?3 WHERE id = ?1", id, now.wall_ms, reason));
    return append_audit(connection, now, "tablet:" + std::string(id), "fork", reason);
}

Result<void> settle_fork(Connection& connection, Instant const& now, std::string_view id, std::string_view reason, std::string_view who)
{
    if (reason.empty())
        return fail(Code::invalid_argument, "Please give a reason.");
    auto const known = TRY(tablet(connection, id));
    if (!known.fork_ms)
        return {};
    // Whichever reports next is the one that was kept; the other one shows again as soon as it reports too.
    TRY(connection.run("UPDATE tablet SET fork_ms = NULL, fork_reason = NULL, instance = '', continuity = '' WHERE id = ?1", id));
    return append_audit(connection, now, who, "fork-settled", std::string(id) + ": " + std::string(reason));
}

Result<void> store_heartbeat(Connection& connection, Instant const& now, Tablet const& about, Heartbeat const& said)
{
    std::optional<std::int64_t> charging;
    if (said.charging)
        charging = *said.charging ? 1 : 0;
    TRY(connection.run("UPDATE tablet SET contact_ms = ?2, claimed_sequence = max(claimed_sequence, ?3), claimed_head = ?4, queue = ?5, quarantined = ?6, "
                       "oldest_unsent_ms = ?7, skew_ms = ?8, battery_percent = ?9, charging = ?10, storage_free_bytes = ?11, mode = ?12, version = ?13, "
                       "documents_etag = ?14, instance = ?15, continuity = ?16, architecture = ?17, suite = ?18, update_state = ?19, update_version = ?20, update_detail = ?21 WHERE id = ?1",
        about.id, now.wall_ms, said.last_sequence, said.chain_head, said.queue, said.quarantined, said.oldest_unsent_ms, said.skew_ms, said.battery_percent,
        charging, said.storage_free_bytes, said.mode, said.version, said.documents_etag, said.instance, said.link, said.architecture, said.suite, said.update_state, said.update_version,
        said.update_detail));
    TRY(connection.run("INSERT INTO heartbeat (tablet, hour, contact_ms, queue, skew_ms, battery_percent, storage_free_bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
                       "ON CONFLICT (tablet, hour) DO UPDATE SET contact_ms = excluded.contact_ms, queue = excluded.queue, skew_ms = excluded.skew_ms, "
                       "battery_percent = excluded.battery_percent, storage_free_bytes = excluded.storage_free_bytes",
        about.id, now.wall_ms / 3'600'000, now.wall_ms, said.queue, said.skew_ms, said.battery_percent, said.storage_free_bytes));

    // A number that we hold with another hash, or a sequence that went backwards: two devices live under one identity, or a tablet was restored.
    if (said.last_sequence < about.said.last_sequence)
        TRY(mark_fork(connection, now, about.id,
            "the tablet went back from number " + std::to_string(about.said.last_sequence) + " to " + std::to_string(said.last_sequence)));
    if (!about.said.instance.empty() && said.instance != about.said.instance)
        TRY(mark_fork(connection, now, about.id, "another store reports under this name"));
    else if (!about.said.link.empty() && said.link != about.said.link && said.previous_link != about.said.link)
        TRY(mark_fork(connection, now, about.id, "a copy of this tablet's store reports too, or the tablet was restored from an older copy"));
    std::string held;
    {
        auto query = TRY(connection.query("SELECT hash FROM submission WHERE tablet = ?1 AND sequence = ?2", about.id, said.last_sequence));
        if (TRY(query.step()))
            held = query.text(0);
    }
    if (!held.empty() && !said.chain_head.empty() && held != said.chain_head)
        TRY(mark_fork(connection, now, about.id, "number " + std::to_string(said.last_sequence) + " on the tablet is another form than the one received"));

    // Receipts for what we do not hold: this database is older than those receipts.
    auto const current = TRY(tablet(connection, about.id));
    if (said.receipts > current.contiguous && !current.lost) {
        TRY(connection.run("UPDATE tablet SET lost_ms = ?2, lost_first = ?3, lost_last = ?4 WHERE id = ?1", about.id, now.wall_ms, current.contiguous + 1, said.receipts));
        TRY(append_audit(connection, now, "tablet:" + about.id, "receipts-without-forms",
            std::to_string(current.contiguous + 1) + "-" + std::to_string(said.receipts) + ": this database was restored from an older backup"));
    }
    if (current.lost && current.contiguous >= current.lost->last) {
        TRY(connection.run("UPDATE tablet SET lost_ms = NULL, lost_first = NULL, lost_last = NULL WHERE id = ?1", about.id));
        TRY(append_audit(connection, now, "tablet:" + about.id, "forms-recovered", std::to_string(current.lost->first) + "-" + std::to_string(current.lost->last)));
    }
    return {};
}

} // namespace bedside::server
