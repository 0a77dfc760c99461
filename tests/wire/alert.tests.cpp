// SPDX-License-Identifier: Apache-2.0
// An alert as it travels with its form.
#include "sync/wire/alert.h"
#include "sync/wire/bundle.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;
using namespace bedside::wire;

namespace {

AlertRecord alert()
{
    return { "5b9e0f6a-3c1e-4b9e-9f57-2f4c2a0f6d12", "0b9e0f6a-3c1e-4b9e-9f57-2f4c2a0f6d11", "P-017", "T-03", "severe-pain", "疼痛 ≥ 7", true,
        parse_iso8601("2026-11-24T14:33:05.120+08:00").value() };
}

} // namespace

TEST_CASE("an alert keeps every field on the wire, and is a resource that a transaction may carry")
{
    auto const json = communication(alert());
    auto const name = name_of_resource(json);
    REQUIRE(name);
    CHECK(name->type == "Communication");
    CHECK(name->id == alert().id);
    auto const read = parse_communication(json);
    REQUIRE(read);
    CHECK(read->response_id == alert().response_id);
    CHECK(read->participant == "P-017");
    CHECK(read->tablet == "T-03");
    CHECK(read->rule == "severe-pain");
    CHECK(read->text == "疼痛 ≥ 7");
    CHECK(read->urgent);
    CHECK(read->raised.wall_ms == alert().raised.wall_ms);
    auto calm = alert();
    calm.urgent = false;
    CHECK_FALSE(parse_communication(communication(calm))->urgent);
}

TEST_CASE("something else is not read as an alert")
{
    CHECK_FALSE(parse_communication("{}"));
    CHECK_FALSE(parse_communication("[1"));
    auto const json = communication(alert());
    for (auto const* part : { "Communication", "severe-pain", "Patient/", "2026-11-24T" }) {
        auto other = json;
        other.replace(other.find(part), 3, "");
        INFO(part);
        CHECK(parse_communication(other).has_value() == (std::string_view(part) == "severe-pain"));
    }
}
