// SPDX-License-Identifier: Apache-2.0
// The tables of the report: who counts where, and how they are compared.
#include "tests/report/trial.h"

using namespace bedside;
using namespace bedside::report;
using test::records;

TEST_CASE("a change of the drug is a rotation: kept in the arm under treatment policy, left out while on treatment")
{
    Trial trial;
    auto const* drug = trial.publication.study.form("pump-record")->definition->find("drug");
    auto const& options = std::get<forms::ChoiceItem>(drug->kind).options;
    auto const pump = [&](char const* visit, std::size_t option, char const* when) {
        forms::Answers answers;
        answers["drug"].values = { options[option].value };
        trial.add("P-012", "pump-record", visit, answers, at(when));
    };
    trial.pain("P-012", "T1d", 5, 5, at("2026-03-01T10:00:00+08:00"));
    pump("T1d", 0, "2026-03-01T10:10:00+08:00");
    trial.pain("P-012", "T1m", 8, 8, at("2026-03-29T10:00:00+08:00"));
    pump("T1m", 1, "2026-03-29T10:10:00+08:00");
    trial.pain("P-012", "T2m", 3, 3, at("2026-04-28T10:00:00+08:00"));
    auto const files = trial.reported(read_allocation("number,arm\nP-012,M\nP-016,HM\n", trial.data().ground).value());
    auto const mean = [&](char const* table, char const* visit) { return cell(files.at(table), { "NRS_AVERAGE", "0-10", "M", visit }, "mean"); };
    CHECK(mean("described.csv", "T1m") == "8");
    CHECK(mean("described.csv", "T2m") == "3");
    CHECK(mean("described_on_treatment.csv", "T1d") == "5");
    CHECK(mean("described_on_treatment.csv", "T1m").empty());
    CHECK(mean("described_on_treatment.csv", "T2m").empty());
    auto const rotation = records(files.at("rotation.csv"));
    REQUIRE(rotation.size() == 2);
    CHECK(rotation[1] == std::vector<std::string> { "P-012", "M", "morphine", "hydromorphone", "T1m", "2026-03-29T10:10:00.000+08:00", "", "8", "", "" });
    CHECK(cell(files.at("flow.csv"), { "rotated", "", "M" }, "participants") == "1");
    CHECK(cell(trial.exported().at("wide.csv"), { "idds-hydromorphone", "P-012", "T2m" }, "after_rotation") == "true");
}

TEST_CASE("the dose changes from the first pump record, everything else from the first visit")
{
    Trial trial;
    trial.pain("P-012", "T1d", 5, 5, at("2026-03-01T10:00:00+08:00"));
    auto const table = trial.reported().at("described.csv");
    CHECK(cell(table, { "DOSE_IT_MORPHINE_EQ", "mg/24 h", "all", "T1d" }, "change_from").empty());
    CHECK(cell(table, { "DOSE_IT_MORPHINE_EQ", "mg/24 h", "all", "T1m" }, "change_from") == "T1d");
    CHECK(cell(table, { "NRS_AVERAGE", "0-10", "all", "T1d" }, "change_from") == "T0");
    CHECK(cell(table, { "NRS_AVERAGE", "0-10", "all", "T0" }, "change_from").empty());
}

TEST_CASE("relief is meaningful from 2 points or 30 %, and compared by Fisher's test")
{
    Trial trial;
    auto const t0 = at("2026-05-01T12:00:00+08:00");
    trial.pain("P-009", "T0", 8, 8, t0);
    trial.pain("P-009", "T1m", 4, 4);
    trial.pain("P-016", "T0", 4, 4, t0);
    trial.pain("P-016", "T1m", 3, 3);
    trial.pain("P-017", "T1m", 1, 1);
    auto const files = trial.reported(read_allocation("number,arm\nP-009,HM\nP-016,M\nP-017,M\n", trial.data().ground).value());
    auto const& table = files.at("pain_response.csv");
    CHECK(cell(table, { "meaningful", "T1m", "all" }, "observed") == "2");
    CHECK(cell(table, { "meaningful", "T1m", "HM" }, "responders") == "1");
    CHECK(cell(table, { "meaningful", "T1m", "M" }, "responders") == "0");
    CHECK(cell(table, { "meaningful", "T1m", "all" }, "p_fisher") == "1");
    CHECK(cell(table, { "halved", "T1m", "HM" }, "share") == "1");
}

