// SPDX-License-Identifier: Apache-2.0
#include "sync/client/synchroniser.h"

#include "forms/base/battery.h"
#include "forms/engine/json.h"
#include "sync/client/fhir_target.h"
#include "sync/client/machine.h"
#include "sync/client/verdict.h"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <spdlog/spdlog.h>

namespace bedside::client {
namespace {

using forms::Json;

/// Forms on their way at once; each needs a connection of its own.
/// Our server makes what arrives together durable together: more at once is faster. Another's server is met gently.
constexpr std::size_t most_in_flight = 16;
constexpr std::size_t most_in_flight_elsewhere = 4;
/// Rows of the outbox that are looked at in one go.
constexpr int batch = 200;
/// Receipts that are stored in one transaction.
constexpr std::size_t receipts_together = 32;
/// Forms that a server asked for again, sent in one round.
constexpr std::size_t most_resent = 500;
/// Rows of the audit trail in one transaction, and transactions in one round.
constexpr int audit_batch = 200;
constexpr int most_audit_batches = 25;

} // namespace

Synchroniser::Synchroniser(store::Store& store, std::filesystem::path directory, std::string_view version, Clock const& clock, Settings settings, std::unique_ptr<HttpClient> client, UpdatePlace updates)
    : m_store(&store)
    , m_directory(std::move(directory))
    , m_version(version)
    , m_clock(&clock)
    , m_settings(std::move(settings))
    , m_client(std::move(client))
    , m_updates(std::move(updates))
{
}

Result<Synchroniser> Synchroniser::open(store::Store& store, std::filesystem::path const& directory, std::string_view version, Clock const& clock, Patience patience, UpdatePlace updates)
{
    auto const read = [&](std::string_view name) -> Result<std::string> { return TRY(store.setting(name)).value_or(""); };
    Settings settings;
    settings.url = TRY(read("server_url"));
    settings.kind = TRY(read("server_kind"));
    settings.tablet = TRY(read("tablet"));
    if (settings.url.empty() || settings.tablet.empty())
        return fail(Code::not_found, "this tablet is not enrolled; run bedside-sync enrol URL CODE");
    auto const receipt_key = TRY(read("receipt_public_key"));
    settings.receipt_key = TRY(from_hex(receipt_key));
    if (settings.kind != "fhir" && settings.receipt_key.size() != 32)
        return fail(Code::corrupted, "the stored key of the server's receipts is damaged");
    Credentials credentials;
    credentials.authority = TRY(read("authority_certificate"));
    credentials.certificate = TRY(read("tls_certificate"));
    credentials.bearer = TRY(read("bearer_token"));
    auto const key = TRY(read("tls_key"));
    credentials.key = Secret(std::span(reinterpret_cast<std::uint8_t const*>(key.data()), key.size()));
    return Synchroniser(store, directory, version, clock, std::move(settings), std::make_unique<HttpClient>(std::move(credentials), patience), std::move(updates));
}

Result<void> Synchroniser::send(std::vector<std::int64_t> const& sequences, Round& round)
{
    std::deque<std::int64_t> waiting(sequences.begin(), sequences.end());
    std::map<std::int64_t, wire::Submission> in_flight;
    std::vector<wire::Receipt> receipts;
    auto const store_receipts = [&]() -> Result<void> {
        if (!receipts.empty())
            TRY(m_store->store_receipts(receipts));
        round.received += static_cast<int>(receipts.size());
        receipts.clear();
        return {};
    };
    auto const url = fhir_url();
    auto const most = m_settings.kind == "fhir" ? most_in_flight_elsewhere : most_in_flight;
    bool stopped = false;
    while (!waiting.empty() || !in_flight.empty()) {
        while (!stopped && !waiting.empty() && m_client->in_flight() < most) {
            auto const sequence = waiting.front();
            waiting.pop_front();
            auto submission = TRY(m_store->submission(sequence));
            auto const bundle = wire::build_transaction(submission);
            if (!bundle) {
                TRY(m_store->quarantine(sequence, bundle.error().message));
                ++round.quarantined;
                continue;
            }
            m_client->start(sequence, { .method = "POST", .url = url, .body = *bundle, .content_type = "application/fhir+json", .headers = { "Accept: application/fhir+json" }, .may_compress = m_settings.kind != "fhir" });
            in_flight.emplace(sequence, std::move(submission));
        }
        auto finished = m_client->wait();
        if (!finished)
            break;
        auto const sent = in_flight.extract(finished->id);
        auto const verdict = finished->reply ? judge(*finished->reply, sent.mapped(), m_settings.receipt_key) : Judgement(Later { finished->reply.error().message, {} });
        if (auto const* received = std::get_if<Received>(&verdict)) {
            receipts.push_back(received->receipt);
            if (m_settings.kind == "fhir")
                TRY(note_contact(*finished->reply));
        } else if (auto const* refused = std::get_if<Refused>(&verdict)) {
            spdlog::warn("number {} was refused and put aside", finished->id);
            TRY(m_store->quarantine(finished->id, refused->reason));
            ++round.quarantined;
        } else {
            // Nothing new is begun; what is on its way may still succeed.
            stopped = true;
            waiting.clear();
            if (auto const* later = std::get_if<Later>(&verdict)) {
                round.trouble = later->reason;
                round.wish_ms = later->wish_ms ? later->wish_ms : round.wish_ms;
                round.answered = later->answered;
            } else {
                round.barred = true;
                round.trouble = std::get<Barred>(verdict).reason;
            }
            TRY(m_store->count_attempt(finished->id));
        }
        if (receipts.size() >= receipts_together || (m_client->in_flight() == 0 && waiting.empty()))
            TRY(store_receipts());
    }
    return store_receipts();
}

Result<Round> Synchroniser::send_waiting()
{
    Round round;
    while (round.trouble.empty()) {
        auto const rows = TRY(m_store->outbox(store::OutboxState::waiting, batch));
        if (rows.empty())
            break;
        std::vector<std::int64_t> sequences;
        for (auto const& row : rows)
            sequences.push_back(row.sequence);
        TRY(send(sequences, round));
    }
    round.complete = round.trouble.empty();
    return round;
}

Result<std::string> Synchroniser::heartbeat_body(store::Continuity const& link) const
{
    auto const counts = TRY(m_store->outbox_counts());
    auto const package = installed_package(m_updates);
    Json::Object said { { "last_sequence", Json(link.sequence) }, { "queue", Json(counts.waiting) }, { "quarantined", Json(counts.quarantined) }, { "version", Json(package ? package->version : m_version) },
        { "clock_ms", Json(m_clock->now().wall_ms) }, { "instance", Json(link.instance) }, { "previous_link", Json(link.previous) }, { "link", Json(link.current) } };
    auto const etag = TRY(m_store->setting("sync.documents_etag"));
    said.emplace("documents_etag", Json(etag.value_or("")));
    if (link.sequence > 0) {
        auto const last = TRY(m_store->outbox_item(link.sequence));
        said.emplace("chain_head", Json(last.entry.hash()));
    }
    std::int64_t receipts = 0;
    bool unbroken = true;
    std::optional<std::int64_t> oldest;
    for (auto const& form : TRY(m_store->completed_forms())) {
        unbroken = unbroken && form.received;
        if (unbroken)
            receipts = form.sequence;
        if (!form.received && (!oldest || form.completed.wall_ms < *oldest))
            oldest = form.completed.wall_ms;
    }
    said.emplace("receipts", Json(receipts));
    if (oldest)
        said.emplace("oldest_unsent_ms", Json(*oldest));
    if (auto const state = battery()) {
        said.emplace("battery_percent", Json(static_cast<std::int64_t>(state->percent)));
        said.emplace("charging", Json(state->charging));
    }
    if (auto const bytes = free_bytes(m_directory))
        said.emplace("storage_free_bytes", Json(*bytes));
    if (package) {
        said.emplace("architecture", Json(package->architecture));
        said.emplace("suite", Json(package->suite));
    }
    auto update = update_state(m_updates);
    if (auto const trouble = TRY(m_store->setting("update.trouble")).value_or(""); !trouble.empty())
        update = { "refused", {}, trouble };
    said.emplace("update_state", Json(update.state));
    said.emplace("update_version", Json(update.version));
    said.emplace("update_detail", Json(update.detail));
    auto const mode = TRY(m_store->setting("sync.mode"));
    said.emplace("mode", Json(mode.value_or("bedside")));
    return Json(std::move(said)).dump();
}

Result<std::vector<std::int64_t>> Synchroniser::lost_by_server(std::string_view reply_body) const
{
    std::vector<std::int64_t> again;
    auto const reply = TRY(Json::parse(reply_body, 8));
    auto const* gaps = reply.find("missing");
    if (gaps == nullptr || !gaps->is_array() || gaps->array().empty())
        return again;
    std::set<std::int64_t> received;
    for (auto const& form : TRY(m_store->completed_forms())) {
        if (form.received)
            received.insert(form.sequence);
    }
    for (auto const& gap : gaps->array()) {
        if (!gap.is_array() || gap.array().size() != 2)
            continue;
        auto const first = gap.array()[0].integer64().value_or(1);
        auto const last = gap.array()[1].integer64().value_or(0);
        for (auto at = received.lower_bound(first); at != received.end() && *at <= last && again.size() < most_resent; ++at)
            again.push_back(*at);
    }
    return again;
}

Result<void> Synchroniser::heartbeat(Round& round)
{
    auto const link = TRY(m_store->continuity());
    auto const body = TRY(heartbeat_body(link));
    auto const reply = m_client->perform({ .method = "POST", .url = m_settings.url + "/tablet/heartbeat", .body = body, .content_type = "application/json", .headers = {} });
    if (!reply) {
        round.trouble = reply.error().message;
        return {};
    }
    auto const answer = Json::parse(reply->body, 8);
    auto const server_ms = answer ? answer->integer_at("server_ms") : std::nullopt;
    if (reply->status != 200 || !server_ms) {
        bool const ours = answer && answer->string_at("resourceType") == "OperationOutcome";
        round.barred = ours && (reply->status == 401 || reply->status == 403);
        round.trouble = round.barred ? "the server knows this tablet no more" : "the server did not answer the heartbeat (status " + std::to_string(reply->status) + ")";
        round.wish_ms = reply->retry_after_ms;
        return {};
    }
    TRY(m_store->confirm_continuity(link.current));
    auto const now = m_clock->now();
    TRY(m_store->set_setting("sync.skew_ms", std::to_string(now.wall_ms - *server_ms)));
    TRY(m_store->set_setting("sync.last_contact", iso8601(now)));
    auto const again = lost_by_server(reply->body);
    if (again && !again->empty()) {
        spdlog::warn("the server lacks {} forms that it had received; they are sent again", again->size());
        TRY(send(*again, round));
    }
    TRY(carry_out_orders(reply->body, round));
    if (round.wiped)
        return {};
    if (auto const held = answer->integer_at("audit_held"))
        TRY(send_audit(*held, round));
    auto const etag = TRY(m_store->setting("sync.documents_etag"));
    if (auto const offered = answer->string_at("documents_etag"); !offered.empty() && offered != etag.value_or(""))
        TRY(pull_documents(round));
    if (auto const newest = answer->integer_at("facts")) // a server of before has no facts to tell
        TRY(pull_facts(*newest, round));
    if (auto const* update = answer->find("update"); update != nullptr && round.trouble.empty()) {
        auto const signature = from_base64(update->string_at("signature"));
        TRY(fetch_update({ update->string_at("sha256"), update->integer_at("bytes").value_or(0), { update->string_at("manifest"), signature ? *signature : Bytes() } }));
    }
    return {};
}

Result<void> Synchroniser::send_references(Round& round)
{
    auto const transaction = TRY(reference_transaction(*m_store));
    auto const hash = sha256_hex(transaction);
    if (TRY(m_store->setting("sync.references")) == hash)
        return {};
    auto const reply = m_client->perform({ .method = "POST", .url = m_settings.url, .body = transaction, .content_type = "application/fhir+json", .headers = { "Accept: application/fhir+json" }, .may_compress = false });
    auto const judgement = reply ? judge_plain(*reply) : Judgement(Later { reply.error().message, {} });
    if (auto const* later = std::get_if<Later>(&judgement)) {
        round.trouble = later->reason;
        round.wish_ms = later->wish_ms;
    } else if (auto const* barred = std::get_if<Barred>(&judgement)) {
        round.trouble = barred->reason;
        round.barred = true;
    } else if (auto const* refused = std::get_if<Refused>(&judgement)) {
        round.trouble = "the server does not take the study's resources: " + refused->reason;
    } else {
        TRY(m_store->set_setting("sync.references", hash));
    }
    return {};
}

Result<std::int64_t> Synchroniser::send_audit(std::int64_t held, Round& round)
{
    for (int sent = 0; sent < most_audit_batches; ++sent) {
        auto const rows = TRY(m_store->audit_rows(held, audit_batch));
        if (rows.empty())
            break;
        std::vector<wire::AuditRecord> records;
        for (auto const& row : rows)
            records.push_back(store::audit_record(row));
        auto const reply = m_client->perform({ .method = "POST", .url = fhir_url(), .body = wire::build_audit_transaction(m_settings.tablet, records), .content_type = "application/fhir+json",
            .headers = { "Accept: application/fhir+json" }, .may_compress = m_settings.kind != "fhir" });
        auto const judgement = reply ? judge_plain(*reply) : Judgement(Later { reply.error().message, {} });
        if (auto const* refused = std::get_if<Refused>(&judgement)) {
            spdlog::warn("the server does not take the audit trail: {}", refused->reason);
            break;
        }
        if (auto const* later = std::get_if<Later>(&judgement)) {
            round.trouble = later->reason;
            round.wish_ms = later->wish_ms;
            break;
        }
        if (std::holds_alternative<Barred>(judgement))
            break; // the heartbeat says so
        held = rows.back().number;
    }
    return held;
}

Result<void> Synchroniser::note_contact(Reply const& reply)
{
    auto const now = m_clock->now();
    if (reply.date_ms)
        TRY(m_store->set_setting("sync.skew_ms", std::to_string(now.wall_ms - *reply.date_ms)));
    return m_store->set_setting("sync.last_contact", iso8601(now));
}

Result<Round> Synchroniser::round()
{
    Round round;
    bool const plain = m_settings.kind == "fhir";
    if (plain)
        TRY(send_references(round));
    if (round.trouble.empty())
        round = TRY(send_waiting());
    if (plain && round.trouble.empty()) {
        // No heartbeat tells what such a server holds.
        auto const before = TRY(m_store->setting("sync.audit_sent")).value_or("0");
        auto const held = TRY(send_audit(std::atoll(before.c_str()), round));
        TRY(m_store->set_setting("sync.audit_sent", std::to_string(held)));
    }
    // Without a server the heartbeat would fail too; after a refusal of the tablet it says why, and one that takes no forms now (a locked
    // study) learns how many wait.
    if (!plain && (round.trouble.empty() || round.barred || round.answered))
        TRY(heartbeat(round));
    if (round.wiped)
        return round;
    round.complete = round.trouble.empty();
    if (round.received > 0 || round.quarantined > 0)
        spdlog::info("{} forms received by the server, {} put aside", round.received, round.quarantined);
    TRY(m_store->set_setting("sync.trouble", round.trouble));
    TRY(m_store->set_setting("sync.barred", round.barred ? "yes" : ""));
    return round;
}

} // namespace bedside::client
