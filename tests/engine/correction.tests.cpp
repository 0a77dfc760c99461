// SPDX-License-Identifier: Apache-2.0
// A correction names what it corrects, why, and who did it; the source stays.
#include "forms/engine/definition.h"
#include "forms/engine/response.h"
#include "forms/instruments/instruments.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;
using namespace bedside::forms;

namespace {

struct Pain {
    Definition definition = load_questionnaire(*shipped_instrument("pain-nrs")).value();
    ResponseHeader header()
    {
        ResponseHeader header;
        header.id = "0b9e0f6a-3c1e-4b9e-9f57-2f4c2a0f6d11";
        header.subject = "P-017";
        header.authored = parse_iso8601("2026-11-24T14:33:05.120+08:00").value();
        header.assisted_by = "family";
        return header;
    }
    ResponseHeader correction()
    {
        auto made = header();
        made.status = ResponseStatus::amended;
        made.amends = "1b9e0f6a-3c1e-4b9e-9f57-2f4c2a0f6d12";
        made.reason = "entry-error";
        made.corrected_by = "CRC-1";
        return made;
    }
    Result<ParsedResponse> again(ResponseHeader const& header) { return parse_response(definition, build_response(definition, {}, header).value()); }
};

} // namespace

TEST_CASE("a correction goes out and comes back with original, reason and who corrected; the patient stays the source", "[R-053]")
{
    Pain pain;
    auto const read = pain.again(pain.correction());
    REQUIRE(read);
    CHECK(read->header.status == ResponseStatus::amended);
    CHECK(read->header.amends == "1b9e0f6a-3c1e-4b9e-9f57-2f4c2a0f6d12");
    CHECK(read->header.reason == "entry-error");
    CHECK(read->header.corrected_by == "CRC-1");
    CHECK(read->header.staff.empty());
    auto const plain = pain.again(pain.header());
    REQUIRE(plain);
    CHECK(plain->header.amends.empty());
    CHECK(plain->header.corrected_by.empty());
    CHECK(plain->header.assisted_by == "family");
}

TEST_CASE("a correction without its original, and an original that claims to correct, are refused")
{
    Pain pain;
    auto nameless = pain.correction();
    nameless.amends.clear();
    CHECK_FALSE(build_response(pain.definition, {}, nameless));
    auto claiming = pain.correction();
    claiming.status = ResponseStatus::completed;
    CHECK_FALSE(build_response(pain.definition, {}, claiming));
    auto crooked = pain.correction();
    crooked.amends = "a/b";
    CHECK_FALSE(build_response(pain.definition, {}, crooked));
}