TEST_CASE("the report compares arms only with an allocation, and describes with n, change and p", "[R-059]")
{
    Trial trial;
    auto const t0 = at("2026-05-01T12:00:00+08:00");
    int const before[] = { 8, 7, 9, 6 };
    int const after[] = { 3, 4, 2, 5 };
    char const* const numbers[] = { "P-009", "P-012", "P-016", "P-017" };
    for (std::size_t i = 0; i < 4; ++i) {
        trial.pain(numbers[i], "T0", before[i], before[i], t0);
        trial.pain(numbers[i], "T1m", after[i], after[i]);
    }
    auto const data = trial.data();
    auto const blinded = trial.reported();
    CHECK(records(blinded.at("compared.csv")).size() == 1);
    CHECK(blinded.at("report.html").find("Blinded") != std::string::npos);
    std::vector<std::string> const pooled { "NRS_AVERAGE", "0-10", "all", "T1m" };
    CHECK(cell(blinded.at("described.csv"), pooled, "n") == "4");
    CHECK(cell(blinded.at("described.csv"), pooled, "mean") == "3.5");
    CHECK(cell(blinded.at("described.csv"), pooled, "pairs") == "4");
    CHECK(cell(blinded.at("described.csv"), pooled, "change") == "-4");
    CHECK(cell(blinded.at("described.csv"), pooled, "p_wilcoxon") == "0.125");
    CHECK(cell(blinded.at("described.csv"), pooled, "wilcoxon_method") == "exact");
    CHECK(records(blinded.at("severe_pain.csv")).size() == 1 + 3);

    auto const allocation = read_allocation("number,arm\nP-009,M\nP-012,M\nP-016,HM\nP-017,HM\n", data.ground).value();
    auto const open = trial.reported(allocation);
    CHECK(cell(open.at("compared.csv"), { "NRS_AVERAGE", "T1m" }, "difference") == "0");
    CHECK(cell(open.at("compared.csv"), { "NRS_AVERAGE", "T1m" }, "n_a") == "2");
    CHECK(cell(open.at("described.csv"), { "NRS_AVERAGE", "0-10", "HM", "T1m" }, "mean") == "3.5");
    CHECK(open.at("report.html").find("<svg") != std::string::npos);
    CHECK(open.at("report.html").find("http") == std::string::npos);
}

TEST_CASE("a wrong allocation file is refused with its line")
{
    auto const data = Trial().data();
    auto const refused = [&](char const* csv) {
        auto const allocation = read_allocation(csv, data.ground);
        return allocation ? std::string("accepted") : allocation.error().message;
    };
    CHECK(refused("number,group\n").find("columns number,arm") != std::string::npos);
    CHECK(refused("number,arm\nP-999,M\n").starts_with("allocation line 2: this study number is not in the roster"));
    CHECK(refused("number,arm\nP-017,M\nP-017,HM\n").starts_with("allocation line 3:"));
    CHECK(refused("number,arm\nP-017,\n").starts_with("allocation line 2:"));
}

TEST_CASE("breakthrough frequency at a visit is of the week up to it, and missing without a diary")
{
    Trial trial;
    auto const frequency = [&] { return cell(trial.exported().at("wide.csv"), { "idds-hydromorphone", "P-017", "T1m" }, "BTP_PER_DAY"); };
    CHECK(frequency().empty());
    // pca-start 35 days before 1 June is 27 April; day 30 is 27 May
    auto const evening = [&](char const* date, char const* code) {
        forms::Answers answers;
        answers["average"].values = { 2 };
        answers["worst"].values = { 3 };
        answers["episodes"].values = { forms::Coding { "https://bedside.health/fhir/CodeSystem/day-episodes", code, "" } };
        if (std::string(code) == "some")
            answers["unlogged"].values = { 3 };
        trial.add("P-017", "end-of-day", date, answers);
    };
    evening("2026-05-27", "none");
    evening("2026-05-21", "none");
    evening("2026-05-20", "none"); // the day before the week
    CHECK(frequency() == "0");
    evening("2026-05-22", "some");
    CHECK(cell(trial.exported().at("wide.csv"), { "idds-hydromorphone", "P-017", "T1m" }, "EPISODES_PER_DAY") == "1");
}

TEST_CASE("compliance counts expected, valid and missed, with both denominators", "[R-060]")
{
    Trial trial;
    trial.pain("P-017", "T1m", 4, 7);
    auto const table = compliance(trial.data(at("2026-07-30T12:00:00+08:00")));
    std::string csv = csv_record(table.columns);
    for (auto const& row : table.rows)
        csv += csv_record(row);
    CHECK(cell(csv, { "T1m", "pain-nrs" }, "participants") == "12");
    CHECK(cell(csv, { "T1m", "pain-nrs" }, "valid") == "1");
    auto const expected = std::stoi(cell(csv, { "T1m", "pain-nrs" }, "expected"));
    CHECK(expected == 1 + std::stoi(cell(csv, { "T1m", "pain-nrs" }, "missed")));
    CHECK(std::stod(cell(csv, { "T1m", "pain-nrs" }, "compliance")) == 1.0 / expected);
    CHECK(std::stod(cell(csv, { "T1m", "pain-nrs" }, "completion")) == 1.0 / 12);
}
