// SPDX-License-Identifier: Apache-2.0
// One completed form on the wire: a FHIR R4 transaction that carries the frozen bytes verbatim.
#pragma once

#include "sync/wire/chain.h"

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
};

/// Transaction Bundle: PUT QuestionnaireResponse/<id> with exactly response_json, PUT Provenance/<id> with chain and signature, PUT of each further resource.
std::string build_transaction(Submission const& submission);
/// The Submission out of a transaction Bundle, response_json byte for byte as it stood there.
/// Fails with invalid_data (not JSON, not a transaction, missing parts) or too_large.
Result<Submission> parse_transaction(std::string_view json);

} // namespace bedside::wire
