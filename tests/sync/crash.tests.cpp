// SPDX-License-Identifier: Apache-2.0
// The server killed in the middle of its work, and how much work it does.
#include "sync/server/storage/audit.h"
#include "sync/wire/bundle.h"
#include "tests/support/process.h"
#include "tests/sync/hospital.h"

#include <cstdlib>
#include <iostream>
#include <random>

using namespace bedside;
using namespace bedside::test;

namespace {

/// The real program on the hospital's database.
class ServerProcess {
public:
    explicit ServerProcess(Hospital& hospital)
        : m_hospital(hospital)
    {
    }
    void start()
    {
        auto const ports = m_hospital.config.directory / "ports";
        std::filesystem::remove(ports);
        m_process = ok(Process::start({ .arguments = { BEDSIDE_BINARY_DIR "/bin/bedside-server", "serve", "--config", (m_hospital.config.directory / "bedside-server.toml").string(), "--ports-file", ports.string() } }));
        for (int i = 0; i < 500 && !std::filesystem::exists(ports); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        auto const text = bytes_of(ports);
        REQUIRE(text.starts_with("tablet_port="));
        m_hospital.proxy->retarget(std::atoi(text.c_str() + 12));
    }
    pid_t id() const { return m_process->id(); }
    void kill()
    {
        if (m_process)
            m_process->kill();
    }

private:
    Hospital& m_hospital;
    std::optional<Process> m_process;
};

/// Forms of one tablet as they would be sent, without a store.
struct Sender {
    std::string certificate;
    pki::PrivateKey key;
    std::vector<std::string> bundles;
};

Sender sender(Hospital& hospital, std::string const& name, int count, std::string const& model)
{
    auto const signing = SigningKey::generate();
    auto request = ok(pki::make_request(name));
    auto const code = ok(hospital.server->enrolment_code(name, "test"));
    Sender made { ok(hospital.server->enrol(code.secret_hash(), request.pem, signing.public_key)).certificate, std::move(request.key), {} };
    std::string previous = wire::chain_genesis;
    auto const id_at = model.find("\"id\":\"") + 6;
    for (int i = 1; i <= count; ++i) {
        wire::Submission submission;
        submission.entry = { name, i, random_uuid(), "", previous };
        submission.response_json = model;
        submission.response_json.replace(id_at, 36, submission.entry.response_id);
        submission.entry.sha256 = sha256_hex(submission.response_json);
        submission.signature = base64(sign(signing, submission.entry.canonical()));
        previous = submission.entry.hash();
        made.bundles.push_back(ok(wire::build_transaction(submission)));
    }
    return made;
}

double forms_a_second(server::Grouping grouping, int tablets, int each)
{
    Hospital hospital;
    hospital.stop();
    hospital.grouping = grouping;
    hospital.start();
    std::string model;
    {
        TabletAtBed tablet(hospital, "T-00");
        tablet.completes_pain(5);
        model = tablet.completed.begin()->second;
    }
    std::vector<Sender> senders;
    for (int i = 1; i <= tablets; ++i)
        senders.push_back(sender(hospital, "T-" + std::to_string(100 + i), each, model));
    std::atomic<int> good = 0;
    auto const begun = std::chrono::steady_clock::now();
    std::vector<std::thread> threads;
    for (auto& from : senders) {
        threads.emplace_back([&] {
            client::HttpClient http({ .authority = hospital.server->authority().certificate, .certificate = from.certificate, .key = Secret(from.key.pem.bytes()), .bearer = {} });
            std::size_t next = 0;
            while (next < from.bundles.size() || http.in_flight() > 0) {
                while (next < from.bundles.size() && http.in_flight() < 4) {
                    http.start(static_cast<std::int64_t>(next), { .method = "POST", .url = "https://localhost:" + std::to_string(hospital.port->port()) + "/fhir", .body = from.bundles[next], .content_type = "application/fhir+json", .headers = {} });
                    ++next;
                }
                auto const done = http.wait();
                if (done && done->reply && done->reply->status == 200)
                    ++good;
            }
        });
    }
    for (auto& thread : threads)
        thread.join();
    auto const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    CHECK(good == tablets * each);
    return good / seconds;
}

} // namespace

TEST_CASE("a server killed at random points has everything that it acknowledged, once", "[R-002]")
{
    auto const* longer = std::getenv("BEDSIDE_CRASH_ROUNDS");
    int const rounds = longer != nullptr ? std::atoi(longer) : 8;
    std::mt19937 random(20261124);
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    hospital.stop();
    ServerProcess process(hospital);
    process.start();
    for (int i = 0; i < rounds; ++i) {
        for (int form = 0; form < 12; ++form)
            tablet.completes_pain(form % 11);
        std::thread killer([&, after = random() % 40] {
            std::this_thread::sleep_for(std::chrono::milliseconds(after));
            process.kill();
        });
        ok(tablet.round());
        killer.join();
        process.start();
    }
    CHECK(tablet.drains());
    ok(tablet.round());
    process.kill();
    hospital.start();
    CHECK(tablet.counts().received == rounds * 12);
    CHECK(hospital.responses() == tablet.completed);
    CHECK(hospital.tablet("T-03").contiguous == rounds * 12);
    CHECK_FALSE(hospital.tablet("T-03").fork_ms);
    CHECK(hospital.read([](server::ReadConnection& connection) { return server::verify_submissions(connection); }) == rounds * 12);
    CHECK(hospital.read([](server::ReadConnection& connection) { return server::verify_audit(connection); }) > 0);
}

TEST_CASE("a running server leaves no core dump", "[R-070]")
{
    Hospital hospital;
    hospital.stop();
    ServerProcess process(hospital);
    process.start();
    auto const limits = bytes_of("/proc/" + std::to_string(process.id()) + "/limits");
    auto const at = limits.find("Max core file size");
    REQUIRE(at != std::string::npos);
    CHECK(limits.substr(at, 40).find(" 0 ") != std::string::npos);
}

TEST_CASE("how many forms a second the server takes over loopback TLS", "[.measure]")
{
    auto const one = forms_a_second(server::Grouping::one, 8, 250);
    auto const many = forms_a_second(server::Grouping::many, 8, 250);
    std::cout << "one fsync a form: " << one << " forms/s; grouped: " << many << " forms/s\n";
    CHECK(many > 0);
}
