// SPDX-License-Identifier: Apache-2.0
// Who is not let in, and what does not get through.
#include "sync/client/http_client.h"
#include "sync/server/console/console.h"
#include "sync/server/storage/users.h"
#include "sync/wire/bundle.h"
#include "tests/sync/hospital.h"

#include <curl/curl.h>

using namespace bedside;
using namespace bedside::test;

namespace {

Secret secret_of(std::string_view text) { return Secret(std::span(reinterpret_cast<std::uint8_t const*>(text.data()), text.size())); }

client::HttpClient as(Hospital& hospital, std::string certificate, std::string_view key)
{
    return client::HttpClient({ .authority = hospital.server->authority().certificate, .certificate = std::move(certificate), .key = secret_of(key), .bearer = {} }, { .connect = 5, .whole = 10 });
}
client::HttpClient as(Hospital& hospital, TabletAtBed& tablet)
{
    auto const key = ok(tablet.store->setting("tls_key")).value_or("");
    return as(hospital, ok(tablet.store->setting("tls_certificate")).value_or(""), key);
}
client::Request post(Hospital& hospital, std::string path, std::string body, std::vector<std::string> headers = {})
{
    return { .method = "POST", .url = hospital.url() + path, .body = std::move(body), .content_type = "application/fhir+json", .headers = std::move(headers) };
}

/// A plain curl handle that trusts the study's authority.
struct Curl {
    explicit Curl(Hospital& hospital, std::string const& path)
        : authority(hospital.server->authority().certificate)
    {
        curl_blob blob { authority.data(), authority.size(), CURL_BLOB_COPY };
        curl_easy_setopt(handle, CURLOPT_URL, ("https://localhost:" + std::to_string(hospital.port->port()) + path).c_str());
        curl_easy_setopt(handle, CURLOPT_CAINFO_BLOB, &blob);
        curl_easy_setopt(handle, CURLOPT_TIMEOUT, 20L);
        curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, +[](char*, std::size_t size, std::size_t count, void*) { return size * count; });
    }
    ~Curl() { curl_easy_cleanup(handle); }
    long status()
    {
        long value = 0;
        curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &value);
        return value;
    }
    std::string authority;
    CURL* handle = curl_easy_init();
};

/// A TCP connection that says nothing.
int connected(Hospital& hospital)
{
    int const socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(hospital.port->port()));
    REQUIRE(::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    return socket;
}

double seconds_until_closed(int socket, double most)
{
    auto const begun = std::chrono::steady_clock::now();
    char byte = 0;
    pollfd wait { socket, POLLIN, 0 };
    if (::poll(&wait, 1, static_cast<int>(most * 1000)) == 1 && ::recv(socket, &byte, 1, 0) <= 0)
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    return most;
}

} // namespace

TEST_CASE("without a client certificate only enrolment and metadata answer", "[R-063]")
{
    Hospital hospital;
    auto client = as(hospital, "", "");
    for (auto const* path : { "/fhir", "/tablet/heartbeat" })
        CHECK(ok(client.perform(post(hospital, path, "{}"))).status == 401);
    CHECK(ok(client.perform({ .method = "GET", .url = hospital.url() + "/tablet/documents", .body = {}, .content_type = {}, .headers = {} })).status == 401);
    CHECK(ok(client.perform({ .method = "GET", .url = hospital.url() + "/fhir/metadata", .body = {}, .content_type = {}, .headers = {} })).status == 200);
}

TEST_CASE("a certificate of another authority, an expired one and a server's own are refused in the handshake", "[R-063]")
{
    Hospital hospital;
    auto const now = hospital.clock.now().wall_ms;
    constexpr std::int64_t day = 86'400'000;
    auto const foreign = ok(pki::make_authority("foreign", { now - day, now + day }));
    auto const request = ok(pki::make_request("T-03"));
    auto const by_foreigner = ok(pki::sign_request(foreign, request.pem, "T-03", { now - day, now + day }));
    CHECK_FALSE(as(hospital, by_foreigner, request.key.text()).perform(post(hospital, "/fhir", "{}")));
    auto const expired = ok(pki::sign_request(hospital.server->authority(), request.pem, "T-03", { now - 3 * day, now - day }));
    CHECK_FALSE(as(hospital, expired, request.key.text()).perform(post(hospital, "/fhir", "{}")));
    CHECK_FALSE(as(hospital, hospital.server->identity().certificate, hospital.server->identity().key.text()).perform(post(hospital, "/fhir", "{}")));
    // Signed by the right authority, yet never enrolled.
    auto const stray = ok(pki::sign_request(hospital.server->authority(), request.pem, "T-03", { now - day, now + day }));
    CHECK(ok(as(hospital, stray, request.key.text()).perform(post(hospital, "/fhir", "{}"))).status == 401);
}

