// SPDX-License-Identifier: Apache-2.0
// Programs that die, cables that break, and boxes in between that lie.
#include "tests/faults/lossy_link.h"
#include "tests/faults/middle_box.h"
#include "tests/faults/table.h"

#include <fstream>

namespace bedside::test {
namespace {

using server::HttpRequest;
using server::HttpResponse;
using Forward = std::function<HttpResponse()>;

/// One site with one tablet; afterwards everything is in order again, the tablet drains, and all is counted.
template <typename Body>
Result<Line> with_tablet(Run& run, SiteOptions const& options, Body const& body)
{
    auto const site = TRY(Site::make(options));
    auto tablet = TRY(site->tablet("T-03"));
    Line line;
    TRY(body(*site, tablet, line));
    if (!TRY(tablet.drains()))
        return fail(Code::internal, "the tablet does not come to rest: " + bytes_of(site->logs() / "T-03.log"));
    TRY(account(run, *site, { &tablet }, line));
    return line;
}

enum class Victim { server, sync, kiosk };

Result<Line> killed(Run& run, Victim victim)
{
    return with_tablet(run, {}, [&](Site& site, TabletProgram& tablet, Line& line) -> Result<void> {
        // How long their work takes undisturbed, here and now.
        auto const writing = TRY(milliseconds_of([&] { return hands_in_forms(tablet); }));
        auto const sending = TRY(milliseconds_of([&] { return tablet.once(); }));
        for (int i = 0; i < run.rounds; ++i) {
            if (victim != Victim::kiosk)
                TRY(hands_in_forms(tablet));
            auto ward = TRY(tablet.ward(victim == Victim::kiosk ? 8 * forms_a_round : 1));
            auto sync = TRY(tablet.daemon());
            if (victim == Victim::kiosk && i % 4 != 0) // else it may die while it opens the store
                wait_for_a_form(tablet);
            sleep_ms(run.upto(1 + (victim == Victim::kiosk ? writing : sending)));
            switch (victim) {
            case Victim::server: line.hits += site.kill_server(); break;
            case Victim::sync: line.hits += sync.kill(); break;
            case Victim::kiosk: line.hits += ward.kill(); break;
            }
            ward.wait();
            sync.kill(SIGTERM);
            if (victim == Victim::server)
                TRY(site.start_server());
        }
        return {};
    });
}

/// Each round: forms are handed in and sent while the box does its mischief.
Result<Line> lied_to(Run& run, std::function<Mischief(Site&, Line&, std::unique_ptr<MiddleBox>&)> const& make)
{
    return with_tablet(run, {}, [&](Site& site, TabletProgram& tablet, Line& line) -> Result<void> {
        std::unique_ptr<MiddleBox> box;
        box = TRY(MiddleBox::put_in(site, tablet, run.clock, make(site, line, box)));
        for (int i = 0; i < run.rounds; ++i) {
            TRY(hands_in_forms(tablet));
            TRY(tablet.once());
            TRY(tablet.once());
        }
        box->take_out();
        return {};
    });
}

/// One die for the box's many threads.
class Die {
public:
    explicit Die(Run& run)
        : m_random(run.random())
    {
    }
    int upto(int most)
    {
        std::lock_guard const lock(m_mutex);
        return static_cast<int>(m_random() % static_cast<unsigned>(most + 1));
    }
    template <typename F>
    auto locked(F const& work)
    {
        std::lock_guard const lock(m_mutex);
        return work();
    }

private:
    std::mutex m_mutex;
    std::mt19937 m_random;
};

Result<Line> cut_after_commit(Run& run)
{
    auto const die = std::make_shared<Die>(run);
    return lied_to(run, [die](Site& site, Line& line, auto&) -> Mischief {
        return [die, &site, &line](HttpRequest const& request, Forward const& forward) {
            auto reply = forward();
            if (request.path == "/fhir" && reply.status == 200 && die->upto(1) == 0) {
                die->locked([&] { return ++line.hits; });
                site.cable().cut(); // what is written now goes nowhere
            }
            return reply;
        };
    });
}

Result<Line> busy_storm(Run& run)
{
    auto const die = std::make_shared<Die>(run);
    return lied_to(run, [die](Site&, Line& line, auto&) -> Mischief {
        return [die, &line](HttpRequest const&, Forward const& forward) {
            if (die->upto(2) == 0)
                return forward();
            die->locked([&] { return ++line.hits; });
            return HttpResponse { .status = die->upto(1) == 0 ? 503 : 429, .content_type = "text/plain", .body = "busy", .headers = { { "Retry-After", std::to_string(die->upto(100)) } } };
        };
    });
}

Result<Line> garbage(Run& run)
{
    auto const die = std::make_shared<Die>(run);
    return lied_to(run, [die](Site&, Line& line, auto&) -> Mischief {
        return [die, &line](HttpRequest const&, Forward const& forward) {
            if (die->upto(2) == 0)
                return forward();
            die->locked([&] { return ++line.hits; });
            auto reply = die->upto(1) == 0 ? forward() : HttpResponse { .status = 200, .content_type = "application/fhir+json", .body = R"({"resourceType":"Bundle"})", .headers = {} };
            reply.status = die->upto(1) == 0 ? 200 : 201;
            switch (die->upto(4)) {
            case 0: reply.body.resize(reply.body.size() / 2); break;
            case 1: reply.body = std::string(4000, '\xff'); break;
            case 2: reply.body = "{}"; break;
            case 3: reply.body = R"({"resourceType":"Bundle","type":"transaction-response","entry":[{"response":{"status":"201 Created"}}]})"; break;
            case 4: reply.body = std::string(200'000, '['); break;
            }
            return reply;
        };
    });
}

Result<Line> truncated_on_the_wire(Run& run)
{
    return with_tablet(run, {}, [&](Site& site, TabletProgram& tablet, Line& line) -> Result<void> {
        for (int i = 0; i < run.rounds; ++i) {
            TRY(hands_in_forms(tablet));
            site.cable().allow_replies(run.upto(9000)); // the handshake takes some 2000
            line.hits += TRY(tablet.once()) != 0;
            site.cable().allow_replies(-1);
        }
        return {};
    });
}

/// Answers whatever comes with a page, without TLS.
class PlainPortal {
public:
    PlainPortal()
        : m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::bind(m_listener, reinterpret_cast<sockaddr*>(&address), sizeof address);
        ::listen(m_listener, 16);
        socklen_t size = sizeof address;
        ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size);
        port = ntohs(address.sin_port);
        m_thread = std::thread([this] {
            for (int peer = 0; (peer = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC)) >= 0; ::close(peer)) {
                std::string_view const page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 20\r\n\r\n<html>Welcome</html>";
                (void)::send(peer, page.data(), page.size(), MSG_NOSIGNAL);
            }
        });
    }
    ~PlainPortal()
    {
        ::shutdown(m_listener, SHUT_RDWR);
        m_thread.join();
        ::close(m_listener);
    }
    int port = 0;

private:
    int m_listener;
    std::thread m_thread;
};

Result<Line> captive_portal(Run& run)
{
    return with_tablet(run, {}, [&](Site& site, TabletProgram& tablet, Line& line) -> Result<void> {
        auto const page = [](HttpRequest const&) { return HttpResponse { .status = 200, .content_type = "text/html", .body = "<html>Welcome to the guest network</html>", .headers = {} }; };
        auto const moved = HttpResponse { .status = 302, .content_type = "text/html", .body = "", .headers = { { "Location", "https://portal.example/login" } } };
        int turn = 0;
        auto const box = TRY(MiddleBox::put_in(site, tablet, run.clock, [&](HttpRequest const& request, Forward const&) { return turn % 2 == 0 ? page(request) : moved; }));
        PlainPortal plain;
        auto const now = run.clock.now().wall_ms;
        auto const foreign = TRY(pki::make_authority("portal", { now - 86'400'000, now + 86'400'000 }));
        auto const identity = TRY(pki::make_server_identity(foreign, { "localhost" }, { now - 86'400'000, now + 86'400'000 }));
        auto router = std::make_shared<server::Router>([](auto const&) { return server::Caller {}; }, [&](auto const& request, auto const&) { return page(request); });
        server::HttpsOptions options;
        options.authority = foreign.certificate;
        auto const stranger = TRY(server::HttpsServer::start(options, identity, router));
        for (int i = 0; i < run.rounds; ++i) {
            TRY(hands_in_forms(tablet));
            for (auto const port : { plain.port, stranger->port() }) {
                site.cable().retarget(port);
                line.hits += TRY(tablet.once()) != 0;
            }
            for (turn = 0; turn < 2; ++turn) {
                box->put_back();
                line.hits += TRY(tablet.once()) != 0;
            }
            box->take_out();
            if (i % 3 == 2)
                TRY(tablet.once());
        }
        if (line.hits != 4 * run.rounds)
            return fail(Code::internal, "a portal's page passed for the server");
        return {};
    });
}

/// The same form again, changed forms, changed and old receipts.
Result<Line> repeated_and_altered(Run& run)
{
    auto const die = std::make_shared<Die>(run);
    auto const taken = std::make_shared<int>(0); // forgeries that the server took
    auto const last = std::make_shared<std::string>();
    auto told = lied_to(run, [=](Site&, Line& line, std::unique_ptr<MiddleBox>& box) -> Mischief {
        return [=, &line, &box](HttpRequest const& request, Forward const& forward) {
            if (request.path != "/fhir")
                return forward();
            die->locked([&] { return ++line.hits; });
            auto reply = forward();
            switch (die->upto(3)) {
            case 0: // twice
                return forward();
            case 1: { // and altered
                auto forged = request.body;
                auto const at = forged.find("valueInteger");
                if (at != std::string::npos)
                    forged[at + 14] = forged[at + 14] == '3' ? '4' : '3';
                auto const answer = box->send("/fhir", forged);
                die->locked([&] { return *taken += forged != request.body && answer && answer->status < 300; });
                return reply;
            }
            case 2: { // a receipt altered on its way
                auto const at = reply.body.find("sha256");
                if (at != std::string::npos && at + 20 < reply.body.size())
                    reply.body[at + 14] = reply.body[at + 14] == '0' ? '1' : '0';
                return reply;
            }
            default: // another form's receipt
                return die->locked([&] {
                    std::swap(*last, reply.body);
                    return reply;
                });
            }
        };
    });
    if (told && *taken != 0)
        return fail(Code::internal, "the server took an altered form");
    return told;
}

Result<Line> slow_and_lossy(Run& run)
{
    auto const link = LossyLink::make(static_cast<unsigned>(run.random()));
    if (!link) {
        Line line;
        line.skipped = link.error().message;
        return line;
    }
    SiteOptions const options { .host = (*link)->near_address(), .address = "0.0.0.0", .through_cable = false, .tablet_prefix = (*link)->prefix() };
    return with_tablet(run, options, [&](Site&, TabletProgram& tablet, Line& line) -> Result<void> {
        for (int i = 0; i < run.rounds; ++i) {
            TRY(hands_in_forms(tablet));
            TRY(tablet.once());
        }
        line.hits = (*link)->lost();
        line.note = "hits: IP packets lost";
        return {};
    });
}

Result<Line> no_names(Run& run)
{
    TemporaryFolder folder;
    auto const names = folder.path() / "hosts";
    auto const resolver = folder.path() / "resolv.conf";
    std::ofstream(resolver) << "nameserver 127.0.0.254\noptions timeout:1 attempts:1\n";
    auto const known = [&](bool yes) { std::ofstream(names) << "127.0.0.1 localhost" << (yes ? " study.bedside.test\n" : "\n"); };
    known(true);
    std::string const mounts = "mount --bind " + names.string() + " /etc/hosts && mount --bind " + resolver.string() + " /etc/resolv.conf && exec \"$@\"";
    SiteOptions options { .host = "study.bedside.test", .address = "127.0.0.1", .through_cable = true, .tablet_prefix = { "/usr/bin/unshare", "--mount", "/bin/sh", "-c", mounts, "sh" } };
    if (test::run({ .arguments = { "/usr/bin/unshare", "--mount", "/bin/sh", "-c", mounts, "sh", "/bin/true" } }).value_or(1) != 0) {
        Line line;
        line.skipped = "mount namespaces are not permitted here";
        return line;
    }
    return with_tablet(run, options, [&](Site&, TabletProgram& tablet, Line& line) -> Result<void> {
        for (int i = 0; i < run.rounds; ++i) {
            TRY(hands_in_forms(tablet));
            known(false);
            line.hits += TRY(tablet.once()) != 0;
            known(true);
            if (i % 2 == 1)
                TRY(tablet.once());
        }
        return {};
    });
}

Result<Line> two_syncs(Run& run)
{
    return with_tablet(run, {}, [&](Site&, TabletProgram& tablet, Line& line) -> Result<void> {
        for (int i = 0; i < run.rounds; ++i) {
            TRY(hands_in_forms(tablet, 10 * forms_a_round)); // enough that both are still at it
            auto ward = TRY(tablet.ward(forms_a_round));
            std::filesystem::remove(tablet.folder / ".sync.lock");
            auto first = TRY(tablet.daemon());
            // Two that obey the lock are no fault: it is taken away under the first one.
            for (int waits = 0; waits < 2000 && !std::filesystem::exists(tablet.folder / ".sync.lock"); ++waits)
                sleep_ms(5);
            sleep_ms(run.upto(30));
            std::filesystem::remove(tablet.folder / ".sync.lock");
            auto second = TRY(tablet.daemon());
            ward.wait();
            sleep_ms(60 + run.upto(60));
            line.hits += static_cast<int>(first.running() && second.running());
            first.kill(SIGTERM);
            second.kill(SIGTERM);
        }
        return {};
    });
}

} // namespace

std::vector<FaultTest> network_faults()
{
    return {
        { "kill -9 of bedside-server", [](Run& run) { return killed(run, Victim::server); } },
        { "kill -9 of bedside-sync", [](Run& run) { return killed(run, Victim::sync); } },
        { "kill -9 of the kiosk's stand-in", [](Run& run) { return killed(run, Victim::kiosk); } },
        { "cut after the commit, before the reply", cut_after_commit },
        { "503 and 429 storm", busy_storm },
        { "garbage replies", garbage },
        { "replies cut on the wire", truncated_on_the_wire },
        { "captive portal", captive_portal },
        { "the same form twice, altered forms and receipts", repeated_and_altered },
        { "slow and lossy link", slow_and_lossy },
        { "DNS gone", no_names },
        { "two bedside-sync at once", two_syncs },
    };
}

} // namespace bedside::test
