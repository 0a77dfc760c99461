// SPDX-License-Identifier: Apache-2.0
// An unacknowledged alert is told outside the console until somebody acknowledges it; against a local webhook and a local mail server.
#include "sync/server/storage/audit.h"
#include "sync/server/storage/submissions.h"
#include "sync/server/tablets/escalation.h"
#include "tests/sync/hospital.h"

#include <arpa/inet.h>
#include <atomic>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace bedside;
using namespace bedside::server;
using bedside::test::Hospital;
using bedside::test::ok;
using bedside::test::TabletAtBed;

namespace {

/// Takes mail on a local port as RFC 5321 has it, and keeps what came.
class MailSink {
public:
    MailSink()
    {
        m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::bind(m_listener, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
        REQUIRE(::listen(m_listener, 4) == 0);
        socklen_t size = sizeof address;
        ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size);
        port = ntohs(address.sin_port);
        m_thread = std::thread([this] { run(); });
    }
    ~MailSink()
    {
        ::shutdown(m_listener, SHUT_RDWR);
        ::close(m_listener);
        m_thread.join();
    }
    std::vector<std::string> mails()
    {
        std::lock_guard const lock(m_mutex);
        return m_mails;
    }
    int port = 0;

private:
    void run()
    {
        for (;;) {
            int const peer = ::accept(m_listener, nullptr, nullptr);
            if (peer < 0)
                return;
            auto const say = [&](std::string const& line) { return ::send(peer, (line + "\r\n").data(), line.size() + 2, MSG_NOSIGNAL); };
            say("220 sink");
            std::string held;
            std::string mail;
            bool in_data = false;
            char buffer[4096];
            for (auto size = ::read(peer, buffer, sizeof buffer); size > 0; size = ::read(peer, buffer, sizeof buffer)) {
                held.append(buffer, static_cast<std::size_t>(size));
                for (auto end = held.find("\r\n"); end != std::string::npos; end = held.find("\r\n")) {
                    auto const line = held.substr(0, end);
                    held.erase(0, end + 2);
                    if (in_data && line != ".") {
                        mail += line + "\n";
                        continue;
                    }
                    if (in_data) {
                        std::lock_guard const lock(m_mutex);
                        m_mails.push_back(mail);
                        in_data = false;
                    } else if (line == "DATA") {
                        in_data = true;
                    } else {
                        mail += line + "\n";
                    }
                    say(line == "DATA" ? "354 go on" : line == "QUIT" ? "221 bye" : "250 ok");
                }
            }
            ::close(peer);
        }
    }
    int m_listener = -1;
    std::mutex m_mutex;
    std::vector<std::string> m_mails;
    std::thread m_thread;
};

std::string alert_json(std::string const& id)
{
    return R"({"resourceType":"Communication","id":")" + id + R"(","status":"completed","priority":"urgent","reasonCode":[{"coding":[{"code":"severe-pain"}]}],"payload":[{"contentString":"疼痛 9"}]})";
}

} // namespace

TEST_CASE("an alert is told by webhook and e-mail, again after the interval, and no more once it is acknowledged; never with an answer", "[R-070][R-076]")
{
    std::mutex mutex;
    std::vector<std::string> told;
    std::atomic<int> answer = 200;
    MailSink mail;
    Hospital hospital;
    // The webhook is another HTTPS server with the study's certificate.
    auto router = std::make_shared<Router>([](auto const&) { return Caller {}; }, [](auto const&, auto const&) { return HttpResponse {}; });
    router->add({ "POST", "/hook", {}, [&](HttpRequest const& request, Caller const&) {
                     std::lock_guard const lock(mutex);
                     told.push_back(request.body);
                     HttpResponse response;
                     response.status = answer;
                     return response;
                 } });
    HttpsOptions options;
    options.authority = hospital.server->authority().certificate;
    auto const hook = ok(HttpsServer::start(options, hospital.server->identity(), router));
    hospital.config.alert_webhook = "https://127.0.0.1:" + std::to_string(hook->port()) + "/hook";
    hospital.config.alert_authority = hospital.config.directory / "ca.pem";
    hospital.config.smtp_url = "smtp://127.0.0.1:" + std::to_string(mail.port);
    hospital.config.alert_email_from = "bedside@hospital.example";
    hospital.config.alert_email_to = { "duty@hospital.example", "head@hospital.example" };
    hospital.config.alert_after_minutes = 10;
    hospital.config.alert_repeat_minutes = 15;
    hospital.stop();
    hospital.start();
    TabletAtBed tablet(hospital, "T-03");
    tablet.completes_pain(9, { alert_json("alert-1") }, 1);
    ok(tablet.round());

    auto now = hospital.clock.now();
    std::vector<UnnotedTelling> unnoted;
    CHECK(ok(escalate(*hospital.server, now, unnoted)) == 0); // not yet
    now.wall_ms += 11 * 60'000;
    CHECK(ok(escalate(*hospital.server, now, unnoted)) == 1);
    CHECK(ok(escalate(*hospital.server, now, unnoted)) == 0); // not twice in one interval
    REQUIRE(told.size() == 1);
    CHECK(told[0].find("\"participant\":\"P-009\"") != std::string::npos);
    CHECK(told[0].find("severe-pain") != std::string::npos);
    CHECK(told[0].find("疼痛") == std::string::npos);
    REQUIRE(mail.mails().size() == 1);
    auto const sent = mail.mails()[0];
    CHECK(sent.find("MAIL FROM:<bedside@hospital.example>") != std::string::npos);
    CHECK(sent.find("RCPT TO:<duty@hospital.example>") != std::string::npos);
    CHECK(sent.find("RCPT TO:<head@hospital.example>") != std::string::npos);
    std::string const text = "P-009  severe-pain  1";
    CHECK(sent.find(base64({ reinterpret_cast<std::uint8_t const*>(text.data()), text.size() }).substr(0, 24)) != std::string::npos);

    now.wall_ms += 16 * 60'000;
    answer = 503; // the webhook fails, the e-mail goes
    CHECK(ok(escalate(*hospital.server, now, unnoted)) == 1);
    CHECK(mail.mails().size() == 2);
    auto const alerts_now = hospital.read([](ReadConnection& connection) { return alerts(connection, 10); });
    REQUIRE(alerts_now.size() == 1);
    CHECK(alerts_now[0].escalations == 2);

    ok(hospital.server->storage().write([&](Connection& connection) { return acknowledge_alert(connection, now, "alert-1", "console:coordinator", ""); }));
    now.wall_ms += 60 * 60'000;
    CHECK(ok(escalate(*hospital.server, now, unnoted)) == 0);
    CHECK(mail.mails().size() == 2);
    CHECK(hospital.server->storage().write([&](Connection& connection) { return close_alert(connection, now, "alert-1", "console:coordinator", ""); }).error().code == Code::invalid_argument);
    ok(hospital.server->storage().write([&](Connection& connection) { return close_alert(connection, now, "alert-1", "console:coordinator", "seen at the bed"); }));
    CHECK(hospital.read([](ReadConnection& connection) { return alerts(connection, 10); })[0].closed_note == "seen at the bed");
}

