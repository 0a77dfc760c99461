// SPDX-License-Identifier: Apache-2.0
#include "sync/server/report/export.h"
#include "forms/base/crypto.h"
#include "forms/base/csv.h"
#include "forms/engine/response.h"
#include "forms/study/publication.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <sstream>

using namespace bedside;
using namespace bedside::report;

namespace {

Instant at(char const* text) { return parse_iso8601(text).value(); }
Instant const published = at("2026-06-01T12:00:00+08:00");
Instant const later = at("2026-06-02T12:00:00+08:00");

/// The example study with responses added in clinical words.
struct Trial {
    study::Publication publication = study::prepare_publication(BEDSIDE_SOURCE_DIR "/forms/studies/idds-hydromorphone", published).value();
    std::vector<std::pair<std::string, std::string>> responses;
    std::map<std::string, ReplacedForm> replaced;

    /// Publishes the pain score anew, with something of its text changed.
    void publish_pain_score(std::string const& version, std::string const& from, std::string const& to)
    {
        auto const& before = *publication.study.form("pain-nrs");
        replaced[before.definition->canonical()] = { "pain-nrs", before.source };
        auto source = nlohmann::json::parse(before.source);
        source["version"] = version;
        auto text = source.dump();
        auto const place = text.find(from);
        REQUIRE(place != std::string::npos);
        publication.files["instruments/pain-nrs.json"] = text.replace(place, from.size(), to);
        publication.study = study::load_study(publication.files).value();
    }

    void add(std::string const& participant, std::string const& form, std::string const& visit, forms::Answers const& answers, Instant const& when = published)
    {
        auto const& definition = *publication.study.form(form)->definition;
        forms::ResponseHeader header;
        char id[40];
        std::snprintf(id, sizeof id, "00000000-0000-4000-8000-%012zu", responses.size() + 1);
        header.id = id;
        header.subject = participant;
        header.language = "zh-Hans";
        header.authored = when;
        header.tablet = "T-03";
        header.visit = visit;
        header.study = publication.study.id;
        auto const bytes = forms::build_response(definition, answers, header);
        INFO((bytes ? "" : bytes.error().message));
        REQUIRE(bytes);
        responses.emplace_back(header.id, *bytes);
    }

    void pain(std::string const& participant, std::string const& visit, int now, int average, Instant const& when = published)
    {
        forms::Answers answers;
        answers["now"].values = { now };
        answers["average"].values = { average };
        answers["worst"].absence = forms::Absence::asked_declined;
        answers["least"].values = { 0 };
        add(participant, "pain-nrs", visit, answers, when);
    }

    DataSet data() const
    {
        Source source { publication.files, publication.roster, [this](auto const& visit) -> Result<void> {
                           for (auto const& [id, bytes] : responses) {
                               auto const done = visit(id, bytes);
                               if (!done)
                                   return done;
                           }
                           return {};
                       },
            [this](std::string const& canonical) -> Result<std::optional<ReplacedForm>> {
                auto const found = replaced.find(canonical);
                return found == replaced.end() ? std::nullopt : std::optional(found->second);
            } };
        return read_data_set(source).value();
    }
};

std::vector<std::vector<std::string>> records(std::string const& csv)
{
    std::istringstream in(csv);
    CsvReader reader(in);
    std::vector<std::vector<std::string>> all;
    std::vector<std::string> fields;
    while (*reader.next(fields))
        all.push_back(fields);
    return all;
}

std::string cell(std::string const& csv, std::vector<std::string> const& key, std::string const& column)
{
    auto const all = records(csv);
    auto const place = std::find(all[0].begin(), all[0].end(), column) - all[0].begin();
    REQUIRE(place < static_cast<std::ptrdiff_t>(all[0].size()));
    for (auto const& row : all) {
        if (std::equal(key.begin(), key.end(), row.begin()))
            return row[static_cast<std::size_t>(place)];
    }
    return "no such row";
}

} // namespace

TEST_CASE("the long export has a row for each item, and says refused, not shown and not reached apart")
{
    Trial trial;
    trial.pain("P-017", "T1m", 4, 7);
    forms::Answers answers;
    for (auto const* item : { "constipation", "nausea", "vomiting", "drowsiness", "itching", "urinary-retention", "dizziness", "sweating", "jerks", "breathing" })
        answers[item].values = { 0 };
    answers["pump-alarm"].values = { false };
    trial.add("P-017", "side-effects", "T1m", answers);
    auto const rows = records(export_files(trial.data(), later, "0").at("long.csv"));
    auto const find = [&](std::string const& item) {
        auto const row = std::find_if(rows.begin(), rows.end(), [&](auto const& one) { return one[13] == item; });
        REQUIRE(row != rows.end());
        return std::vector<std::string> { (*row)[15], (*row)[17], (*row)[18] };
    };
    CHECK(find("average") == std::vector<std::string> { "7", "DONE", "" });
    CHECK(find("least") == std::vector<std::string> { "0", "DONE", "" });
    CHECK(find("worst") == std::vector<std::string> { "", "NOT DONE", "refused" });
    CHECK(find("hard-to-wake") == std::vector<std::string> { "", "NOT DONE", "not shown" });
}

