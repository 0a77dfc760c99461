// SPDX-License-Identifier: Apache-2.0
// Any bytes as study.toml over the shipped instruments, after a line "---" any bytes as its roster; what loads is planned.
#include "forms/instruments/instruments.h"
#include "forms/study/planner.h"
#include "tests/fuzz/promise.h"

#include <limits>

using namespace bedside;
using namespace bedside::study;

static constexpr std::string_view border = "\n---\n";

static void check_plan(Study const& study, Participant const& participant, std::int64_t now_ms)
{
    Instant const now { .wall_ms = now_ms, .offset_min = 480, .monotonic_ms = 0, .boot_id = {} };
    for (auto const& planned : plan(study, participant, {}, now)) {
        promise(study.form(planned.form) != nullptr, "only forms of the study are planned");
        promise(planned.state != DueState::done && planned.state != DueState::late, "nothing is done without a response");
        promise(planned.opens.wall_ms <= planned.closes.wall_ms, "a window opens before it closes");
        if (planned.state == DueState::due || planned.state == DueState::overdue)
            promise(planned.opens.wall_ms <= now_ms && now_ms < planned.closes.wall_ms, "what is due can be done now");
        if (planned.state == DueState::missed)
            promise(planned.closes.wall_ms <= now_ms, "what is missed has closed");
    }
    for (auto const& event : event_forms(study, participant, now))
        promise(study.diary_of_form(event.form) != nullptr, "an event belongs to a diary");
}

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const all(reinterpret_cast<char const*>(data), size);
    auto const end = all.find(border);
    std::map<std::string, std::string> files;
    for (auto const name : forms::shipped_instruments())
        files["instruments/" + std::string(name) + ".json"] = *forms::shipped_instrument(name);
    files["study.toml"] = all.substr(0, end);
    auto const loaded = load_study(files);
    if (!loaded) {
        promise(!loaded.error().message.empty(), "a refusal has a sentence");
        return 0;
    }
    promise(load_study_head(files["study.toml"]).has_value(), "a study that loads has a head that loads");
    auto const roster = load_roster(end == std::string_view::npos ? std::string_view() : all.substr(end + border.size()), *loaded);
    if (!roster) {
        promise(!roster.error().message.empty(), "a refusal has a sentence");
        return 0;
    }
    auto const written = format_roster(*roster, *loaded);
    auto const again = load_roster(written, *loaded);
    promise(again && format_roster(*again, *loaded) == written, "a roster is read back as it was written");
    for (auto const& participant : *roster) {
        for (std::int64_t const now_ms : { std::int64_t { 0 }, std::int64_t { 1'795'000'000'000 } }) // 1970 and November 2026
            check_plan(*loaded, participant, now_ms);
    }
    return 0;
}
