// SPDX-License-Identifier: Apache-2.0
// A ward's day against a fresh encrypted store, in clinical words.
#pragma once

#include "forms/engine/response.h"
#include "sync/store/store.h"
#include "tests/support/ok.h"
#include "tests/support/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>

namespace bedside::test {

/// A clock that only moves when told to.
class TestClock final : public Clock {
public:
    Instant now() const override { return m_now; }
    void wait_ms(std::int64_t milliseconds)
    {
        m_now.wall_ms += milliseconds;
        m_now.monotonic_ms += milliseconds;
    }
    void set_wall(std::int64_t wall_ms) { m_now.wall_ms = wall_ms; }
    void restart()
    {
        m_now.boot_id = random_uuid();
        m_now.monotonic_ms = 0;
    }

private:
    Instant m_now { .wall_ms = 1'795'500'000'000, .offset_min = 480, .monotonic_ms = 1000, .boot_id = "00000000-0000-4000-8000-000000000001" };
};

inline Secret test_key(std::uint8_t fill = 7)
{
    std::array<std::uint8_t, 32> bytes {};
    bytes.fill(fill);
    return Secret(bytes);
}

inline forms::Answer integer_answer(std::int32_t value) { return { { forms::Value(value) }, {} }; }
inline forms::Answer text_answer(std::string text) { return { { forms::Value(forms::Text { std::move(text) }) }, {} }; }

/// Frozen bytes as an NRS form would have them.
inline std::string nrs_bytes(std::string const& id, int pain, std::string const& participant = "P-017")
{
    return R"({"authored":"2026-11-24T14:33:05.120+08:00","id":")" + id + R"(","item":[{"answer":[{"valueInteger":)" + std::to_string(pain)
        + R"(}],"linkId":"nrs-now"}],"questionnaire":"https://bedside.health/fhir/Questionnaire/nrs|1","resourceType":"QuestionnaireResponse",)"
          R"("source":{"reference":"Patient/)"
        + participant + R"("},"status":"completed","subject":{"reference":"Patient/)" + participant + R"("}})";
}

inline store::Actor const patient { .who = "patient", .assisted_by = {} };
inline store::Actor const nurse { .who = "staff:N-03", .assisted_by = {} };

struct Ward {
    TemporaryFolder folder;
    TestClock clock;
    store::Store store = ok(store::Store::create(folder.path(), test_key(), clock));

    Ward() { ok(store.set_setting("tablet", "T-03")); }

    void reopen()
    {
        // The old one goes first, as at a real restart.
        { auto const gone = std::move(store); }
        store = ok(store::Store::open(folder.path(), test_key(), clock));
    }
    std::string begin(std::string const& participant = "P-017", std::string const& visit = "T1m")
    {
        return ok(store.begin_response({ .id = {}, .participant = participant, .form = "nrs", .questionnaire = "https://bedside.health/fhir/Questionnaire/nrs|1",
                                           .visit = visit, .started = {}, .current_path = {} },
                      patient)).id;
    }
    store::FrozenResponse complete_nrs(int pain, std::string const& participant = "P-017", int priority = 0)
    {
        auto const id = begin(participant);
        ok(store.save_answer(id, "nrs-now", integer_answer(pain), patient));
        return ok(store.complete(id, nrs_bytes(id, pain, participant), patient, {}, priority));
    }
};

} // namespace bedside::test