TEST_CASE("the wide export has scores where there are some and nothing where there are none")
{
    Trial trial;
    trial.pain("P-017", "T1m", 4, 0);
    auto const wide = export_files(trial.data(), later, "0").at("wide.csv");
    std::vector<std::string> const row { "idds-hydromorphone", "P-017", "T1m" };
    CHECK(cell(wide, row, "NRS_NOW") == "4");
    CHECK(cell(wide, row, "NRS_AVERAGE") == "0");
    CHECK(cell(wide, row, "NRS_WORST").empty());
    CHECK(cell(wide, row, "SUMMARY").empty());
    CHECK(cell(wide, row, "SE_nausea").empty());
    CHECK(cell(wide, { "idds-hydromorphone", "P-017", "T2m" }, "NRS_NOW").empty());
    CHECK(records(wide).size() == 1 + 12 * 6);
}

TEST_CASE("demonstration wording is kept out of the QS data set, and counted")
{
    Trial trial;
    trial.pain("P-017", "T1m", 4, 7);
    forms::Answers declined;
    for (int i = 1; i <= 30; ++i)
        declined["q" + std::to_string(i)].absence = forms::Absence::asked_declined;
    trial.add("P-017", "qlq-c30", "T1m", declined);
    auto const files = export_files(trial.data(), later, "0");
    auto const& qs = files.at("qs.csv");
    CHECK(qs.find("QLQ") == std::string::npos);
    CHECK(qs.find("PI0101,4,4,,,T1m") != std::string::npos);
    CHECK(qs.find("PI0106,,,NOT DONE,REFUSED,T1m") != std::string::npos);
    CHECK(nlohmann::json::parse(files.at("manifest.json"))["demonstrationLeftOutOfQs"] == 1);
}

TEST_CASE("the manifest has each file's hash, and the NDJSON the frozen bytes")
{
    Trial trial;
    trial.pain("P-017", "T1m", 4, 7);
    trial.responses.emplace_back("strange", "{\"resourceType\":\"QuestionnaireResponse\"}");
    auto const files = export_files(trial.data(), later, "0");
    auto const manifest = nlohmann::json::parse(files.at("manifest.json"));
    CHECK(manifest["files"].size() == files.size() - 1);
    for (auto const& [name, digest] : manifest["files"].items())
        CHECK(digest == sha256_hex(files.at(name)));
    CHECK(manifest["unreadable"] == nlohmann::json { "strange" });
    CHECK(files.at("QuestionnaireResponse.ndjson") == trial.responses[0].second + "\n" + trial.responses[1].second + "\n");
}

TEST_CASE("the same data give the same bytes, in whatever order they arrived")
{
    Trial trial;
    trial.pain("P-017", "T1m", 4, 7);
    trial.pain("P-009", "T2m", 2, 3);
    trial.pain("P-016", "T1m", 8, 8);
    auto const first = export_files(trial.data(), later, "0");
    auto const report = report_files(trial.data(), {}, later);
    std::reverse(trial.responses.begin(), trial.responses.end());
    CHECK(export_files(trial.data(), later, "0") == first);
    CHECK(report_files(trial.data(), {}, later) == report);
}

TEST_CASE("the report compares arms only with an allocation, and describes with n, change and p")
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
    auto const blinded = report_files(data, {}, later);
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

    auto const allocation = read_allocation("number,arm\nP-009,M\nP-012,M\nP-016,HM\nP-017,HM\n", data).value();
    auto const open = report_files(data, allocation, later);
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
        auto const allocation = read_allocation(csv, data);
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
    auto const data_without = trial.data();
    auto const& visit = *trial.publication.study.visit("T1m");
    auto const find = [](DataSet const& data) { return *std::find_if(data.participants.begin(), data.participants.end(), [](auto const& one) { return one.number == "P-017"; }); };
    CHECK_FALSE(value_at(data_without, find(data_without), visit, "BTP_PER_DAY"));
    // pca-start 35 days before 1 June is 27 April; day 30 is 27 May
    auto const evening = [&](char const* date, char const* code) {
        forms::Answers answers;
        answers["average"].values = { 2 };
        answers["worst"].values = { 3 };
        answers["episodes"].values = { forms::Coding { "https://bedside.health/fhir/CodeSystem/day-episodes", code, "" } };
        if (std::string(code) == "some")
            answers["unlogged"].values = { 0 };
        trial.add("P-017", "end-of-day", date, answers);
    };
    evening("2026-05-27", "none");
    evening("2026-05-21", "none");
    evening("2026-05-20", "none"); // the day before the week
    auto const data = trial.data();
    CHECK(value_at(data, find(data), visit, "BTP_PER_DAY") == 0.0);
}

TEST_CASE("compliance counts expected, valid and missed, with both denominators")
{
    Trial trial;
    trial.pain("P-017", "T1m", 4, 7);
    auto const table = compliance(trial.data(), at("2026-07-30T12:00:00+08:00"));
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

TEST_CASE("a response to a replaced version counts where the question still means the same, and is exported as it was answered")
{
    Trial trial;
    trial.pain("P-017", "T0", 6, 5);
    trial.publish_pain_score("2", "\"PI0102\"", "\"PI9999\""); // the average is another concept now
    trial.pain("P-017", "T1m", 2, 3);
    auto const data = trial.data();
    CHECK(data.unreadable.empty());
    auto const files = export_files(data, later, "0");
    auto const wide = [&](char const* visit, char const* column) { return cell(files.at("wide.csv"), { "idds-hydromorphone", "P-017", visit }, column); };
    CHECK(wide("T0", "NRS_NOW") == "6");
    CHECK(wide("T0", "NRS_AVERAGE").empty());
    CHECK(wide("T1m", "NRS_NOW") == "2");
    CHECK(wide("T1m", "NRS_AVERAGE") == "3");
    int averages = 0;
    for (auto const& row : records(files.at("long.csv")))
        averages += row[13] == "average" && row[17] == "DONE";
    CHECK(averages == 2);
}
