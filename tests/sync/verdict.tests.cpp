// SPDX-License-Identifier: Apache-2.0
// What counts as received, rule by rule.
#include "sync/client/verdict.h"
#include "forms/engine/json.h"
#include "forms/engine/vocabulary.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;
using namespace bedside::client;
using forms::Json;

namespace {

SigningKey const& server()
{
    static auto const key = SigningKey::from_seed(Bytes(32, 9)).value();
    return key;
}

wire::Submission sent()
{
    wire::Submission submission;
    submission.entry = { "T-03", 7, "0b5b6f0e-6c0e-4a52-9a58-0a6f3f0a7c11", std::string(64, 'a'), std::string(64, 'b') };
    return submission;
}

wire::Receipt right_receipt()
{
    auto const entry = sent().entry;
    return { entry.response_id, entry.sha256, entry.tablet, entry.sequence, "2026-11-24T06:33:06.000+00:00", entry.hash(), {} };
}

std::string bundle_with(wire::Receipt const& receipt)
{
    Json::Object extension { { "url", Json(forms::vocabulary::extension("receipt")) }, { "valueString", Json(receipt.to_json()) } };
    Json::Object outcome { { "resourceType", Json("OperationOutcome") }, { "extension", Json::Array { std::move(extension) } } };
    Json::Object response { { "status", Json("201 Created") }, { "outcome", std::move(outcome) } };
    Json::Object entry { { "response", std::move(response) } };
    return Json(Json::Object { { "resourceType", Json("Bundle") }, { "type", Json("transaction-response") }, { "entry", Json::Array { std::move(entry) } } }).dump();
}

bool received(std::string body, std::span<std::uint8_t const> receipt_key)
{
    Reply reply;
    reply.status = 200;
    reply.body = std::move(body);
    return std::holds_alternative<Received>(judge(reply, sent(), receipt_key));
}

bool received_with(wire::Receipt receipt, SigningKey const& signer)
{
    receipt.signature = base64(sign(signer, receipt.canonical()));
    return received(bundle_with(receipt), server().public_key);
}

} // namespace

TEST_CASE("only the study server's signature under this very form is a receipt")
{
    CHECK(received_with(right_receipt(), server()));
    CHECK_FALSE(received(bundle_with(right_receipt()), server().public_key)); // nobody signed it
    CHECK_FALSE(received_with(right_receipt(), SigningKey::from_seed(Bytes(32, 8)).value()));
    auto other = right_receipt();
    other.response_id = "0b5b6f0e-6c0e-4a52-9a58-0a6f3f0a7c12";
    CHECK_FALSE(received_with(other, server()));
    other = right_receipt();
    other.sha256 = std::string(64, 'c');
    CHECK_FALSE(received_with(other, server()));
    other = right_receipt();
    other.sequence = 8;
    CHECK_FALSE(received_with(other, server()));
    other = right_receipt();
    other.tablet = "T-04";
    CHECK_FALSE(received_with(other, server()));
}

TEST_CASE("where no receipt is signed, only the answer to a transaction is one")
{
    std::string const stored = R"("entry":[{"response":{"status":"200 OK"}}]})";
    CHECK(received(R"({"resourceType":"Bundle","type":"transaction-response",)" + stored, {}));
    CHECK_FALSE(received(R"({"resourceType":"Bundle","type":"searchset",)" + stored, {}));
    CHECK_FALSE(received(R"({"resourceType":"Parameters","type":"transaction-response",)" + stored, {}));
    CHECK_FALSE(received(R"({"resourceType":"Bundle","type":"transaction-response","entry":[{"response":{"status":"200 OK"}},{"response":{"status":"404"}}]})", {}));
    CHECK_FALSE(received(R"({"resourceType":"Bundle","type":"transaction-response","entry":[]})", {}));
    CHECK_FALSE(received("<html>Welcome</html>", {}));
}

TEST_CASE("an answer that is no success tells staff the server's own reason, and waits, refuses or bars as its status says")
{
    struct Said {
        int status;
        std::string body;
        std::size_t kind; ///< of Judgement
        std::string reason;
    };
    auto const outcome = [](std::string const& issue) { return R"({"resourceType":"OperationOutcome","issue":[)" + issue + "]}"; };
    std::string const long_reason = std::string(499, 'x') + "\u75db\u75db"; // the 500th byte is inside a character
    auto const reply_of = [](int status, std::string body) {
        Reply reply;
        reply.status = status;
        reply.body = std::move(body);
        return reply;
    };
    auto const later = Judgement(Later {}).index();
    auto const refused = Judgement(Refused {}).index();
    auto const barred = Judgement(Barred {}).index();
    for (auto const& [status, body, kind, reason] : std::initializer_list<Said> {
             { 422, outcome(R"({"diagnostics":"wrong"})"), refused, "wrong" },
             { 422, outcome(R"({"details":{"text":"in words"}})"), refused, "in words" },
             { 422, outcome(R"({"code":"invalid"})"), refused, "invalid" },
             { 422, R"({"resourceType":"OperationOutcome"})", refused, "no reason given" },
             { 422, outcome("{\"diagnostics\":\"" + long_reason + "\"}"), refused, std::string(499, 'x') },
             { 403, outcome(R"({"diagnostics":"not you"})"), barred, "not you" },
             { 404, outcome(R"({"diagnostics":"no"})"), later, "the server answered with status 404" },
             { 503, outcome(R"({"diagnostics":"no"})"), later, "the server cannot take it now (status 503)" },
             { 400, "<html>", later, "the server cannot take it now (status 400)" },
             { 200, R"({"resourceType":"Bundle","type":"transaction-response","entry":[]})", later, "the server did not store everything" },
         }) {
        INFO(status << " " << body);
        auto const judgement = judge_plain(reply_of(status, body));
        REQUIRE(judgement.index() == kind);
        auto const said = std::visit([](auto const& one) -> std::string { if constexpr (requires { one.reason; }) return one.reason; else return ""; }, judgement);
        CHECK(said == reason);
    }
    auto const without_receipt = reply_of(200, R"({"resourceType":"Bundle","type":"transaction-response","entry":[{"response":{"status":"200 OK","outcome":{"resourceType":"OperationOutcome"}}}]})");
    auto const judgement = judge(without_receipt, sent(), server().public_key);
    REQUIRE(judgement.index() == later);
    CHECK(std::get<Later>(judgement).reason == "the server's receipt is missing, or not signed by this study");
}
