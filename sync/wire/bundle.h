// SPDX-License-Identifier: Apache-2.0
// One completed form on the wire: a FHIR R4 transaction that carries the frozen bytes verbatim.
#pragma once

#include "forms/base/result.h"
#include "sync/wire/chain.h"
#include "sync/wire/transaction.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bedside::wire {

/// What the tablet sends for one completed form.
struct Submission {
    ChainEntry entry;
    std::string signature;     ///< base64 Ed25519 of entry.canonical() by the tablet's key
    std::string response_json; ///< the frozen bytes
    std::vector<std::string> resources; ///< further resources, complete JSON with id (Observation, Communication, AuditEvent)
    std::int64_t skew_ms = 0;  ///< tablet clock minus server clock at last contact
    std::string recorded;      ///< moment of completion, ISO 8601 with offset; empty: the response's `authored`
};

/// Transaction Bundle: PUT QuestionnaireResponse/<id> with exactly response_json, PUT Provenance/<id> with chain and signature, PUT of each further resource.
/// Fails with invalid_data when the frozen bytes or a further resource are no JSON resource with a type and an id.
Result<std::string> build_transaction(Submission const& submission);
/// The Submission out of a transaction Bundle, response_json (and each further resource) byte for byte as it stood there.
/// Neither hash nor signature is judged here. Fails with invalid_data (not JSON, not a transaction of PUTs, a part missing or twice) or too_large.
Result<Submission> parse_transaction(std::string_view json);
/// The same of a transaction that was read already. Fails with invalid_data.
Result<Submission> submission_in(Transaction const& transaction);

/// The Submission of a form and its Provenance that came each for itself, without further resources. Neither hash nor signature is judged here.
/// Fails with invalid_data.
Result<Submission> submission_of(std::string response_json, std::string_view provenance_json);

/// Whether the frozen bytes have the hash that the entry names, and the tablet's key signed the entry.
/// Fails with corrupted (hash) or unauthorised (signature).
Result<void> verify_submission(Submission const& submission, std::span<std::uint8_t const> public_key);

} // namespace bedside::wire
