// SPDX-License-Identifier: Apache-2.0
// Canonical text and hash of a place in a tablet's sequence.
#include "sync/wire/chain.h"

namespace bedside::wire {

std::string const chain_genesis(64, '0');

std::string ChainEntry::canonical() const
{
    return "bedside-chain-1\n" + tablet + "\n" + std::to_string(sequence) + "\n" + response_id + "\n" + sha256 + "\n" + previous + "\n";
}

std::string ChainEntry::hash() const { return sha256_hex(canonical()); }

} // namespace bedside::wire
