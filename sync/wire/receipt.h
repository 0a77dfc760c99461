// SPDX-License-Identifier: Apache-2.0
// The server's signed word that it holds a form durably.
#pragma once

#include "forms/base/crypto.h"

#include <cstdint>
#include <string>

namespace bedside::wire {

struct Receipt {
    std::string response_id;
    std::string sha256;        ///< of the bytes that the server holds, hex
    std::string tablet;
    std::int64_t sequence = 0;
    std::string server_time;   ///< ISO 8601 with offset
    std::string chain_head;    ///< of the tablet's chain as far as the server holds it without a gap, hex
    std::string signature;     ///< base64 Ed25519 over canonical(); empty from a server that signs nothing

    std::string canonical() const;
    std::string to_json() const;
    static Result<Receipt> from_json(std::string_view json);
    /// Whether `public_key` (32 bytes) signed this receipt.
    bool signed_by(std::span<std::uint8_t const> public_key) const;
};

} // namespace bedside::wire
