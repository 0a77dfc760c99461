// SPDX-License-Identifier: Apache-2.0
// The per-tablet sequence of completed forms: each entry names the one before it, so that a gap or a change shows.
#pragma once

#include "forms/base/crypto.h"

#include <cstdint>
#include <string>

namespace bedside::wire {

/// Hash before the first entry: 64 zeros.
extern std::string const chain_genesis;

/// One completed form's place in its tablet's sequence.
struct ChainEntry {
    std::string tablet;        ///< Device id
    std::int64_t sequence = 0; ///< 1, 2, 3 ... without gaps
    std::string response_id;   ///< UUID of the QuestionnaireResponse
    std::string sha256;        ///< of its frozen bytes, hex
    std::string previous;      ///< hash() of the entry before, hex; chain_genesis for the first

    /// The text that is hashed and signed; the same on tablet and server.
    std::string canonical() const;
    /// SHA-256 of canonical(), hex: the `previous` of the next entry, and the chain head.
    std::string hash() const;
};

} // namespace bedside::wire
