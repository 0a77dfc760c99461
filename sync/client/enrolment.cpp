// SPDX-License-Identifier: Apache-2.0
#include "sync/client/enrolment.h"

#include "forms/engine/json.h"
#include "sync/client/http_client.h"
#include "sync/pki/certificate.h"
#include "sync/pki/enrolment_code.h"
#include "sync/store/store.h"

namespace bedside::client {
namespace {

using forms::Json;

/// A folder that vanishes unless it is kept.
class Workshop {
public:
    explicit Workshop(std::filesystem::path path)
        : m_path(std::move(path))
    {
    }
    ~Workshop()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    std::filesystem::path const& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

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

    Workshop const workshop(directory / (".enrolling-" + hex(random_bytes(4))));
    std::filesystem::create_directory(workshop.path(), error);
    if (error)
        return fail(Code::io, "the folder '" + workshop.path().string() + "' cannot be made: " + error.message());
    std::filesystem::permissions(workshop.path(), std::filesystem::perms::owner_all, error);
    std::string tablet;
    {
        auto store = TRY(store::Store::create(workshop.path(), key, clock));
        auto const request = TRY(pki::make_request("tablet"));
        HttpClient client({ .authority = authority, .certificate = {}, .key = {}, .bearer = {} });
        Json::Object body { { "secret", Json(hex(code.secret)) }, { "request", Json(request.pem) }, { "signing_key", Json(hex(store.public_key())) } };
        auto const reply = TRY(client.perform({ .method = "POST", .url = url + "/enrol", .body = Json(std::move(body)).dump(), .content_type = "application/json", .headers = {} }));
        if (reply.status != 200)
            return fail(reply.status == 403 ? Code::forbidden : reply.status == 409 ? Code::already_exists : reply.status >= 500 || reply.status == 429 ? Code::unavailable : Code::rejected, reason_of(reply));
        auto const answer = TRY(Json::parse(reply.body, 4));
        tablet = answer.string_at("tablet");
        auto const certificate = answer.string_at("certificate");
        auto const receipt_key = from_hex(answer.string_at("receipt_public_key"));
        if (tablet.empty() || !pki::fingerprint(certificate) || !receipt_key || receipt_key->size() != 32)
            return fail(Code::invalid_data, "the server's answer to the enrolment is not complete; ask the coordinator for a new code");
        TRY(store.set_setting("server_url", url));
        TRY(store.set_setting("server_kind", "bedside"));
        TRY(store.set_setting("authority_certificate", authority));
        TRY(store.set_setting("tls_certificate", certificate));
        TRY(store.set_setting("tls_key", request.key.text()));
        TRY(store.set_setting("receipt_public_key", answer.string_at("receipt_public_key")));
        TRY(store.set_setting("rescue_public_key", answer.string_at("rescue_public_key")));
        TRY(store.set_setting("tablet", tablet));
        TRY(store.audit("enrolled", tablet, { .who = "system:sync", .assisted_by = {} }));
    }
    std::filesystem::rename(workshop.path() / "bedside.db", directory / "bedside.db", error);
    if (error)
        return fail(Code::io, "the new store cannot be put in place: " + error.message());
    return tablet;
}

} // namespace bedside::client
