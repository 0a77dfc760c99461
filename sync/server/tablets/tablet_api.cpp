// SPDX-License-Identifier: Apache-2.0
#include "sync/server/tablets/tablet_api.h"

#include "forms/base/utf8.h"
#include "forms/engine/json.h"
#include "forms/study/publication.h"
#include "sync/server/storage/orders.h"
#include "sync/server/storage/tablet_audit.h"
#include "sync/server/storage/updates.h"
#include "sync/server/storage/facts.h"
#include "sync/server/tablets/facts_api.h"
#include "sync/server/tablets/fhir.h"
#include "sync/server/tablets/heartbeat.h"

#include <charconv>
#include <fstream>
#include <map>
#include <mutex>
#include <spdlog/spdlog.h>

namespace bedside::server {
namespace {

using forms::Json;

/// Writes waiting for the disk beyond which tablets are asked to come again later.
constexpr std::size_t most_waiting = 2000;
/// Enrolment attempts a minute, from one address and from everywhere. A code has 80 random bits, so this only keeps logs and processor quiet;
/// one address alone can't shut out the others.
constexpr int enrolments_by_one = 10;
constexpr int enrolments_by_all = 100;

/// Lets so many through in each minute.
class Throttle {
public:
    bool allow(std::int64_t monotonic_ms, std::string const& address)
    {
        std::lock_guard const lock(m_mutex);
        if (auto const minute = monotonic_ms / 60'000; minute != m_minute) {
            m_minute = minute;
            m_by_address.clear();
            m_all = 0;
        }
        if (m_all >= enrolments_by_all)
            return false;
        auto& by_this = m_by_address[address];
        if (by_this >= enrolments_by_one)
            return false;
        ++by_this;
        ++m_all;
        return true;
    }

private:
    std::mutex m_mutex;
    std::int64_t m_minute = 0;
    int m_all = 0;
    std::map<std::string, int> m_by_address; ///< at most as many as were let through
};

HttpResponse json(Json::Object object, int status = 200)
{
    HttpResponse response;
    response.status = status;
    response.body = Json(std::move(object)).dump();
    return response;
}

class TabletApi {
public:
    TabletApi(StudyServer& server, std::string_view version)
        : m_server(server)
        , m_version(version)
    {
    }
    HttpResponse metadata() const
    {
        HttpResponse response;
        response.content_type = "application/fhir+json";
        response.body = capability_statement(m_version, iso8601(m_server.clock().now()));
        return response;
    }
    HttpResponse authority() const
    {
        HttpResponse response;
        response.content_type = "application/x-pem-file";
        response.body = m_server.authority().certificate;
        return response;
    }
    HttpResponse transaction(HttpRequest const& request, Caller const& caller);
    HttpResponse audit_events(wire::Transaction const& transaction, Caller const& caller);
    HttpResponse heartbeat(HttpRequest const& request, Caller const& caller);
    HttpResponse order_done(HttpRequest const& request, Caller const& caller);
    HttpResponse give_back(Caller const& caller);
    HttpResponse documents_for(HttpRequest const& request, Caller const& caller);
    HttpResponse facts_for(HttpRequest const& request, Caller const& caller);
    HttpResponse recording(HttpRequest const& request);
    HttpResponse update_piece(HttpRequest const& request);
    HttpResponse enrol(HttpRequest const& request);

private:
    Result<Tablet> sender(Caller const& caller)
    {
        return m_server.storage().read([&](ReadConnection& connection) { return tablet(connection, caller.name); });
    }
    StudyServer& m_server;
    std::string m_version;
    Throttle m_enrolments;
};

HttpResponse TabletApi::transaction(HttpRequest const& request, Caller const& caller)
{
    if (m_server.storage().backlog() > most_waiting)
        return outcome({ Code::unavailable, "The server is busy; send this form again in a few seconds." });
    auto const transaction = wire::Transaction::parse(request.body);
    if (transaction && transaction->begins_with("AuditEvent"))
        return audit_events(*transaction, caller);
    auto const from = sender(caller);
    if (!from)
        return outcome(from.error());
    auto const submission = transaction ? wire::submission_in(*transaction) : Result<wire::Submission>(std::unexpected(transaction.error()));
    if (!submission)
        return outcome(submission.error());
    auto const refuse = [&](Error const& error) {
        auto const now = m_server.clock().now();
        auto const status = http_status_of(error.code);
        if (status >= 400 && status < 500 && submission->entry.tablet == caller.name) {
            auto const noted = m_server.storage().write([&](Connection& connection) { return note_refusal(connection, now, submission->entry, error.message, request.body); });
            if (!noted)
                spdlog::error("a refusal of tablet {} could not be noted: {}", caller.name, noted.error().message);
        }
        spdlog::warn("tablet {} number {}: {} ({})", caller.name, submission->entry.sequence, name_of(error.code), error.where.function_name());
        return outcome(error);
    };
    auto const checked = m_server.intake().check(*submission, *from);
    if (!checked) {
        // Accepted amended in the meantime, perhaps; but only the very bytes that are held may hear of it.
        auto const unaltered = wire::verify_submission(*submission, from->signing_key);
        auto const again = unaltered ? m_server.receive_again(submission->entry) : Result<std::optional<Admission>>(std::nullopt);
        if (!again || !*again)
            return refuse(checked.error());
        HttpResponse response;
        response.content_type = "application/fhir+json";
        response.body = transaction_response(*submission, **again);
        return response;
    }
    auto const admission = m_server.receive(*checked);
    if (!admission)
        return refuse(admission.error());
    if (admission->verdict == Verdict::conflict) {
        spdlog::warn("tablet {} number {}: conflict", caller.name, submission->entry.sequence);
        return outcome({ Code::conflict, "Conflict: " + admission->reason + "; both are kept." });
    }
    HttpResponse response;
    response.content_type = "application/fhir+json";
    response.body = transaction_response(*submission, *admission);
    return response;
}

HttpResponse TabletApi::audit_events(wire::Transaction const& transaction, Caller const& caller)
{
    auto const events = wire::audit_events_in(transaction);
    if (!events)
        return outcome(events.error());
    auto const now = m_server.clock().now();
    auto const held = m_server.storage().write([&](Connection& connection) { return append_tablet_audit(connection, now, caller.name, *events); });
    if (!held) {
        spdlog::warn("tablet {}: its audit trail is not taken ({})", caller.name, name_of(held.error().code));
        if (held.error().code == Code::conflict) {
            auto const marked = m_server.storage().write([&](Connection& connection) { return mark_fork(connection, now, caller.name, "its audit trail contradicts the one received before"); });
            if (!marked)
                return outcome(marked.error());
        }
        return outcome(held.error());
    }
    HttpResponse response;
    response.content_type = "application/fhir+json";
    response.body = audit_response(*events, iso8601(now));
    return response;
}

HttpResponse TabletApi::heartbeat(HttpRequest const& request, Caller const& caller)
{
    auto const now = m_server.clock().now();
    auto const said = read_heartbeat(request.body, now);
    if (!said)
        return outcome(said.error());
    struct Reply {
        Tablet tablet;
        std::vector<Range> gaps;
        std::optional<Publication> published;
        std::vector<Order> orders;
        std::int64_t audit_held = 0;
        std::optional<wire::UpdateOffer> update;
        std::int64_t facts = 0; ///< the newest about this tablet's participants
    };
    auto const study = m_server.study_in_force();
    auto const participants = study ? participants_for(**study, caller.name) : std::vector<std::string>();
    auto const reply = m_server.storage().write([&](Connection& connection) -> Result<Reply> {
        auto const before = TRY(tablet(connection, caller.name));
        TRY(store_heartbeat(connection, now, before, *said));
        auto after = TRY(tablet(connection, caller.name));
        auto gaps = TRY(missing(connection, after));
        auto orders = TRY(hand_out_orders(connection, now, after));
        return Reply { std::move(after), std::move(gaps), TRY(publication(connection)), std::move(orders), TRY(audit_held(connection, caller.name)), TRY(update_for(connection, *said)),
            TRY(newest_fact(connection, participants, caller.name)) };
    });
    if (!reply)
        return outcome(reply.error());
    // Everything that is not here; the tablet sends again what it believes to be here.
    Json::Array wanted;
    for (auto const& gap : reply->gaps)
        wanted.emplace_back(Json::Array { Json(gap.first), Json(gap.last) });
    Json::Array orders;
    for (auto const& order : reply->orders)
        orders.emplace_back(Json::Object { { "number", Json(order.number) }, { "kind", Json(order.kind) }, { "sequence", Json(order.sequence) }, { "forced", Json(order.forced) },
            { "reason", Json(order.reason) } });
    Json::Object answer { { "server_time", Json(iso8601(now)) }, { "server_ms", Json(now.wall_ms) }, { "contiguous", Json(reply->tablet.contiguous) }, { "missing", std::move(wanted) }, { "orders", std::move(orders) }, { "audit_held", Json(reply->audit_held) }, { "facts", Json(reply->facts) },
        { "documents_etag", Json(reply->published ? reply->published->etag : std::string()) }, { "skew_ms", Json(said->skew_ms) } };
    if (reply->update)
        answer.emplace("update", Json(Json::Object { { "sha256", Json(reply->update->sha256) }, { "bytes", Json(reply->update->bytes) }, { "manifest", Json(reply->update->manifest.text) },
            { "signature", Json(base64(reply->update->manifest.signature)) } }));
    return json(std::move(answer));
}

HttpResponse TabletApi::update_piece(HttpRequest const& request)
{
    auto const& sha256 = request.path_parameters.find("sha256")->second;
    auto const digits = from_hex(sha256);
    std::int64_t from = -1;
    auto const offset = request.parameter("from");
    std::from_chars(offset.data(), offset.data() + offset.size(), from);
    if (!digits || digits->size() != 32 || hex(*digits) != sha256 || from < 0)
        return outcome({ Code::invalid_argument, "An update is asked for by its sha256 and the first byte that is wanted." });
    std::ifstream file(update_file(m_server.config().directory, sha256), std::ios::binary);
    HttpResponse response;
    response.content_type = "application/octet-stream";
    response.body.resize(wire::update_piece);
    if (!file.seekg(from) || (file.read(response.body.data(), wire::update_piece), file.gcount() == 0))
        return outcome({ Code::not_found, "There is no such update here, or it ends before that byte." });
    response.body.resize(static_cast<std::size_t>(file.gcount()));
    return response;
}

HttpResponse TabletApi::order_done(HttpRequest const& request, Caller const& caller)
{
    auto const said = Json::parse(request.body, 4);
    if (!said)
        return outcome(said.error());
    std::int64_t number = 0;
    auto const& digits = request.path_parameters.find("number")->second;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    auto const now = m_server.clock().now();
    auto const text = std::string(utf8::prefix(said->string_at("outcome"), 4000));
    auto const done = m_server.storage().write([&](Connection& connection) { return finish_order(connection, now, caller.name, number, text); });
    if (!done)
        return outcome(done.error());
    spdlog::info("tablet {} carried out order {}", caller.name, number);
    return json({});
}

/// Somebody stands at the tablet and ends its part in the study: the same order as from the console, under the same conditions.
HttpResponse TabletApi::give_back(Caller const& caller)
{
    auto const now = m_server.clock().now();
    Order const order { .kind = "wipe", .reason = "given back at the tablet", .who = "tablet:" + caller.name };
    auto const ordered = m_server.storage().write([&](Connection& connection) { return give_order(connection, now, caller.name, order); });
    return ordered ? json({}) : outcome(ordered.error());
}

HttpResponse TabletApi::documents_for(HttpRequest const& request, Caller const& caller)
{
    auto const found = m_server.study_in_force();
    if (!found)
        return outcome(found.error().code == Code::not_found ? Error { Code::unavailable, "No study is published yet." } : found.error());
    auto const& in_force = **found;
    HttpResponse response;
    response.headers.emplace_back("ETag", in_force.etag);
    response.headers.emplace_back("Cache-Control", "no-store");
    if (request.header("if-none-match") == in_force.etag) {
        response.status = 304;
        return response;
    }
    // A tablet learns of its own participants only.
    auto const roster = study::format_roster(study::participants_of_tablet(in_force.roster, caller.name), in_force.study);
    std::map<std::string, Documents> const kinds { { "study", in_force.study_files }, { "roster", { { "roster.csv", roster } } }, { "staff", in_force.staff_files } };
    Json::Object all { { "etag", Json(in_force.etag) }, { "study_id", Json(in_force.study.id) }, { "study_version", Json(in_force.study.version) } };
    for (auto const& [kind, files] : kinds) {
        Json::Object members;
        for (auto const& [name, bytes] : files) {
            auto const text = forms::is_clean_text(bytes);
            members.emplace(name, Json::Object { { text ? "text" : "base64", Json(text ? bytes : base64({ reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size() })) } });
        }
        all.emplace(kind, std::move(members));
    }
    response.body = Json(std::move(all)).dump();
    return response;
}

HttpResponse TabletApi::facts_for(HttpRequest const& request, Caller const& caller)
{
    auto reply = facts_reply(m_server, caller.name, request.body);
    if (!reply)
        return outcome(reply.error().code == Code::not_found ? Error { Code::unavailable, "No study is published yet." } : reply.error());
    HttpResponse response;
    response.headers.emplace_back("Cache-Control", "no-store");
    response.body = std::move(*reply);
    return response;
}

HttpResponse TabletApi::recording(HttpRequest const& request)
{
    auto const& sha256 = request.path_parameters.find("sha256")->second;
    auto bytes = m_server.storage().read([&](ReadConnection& connection) { return document(connection, "recording", sha256); });
    if (!bytes)
        return outcome(bytes.error());
    HttpResponse response;
    response.content_type = "audio/wav";
    response.headers.emplace_back("Cache-Control", "no-store");
    response.body = std::move(*bytes);
    return response;
}

HttpResponse TabletApi::enrol(HttpRequest const& request)
{
    if (!m_enrolments.allow(m_server.clock().now().monotonic_ms, request.remote)) {
        auto busy = outcome({ Code::unavailable, "Too many enrolments at once; try again in a minute." });
        busy.status = 429;
        return busy;
    }
    auto const asked = Json::parse(request.body, 4);
    if (!asked)
        return outcome(asked.error());
    auto const signing_key = from_hex(asked->string_at("signing_key"));
    if (!signing_key)
        return outcome({ Code::invalid_data, "The tablet's signing key is not hexadecimal." });
    auto const secret = from_hex(asked->string_at("secret"));
    if (!secret || secret->size() != 10)
        return outcome({ Code::invalid_data, "The enrolment secret must have 80 bits." });
    auto const enrolled = m_server.enrol(hex(sha256(*secret)), asked->string_at("request"), *signing_key);
    if (!enrolled) {
        spdlog::warn("enrolment refused: {}", name_of(enrolled.error().code));
        return outcome(enrolled.error());
    }
    spdlog::info("tablet {} enrolled", enrolled->tablet);
    return json({ { "tablet", Json(enrolled->tablet) }, { "certificate", Json(enrolled->certificate) }, { "authority", Json(m_server.authority().certificate) },
        { "receipt_public_key", Json(hex(m_server.receipt_public_key())) }, { "rescue_public_key", Json(hex(m_server.rescue_public_key())) } });
}

} // namespace

std::shared_ptr<Router const> tablet_router(StudyServer& server, std::string_view version)
{
    auto const authenticate = [&server](HttpRequest const& request) -> Result<Caller> {
        if (request.certificate_sha256.empty())
            return fail(Code::unauthorised, "A tablet must show its certificate; enrol it first.");
        auto const known = TRY(server.storage().read([&](ReadConnection& connection) { return tablet_by_certificate(connection, request.certificate_sha256); }));
        return Caller { Role::tablet, known.id };
    };
    auto router = std::make_shared<Router>(authenticate, [](HttpRequest const&, Error const& error) { return outcome(error); });
    auto const api = std::make_shared<TabletApi>(server, version); // owned by the handlers
    router->add({ "GET", "/fhir/metadata", {}, [api](HttpRequest const&, Caller const&) { return api->metadata(); } });
    router->add({ "GET", "/enrol/ca", {}, [api](HttpRequest const&, Caller const&) { return api->authority(); } });
    router->add({ "POST", "/enrol", {}, [api](HttpRequest const& request, Caller const&) { return api->enrol(request); } });
    router->add({ "POST", "/fhir", { Role::tablet }, [api](HttpRequest const& request, Caller const& caller) { return api->transaction(request, caller); } });
    router->add({ "POST", "/tablet/heartbeat", { Role::tablet }, [api](HttpRequest const& request, Caller const& caller) { return api->heartbeat(request, caller); } });
    router->add({ "POST", "/tablet/orders/{number}", { Role::tablet }, [api](HttpRequest const& request, Caller const& caller) { return api->order_done(request, caller); } });
    router->add({ "POST", "/tablet/return", { Role::tablet }, [api](HttpRequest const&, Caller const& caller) { return api->give_back(caller); } });
    router->add({ "GET", "/tablet/documents", { Role::tablet }, [api](HttpRequest const& request, Caller const& caller) { return api->documents_for(request, caller); } });
    router->add({ "POST", "/tablet/facts", { Role::tablet }, [api](HttpRequest const& request, Caller const& caller) { return api->facts_for(request, caller); } });
    router->add({ "GET", "/tablet/recordings/{sha256}", { Role::tablet }, [api](HttpRequest const& request, Caller const&) { return api->recording(request); } });
    router->add({ "GET", "/tablet/updates/{sha256}", { Role::tablet }, [api](HttpRequest const& request, Caller const&) { return api->update_piece(request); } });
    return router;
}

} // namespace bedside::server
