// SPDX-License-Identifier: Apache-2.0
#include "sync/client/verdict.h"

#include "forms/base/clock.h"
#include "forms/base/utf8.h"
#include "forms/engine/json.h"
#include "forms/engine/vocabulary.h"

namespace bedside::client {
namespace {

using forms::Json;

/// Bytes of a server's reason that are kept.
constexpr std::size_t longest_reason = 500;

/// The receipt inside the outcome of any entry.
Result<wire::Receipt> receipt_in(Json const& bundle)
{
    auto const url = forms::vocabulary::extension("receipt");
    auto const* entries = bundle.find("entry");
    if (entries != nullptr && entries->is_array()) {
        for (auto const& entry : entries->array()) {
            auto const* response = entry.find("response");
            auto const* outcome = response != nullptr ? response->find("outcome") : nullptr;
            auto const* extensions = outcome != nullptr ? outcome->find("extension") : nullptr;
            if (extensions == nullptr || !extensions->is_array())
                continue;
            for (auto const& extension : extensions->array()) {
                if (extension.string_at("url") == url)
                    return wire::Receipt::from_json(extension.string_at("valueString"));
            }
        }
    }
    return fail(Code::invalid_data, "the server's reply holds no receipt");
}

/// Whether every entry succeeded; a transaction is all or nothing, but a careless server may say otherwise.
bool all_stored(Json const& bundle)
{
    auto const* entries = bundle.find("entry");
    if (entries == nullptr || !entries->is_array() || entries->array().empty())
        return false;
    for (auto const& entry : entries->array()) {
        auto const* response = entry.find("response");
        if (response == nullptr || !response->string_at("status").starts_with("2"))
            return false;
    }
    return true;
}

std::string first_issue(Json const& outcome)
{
    auto const* issues = outcome.find("issue");
    if (issues == nullptr || !issues->is_array() || issues->array().empty())
        return "no reason given";
    auto const& issue = issues->array().front();
    auto text = issue.string_at("diagnostics");
    if (text.empty() && issue.find("details") != nullptr)
        text = issue.find("details")->string_at("text");
    if (text.empty())
        text = issue.string_at("code");
    return std::string(utf8::prefix_in_bytes(text, longest_reason));
}

Judgement judge_success(Reply const& reply, Json const& bundle, wire::Submission const& submission, std::span<std::uint8_t const> receipt_key)
{
    auto const& entry = submission.entry;
    if (!receipt_key.empty()) {
        auto const receipt = receipt_in(bundle);
        bool const ours = receipt && receipt->response_id == entry.response_id && receipt->sha256 == entry.sha256 && receipt->tablet == entry.tablet
            && receipt->sequence == entry.sequence && receipt->signed_by(receipt_key);
        if (!ours)
            return Later { "the server's receipt is missing, or not signed by this study", {} };
        return Received { *receipt };
    }
    if (!all_stored(bundle))
        return Later { "the server did not store everything", {} };
    Instant const when { .wall_ms = reply.date_ms.value_or(0), .offset_min = 0, .monotonic_ms = 0, .boot_id = {} };
    return Received { { entry.response_id, entry.sha256, entry.tablet, entry.sequence, iso8601(when), entry.hash(), {} } };
}

/// `success` judges a reply that is a transaction-response.
template <typename Success>
Judgement judge_reply(Reply const& reply, Success const& success)
{
    auto const body = Json::parse(reply.body, 32);
    auto const type = body ? body->string_at("resourceType") : std::string();
    auto const status = std::to_string(reply.status);
    if (reply.status == 200 || reply.status == 201) {
        if (type != "Bundle" || body->string_at("type") != "transaction-response")
            return Later { "something between here and the server answered (a log-in page?)", reply.retry_after_ms };
        return success(*body);
    }
    if (type != "OperationOutcome" || reply.status == 429 || reply.status >= 500 || reply.status == 408 || reply.status == 425)
        return Later { "the server cannot take it now (status " + status + ")", reply.retry_after_ms, type == "OperationOutcome" };
    if (reply.status == 401 || reply.status == 403)
        return Barred { first_issue(*body) };
    if (reply.status == 400 || reply.status == 409 || reply.status == 410 || reply.status == 412 || reply.status == 413 || reply.status == 422)
        return Refused { first_issue(*body) };
    return Later { "the server answered with status " + status, reply.retry_after_ms };
}

} // namespace

Judgement judge(Reply const& reply, wire::Submission const& submission, std::span<std::uint8_t const> receipt_key)
{
    return judge_reply(reply, [&](Json const& bundle) { return judge_success(reply, bundle, submission, receipt_key); });
}

Judgement judge_plain(Reply const& reply)
{
    return judge_reply(reply, [](Json const& bundle) -> Judgement {
        if (!all_stored(bundle))
            return Later { "the server did not store everything", {} };
        return Received {};
    });
}

} // namespace bedside::client
