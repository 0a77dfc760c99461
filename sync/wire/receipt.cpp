// SPDX-License-Identifier: Apache-2.0
// Receipts as JSON and as the text that the server signs.
#include "sync/wire/receipt.h"

#include "forms/base/identifiers.h"
#include "forms/engine/json.h"

namespace bedside::wire {
namespace {

using forms::Json;

constexpr std::size_t largest_receipt = 16 * 1024;

auto unknown_receipt() { return fail(Code::invalid_data, "The server's receipt is not one that this version understands."); }

} // namespace

std::string Receipt::canonical() const
{
    return "bedside-receipt-1\n" + response_id + "\n" + sha256 + "\n" + tablet + "\n" + std::to_string(sequence) + "\n" + server_time + "\n" + chain_head + "\n";
}

std::string Receipt::to_json() const
{
    Json::Object object {
        { "kind", "bedside-receipt-1" },
        { "responseId", Json(response_id) },
        { "sha256", Json(sha256) },
        { "tablet", Json(tablet) },
        { "sequence", Json(sequence) },
        { "serverTime", Json(server_time) },
        { "chainHead", Json(chain_head) },
        { "signature", Json(signature) },
    };
    return Json(std::move(object)).dump();
}

Result<Receipt> Receipt::from_json(std::string_view json)
{
    if (json.size() > largest_receipt)
        return fail(Code::too_large, "The server's receipt is larger than a receipt can be.");
    auto const parsed = Json::parse(json, 8);
    if (!parsed || !parsed->is_object() || parsed->string_at("kind") != "bedside-receipt-1")
        return unknown_receipt();
    Receipt receipt;
    receipt.response_id = parsed->string_at("responseId");
    receipt.sha256 = parsed->string_at("sha256");
    receipt.tablet = parsed->string_at("tablet");
    receipt.server_time = parsed->string_at("serverTime");
    receipt.chain_head = parsed->string_at("chainHead");
    receipt.signature = parsed->string_at("signature");
    auto const sequence = parsed->integer_at("sequence");
    if (!sequence)
        return unknown_receipt();
    receipt.sequence = *sequence;
    // Line feeds end the fields of canonical(); none may hide inside one.
    bool const sound = receipt.sequence > 0 && is_fhir_id(receipt.response_id) && is_sha256_hex(receipt.sha256) && is_fhir_id(receipt.tablet)
        && is_sha256_hex(receipt.chain_head) && parse_iso8601(receipt.server_time) && receipt.server_time.find('\n') == std::string::npos
        && (receipt.signature.empty() || from_base64(receipt.signature));
    if (!sound)
        return unknown_receipt();
    return receipt;
}

bool Receipt::signed_by(std::span<std::uint8_t const> public_key) const
{
    auto const bytes = from_base64(signature);
    return bytes && verify(public_key, canonical(), *bytes);
}

} // namespace bedside::wire