TEST_CASE("a tablet does not speak to a server of another authority", "[R-063]")
{
    Hospital hospital;
    Hospital impostor;
    TabletAtBed tablet(hospital, "T-03");
    tablet.completes_pain(3);
    hospital.proxy->retarget(impostor.port->port());
    hospital.proxy->cut();
    auto const round = ok(tablet.round());
    CHECK_FALSE(round.complete);
    CHECK(tablet.counts().waiting == 1);
    CHECK(impostor.responses().empty());
    auto const code = ok(hospital.server->enrolment_code("T-09", "test"));
    TemporaryFolder folder;
    auto const enrolled = client::enrol(hospital.url(), code.text(), folder.path(), tablet.key, hospital.clock);
    REQUIRE_FALSE(enrolled);
    CHECK(enrolled.error().code == Code::tls);
    CHECK_FALSE(std::filesystem::exists(folder.path() / "bedside.db"));
}

TEST_CASE("a revoked tablet is barred at once, keeps its forms, and is told why", "[R-065]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    ok(hospital.server->storage().write([&](server::Connection& connection) { return server::revoke_tablet(connection, hospital.clock.now(), "T-03", "lost", "test"); }));
    tablet.completes_pain(3);
    auto const round = ok(tablet.round());
    CHECK(round.barred);
    CHECK(tablet.counts().waiting == 1);
    CHECK(tablet.counts().quarantined == 0);
    CHECK(hospital.responses().empty());
    // The handshake asks who somebody is, each request whether he is still welcome: neither a kept connection nor a new one gets past that.
    auto const submission = ok(wire::build_transaction(ok(tablet.store->submission(1))));
    auto anew = as(hospital, tablet);
    for (auto const* path : { "/fhir", "/tablet/heartbeat", "/tablet/orders/1" })
        CHECK(ok(anew.perform(post(hospital, path, submission))).status == 403);
    CHECK(ok(anew.perform({ .method = "GET", .url = hospital.url() + "/tablet/documents", .body = {}, .content_type = {}, .headers = {} })).status == 403);
    CHECK(hospital.responses().empty());
}

TEST_CASE("an enrolment code is good once, for its own tablet, and not for ever", "[R-064]")
{
    Hospital hospital;
    auto const code = ok(hospital.server->enrolment_code("T-07", "test"));
    TemporaryFolder first;
    TemporaryFolder second;
    auto const key = Secret::random(32);
    CHECK(client::enrol(hospital.url(), code.text(), first.path(), key, hospital.clock));
    auto const again = client::enrol(hospital.url(), code.text(), second.path(), key, hospital.clock);
    REQUIRE_FALSE(again);
    CHECK(again.error().code == Code::forbidden);
    CHECK_FALSE(std::filesystem::exists(second.path() / "bedside.db"));
    CHECK_FALSE(hospital.server->enrolment_code("T-07", "test"));
    server::EnrolmentOffer const old { sha256_hex("0123456789"), "T-08", hospital.clock.now().wall_ms - 1 };
    ok(hospital.server->storage().write([&](server::Connection& connection) { return server::offer_enrolment(connection, hospital.clock.now(), old, "test"); }));
    CHECK_FALSE(hospital.read([&](server::ReadConnection& connection) -> Result<bool> { return server::offered_tablet(connection, hospital.clock.now(), old.secret_sha256).has_value(); }));
}

TEST_CASE("an enrolment whose answer is lost is done again with the same code, by the same tablet only", "[R-064]")
{
    Hospital hospital;
    auto const code = ok(hospital.server->enrolment_code("T-07", "test"));
    TemporaryFolder folder;
    auto const key = Secret::random(32);
    int lost = 0;
    hospital.after = [&](server::HttpRequest const& request, server::HttpResponse const&) -> std::optional<server::HttpResponse> {
        if (request.path == "/enrol" && lost++ < 2)
            hospital.proxy->cut();
        return std::nullopt;
    };
    for (int i = 0; i < 2; ++i) {
        auto const first = client::enrol(hospital.url(), code.text(), folder.path(), key, hospital.clock);
        REQUIRE_FALSE(first);
        CHECK(first.error().code == Code::network);
        CHECK_FALSE(std::filesystem::exists(folder.path() / "bedside.db"));
    }
    TemporaryFolder thief;
    auto const stolen = client::enrol(hospital.url(), code.text(), thief.path(), key, hospital.clock);
    REQUIRE_FALSE(stolen);
    CHECK(stolen.error().code == Code::forbidden);
    CHECK(ok(client::enrol(hospital.url(), code.text(), folder.path(), key, hospital.clock)) == "T-07");
    auto store = ok(store::Store::open(folder.path(), key, hospital.clock));
    auto synchroniser = ok(client::Synchroniser::open(store, folder.path(), "test", hospital.clock));
    CHECK(ok(synchroniser.round()).complete); // key, certificate and server's memory of it fit
    for (auto const& entry : std::filesystem::directory_iterator(folder.path()))
        CHECK_FALSE(entry.path().filename().string().starts_with(".enrolling"));
}

