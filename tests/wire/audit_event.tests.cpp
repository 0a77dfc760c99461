// SPDX-License-Identifier: Apache-2.0
// An audit row travels as an AuditEvent and is the same row afterwards.
#include "sync/wire/audit_event.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;

namespace {

wire::AuditRecord row(std::string who, std::string assisted_by = {})
{
    Instant const at { .wall_ms = 1'795'500'000'123, .offset_min = 480, .monotonic_ms = 5'123, .boot_id = "00000000-0000-4000-8000-000000000001" };
    return { 17, "response-completed", "an id \"with\" quotes, \n and 汉字", std::move(who), std::move(assisted_by), at, -3'600'000, std::string(64, 'a') };
}

} // namespace

TEST_CASE("an audit row comes back from its AuditEvent as it went", "[R-052]")
{
    auto rows = std::vector { row("patient"), row("staff:N-03"), row("system:sync"), row(""), row("patient", "nurse") };
    rows.push_back(row("system:store"));
    rows.back().detail.clear();
    rows.back().at.boot_id.clear();
    rows.back().at.offset_min = -210;
    for (auto& one : rows)
        one.hash = std::string(63, 'b') + std::to_string(&one - rows.data());
    auto const text = wire::build_audit_transaction("T-03", rows);
    auto const transaction = wire::Transaction::parse(text);
    REQUIRE(transaction);
    CHECK(transaction->begins_with("AuditEvent"));
    auto const received = wire::audit_events_in(*transaction);
    REQUIRE(received);
    REQUIRE(received->size() == rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        INFO(i);
        auto const& got = (*received)[i].record;
        CHECK(got.number == rows[i].number);
        CHECK(got.event == rows[i].event);
        CHECK(got.detail == rows[i].detail);
        CHECK(got.who == rows[i].who);
        CHECK(got.assisted_by == rows[i].assisted_by);
        CHECK(got.at.wall_ms == rows[i].at.wall_ms);
        CHECK(got.at.offset_min == rows[i].at.offset_min);
        CHECK(got.at.monotonic_ms == rows[i].at.monotonic_ms);
        CHECK(got.at.boot_id == rows[i].at.boot_id);
        CHECK(got.skew_ms == rows[i].skew_ms);
        CHECK(got.hash == rows[i].hash);
        CHECK((*received)[i].json == wire::audit_event("T-03", rows[i]));
    }
}

TEST_CASE("what is no AuditEvent of ours is refused")
{
    auto const empty = wire::Transaction::parse(R"({"resourceType":"Bundle","type":"transaction","entry":[]})");
    REQUIRE(empty);
    CHECK_FALSE(empty->begins_with("AuditEvent"));
    CHECK_FALSE(wire::Transaction::parse("{"));
    CHECK_FALSE(wire::parse_audit_event("{}"));
    auto text = wire::audit_event("T-03", row("patient"));
    text.replace(text.find("\"17\""), 4, "\"x\"");
    CHECK_FALSE(wire::parse_audit_event(text));
}
