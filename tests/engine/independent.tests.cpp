// SPDX-License-Identifier: Apache-2.0
// Writes responses for the independent validator; run by tests/support/fhir-validator/check.
#include "forms/engine/occurrence.h"
#include "tests/support/scenario.h"

#include <filesystem>
#include <fstream>

using namespace bedside;
using namespace bedside::forms;
using namespace bedside::test;

static Value first_fitting(Item const& item)
{
    if (auto const* choice = std::get_if<ChoiceItem>(&item.kind))
        return choice->options.front().value;
    if (auto const* integer = std::get_if<IntegerItem>(&item.kind))
        return integer->maximum.value_or(1);
    if (std::holds_alternative<DateTimeItem>(item.kind))
        return DateTime { "2026-11-24T14:05:00.000+08:00" };
    return !item.link_id.ends_with("-more"); // yes to every question, except for more of the same
}

TEST_CASE("responses of every instrument, answered and declined", "[.independent]")
{
    std::filesystem::path const folder = std::filesystem::path(BEDSIDE_BINARY_DIR) / "independent";
    std::filesystem::create_directories(folder);
    for (auto const name : shipped_instruments()) {
        for (auto const* way : { "answered", "declined" }) {
            Scenario patient(name);
            for (auto next = first_unanswered(patient.form, patient.answers); next; next = first_unanswered(patient.form, patient.answers)) {
                auto const paths = patient.missing();
                if (std::string_view(way) == "declined")
                    patient.declines(paths.front());
                else
                    patient.says(paths.front(), first_fitting(*patient.form.find(paths.front().link_id())));
            }
            std::ofstream(folder / (std::string(name) + "-" + way + ".json")) << patient.completed();
        }
    }
}
