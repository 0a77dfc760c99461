// SPDX-License-Identifier: Apache-2.0
// The canonical text is a contract between tablets and servers of every age.
#include "sync/wire/chain.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;

TEST_CASE("the chain's text and hash never change", "[R-005]")
{
    wire::ChainEntry const entry { "T-03", 2, "0b9e0f6a-3c1e-4b9e-9f57-2f4c2a0f6d11", std::string(64, '1'), wire::chain_genesis };
    CHECK(entry.canonical() == "bedside-chain-1\nT-03\n2\n0b9e0f6a-3c1e-4b9e-9f57-2f4c2a0f6d11\n" + std::string(64, '1') + "\n" + std::string(64, '0') + "\n");
    // computed with sha256sum
    CHECK(entry.hash() == "a87c304c9a32549892a7d924af8aede69320323f7e7cf87e5925a5f9cfbe9704");
}