TEST_CASE("another tablet's form, a replayed one under a new number and altered bytes change nothing", "[R-067]")
{
    Hospital hospital;
    TabletAtBed honest(hospital, "T-03");
    TabletAtBed other(hospital, "T-04");
    auto const form = honest.completes_pain(6);
    auto const submission = ok(honest.store->submission(1));
    auto const bundle = ok(wire::build_transaction(submission));
    auto thief = as(hospital, other);
    CHECK(ok(thief.perform(post(hospital, "/fhir", bundle))).status == 403);
    CHECK(hospital.responses().empty());
    auto own = as(hospital, honest);
    CHECK(ok(own.perform(post(hospital, "/fhir", bundle))).status == 200);
    CHECK(ok(own.perform(post(hospital, "/fhir", bundle))).status == 200);
    CHECK(hospital.responses().size() == 1);
    auto replayed = submission;
    replayed.entry.sequence = 2;
    replayed.entry.previous = submission.entry.hash();
    CHECK(ok(own.perform(post(hospital, "/fhir", ok(wire::build_transaction(replayed))))).status == 401);
    auto altered = submission;
    altered.response_json.replace(altered.response_json.find("\"valueInteger\":6"), 16, "\"valueInteger\":2");
    CHECK(ok(own.perform(post(hospital, "/fhir", ok(wire::build_transaction(altered))))).status == 422);
    CHECK(hospital.responses() == honest.completed);
    (void)form;
}

TEST_CASE("TLS 1.2 is refused", "[R-063]")
{
    Hospital hospital;
    Curl curl(hospital, "/fhir/metadata");
    CHECK(curl_easy_perform(curl.handle) == CURLE_OK);
    CHECK(curl.status() == 200);
    Curl old(hospital, "/fhir/metadata");
    constexpr long at_most_tls_1_2 = 6L << 16 | 6L; // CURL_SSLVERSION_MAX_TLSv1_2 | CURL_SSLVERSION_TLSv1_2, which the enumeration can't hold
    curl_easy_setopt(old.handle, CURLOPT_SSLVERSION, at_most_tls_1_2);
    CHECK(curl_easy_perform(old.handle) == CURLE_SSL_CONNECT_ERROR);
}

