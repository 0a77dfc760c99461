// SPDX-License-Identifier: Apache-2.0
#include "sync/client/enrolment.h"

#include "forms/base/durable_file.h"
#include "forms/engine/json.h"
#include "sync/client/http_client.h"
#include "sync/pki/certificate.h"
#include "sync/pki/enrolment_code.h"
#include "sync/store/store.h"

namespace bedside::client {
namespace {

using forms::Json;

/// What a refusal says, as far as it is ours.
std::string reason_of(Reply const& reply)
{
    if (auto const body = Json::parse(reply.body, 16)) {
        auto const* issues = body->find("issue");
        if (issues != nullptr && issues->is_array() && !issues->array().empty())
            return issues->array().front().string_at("diagnostics");
    }
    return "the server answered with status " + std::to_string(reply.status);
}

Result<std::string> authority_named_by(pki::EnrolmentCode const& code, std::string const& url)
{
    auto const reply = TRY(HttpClient::get_unverified(url + "/enrol/ca"));
    if (reply.status != 200 || !code.names(reply.body))
        return fail(Code::tls, "the server that answers is not the one that this code is for; check address and network, then try again");
    return reply.body;
}

/// The store in the making, with its keys: of an attempt whose answer was lost, or a new one.
Result<store::Store> unfinished_store(std::filesystem::path const& folder, Secret const& key, Clock const& clock)
{
    std::error_code error;
    if (std::filesystem::exists(folder / "bedside.db", error)) {
        auto begun = store::Store::open(folder, key, clock);
        if (begun)
            return begun;
        std::filesystem::remove_all(folder, error); // cut short, or made with another key: nothing is in it yet
    }
    std::filesystem::create_directory(folder, error);
    if (error)
        return fail(Code::io, "the folder '" + folder.string() + "' cannot be made: " + error.message());
    // Taken away, not set: what is made in it must keep the group of the data folder, or the kiosk could not open the store.
    std::filesystem::permissions(folder, std::filesystem::perms::group_all | std::filesystem::perms::others_all, std::filesystem::perm_options::remove, error);
    return store::Store::create(folder, key, clock);
}

/// Sends the request and fills the store with the answer.
Result<std::string> registered(std::filesystem::path const& folder, std::string const& url, pki::EnrolmentCode const& code, std::string const& authority, Secret const& key, Clock const& clock)
{
    auto store = TRY(unfinished_store(folder, key, clock));
    auto request = TRY(store.setting("enrolment_request"));
    if (!request) {
        auto const made = TRY(pki::make_request("tablet"));
        TRY(store.set_setting("tls_key", made.key.text()));
        TRY(store.set_setting("enrolment_request", made.pem));
        request = made.pem;
    }
    HttpClient client({ .authority = authority, .certificate = {}, .key = {}, .bearer = {} });
    Json::Object body { { "secret", Json(hex(code.secret)) }, { "request", Json(*request) }, { "signing_key", Json(hex(store.public_key())) } };
    auto const reply = TRY(client.perform({ .method = "POST", .url = url + "/enrol", .body = Json(std::move(body)).dump(), .content_type = "application/json", .headers = {} }));
    if (reply.status != 200)
        return fail(reply.status == 403 ? Code::forbidden : reply.status == 409 ? Code::already_exists : reply.status >= 500 || reply.status == 429 ? Code::unavailable : Code::rejected, reason_of(reply));
    auto const answer = Json::parse(reply.body, 4);
    auto const tablet = answer ? answer->string_at("tablet") : std::string();
    auto const certificate = answer ? answer->string_at("certificate") : std::string();
    auto const receipt_key = answer ? from_hex(answer->string_at("receipt_public_key")) : Result<Bytes>(std::unexpected(answer.error()));
    if (tablet.empty() || !pki::fingerprint(certificate) || !receipt_key || receipt_key->size() != 32)
        return fail(Code::unavailable, "the server's answer to the enrolment is not complete; try again with the same code");
    auto const rescue_key = answer->string_at("rescue_public_key");
    TRY(store.set_setting("server_url", url));
    TRY(store.set_setting("server_kind", "bedside"));
    TRY(store.set_setting("authority_certificate", authority));
    TRY(store.set_setting("tls_certificate", certificate));
    TRY(store.set_setting("receipt_public_key", answer->string_at("receipt_public_key")));
    TRY(store.set_setting("rescue_public_key", rescue_key));
    TRY(store.set_setting("tablet", tablet));
    TRY(store.audit("enrolled", tablet, { .who = "system:sync", .assisted_by = {} }));
    TRY(write_durably(folder / rescue_key_file, rescue_key, Replace::allowed, Readers::group));
    return tablet;
}

} // namespace

Result<std::string> enrol(std::string_view given_url, std::string_view typed, std::filesystem::path const& directory, Secret const& key, Clock const& clock)
{
    std::string url(given_url);
    while (url.ends_with('/'))
        url.pop_back();
    if (!url.starts_with("https://") || url.size() < 10 || url.find_first_of(" @?#") != std::string::npos)
        return fail(Code::invalid_argument, "the server's address must begin with https://, such as https://study.example:8443");
    auto const code = TRY(pki::EnrolmentCode::parse(typed));
    std::error_code error;
    if (std::filesystem::exists(directory / "bedside.db", error))
        return fail(Code::already_exists, "this tablet has a store already; it is kept as it is");
    std::filesystem::create_directories(directory, error);
    if (error)
        return fail(Code::io, "the folder '" + directory.string() + "' cannot be made: " + error.message());
    auto const authority = TRY(authority_named_by(code, url));

    // The store is made aside. It stays there when the answer to the request is lost, so that the same code can be tried again with the same
    // keys: the server then signs them once more.
    auto const aside = directory / (".enrolling-" + hex(sha256(code.secret)).substr(0, 16));
    auto const tablet = registered(aside, url, code, authority, key, clock);
    if (!tablet) {
        if (tablet.error().code != Code::network && tablet.error().code != Code::unavailable)
            std::filesystem::remove_all(aside, error);
        return tablet;
    }
    std::filesystem::rename(aside / rescue_key_file, directory / rescue_key_file, error);
    std::filesystem::rename(aside / "bedside.db", directory / "bedside.db", error);
    if (error)
        return fail(Code::io, "the new store cannot be put in place: " + error.message());
    for (auto const& entry : std::filesystem::directory_iterator(directory, error)) // and of codes that were never finished
        if (entry.path().filename().string().starts_with(".enrolling-"))
            std::filesystem::remove_all(entry.path(), error);
    return tablet;
}

} // namespace bedside::client
