// SPDX-License-Identifier: Apache-2.0
#include "sync/simulate/parameters.h"

#include "forms/study/toml_table.h"

#include <algorithm>
#include <fstream>

namespace bedside::simulate {
namespace {

using study::TomlTable;

Result<Days> read_days(TomlTable const& table, char const* key)
{
    auto const values = TRY(table.numbers(key));
    if (values.size() != 2 || values[0] < 0 || values[1] < values[0] || values[1] > 365)
        return table.refuse(key, "'" + std::string(key) + "' must be the least and the most of days");
    return Days { static_cast<int>(values[0]), static_cast<int>(values[1]) };
}

Result<Arm> read_arm(toml::table const& node, std::size_t days)
{
    auto const table = TRY(TomlTable::checked(node, "[[arm]]", { "name", "drug", "concentration", "pain", "episodes", "dose", "burden", "side-effects" }));
    Arm arm;
    arm.name = TRY(table.name("name"));
    auto const drug = TRY(table.text("drug"));
    if (drug != "morphine" && drug != "hydromorphone")
        return table.refuse("drug", "'drug' must be morphine or hydromorphone");
    arm.drug = drug == "morphine" ? scoring::Opioid::morphine : scoring::Opioid::hydromorphone;
    arm.concentration_ug_per_ml = TRY(table.whole("concentration", 1, 50'000));
    struct Course {
        char const* key;
        std::vector<double>* values;
        double most;
    };
    for (auto const& course : { Course { "pain", &arm.pain, 10 }, Course { "episodes", &arm.episodes, 20 }, Course { "dose", &arm.dose, 100 }, Course { "burden", &arm.burden, 3 }, Course { "side-effects", &arm.side_effects, 4 } }) {
        *course.values = TRY(table.numbers(course.key));
        auto const wrong = std::any_of(course.values->begin(), course.values->end(), [&](double value) { return value < 0 || value > course.most; });
        if (course.values->size() != days || wrong)
            return table.refuse(course.key, "'" + std::string(course.key) + "' needs one number for each of 'days', from 0 to " + std::to_string(static_cast<int>(course.most)));
    }
    return arm;
}

Result<Conduct> read_conduct(toml::table const& node)
{
    auto const table = TRY(TomlTable::checked(node, "[conduct]", { "refused-item", "missed-evening", "late-evening", "missed-visit-form", "late-visit-form", "episode-logged", "episode-late", "changed-answer", "assisted", "offline-day", "withdrawn", "died", "rotated", "wrong-clock" }));
    Conduct conduct;
    struct Probability {
        char const* key;
        double* value;
    };
    for (auto const& one : { Probability { "refused-item", &conduct.refused_item }, Probability { "missed-evening", &conduct.missed_evening }, Probability { "late-evening", &conduct.late_evening }, Probability { "missed-visit-form", &conduct.missed_visit_form },
             Probability { "late-visit-form", &conduct.late_visit_form }, Probability { "episode-logged", &conduct.episode_logged }, Probability { "episode-late", &conduct.episode_late }, Probability { "changed-answer", &conduct.changed_answer },
             Probability { "assisted", &conduct.assisted }, Probability { "offline-day", &conduct.offline_day }, Probability { "withdrawn", &conduct.withdrawn }, Probability { "died", &conduct.died }, Probability { "rotated", &conduct.rotated },
             Probability { "wrong-clock", &conduct.wrong_clock } }) {
        *one.value = TRY(table.number(one.key));
        if (*one.value < 0 || *one.value > 1)
            return table.refuse(one.key, "'" + std::string(one.key) + "' is a probability, from 0 to 1");
    }
    return conduct;
}

} // namespace

Result<Parameters> read_parameters(std::filesystem::path const& study_folder)
{
    auto const file = study_folder / "simulation.toml";
    if (!std::filesystem::exists(file))
        return fail(Code::not_found, "the study has no '" + file.string() + "' that says how its patients fare");
    toml::table root;
    try {
        std::ifstream stream(file);
        root = toml::parse(stream, std::string_view("simulation.toml"));
    } catch (toml::parse_error const& error) {
        return study::refuse_at(error.source(), std::string(error.description()));
    }
    TRY(TomlTable::checked(root, "simulation.toml", { "trial", "arm", "conduct" }));
    auto const* trial = root.get_as<toml::table>("trial");
    auto const* arms = root.get_as<toml::array>("arm");
    auto const* conduct = root.get_as<toml::table>("conduct");
    if (!trial || !arms || !arms->is_array_of_tables() || !conduct)
        return study::refuse_at(root.source(), "the tables [trial], [[arm]] and [conduct] are needed");

    Parameters parameters;
    auto const table = TRY(TomlTable::checked(*trial, "[trial]", { "start", "recruitment-days", "trialing-days", "discharge-days", "days" }));
    auto const start = parse_date(TRY(table.text("start")));
    if (!start)
        return table.refuse("start", "'start' must be a date such as \"2026-01-05\"");
    parameters.start = *start;
    parameters.recruitment_days = TRY(table.whole("recruitment-days", 1, 3660));
    parameters.trialing = TRY(read_days(table, "trialing-days"));
    parameters.discharge = TRY(read_days(table, "discharge-days"));
    parameters.days = TRY(table.numbers("days"));
    if (parameters.days.empty() || !std::is_sorted(parameters.days.begin(), parameters.days.end()))
        return table.refuse("days", "'days' must rise");
    for (auto const& node : *arms)
        parameters.arms.push_back(TRY(read_arm(*node.as_table(), parameters.days.size())));
    parameters.conduct = TRY(read_conduct(*conduct));
    return parameters;
}

double at_day(std::vector<double> const& days, std::vector<double> const& values, double day)
{
    auto const after = std::upper_bound(days.begin(), days.end(), day);
    if (after == days.begin())
        return values.front();
    if (after == days.end())
        return values.back();
    auto const i = static_cast<std::size_t>(after - days.begin());
    auto const share = (day - days[i - 1]) / (days[i] - days[i - 1]);
    return values[i - 1] + share * (values[i] - values[i - 1]);
}

} // namespace bedside::simulate
