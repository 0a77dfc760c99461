// SPDX-License-Identifier: Apache-2.0
// The server's signed word.
#include "sync/wire/receipt.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;
using namespace bedside::wire;

namespace {

Receipt receipt_from(SigningKey const& server)
{
    Receipt receipt { "0b9e0f6a-3c1e-4b9e-9f57-2f4c2a0f6d11", std::string(64, 'b'), "T-03", 12, "2026-11-24T06:33:06.000+00:00", std::string(64, 'c'), "" };
    receipt.signature = base64(sign(server, receipt.canonical()));
    return receipt;
}

} // namespace

TEST_CASE("a receipt keeps every field and its signature on the wire", "[R-007]")
{
    auto const server = SigningKey::generate();
    auto const sent = receipt_from(server);
    auto const received = Receipt::from_json(sent.to_json());
    REQUIRE(received);
    CHECK(received->canonical() == sent.canonical());
    CHECK(received->signed_by(server.public_key));
    CHECK_FALSE(received->signed_by(SigningKey::generate().public_key));
}

TEST_CASE("a receipt about other bytes is not signed", "[R-007]")
{
    auto const server = SigningKey::generate();
    auto receipt = receipt_from(server);
    receipt.sha256.front() = 'd';
    CHECK_FALSE(receipt.signed_by(server.public_key));
}

TEST_CASE("a line feed can't hide inside a receipt's field", "[R-067]")
{
    auto const text = receipt_from(SigningKey::generate()).to_json();
    auto altered = text;
    altered.replace(altered.find("T-03"), 4, "T-03\\n13");
    CHECK_FALSE(Receipt::from_json(altered));
    CHECK_FALSE(Receipt::from_json(text.substr(1)));
    CHECK_FALSE(Receipt::from_json("{}"));
    CHECK_FALSE(Receipt::from_json("[]"));
    CHECK_FALSE(Receipt::from_json(std::string(100'000, ' ')));
}
