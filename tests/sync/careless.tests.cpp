// SPDX-License-Identifier: Apache-2.0
// A server that answers well-formed nonsense: the tablet says so, keeps what it has, and goes on when the answers are right again.
#include "tests/sync/hospital.h"

#include "forms/engine/json.h"

using namespace bedside;
using namespace bedside::test;
using forms::Json;

namespace {

std::optional<server::HttpResponse> json_reply(std::string body, int status = 200)
{
    return server::HttpResponse { .status = status, .content_type = "application/json", .body = std::move(body), .headers = {} };
}

/// The reply without the member, or with another value for it.
std::string with(std::string const& body, std::string_view member, std::optional<Json> value)
{
    auto json = Json::parse(body).value();
    if (value)
        json.object_to_change().insert_or_assign(member, std::move(*value));
    else
        json.object_to_change().erase(member);
    return json.dump();
}

Json file_of(char const* name, Json content) { return Json::Object { { name, std::move(content) } }; }
Json text_of(char const* text) { return Json::Object { { "text", Json(text) } }; }

} // namespace

TEST_CASE("documents that are not complete change nothing on the tablet, and the next round takes the right ones", "[R-006]")
{
    Hospital hospital;
    std::string whole; // what the server answers to a tablet that has nothing yet
    hospital.after = [&](server::HttpRequest const& request, server::HttpResponse const& reply) -> std::optional<server::HttpResponse> {
        if (request.path == "/tablet/documents")
            whole = reply.body;
        return std::nullopt;
    };
    TabletAtBed tablet(hospital, "T-01");
    REQUIRE_FALSE(whole.empty());
    auto const before = ok(tablet.store->documents("study"));
    REQUIRE(before.contains("study.toml"));
    std::function<std::optional<server::HttpResponse>(std::string const&)> change;
    hospital.after = [&](server::HttpRequest const& request, server::HttpResponse const& reply) -> std::optional<server::HttpResponse> {
        if (request.path == "/tablet/heartbeat" && reply.status == 200)
            return json_reply(with(reply.body, "documents_etag", Json("another")));
        return request.path == "/tablet/documents" ? change(whole) : std::nullopt;
    };
    struct Wrong {
        std::function<std::optional<server::HttpResponse>(std::string const&)> change;
        char const* trouble;
    };
    Wrong const all[] = {
        { [](auto const&) { return json_reply("busy", 503); }, "the study's documents cannot be had now (status 503)" },
        { [](auto const&) { return json_reply("[1"); }, "This is not JSON" },
        { [](auto const& body) { return json_reply(with(body, "study", std::nullopt)); }, "the server's documents are not complete" },
        { [](auto const& body) { return json_reply(with(body, "roster", Json("none"))); }, "the server's documents are not complete" },
        { [](auto const& body) { return json_reply(with(body, "staff", Json(Json::Object {}))); }, "the staff list is missing" },
        { [](auto const& body) { return json_reply(with(body, "staff", file_of("staff.csv", text_of("no,list\n")))); }, "the study on the server cannot be used: " },
        { [](auto const& body) { return json_reply(with(body, "roster", Json(Json::Object {}))); }, "the roster is missing" },
        { [](auto const& body) { return json_reply(with(body, "roster", file_of("roster.csv", text_of("no,roster\n")))); }, "the study on the server cannot be used: " },
        { [](auto const& body) { return json_reply(with(body, "study", file_of("study.toml", text_of("[study]\n")))); }, "the study on the server cannot be used: " },
        { [](auto const& body) { return json_reply(with(body, "study", file_of("picture", Json(Json::Object { { "base64", Json("%%%") } })))); }, "base64" },
    };
    for (auto const& wrong : all) {
        change = wrong.change;
        ok(tablet.round());
        INFO(wrong.trouble);
        INFO(tablet.trouble);
        CHECK(tablet.trouble.find(wrong.trouble) != std::string::npos);
        CHECK(ok(tablet.store->documents("study")) == before);
    }
    hospital.after = nullptr;
    CHECK(ok(tablet.round()).trouble.empty());
    CHECK(ok(tablet.store->documents("study")) == before);
}

TEST_CASE("a heartbeat's answer that names nothing sensible is passed over, and forms go on", "[R-006]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-01");
    std::string changed;
    hospital.after = [&](server::HttpRequest const& request, server::HttpResponse const& reply) -> std::optional<server::HttpResponse> {
        return request.path == "/tablet/heartbeat" && reply.status == 200 ? json_reply(changed.empty() ? reply.body : with(reply.body, changed, Json(Json::Array { Json("x"), Json(Json::Array { Json("y") }) }))) : std::nullopt;
    };
    int received = 0;
    for (auto const* member : { "missing", "orders", "update", "audit_held", "documents_etag" }) {
        INFO(member);
        changed = member;
        tablet.completes_pain(1);
        ok(tablet.round());
        CHECK(tablet.counts().received == ++received);
        CHECK_FALSE(ok(tablet.round()).wiped);
    }
    hospital.after = [&](server::HttpRequest const& request, server::HttpResponse const& reply) -> std::optional<server::HttpResponse> {
        return request.path == "/tablet/heartbeat" ? json_reply(with(reply.body, "orders", Json("none"))) : std::nullopt;
    };
    CHECK_FALSE(ok(tablet.round()).wiped);
    CHECK(tablet.trouble.empty());
    hospital.after = [&](server::HttpRequest const& request, server::HttpResponse const& reply) -> std::optional<server::HttpResponse> {
        return request.path == "/tablet/heartbeat" ? json_reply(with(reply.body, "server_ms", Json("noon"))) : std::nullopt;
    };
    ok(tablet.round());
    CHECK(tablet.trouble == "the server did not answer the heartbeat (status 200)");
    ok(tablet.store->verify());
}

