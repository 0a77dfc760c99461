// SPDX-License-Identifier: Apache-2.0
// bedside-sync as scripts call it: every command, what it prints, and its exit status.
#include "sync/server/storage/orders.h"
#include "tests/support/process.h"
#include "tests/sync/hospital.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <fstream>
#include <thread>

using namespace bedside;
using namespace bedside::test;

namespace {

/// The program on one tablet's folder, with its key as the service manager hands it over.
class Program {
public:
    Program(std::filesystem::path data, Secret const& key)
        : m_data(std::move(data))
    {
        hand_over_key(m_folder.path(), key);
    }
    /// Its exit status; `printed` and `said` are what it wrote.
    int operator()(std::vector<std::string> words, bool on_data = true)
    {
        auto const out = m_folder.path() / "out";
        auto const log = m_folder.path() / "log";
        std::ofstream(out).close();
        std::ofstream(log).close();
        words.insert(words.begin(), BEDSIDE_BINARY_DIR "/bin/bedside-sync");
        if (on_data)
            words.insert(words.end(), { "--data", m_data.string() });
        auto const status = ok(test::run({ .arguments = words, .environment = { "CREDENTIALS_DIRECTORY=" + m_folder.path().string() }, .output = out, .log = log }));
        printed = bytes_of(out);
        said = bytes_of(log);
        return status;
    }

    std::string printed;
    std::string said;

private:
    TemporaryFolder m_folder;
    std::filesystem::path m_data;
};

} // namespace

TEST_CASE("status, once and rescue tell what waits, what was received and what was put aside", "[R-006]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-01");
    tablet.hands_in(5, "11"); // outside 0 to 10
    tablet.completes_pain(3);
    tablet.synchroniser.reset();
    tablet.store.reset();
    Program sync(tablet.folder.path(), tablet.key);
    TemporaryFolder stick;

    CHECK(sync({ "status" }) == 0);
    CHECK(sync.printed.starts_with("tablet T-01, server " + hospital.url() + "\n0 received, 2 waiting, 0 put aside\nlast contact 20"));
    CHECK(sync({ "rescue", stick.path().string() }) == 0);
    CHECK(sync.printed.starts_with("2 forms that the server has not confirmed, and everything else, in '" + stick.path().string()));
    CHECK(sync({ "rescue", stick.path().string() + "/nothing" }) != 0);
    CHECK(sync.said == "bedside-sync: there is no folder '" + stick.path().string() + "/nothing'; put the stick in and try again.\n");

    CHECK(sync({ "once" }) == 0);
    CHECK(sync({ "status" }) == 0);
    CHECK(sync.printed.find("\n1 received, 0 waiting, 1 put aside\n") != std::string::npos);
    CHECK(sync.printed.find("\nnumber 1: Item now: ") != std::string::npos);
    CHECK(sync({ "status", "--json" }) == 0);
    auto const json = nlohmann::json::parse(sync.printed);
    CHECK(json["tablet"] == "T-01");
    CHECK(json["received"] == 1);
    CHECK(json["waiting"] == 0);
    CHECK(json["quarantined"].size() == 1);
    CHECK(json["quarantined"][0]["sequence"] == 1);
    CHECK(json["trouble"] == "");

    hospital.stop();
    CHECK(sync({ "once" }) != 0);
    CHECK(sync.said.starts_with("bedside-sync: "));
    CHECK(sync({ "status" }) == 0);
    CHECK(sync.printed.find("; ") != std::string::npos); // the trouble of the last round
}

TEST_CASE("a tablet is enrolled, and given back once everything was received, by the program alone", "[R-009]")
{
    Hospital hospital;
    auto const code = ok(hospital.server->enrolment_code("T-02", "test"));
    TemporaryFolder folder;
    auto const key = Secret::random(32);
    Program sync(folder.path() / "data", key);
    CHECK(sync({ "status" }) != 0);
    CHECK(sync.said == "bedside-sync: there is no store in '" + (folder.path() / "data").string() + "'; run bedside-sync enrol URL CODE first.\n");
    CHECK(sync({ "enrol", "http://localhost:1", code.text() }) != 0);
    CHECK(sync.said.find("must begin with https://") != std::string::npos);
    CHECK(sync({ "enrol", "https://localhost:1", code.text() }) != 0); // nobody listens there
    CHECK_FALSE(sync.said.empty());
    CHECK(sync({ "enrol", hospital.url() + "/", code.text() }) == 0);
    CHECK(sync.printed == "This is tablet T-02.\n");
    CHECK(sync({ "enrol", hospital.url(), code.text() }) != 0);
    CHECK(sync.said == "bedside-sync: this tablet has a store already; it is kept as it is.\n");

    // A form that the server never took holds the tablet back.
    CHECK(sync({ "once" }) == 0);
    {
        auto store = ok(store::Store::open(folder.path() / "data", key, hospital.clock));
        auto const form = ok(pain_form(store));
        ok(hand_in(store, { *form, 4 }, hospital.clock));
    }
    hospital.before = [](server::HttpRequest const& request, server::HttpResponse const&) -> std::optional<server::HttpResponse> {
        if (request.path != "/fhir")
            return std::nullopt;
        return server::HttpResponse { .status = 503, .content_type = "text/plain", .body = "busy", .headers = {} };
    };
    CHECK(sync({ "return" }) != 0);
    CHECK(sync.said.starts_with("bedside-sync: nothing was destroyed: "));
    CHECK(std::filesystem::exists(folder.path() / "data" / "bedside.db"));
    hospital.before = [](server::HttpRequest const& request, server::HttpResponse const&) -> std::optional<server::HttpResponse> {
        if (request.path != "/tablet/return")
            return std::nullopt;
        return server::HttpResponse { .status = 409, .content_type = "application/json", .body = "{}", .headers = {} };
    };
    CHECK(sync({ "return" }) != 0);
    CHECK(sync.said.find("nothing was destroyed: the study server has not received everything of this tablet") != std::string::npos);
    hospital.before = nullptr;
    CHECK(sync({ "return" }) == 0);
    CHECK(sync.printed == "Key and store are destroyed.\n");
    CHECK_FALSE(std::filesystem::exists(folder.path() / "data" / "bedside.db"));
    CHECK(hospital.responses().size() == 1);
}

