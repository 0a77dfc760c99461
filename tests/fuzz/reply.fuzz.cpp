// SPDX-License-Identifier: Apache-2.0
// Any bytes as a server's reply to one form: the first byte chooses the status, the rest is the body.
#include "forms/base/crypto.h"
#include "sync/client/verdict.h"
#include "tests/fuzz/promise.h"

using namespace bedside;
using namespace bedside::client;

static wire::Submission const& sent()
{
    static wire::Submission const submission = [] {
        wire::Submission made;
        made.entry.tablet = "T-01";
        made.entry.sequence = 7;
        made.entry.response_id = "0b5b6f0e-6c0e-4a52-9a58-0a6f3f0a7c11";
        made.entry.sha256 = std::string(64, 'a');
        made.entry.previous = std::string(64, 'b');
        return made;
    }();
    return submission;
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    static constexpr int statuses[] = { 200, 201, 204, 302, 400, 401, 403, 404, 408, 409, 412, 413, 422, 425, 429, 500, 503 };
    static auto const server = SigningKey::from_seed(Bytes(32, 9));
    if (size == 0)
        return 0;
    Reply reply;
    reply.status = statuses[data[0] % std::size(statuses)];
    reply.body.assign(reinterpret_cast<char const*>(data) + 1, size - 1);

    auto const signed_verdict = judge(reply, sent(), server->public_key);
    if (auto const* received = std::get_if<Received>(&signed_verdict)) {
        auto const& receipt = received->receipt;
        promise(reply.status == 200 || reply.status == 201, "only success is success");
        promise(receipt.signed_by(server->public_key), "nothing is received without the server's signature");
        promise(receipt.response_id == sent().entry.response_id && receipt.sha256 == sent().entry.sha256 && receipt.sequence == sent().entry.sequence, "a receipt is for this form");
    }
    if (auto const* refused = std::get_if<Refused>(&signed_verdict))
        promise(reply.status >= 400 && reply.status < 500 && refused->reason.size() <= 500, "only a FHIR refusal puts a form aside");
    auto const plain_verdict = judge(reply, sent(), {});
    promise(!std::get_if<Received>(&plain_verdict) || reply.status == 200 || reply.status == 201, "only success is success");
    return 0;
}