TEST_CASE("oversized, compressed into little, deeply nested and strangely addressed requests are refused", "[R-068]")
{
    Hospital hospital;
    TabletAtBed tablet(hospital, "T-03");
    {
        // 16 MB of blanks are 16 KB compressed; the client compresses by itself.
        auto client = as(hospital, tablet);
        auto const reply = client.perform(post(hospital, "/fhir", std::string(16u << 20, ' ')));
        CHECK((!reply || reply->status == 413));
    }
    auto client = as(hospital, tablet);
    CHECK(ok(client.perform(post(hospital, "/fhir", std::string(100'000, '[')))).status == 400);
    CHECK(ok(client.perform(post(hospital, "/fhir", "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":" + std::string(500, '[') + std::string(500, ']') + "}"))).status == 400);
    CHECK(ok(client.perform(post(hospital, "/fhir", "not json"))).status == 400);
    for (auto const* path : { "/fhir/../enrol/ca", "/%2e%2e/etc/passwd", "//fhir", "/fhir/", "/FHIR" }) {
        Curl curl(hospital, path);
        curl_easy_setopt(curl.handle, CURLOPT_PATH_AS_IS, 1L);
        INFO(path);
        CHECK(curl_easy_perform(curl.handle) == CURLE_OK);
        CHECK(curl.status() == 404);
    }
    CHECK(ok(tablet.round()).complete); // and the server still works
}

TEST_CASE("who says nothing or trickles is cut, and does not hold up the others", "[R-068]")
{
    Hospital hospital({ .handshake = std::chrono::seconds(1), .request = std::chrono::seconds(1), .keep_alive = std::chrono::seconds(1) });
    std::vector<int> silent;
    for (int i = 0; i < 40; ++i)
        silent.push_back(connected(hospital));
    Curl trickle(hospital, "/enrol");
    curl_easy_setopt(trickle.handle, CURLOPT_CONNECT_ONLY, 1L);
    REQUIRE(curl_easy_perform(trickle.handle) == CURLE_OK);
    TabletAtBed tablet(hospital, "T-03"); // works meanwhile
    std::string const request = "POST /enrol HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n";
    int sent = 0;
    for (; sent < 40; ++sent) {
        std::size_t count = 0;
        if (curl_easy_send(trickle.handle, request.data() + sent, 1, &count) != CURLE_OK)
            break;
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
    CHECK(sent < 40); // 8 s of trickling are never reached
    for (auto const socket : silent) {
        CHECK(seconds_until_closed(socket, 8) < 8);
        ::close(socket);
    }
}

TEST_CASE("one address can't take all connections", "[R-068]")
{
    Hospital hospital;
    hospital.connections_per_address = 3;
    hospital.stop();
    hospital.start();
    std::vector<int> silent;
    for (int i = 0; i < 3; ++i)
        silent.push_back(connected(hospital));
    std::this_thread::sleep_for(std::chrono::milliseconds(300)); // the server has seen them
    int const one_more = connected(hospital);
    CHECK(seconds_until_closed(one_more, 3) < 3);
    CHECK(seconds_until_closed(silent.front(), 0.1) >= 0.1);
    for (auto const socket : silent)
        ::close(socket);
    ::close(one_more);
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    TabletAtBed tablet(hospital, "T-03"); // works again
}

TEST_CASE("one address that tries enrolment codes does not shut out the others", "[R-064]")
{
    Hospital hospital;
    auto const router = server::tablet_router(*hospital.server, "test");
    auto const tries = [&](std::string const& address) {
        server::HttpRequest request;
        request.method = "POST";
        request.path = "/enrol";
        request.remote = address;
        request.body = R"({"secret":"00112233445566778899","signing_key":")" + std::string(64, '0') + R"(","request":""})";
        return router->dispatch(request).status;
    };
    int refused = 0;
    for (int i = 0; i < 40; ++i)
        refused += tries("10.0.0.66") == 429;
    CHECK(refused >= 20); // a minute may have begun meanwhile
    CHECK(tries("10.0.0.7") == 403);
}

TEST_CASE("the console wants a login, a token with every form, and patience with wrong passwords", "[R-069]")
{
    Hospital hospital;
    auto const now = hospital.clock.now();
    ok(hospital.server->storage().write([&](server::Connection& connection) { return server::put_console_user(connection, now, "crc", "coordinator", "a long password", "test"); }));
    auto const router = server::console_router(*hospital.server);
    auto const ask = [&](std::string method, std::string path, std::string body = "", std::string cookie = "") {
        server::HttpRequest request;
        request.method = std::move(method);
        request.path = std::move(path);
        request.body = std::move(body);
        request.headers.emplace("cookie", cookie);
        return router->dispatch(request);
    };
    auto const header = [](server::HttpResponse const& reply, std::string const& name) {
        for (auto const& [key, value] : reply.headers)
            if (key == name)
                return value;
        return std::string();
    };
    CHECK(ask("GET", "/").status == 401);
    CHECK(ask("POST", "/alerts/x/acknowledge").status == 401);
    CHECK(header(ask("GET", "/login"), "Content-Security-Policy").find("default-src 'none'") == 0);
    CHECK(ask("POST", "/login", "user=crc&password=wrong").status == 401);
    auto const in = ask("POST", "/login", "user=crc&password=a+long+password");
    REQUIRE(in.status == 303);
    auto const set = header(in, "Set-Cookie");
    CHECK(set.find("HttpOnly") != std::string::npos);
    CHECK(set.find("SameSite=Strict") != std::string::npos);
    auto const cookie = set.substr(0, set.find(';'));
    auto const page = ask("GET", "/", "", cookie);
    CHECK(page.status == 200);
    CHECK(ask("POST", "/logout", "token=guess", cookie).status == 403);
    auto const at = page.body.find("name=\"token\" value=\"") + 20;
    CHECK(ask("POST", "/logout", "token=" + page.body.substr(at, 32), cookie).status == 303);
    CHECK(ask("GET", "/", "", cookie).status == 401);
    for (int i = 0; i < 5; ++i)
        CHECK(ask("POST", "/login", "user=crc&password=wrong").status == 401);
    CHECK(ask("POST", "/login", "user=crc&password=a+long+password").status == 429);
}