TEST_CASE("wrong words are answered with one sentence and exit status 2, wrong values with one sentence")
{
    TemporaryFolder folder;
    Program sync(folder.path(), Secret::random(32));
    CHECK(sync({ "--version" }, false) == 0);
    CHECK(sync.printed.starts_with("bedside-sync "));
    CHECK(sync({ "--help" }, false) == 0);
    CHECK(sync({}, false) == 2);
    CHECK(sync({ "dance" }, false) == 2);
    CHECK(sync.said.find("; see bedside-sync --help.") != std::string::npos);
    auto const study = std::string(BEDSIDE_SOURCE_DIR "/forms/studies/idds-hydromorphone");
    auto const token = folder.path() / "token";
    std::ofstream(token) << "secret\n";
    struct Wrong {
        std::vector<std::string> words;
        char const* sentence;
    };
    for (auto const& [words, sentence] : std::initializer_list<Wrong> {
             { { "fhir", "http://fhir.example", "--tablet", "T-1", "--study", study, "--token-file", token.string() }, "the server's address must begin with https://" },
             { { "fhir", "https://fhir.example", "--tablet", "T 1", "--study", study, "--token-file", token.string() }, "a tablet's name has 1 to 32 letters" },
             { { "fhir", "https://fhir.example", "--tablet", "T-1", "--study", study }, "give either a bearer token, or a client certificate" },
             { { "fhir", "https://fhir.example", "--tablet", "T-1", "--study", study, "--token-file", token.string(), "--authority", token.string() }, "the authority is no certificate in PEM" },
             { { "fhir", "https://fhir.example", "--tablet", "T-1", "--study", study, "--token-file", token.string() + "-none" }, "token-none'" },
         }) {
        INFO(sentence);
        CHECK(sync(words) != 0);
        CHECK(sync.said.find(sentence) != std::string::npos);
        CHECK_FALSE(std::filesystem::exists(folder.path() / "bedside.db"));
    }
    CHECK(sync({ "fhir", "https://fhir.example/r4/", "--tablet", "T-1", "--study", study, "--token-file", token.string() }) == 0);
    CHECK(sync.printed == "This is tablet T-1; its forms go to https://fhir.example/r4/.\n");
    CHECK(std::filesystem::exists(folder.path() / "bedside.db"));
}

TEST_CASE("the daemon tries at once when somebody taps \"send now\", and ends when the tablet is wiped")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-01");
    TemporaryFolder credentials;
    hand_over_key(credentials.path(), tablet.key);
    tablet.synchroniser.reset();
    hospital.stop();
    auto const log = credentials.path() / "log";
    auto daemon = ok(Process::start({ .arguments = { BEDSIDE_BINARY_DIR "/bin/bedside-sync", "run", "--data", tablet.folder.path().string() },
        .environment = { "CREDENTIALS_DIRECTORY=" + credentials.path().string() }, .log = log }));
    auto const hears = [&](std::string const& word) {
        for (int i = 0; i < 600; ++i) {
            if (bytes_of(log).find(word) != std::string::npos)
                return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
        return false;
    };
    REQUIRE(hears("warning")); // no server answers
    hospital.start();
    ok(tablet.store->set_setting("sync.requested", "now"));
    CHECK(hears("in touch with the server"));
    ok(hospital.server->storage().write([&](server::Connection& connection) { return server::give_order(connection, hospital.clock.now(), "T-01", { .kind = "wipe", .forced = true, .reason = "lost", .who = "test" }); }));
    ok(tablet.store->set_setting("sync.requested", "again"));
    tablet.store.reset();
    CHECK(hears("this tablet was wiped by order of the study"));
    CHECK(daemon.wait() == 0);
    CHECK_FALSE(std::filesystem::exists(tablet.folder.path() / "bedside.db"));
}
