// SPDX-License-Identifier: Apache-2.0
// What a server's reply to one form means.
#pragma once

#include "sync/client/http_client.h"
#include "sync/wire/bundle.h"
#include "sync/wire/receipt.h"

#include <span>
#include <string>
#include <variant>

namespace bedside::client {

/// The server has it, provably (or, from a server that signs nothing, as it says).
struct Received {
    wire::Receipt receipt;
};
/// This one record is refused and will be again.
struct Refused {
    std::string reason;
};
/// Nobody is to blame but the moment: try again, not before `wish_ms` when it is set.
struct Later {
    std::string reason;
    std::optional<std::int64_t> wish_ms;
    bool answered = false; ///< by a FHIR server, which is there and says why it does not take it (the study is locked, say)
};
/// The server knows this tablet no more.
struct Barred {
    std::string reason;
};
using Judgement = std::variant<Received, Refused, Later, Barred>;

/// Judges a reply to the transaction of `submission`. Only a FHIR reply counts, whatever its status: a captive portal's page is `Later`.
/// With a `receipt_key` (32 bytes) nothing but a receipt that it signed, for exactly these bytes, is Received; without one, the server's
/// word (Location, ETag) becomes an unsigned receipt.
Judgement judge(Reply const& reply, wire::Submission const& submission, std::span<std::uint8_t const> receipt_key);

/// The same for a transaction that carries no form, such as audit events: Received has an empty receipt.
Judgement judge_plain(Reply const& reply);

} // namespace bedside::client
