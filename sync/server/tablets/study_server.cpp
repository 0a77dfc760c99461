// SPDX-License-Identifier: Apache-2.0
#include "sync/server/tablets/study_server.h"

#include "forms/base/csv.h"
#include "forms/base/durable_file.h"
#include "forms/engine/json.h"
#include "forms/study/publication.h"
#include "sync/server/storage/audit.h"
#include "sync/server/storage/data_management.h"
#include "sync/server/storage/facts.h"
#include "sync/server/storage/participants.h"
#include "sync/server/storage/tablet_audit.h"
#include "sync/store/rescue.h"

#include <cstring>
#include <sys/stat.h>

namespace bedside::server {
namespace {

Result<pki::Identity> stored_identity(ReadConnection& connection, std::string_view name)
{
    auto const key = TRY(secret(connection, std::string(name) + "_key"));
    pki::Identity identity;
    identity.key.pem = Secret(key.bytes());
    identity.certificate = TRY(setting(connection, std::string(name) + "_certificate"));
    return identity;
}

} // namespace

StudyServer::StudyServer(Config config, Clock const& clock, std::unique_ptr<Storage> storage)
    : m_config(std::move(config))
    , m_clock(clock)
    , m_storage(std::move(storage))
    , m_intake(*m_storage)
    , m_published(*m_storage)
{
}

Result<void> StudyServer::initialise(Config const& config, std::vector<std::string> const& names, Clock const& clock)
{
    auto const key = TRY(server_key(config));
    auto const now = clock.now();
    // Ten years for the authority and the server, from yesterday: a tablet's clock may be behind.
    pki::Validity const validity { now.wall_ms - day_ms, now.wall_ms + 3650 * day_ms };
    auto const authority = TRY(pki::make_authority("Bedside study " + hex(random_bytes(4)), validity));
    auto const identity = TRY(pki::make_server_identity(authority, names, validity));
    auto const receipt = SigningKey::generate();
    auto const rescue = BoxKey::generate();

    std::error_code error;
    std::filesystem::create_directories(config.directory, error);
    if (error)
        return fail(Code::io, "the folder '" + config.directory.string() + "' cannot be made: " + error.message());
    ::chmod(config.directory.c_str(), 0700);
    auto const storage = TRY(Storage::create(config.database(), key));
    auto const fill = [&](Connection& connection) -> Result<void> {
        TRY(set_secret(connection, "authority_key", as_bytes(authority.key.text())));
        TRY(set_secret(connection, "server_key", as_bytes(identity.key.text())));
        TRY(set_secret(connection, "receipt_key", receipt.secret.bytes()));
        TRY(set_secret(connection, "rescue_key", rescue.secret.bytes()));
        TRY(set_setting(connection, "authority_certificate", authority.certificate));
        TRY(set_setting(connection, "server_certificate", identity.certificate));
        TRY(set_setting(connection, "rescue_public_key", hex(rescue.public_key)));
        TRY(set_setting(connection, "main_name", names.front()));
        return append_audit(connection, now, "command line", "initialised", names.front());
    };
    TRY(storage->write(fill));
    TRY(write_durably(config.directory / "ca.pem", authority.certificate, Replace::allowed, Readers::all));
    auto const file = config.directory / "bedside-server.toml";
    if (!std::filesystem::exists(file, error))
        TRY(write_durably(file, commented_config(config), Replace::allowed, Readers::all));
    return {};
}

Result<std::unique_ptr<StudyServer>> StudyServer::open(Config const& config, Clock const& clock, Grouping grouping)
{
    auto const key = TRY(server_key(config));
    auto opened = Storage::open(config.database(), key, grouping);
    if (!opened && opened.error().code == Code::not_found)
        return fail(Code::not_found, "there is no database in '" + config.directory.string() + "'; make it with bedside-server init");
    auto storage = TRY(std::move(opened));
    auto made = std::unique_ptr<StudyServer>(new StudyServer(config, clock, std::move(storage)));
    auto const read_keys = [&](ReadConnection& connection) -> Result<void> {
        made->m_authority = TRY(stored_identity(connection, "authority"));
        made->m_identity = TRY(stored_identity(connection, "server"));
        auto const receipt = TRY(secret(connection, "receipt_key"));
        made->m_receipt_key = TRY(SigningKey::from_secret(receipt.bytes()));
        auto const digits = TRY(setting(connection, "rescue_public_key"));
        auto const rescue = TRY(from_hex(digits));
        if (rescue.size() != made->m_rescue_public_key.size())
            return fail(Code::corrupted, "the stored rescue key has the wrong length");
        std::copy(rescue.begin(), rescue.end(), made->m_rescue_public_key.begin());
        if (made->m_config.public_url.empty())
            made->m_config.public_url = "https://" + TRY(setting(connection, "main_name")) + ":" + std::to_string(config.tablet_port);
        return {};
    };
    TRY(made->m_storage->read(read_keys));
    if (TRY(made->m_storage->read([](ReadConnection& connection) { return has_unnamed_alerts(connection); })))
        TRY(made->m_storage->write([](Connection& connection) { return name_alerts(connection); }));
    return made;
}

Result<pki::EnrolmentCode> StudyServer::enrolment_code(std::string_view tablet, std::string_view who)
{
    auto const code = TRY(pki::EnrolmentCode::make(m_authority.certificate));
    auto const now = m_clock.now();
    EnrolmentOffer const offer { code.secret_hash(), std::string(tablet), now.wall_ms + m_config.enrolment_hours * 3'600'000LL };
    auto const put = [&](Connection& connection) -> Result<void> {
        TRY(refuse_when_locked(connection, "a new tablet"));
        return offer_enrolment(connection, now, offer, who);
    };
    TRY(m_storage->write(put));
    return code;
}

Result<StudyServer::Enrolled> StudyServer::enrol(std::string_view secret_sha256, std::string_view request_pem, std::span<std::uint8_t const> signing_key)
{
    if (signing_key.size() != 32)
        return fail(Code::invalid_data, "The tablet's signing key must have 32 bytes.");
    auto const now = m_clock.now();
    Tablet tablet;
    auto const offered = m_storage->read([&](ReadConnection& connection) { return offered_tablet(connection, now, secret_sha256); });
    if (!offered) {
        auto const earlier = TRY(m_storage->read([&](ReadConnection& connection) { return earlier_enrolment(connection, now, secret_sha256, signing_key); }));
        if (!TRY(pki::same_key(request_pem, earlier.certificate)))
            return std::unexpected(offered.error());
        return Enrolled { earlier.tablet, earlier.certificate };
    }
    tablet.id = *offered;
    pki::Validity const validity { now.wall_ms - day_ms, now.wall_ms + m_config.certificate_days * day_ms };
    auto const certificate = TRY(pki::sign_request(m_authority, request_pem, tablet.id, validity));
    tablet.signing_key.assign(signing_key.begin(), signing_key.end());
    tablet.certificate_sha256 = TRY(pki::fingerprint(certificate));
    tablet.certificate_until_ms = validity.until_ms;
    TRY(m_storage->write([&](Connection& connection) { return server::enrol(connection, now, secret_sha256, tablet, certificate); }));
    return Enrolled { tablet.id, certificate };
}

Result<Admission> StudyServer::receive(CheckedSubmission const& checked)
{
    auto const now = m_clock.now();
    auto admission = TRY(m_storage->write([&](Connection& connection) { return admit(connection, now, checked); }));
    // Ed25519 is deterministic: signing what is stored gives the same receipt every time, so the signature itself needs no place.
    if (admission.verdict != Verdict::conflict)
        admission.receipt.signature = base64(sign(m_receipt_key, admission.receipt.canonical()));
    return admission;
}

Result<std::optional<Admission>> StudyServer::receive_again(wire::ChainEntry const& entry)
{
    auto receipt = TRY(m_storage->read([&](ReadConnection& connection) { return held_receipt(connection, entry); }));
    if (!receipt)
        return std::optional<Admission>();
    receipt->signature = base64(sign(m_receipt_key, receipt->canonical()));
    return std::optional(Admission { Verdict::known, std::move(*receipt), {} });
}

Result<Publication> StudyServer::publish_folder(std::filesystem::path const& folder, std::string_view who)
{
    auto const now = m_clock.now();
    auto const prepared = TRY(study::prepare_publication(folder, now));
    std::map<std::string, Documents> kinds { { "study", prepared.files }, { "roster", { { "roster.csv", prepared.roster } } } };
    auto staff = csv_exchange_record({ "id", "role", "pin_hash" });
    for (auto const& member : prepared.staff)
        staff += csv_exchange_record({ member.id, member.role, member.pin_hash });
    kinds["staff"] = { { "staff.csv", staff } };
    std::vector<PublishedForm> forms;
    for (auto const& form : prepared.study.forms)
        forms.push_back({ form.definition->canonical(), form.id, form.source });
    auto const put = [&](Connection& connection) -> Result<Publication> {
        TRY(refuse_when_locked(connection, "a publication"));
        auto const before = TRY(server::publication(connection));
        if (before && TRY(holds_simulated_data(connection)) != prepared.study.simulated)
            return fail(Code::conflict, before->study + " is published here, and real and simulated data never share a server; make a new server for this study");
        TRY(set_setting(connection, "simulated", prepared.study.simulated ? "yes" : ""));
        // What coordinators changed stays changed.
        kinds["roster"]["roster.csv"] = TRY(roster_with_changes(connection, prepared.roster, prepared.study));
        Documents const brought { { "roster.csv", prepared.roster } };
        Publication const publication { prepared.study.id, prepared.study.version, etag_of(kinds), iso8601(now), std::string(who) };
        kinds["recording"] = prepared.recordings; // the study's files name them, and so does its tag
        kinds["folder-roster"] = brought; // tablets never see it
        TRY(publish(connection, now, who, publication, kinds, forms));
        TRY(settle_roster(connection, now, who));
        return publication;
    };
    return m_storage->write(put);
}

std::string StudyServer::take_audit(store::RescueContents const& contents)
{
    std::vector<wire::ReceivedAuditEvent> events;
    for (auto const& json : contents.audit_events) {
        auto event = wire::parse_audit_event(json);
        if (!event)
            return event.error().message;
        events.push_back(std::move(*event));
    }
    if (events.empty() || !m_storage->read([&](ReadConnection& connection) { return tablet(connection, contents.tablet); }))
        return {};
    auto const taken = m_storage->write([&](Connection& connection) { return append_tablet_audit(connection, m_clock.now(), contents.tablet, events); });
    return taken ? std::string() : taken.error().message;
}

Result<StudyServer::Rescue> StudyServer::import_rescue(std::string_view file_bytes, std::string_view who)
{
    BoxKey key;
    key.public_key = m_rescue_public_key;
    key.secret = TRY(m_storage->read([](ReadConnection& connection) { return secret(connection, "rescue_key"); }));
    Rescue rescue;
    auto const contents = TRY(store::unseal_rescue(as_bytes(file_bytes), key));
    for (auto const& transaction : contents.transactions) {
        auto const submission = wire::parse_transaction(transaction);
        if (!submission) {
            rescue.refused.push_back(submission.error().message);
            continue;
        }
        auto const number = submission->entry.tablet + " " + std::to_string(submission->entry.sequence) + ": ";
        auto const sender = m_storage->read([&](ReadConnection& connection) { return tablet(connection, submission->entry.tablet); });
        auto checked = sender ? m_intake.check(*submission, *sender) : Result<CheckedSubmission>(std::unexpected(sender.error()));
        if (!checked) {
            rescue.refused.push_back(number + checked.error().message);
            continue;
        }
        checked->via = "rescue";
        auto const admission = TRY(receive(*checked));
        if (admission.verdict == Verdict::conflict)
            rescue.refused.push_back(number + admission.reason);
        else
            ++(admission.verdict == Verdict::created ? rescue.created : rescue.known);
    }
    if (auto const refused = take_audit(contents); !refused.empty())
        rescue.refused.push_back(contents.tablet + ": " + refused);
    rescue.raw_files = contents.raw_files;
    TRY(m_storage->write([&](Connection& connection) {
        return append_audit(connection, m_clock.now(), who, "rescue-imported", std::to_string(rescue.created) + " new, " + std::to_string(rescue.known) + " known, " + std::to_string(rescue.refused.size()) + " refused");
    }));
    return rescue;
}

} // namespace bedside::server