TEST_CASE("an enrolment whose answer is not complete leaves nothing behind, and the same code works again")
{
    Hospital hospital;
    auto const code = ok(hospital.server->enrolment_code("T-01", "test"));
    TemporaryFolder folder;
    auto const key = Secret::random(32);
    auto const enrol = [&] { return client::enrol(hospital.url(), code.text(), folder.path() / "data", key, hospital.clock); };
    hospital.after = [&](server::HttpRequest const& request, server::HttpResponse const& reply) -> std::optional<server::HttpResponse> {
        return request.path == "/enrol" && reply.status == 200 ? json_reply(with(reply.body, "certificate", std::nullopt)) : std::nullopt;
    };
    auto const incomplete = enrol();
    REQUIRE_FALSE(incomplete);
    CHECK(incomplete.error().message == "the server's answer to the enrolment is not complete; try again with the same code");
    CHECK_FALSE(std::filesystem::exists(folder.path() / "data" / "bedside.db"));
    hospital.after = [&](server::HttpRequest const& request, server::HttpResponse const&) -> std::optional<server::HttpResponse> {
        return request.path == "/enrol" ? json_reply("{}", 500) : std::nullopt;
    };
    auto const failing = enrol();
    REQUIRE_FALSE(failing);
    CHECK(failing.error().code == Code::unavailable);
    CHECK(failing.error().message == "the server answered with status 500");
    hospital.after = nullptr;
    CHECK(ok(enrol()) == "T-01");

    // The tablet gets another key before the server has heard of it: what was begun with the first is begun again.
    auto const third = ok(hospital.server->enrolment_code("T-03", "test"));
    auto const enrol_third = [&](Secret const& with_key) { return client::enrol(hospital.url(), third.text(), folder.path() / "third", with_key, hospital.clock); };
    hospital.before = [&](server::HttpRequest const& request, server::HttpResponse const&) -> std::optional<server::HttpResponse> {
        return request.path == "/enrol" ? json_reply("{}", 503) : std::nullopt;
    };
    CHECK_FALSE(enrol_third(Secret::random(32)));
    hospital.before = nullptr;
    CHECK(ok(enrol_third(key)) == "T-03");
    CHECK(store::Store::open(folder.path() / "third", key, hospital.clock));

    std::ofstream(folder.path() / "file") << "in the way";
    auto const other = ok(hospital.server->enrolment_code("T-02", "test"));
    auto const blocked = client::enrol(hospital.url(), other.text(), folder.path() / "file" / "data", key, hospital.clock);
    REQUIRE_FALSE(blocked);
    CHECK(blocked.error().code == Code::io);
}

TEST_CASE("an audit trail that the server does not take holds up nothing else", "[R-006]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-01");
    int status = 422;
    hospital.before = [&](server::HttpRequest const& request, server::HttpResponse const&) -> std::optional<server::HttpResponse> {
        if (request.path != "/fhir" || request.body.find("\"AuditEvent\"") == std::string::npos || request.body.find("\"QuestionnaireResponse\"") != std::string::npos)
            return std::nullopt;
        return json_reply(R"({"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid","diagnostics":"no"}]})", status);
    };
    int received = 0;
    for (auto const refusal : { 422, 403 }) {
        status = refusal;
        tablet.completes_pain(2);
        ok(tablet.round());
        INFO(tablet.trouble);
        CHECK(tablet.trouble.empty());
        CHECK(tablet.counts().received == ++received);
    }
    status = 503;
    tablet.completes_pain(2);
    ok(tablet.round());
    CHECK(tablet.trouble == "the server cannot take it now (status 503)");
    CHECK(tablet.counts().received == ++received);
    ok(tablet.store->verify());
}

TEST_CASE("a store that was never enrolled, or whose key for receipts is damaged, does not sync, and says what to do")
{
    Hospital hospital;
    TemporaryFolder folder;
    auto const key = Secret::random(32);
    auto store = ok(store::Store::create(folder.path() / "data", key, hospital.clock));
    auto const bare = client::Synchroniser::open(store, folder.path() / "data", "test", hospital.clock);
    REQUIRE_FALSE(bare);
    CHECK(bare.error().message == "this tablet is not enrolled; run bedside-sync enrol URL CODE");
    TabletAtBed tablet(hospital, "T-01");
    ok(tablet.store->set_setting("receipt_public_key", "abcd"));
    auto const damaged = client::Synchroniser::open(*tablet.store, tablet.folder.path(), "test", hospital.clock);
    REQUIRE_FALSE(damaged);
    CHECK(damaged.error().code == Code::corrupted);
}

TEST_CASE("a reply that never ends is given up, and nothing counts as received", "[R-006]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-01");
    hospital.after = [&](server::HttpRequest const& request, server::HttpResponse const&) -> std::optional<server::HttpResponse> {
        return request.path == "/fhir" ? json_reply(std::string(70u << 20, ' ')) : std::nullopt;
    };
    tablet.completes_pain(2);
    ok(tablet.round());
    CHECK_FALSE(tablet.trouble.empty());
    CHECK(tablet.counts().received == 0);
    hospital.after = nullptr;
    CHECK(tablet.drains());
    CHECK(hospital.responses() == tablet.completed);
}
