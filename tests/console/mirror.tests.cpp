// SPDX-License-Identifier: Apache-2.0
// Tablets deliver to the site's own FHIR server; this one follows it, over TLS, through everything that such a server may do.
#include "sync/server/http/outgoing.h"
#include "sync/server/mirror/mirror.h"
#include "sync/server/storage/audit.h"
#include "sync/server/storage/mirrors.h"
#include "sync/wire/alert.h"
#include "tests/sync/fhir_server.h"

using namespace bedside;
using namespace bedside::server;
using namespace bedside::test;

namespace {

/// A tablet that delivers to the site's server.
struct SiteTablet {
    SiteTablet(FhirServer& site, std::string const& name)
        : clock(site.clock)
    {
        ok(client::set_up_fhir(target_of(site, name), folder.path(), key, clock));
        store.emplace(ok(store::Store::open(folder.path(), key, clock)));
        form = ok(pain_form(*store));
    }
    /// Completed, not delivered yet.
    store::FrozenResponse completes(int pain, std::vector<std::string> const& resources = {})
    {
        auto frozen = ok(hand_in(*store, { .definition = *form, .pain = pain, .written_over = {}, .resources = resources, .priority = 0 }, clock));
        completed.emplace(frozen.entry.response_id, frozen.bytes);
        return frozen;
    }
    void delivers()
    {
        auto synchroniser = ok(client::Synchroniser::open(*store, folder.path(), "test", clock));
        auto const round = ok(synchroniser.round());
        REQUIRE(round.trouble == "");
        REQUIRE(ok(store->outbox_counts()).waiting + ok(store->outbox_counts()).quarantined == 0);
    }
    SystemClock& clock;
    TemporaryFolder folder;
    Secret key = Secret::random(32);
    std::optional<store::Store> store;
    std::shared_ptr<forms::Definition const> form;
    std::map<std::string, std::string> completed;
};

std::filesystem::path authority_file(FhirServer const& site)
{
    auto const file = site.folder.path() / "authority.pem";
    std::ofstream(file) << site.authority;
    return file;
}

MirrorTarget mirror_of(FhirServer const& site, int page_size = 2)
{
    return { .url = site.url, .bearer = bearer, .authority = authority_file(site), .page_size = page_size };
}

/// Makes the site's server misbehave.
void control(FhirServer const& site, std::string const& wish)
{
    auto const at = site.url.substr(0, site.url.rfind("/r4"));
    auto const reply = ok(exchange({ .url = at + "/control", .body = wish, .headers = { std::string("Authorization: Bearer ") + bearer }, .authority = authority_file(site) }));
    REQUIRE(reply.status == 200);
}

std::string replaced(std::string text, std::string const& from, std::string const& to)
{
    auto const at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

std::vector<MirrorSource> sources(Hospital& hospital)
{
    return hospital.read([](ReadConnection& connection) { return mirror_sources(connection); });
}

std::int64_t whole(Hospital& hospital)
{
    return hospital.read([](ReadConnection& connection) { return verify_submissions(connection); });
}

} // namespace

TEST_CASE("a mirrored server's forms are here byte for byte as their tablets froze them, once")
{
    FhirServer site;
    Hospital hospital;
    SiteTablet first(site, "T-03");
    SiteTablet second(site, "T-04");
    for (int i = 0; i < 6; ++i)
        first.completes(i);
    second.completes(3);
    first.delivers();
    second.delivers();
    // Others use this server too: what is not of this study never comes here.
    control(site, R"({"put":{"resourceType":"QuestionnaireResponse","id":"of-another-ward","status":"completed","subject":{"reference":"Patient/Wang-Fang"}}})");

    auto const round = ok(mirror_once(*hospital.server, mirror_of(site)));
    CHECK(round.trouble == "");
    CHECK(round.received == 7);
    CHECK(round.conflicts + round.refused + round.waiting + round.unreadable == 0);
    CHECK(round.passed_over >= 1);
    auto expected = first.completed;
    expected.insert(second.completed.begin(), second.completed.end());
    CHECK(hospital.responses() == expected);
    CHECK(whole(hospital) == 7); // signatures too: the tablets' keys stand in their Devices
    auto const tablet = hospital.tablet("T-03");
    CHECK(tablet.contiguous == 6);
    CHECK(tablet.mirrored_from == site.url);
    CHECK(tablet.signing_key.size() == 32);
    CHECK(tablet.contact_ms);
    auto const others = hospital.read([](ReadConnection& connection) -> Result<std::int64_t> {
        auto query = TRY(connection.query("SELECT (SELECT count(*) FROM mirror_staged) + (SELECT count(*) FROM resource WHERE json LIKE '%Wang-Fang%')"));
        TRY(query.step());
        return query.integer(0);
    });
    CHECK(others == 0);

    auto const again = ok(mirror_once(*hospital.server, mirror_of(site)));
    CHECK(again.received + again.conflicts + again.waiting == 0);
    first.completes(4);
    first.delivers();
    CHECK(ok(mirror_once(*hospital.server, mirror_of(site))).received == 1);
    CHECK(hospital.tablet("T-03").contiguous == 7);
}

TEST_CASE("an alert that a mirrored server holds waits at the console, once")
{
    FhirServer site;
    Hospital hospital;
    SiteTablet tablet(site, "T-03");
    // The alert names the form that set it off, so it is made after the form has an id: here it travels with the next form.
    auto const form = tablet.completes(9);
    tablet.completes(1, { wire::communication({ .id = "alert-1", .response_id = form.entry.response_id, .participant = "P-009", .tablet = "T-03", .rule = "severe-pain", .text = "pain", .urgent = true, .raised = site.clock.now() }) });
    tablet.delivers();
    ok(mirror_once(*hospital.server, mirror_of(site)));
    ok(mirror_once(*hospital.server, mirror_of(site)));
    auto const all = hospital.read([](ReadConnection& connection) { return alerts(connection, 10); });
    REQUIRE(all.size() == 1);
    CHECK(all[0].rule == "severe-pain");
    CHECK(all[0].response_id == form.entry.response_id);
    CHECK(all[0].priority == "urgent");
    CHECK(!all[0].acknowledged_ms);
}

TEST_CASE("a form that was altered on the mirrored server is never taken as the patient's: before it came, and after")
{
    FhirServer site;
    Hospital hospital;
    SiteTablet tablet(site, "T-03");
    auto const before = tablet.completes(7);
    auto const after = tablet.completes(7);
    tablet.delivers();
    control(site, R"({"put":)" + replaced(before.bytes, "\"valueInteger\":7", "\"valueInteger\":1") + "}");
    auto const round = ok(mirror_once(*hospital.server, mirror_of(site)));
    CHECK(round.received == 1);
    CHECK(round.conflicts == 1);
    CHECK(hospital.responses() == std::map<std::string, std::string> { { after.entry.response_id, after.bytes } });
    auto tablet_here = hospital.tablet("T-03");
    CHECK(tablet_here.contiguous == 0); // number 1 is missing, and that is said
    CHECK(hospital.read([&](ReadConnection& connection) { return missing(connection, tablet_here); }) == std::vector<Range> { { 1, 1 } });

    control(site, R"({"put":)" + replaced(after.bytes, "\"valueInteger\":7", "\"valueInteger\":2") + "}");
    CHECK(ok(mirror_once(*hospital.server, mirror_of(site))).conflicts == 1);
    CHECK(hospital.responses().at(after.entry.response_id) == after.bytes);
    auto const open = hospital.read([](ReadConnection& connection) { return open_conflicts(connection, "T-03"); });
    REQUIRE(open.size() == 2);
    CHECK(open[0].reason == "the mirrored server holds other content than the tablet signed");
    CHECK(open[1].reason == "the mirrored server changed this form after it was received");

    // Put right over there, it is taken.
    control(site, R"({"put":)" + before.bytes + "}");
    CHECK(ok(mirror_once(*hospital.server, mirror_of(site))).received == 1);
    CHECK(hospital.tablet("T-03").contiguous == 2);
    CHECK(whole(hospital) == 2);
}

TEST_CASE("a form with a hash that fits and a signature that does not is a conflict, and another key for a known tablet shows")
{
    FhirServer site;
    Hospital hospital;
    SiteTablet tablet(site, "T-03");
    tablet.completes(2);
    tablet.delivers();
    CHECK(ok(mirror_once(*hospital.server, mirror_of(site))).received == 1);
    auto const forged = tablet.completes(8);
    tablet.delivers();
    auto const provenance = site.held().at("Provenance/" + forged.entry.response_id);
    control(site, R"({"put":)" + replaced(provenance, "\"data\":\"", "\"data\":\"AAAA") + "}");
    auto const round = ok(mirror_once(*hospital.server, mirror_of(site)));
    CHECK(round.received == 0);
    CHECK(round.conflicts == 1);
    CHECK(!hospital.tablet("T-03").fork_ms);
    control(site, R"({"put":)" + replaced(site.held().at("Device/T-03"), "\"valueBase64Binary\":\"", "\"valueBase64Binary\":\"AAAA") + "}");
    ok(mirror_once(*hospital.server, mirror_of(site))); // 35 bytes: no key at all
    CHECK(!hospital.tablet("T-03").fork_ms);
    control(site, R"({"put":{"resourceType":"Device","id":"T-03","extension":[{"url":"https://bedside.health/fhir/StructureDefinition/signing-key","valueBase64Binary":")" + base64(random_bytes(32)) + R"("}]}})");
    ok(mirror_once(*hospital.server, mirror_of(site)));
    CHECK(hospital.tablet("T-03").fork_reason == "another device delivers under this name to a mirrored server");
}

TEST_CASE("several servers come together here; the same form on two of them is one form")
{
    FhirServer north;
    FhirServer south;
    Hospital hospital;
    SiteTablet at_north(north, "T-03");
    SiteTablet at_south(south, "T-04");
    auto const form = at_north.completes(5);
    at_south.completes(6);
    at_north.delivers();
    at_south.delivers();
    ok(mirror_once(*hospital.server, mirror_of(north)));
    // Copied between the servers, as sites do when they move.
    for (auto const* type : { "Device/T-03", "QuestionnaireResponse/", "Provenance/" }) {
        auto const name = std::string(type).ends_with("/") ? type + form.entry.response_id : std::string(type);
        control(south, R"({"put":)" + north.held().at(name) + "}");
    }
    auto const round = ok(mirror_once(*hospital.server, mirror_of(south)));
    CHECK(round.received == 1);
    CHECK(round.conflicts == 0);
    CHECK(hospital.responses().size() == 2);
    CHECK(sources(hospital).size() == 2);
    CHECK(hospital.tablet("T-03").mirrored_from == north.url);
    CHECK(hospital.tablet("T-04").mirrored_from == south.url);
    CHECK(!hospital.tablet("T-03").fork_ms);
}

TEST_CASE("whatever a sick server answers, nothing is lost, the trouble is told, and the next round goes on where this one broke off")
{
    FhirServer site;
    Hospital hospital;
    SiteTablet tablet(site, "T-03");
    for (int i = 0; i < 7; ++i)
        tablet.completes(i);
    tablet.delivers();
    struct Sickness {
        char const* name;
        char const* told;
    };
    for (auto const& [name, told] : { Sickness { "html", "searchset" }, Sickness { "cut", "searchset" }, Sickness { "busy", "status 503" }, Sickness { "elsewhere", "another machine" }, Sickness { "itself", "to itself" } }) {
        CAPTURE(name);
        control(site, std::string(R"({"search":")") + name + R"(","after":1})");
        auto const round = ok(mirror_once(*hospital.server, mirror_of(site)));
        CHECK(round.trouble.find(told) != std::string::npos);
        CHECK(round.received == 0);
        REQUIRE(sources(hospital).size() == 1);
        CHECK(sources(hospital)[0].trouble == round.trouble);
        CHECK(!sources(hospital)[0].contact_ms);
    }
    control(site, R"({"search":"forget"})"); // the link that was kept is no more
    CHECK(ok(mirror_once(*hospital.server, mirror_of(site))).received == 7);
    CHECK(hospital.responses() == tablet.completed);
    CHECK(sources(hospital)[0].trouble == "");
    control(site, R"({"search":"entries"})"); // entries that are no resources do not keep the others away
    tablet.completes(8);
    tablet.delivers();
    auto const odd = ok(mirror_once(*hospital.server, mirror_of(site)));
    CHECK(odd.unreadable > 0);
    CHECK(odd.received == 1);
    CHECK(hospital.responses() == tablet.completed);
}

TEST_CASE("a wrong token, an unknown authority and http:// are refused with what to do")
{
    FhirServer site;
    Hospital hospital;
    auto target = mirror_of(site);
    target.bearer = "an-old-token";
    CHECK(ok(mirror_once(*hospital.server, target)).trouble == "the server does not accept the credentials (status 401)");
    target = mirror_of(site);
    target.authority = hospital.config.directory / "ca.pem";
    CHECK(ok(mirror_once(*hospital.server, target)).trouble.find("certificate") != std::string::npos);
    target.url = "http://fhir.hospital.example/r4";
    CHECK(mirror_once(*hospital.server, target).error().code == Code::invalid_argument);
    target.url = "http://127.0.0.1.example/r4";
    CHECK(mirror_once(*hospital.server, target).error().code == Code::invalid_argument);
    target.url = "http://localhost:1/r4"; // one's own machine: only that nobody answers
    CHECK(ok(mirror_once(*hospital.server, target)).trouble != "");
}

TEST_CASE("a form of an unpublished version waits and says why; a locked study takes nothing until it is unlocked")
{
    FhirServer site;
    Hospital hospital;
    SiteTablet tablet(site, "T-03");
    auto const form = tablet.completes(5);
    tablet.delivers();
    auto const version = tablet.form->canonical();
    auto const rename = [&](std::string const& from, std::string const& to) {
        ok(hospital.server->storage().write([&](Connection& connection) { return connection.run("UPDATE questionnaire SET canonical = ?2 WHERE canonical = ?1", from, to); }));
    };
    rename(version, "not-yet");
    CHECK(ok(mirror_once(*hospital.server, mirror_of(site))).refused == 1);
    CHECK(hospital.read([](ReadConnection& connection) { return refusals(connection, "T-03"); }).size() == 1);
    rename("not-yet", version);
    ok(hospital.server->storage().write([&](Connection& connection) { return connection.run("INSERT INTO study_lock (reason, locked_ms, locked_by) VALUES ('done', 1, 'test')"); }));
    CHECK(ok(mirror_once(*hospital.server, mirror_of(site))).trouble.find("locked") != std::string::npos);
    CHECK(hospital.responses().empty());
    ok(hospital.server->storage().write([&](Connection& connection) { return connection.run("UPDATE study_lock SET unlocked_ms = 2, unlock_reason = 'more', unlocked_by = 'test'"); }));
    CHECK(ok(mirror_once(*hospital.server, mirror_of(site))).received == 1);
    CHECK(hospital.responses().at(form.entry.response_id) == form.bytes);
    CHECK(hospital.read([](ReadConnection& connection) { return refusals(connection, "T-03"); }).empty());
}

/// Whether the program blocks SIGTERM, as one does that means to end in order.
static bool awaits_sigterm(pid_t program)
{
    std::ifstream status("/proc/" + std::to_string(program) + "/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("SigBlk:"))
            return (std::stoull(line.substr(7), nullptr, 16) >> (SIGTERM - 1) & 1) != 0;
    return false;
}

TEST_CASE("the program, killed again and again while it mirrors, has every form once in the end")
{
    FhirServer site;
    Hospital hospital;
    SiteTablet tablet(site, "T-03");
    for (int i = 0; i < 60; ++i)
        tablet.completes(i % 11);
    tablet.delivers();
    auto const token_file = site.folder.path() / "token";
    std::ofstream(token_file) << bearer << "\n";
    ::chmod(token_file.c_str(), 0600);
    auto const command = [&](bool once) {
        Command made { .arguments = { BEDSIDE_BINARY_DIR "/bin/bedside-server", "mirror", site.url, "--config", (hospital.config.directory / "bedside-server.toml").string(), "--token-file", token_file.string(), "--authority",
                           authority_file(site).string(), "--page-size", "3", "--every", "1" } };
        if (once)
            made.arguments.emplace_back("--once");
        return made;
    };
    hospital.stop();
    int killed = 0;
    for (int i = 0; i < 12; ++i) {
        auto process = ok(Process::start(command(false)));
        std::this_thread::sleep_for(std::chrono::milliseconds(20 + 25 * i));
        killed += process.kill() ? 1 : 0;
    }
    CHECK(killed == 12);
    CHECK(ok(run(command(true))) == 0);
    auto process = ok(Process::start(command(false)));
    for (int i = 0; i < 1000 && !awaits_sigterm(process.id()); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    process.kill(SIGTERM);
    CHECK(process.wait() == 0);
    hospital.start();
    CHECK(hospital.responses() == tablet.completed);
    CHECK(hospital.tablet("T-03").contiguous == 60);
    CHECK(whole(hospital) == 60);
    CHECK(hospital.read([](ReadConnection& connection) { return open_conflicts(connection, "T-03"); }).empty());
}