TEST_CASE("an alert that could not be told is not counted as told, and a login never goes over a line without TLS", "[R-076]")
{
    MailSink mail;
    Hospital hospital;
    hospital.config.smtp_url = "smtp://127.0.0.1:" + std::to_string(mail.port);
    hospital.config.smtp_user = "bedside";
    hospital.config.alert_email_from = "bedside@hospital.example";
    hospital.config.alert_email_to = { "duty@hospital.example" };
    hospital.config.alert_after_minutes = 0;
    hospital.stop();
    hospital.start();
    TabletAtBed tablet(hospital, "T-03");
    tablet.completes_pain(9, { alert_json("alert-1") }, 1);
    ok(tablet.round());
    std::vector<UnnotedTelling> unnoted;
    CHECK_FALSE(escalate(*hospital.server, hospital.clock.now(), unnoted));
    CHECK(mail.mails().empty());
    CHECK(hospital.read([](ReadConnection& connection) { return alerts(connection, 10); })[0].escalations == 0);
}

// The mail went first, the note after it: with a full disk the alert was still due at the next look, and was mailed every five seconds.
TEST_CASE("an alert whose telling can't be noted is told once in an interval, and the note is made when the database takes it", "[R-076]")
{
    MailSink mail;
    Hospital hospital;
    hospital.config.smtp_url = "smtp://127.0.0.1:" + std::to_string(mail.port);
    hospital.config.alert_email_from = "bedside@hospital.example";
    hospital.config.alert_email_to = { "duty@hospital.example" };
    hospital.config.alert_after_minutes = 10;
    hospital.config.alert_repeat_minutes = 15;
    hospital.stop();
    hospital.start();
    TabletAtBed tablet(hospital, "T-03");
    tablet.completes_pain(9, { alert_json("alert-1") }, 1);
    ok(tablet.round());
    auto& storage = hospital.server->storage();
    auto const execute = [&](char const* sql) { ok(storage.write([&](Connection& connection) { return connection.database().execute(sql); })); };
    auto const escalations = [&] { return hospital.read([](ReadConnection& connection) { return alerts(connection, 10); })[0].escalations; };
    execute("CREATE TRIGGER full_disk BEFORE UPDATE ON alert BEGIN SELECT RAISE(ABORT, 'no room'); END");

    auto now = hospital.clock.now();
    now.wall_ms += 11 * 60'000;
    auto const first = now;
    std::vector<UnnotedTelling> unnoted;
    for (int look = 0; look < 3; ++look) {
        CHECK_FALSE(escalate(*hospital.server, now, unnoted));
        now.wall_ms += 5'000;
    }
    CHECK(mail.mails().size() == 1);
    CHECK(escalations() == 0);
    now.wall_ms += 16 * 60'000; // still nobody has acknowledged it: the interval is over, with a note or without
    CHECK_FALSE(escalate(*hospital.server, now, unnoted));
    CHECK(mail.mails().size() == 2);

    execute("DROP TRIGGER full_disk");
    now.wall_ms += 5'000;
    CHECK(ok(escalate(*hospital.server, now, unnoted)) == 0);
    CHECK(unnoted.empty());
    CHECK(mail.mails().size() == 2);
    CHECK(escalations() == 2);
    auto const rows = hospital.read([](ReadConnection& connection) { return audit_rows(connection, 0, 2); });
    REQUIRE(rows.size() == 2);
    CHECK(rows[1].event == "alert-escalated");
    CHECK(parse_iso8601(rows[1].at)->wall_ms == first.wall_ms);
}
