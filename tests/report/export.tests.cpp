// SPDX-License-Identifier: Apache-2.0
#include "sync/server/report/export.h"
#include "sync/server/report/rows.h"
#include "forms/base/crypto.h"
#include "forms/base/csv.h"
#include "forms/engine/response.h"
#include "forms/study/publication.h"
#include "tests/support/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <set>
#include <sstream>
#include <thread>

using namespace bedside;
using namespace bedside::report;

namespace {

Instant at(char const* text) { return parse_iso8601(text).value(); }
Instant const published = at("2026-06-01T12:00:00+08:00");
Instant const later = at("2026-06-02T12:00:00+08:00");

/// The example study with responses added in clinical words.
struct Trial {
    study::Publication publication = study::prepare_publication(BEDSIDE_SOURCE_DIR "/forms/studies/idds-hydromorphone", published).value();
    std::vector<std::pair<Arrival, std::string>> responses; ///< by participant, moment, id, as a source hands them over
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
        Arrival arrival;
        arrival.participant = participant;
        arrival.response_id = id;
        arrival.form = form;
        arrival.questionnaire = definition.canonical();
        arrival.tablet = "T-03";
        arrival.sequence = static_cast<std::int64_t>(responses.size() + 1);
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
        responses.emplace_back(arrival, *bytes);
        std::stable_sort(responses.begin(), responses.end(), [](auto const& a, auto const& b) { return a.first.participant < b.first.participant; });
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

    Source source(Instant const& as_of = later) const
    {
        Source made;
        made.study_files = publication.files;
        made.roster = publication.roster;
        made.as_of = as_of;
        made.each_response = [this](auto const& visit) -> Result<void> {
            for (auto const& [arrival, bytes] : responses)
                TRY(visit(arrival, bytes));
            return {};
        };
        made.replaced_form = [this](std::string const& canonical) -> Result<std::optional<ReplacedForm>> {
            auto const found = replaced.find(canonical);
            return found == replaced.end() ? std::nullopt : std::optional(found->second);
        };
        return made;
    }
    Collected data(Instant const& as_of = later) const { return collect(source(as_of)).value(); }
    std::map<std::string, std::string> exported(Instant const& as_of = later) const
    {
        test::TemporaryFolder const folder;
        REQUIRE(write_export(source(as_of), folder.path() / "out", "0"));
        return test::contents_of(folder.path() / "out");
    }
    std::map<std::string, std::string> reported(Allocation const& allocation = {}) const
    {
        test::TemporaryFolder const folder;
        REQUIRE(write_report(data(), allocation, folder.path() / "out"));
        return test::contents_of(folder.path() / "out");
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

TEST_CASE("the long export has a row for each item, and says refused, not shown and not reached apart", "[R-057]")
{
    Trial trial;
    trial.pain("P-017", "T1m", 4, 7);
    forms::Answers answers;
    for (auto const* item : { "constipation", "nausea", "vomiting", "drowsiness", "itching", "urinary-retention", "dizziness", "sweating", "jerks", "breathing" })
        answers[item].values = { 0 };
    answers["pump-alarm"].values = { false };
    trial.add("P-017", "side-effects", "T1m", answers);
    auto const rows = records(trial.exported().at("long.csv"));
    auto const find = [&](std::string const& item) {
        auto const row = std::find_if(rows.begin(), rows.end(), [&](auto const& one) { return one[15] == item; });
        REQUIRE(row != rows.end());
        return std::vector<std::string> { (*row)[17], (*row)[19], (*row)[20] };
    };
    CHECK(find("average") == std::vector<std::string> { "7", "DONE", "" });
    CHECK(find("least") == std::vector<std::string> { "0", "DONE", "" });
    CHECK(find("worst") == std::vector<std::string> { "", "NOT DONE", "refused" });
    CHECK(find("hard-to-wake") == std::vector<std::string> { "", "NOT DONE", "not shown" });
}

TEST_CASE("the wide export has scores where there are some and nothing where there are none", "[R-057]")
{
    Trial trial;
    trial.pain("P-017", "T1m", 4, 0);
    auto const wide = trial.exported().at("wide.csv");
    std::vector<std::string> const row { "idds-hydromorphone", "P-017", "T1m", "false" };
    CHECK(cell(wide, row, "NRS_NOW") == "4");
    CHECK(cell(wide, row, "NRS_AVERAGE") == "0");
    CHECK(cell(wide, row, "NRS_WORST").empty());
    CHECK(cell(wide, row, "SUMMARY").empty());
    CHECK(cell(wide, row, "SE_nausea").empty());
    CHECK(cell(wide, { "idds-hydromorphone", "P-017", "T2m", "false" }, "NRS_NOW").empty());
    CHECK(records(wide).size() == 1 + 12 * 6);
}

TEST_CASE("demonstration wording is kept out of the QS data set, and counted", "[R-042]")
{
    Trial trial;
    trial.pain("P-017", "T1m", 4, 7);
    forms::Answers declined;
    for (int i = 1; i <= 30; ++i)
        declined["q" + std::to_string(i)].absence = forms::Absence::asked_declined;
    trial.add("P-017", "qlq-c30", "T1m", declined);
    auto const files = trial.exported();
    auto const& qs = files.at("qs.csv");
    CHECK(qs.find("QLQ") == std::string::npos);
    CHECK(qs.find("PI0101,4,4,,,T1m") != std::string::npos);
    CHECK(qs.find("PI0106,,,NOT DONE,REFUSED,T1m") != std::string::npos);
    CHECK(nlohmann::json::parse(files.at("manifest.json"))["demonstrationLeftOutOfQs"] == 1);
}

TEST_CASE("the manifest has each file's hash, and the NDJSON the frozen bytes", "[R-056]")
{
    Trial trial;
    trial.pain("P-017", "T1m", 4, 7);
    Arrival strange;
    strange.participant = "P-999";
    strange.response_id = "strange";
    trial.responses.emplace_back(strange, "{\"resourceType\":\"QuestionnaireResponse\"}");
    auto const files = trial.exported();
    for (auto const* name : { "long.csv", "wide.csv", "qs.csv", "odm.xml", "dictionary.csv", "audit.csv", "queries.csv", "forms.csv", "compliance.csv", "mixed_model.R", "Patient.ndjson", "ResearchStudy.ndjson", "ResearchSubject.ndjson", "Questionnaire.ndjson", "QuestionnaireResponse.ndjson" }) {
        INFO(name);
        CHECK(files.contains(name));
    }
    auto const manifest = nlohmann::json::parse(files.at("manifest.json"));
    CHECK(manifest["files"].size() == files.size() - 1);
    for (auto const& [name, file] : manifest["files"].items()) {
        CHECK(file["sha256"] == sha256_hex(files.at(name)));
        CHECK(file["bytes"] == files.at(name).size());
    }
    CHECK(manifest["unreadable"] == nlohmann::json { "strange" });
    CHECK(manifest["asOf"] == "2026-06-02T12:00:00.000+08:00");
    CHECK(files.at("QuestionnaireResponse.ndjson") == trial.responses[0].second + "\n" + trial.responses[1].second + "\n");
    for (auto const& [name, text] : files) {
        if (!name.ends_with(".ndjson"))
            continue;
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);)
            CHECK(nlohmann::json::parse(line)["resourceType"] == name.substr(0, name.size() - 7));
    }
}

TEST_CASE("the same data give the same bytes, and nothing is left behind when a folder cannot be written", "[R-056]")
{
    Trial trial;
    trial.pain("P-017", "T1m", 4, 7);
    trial.pain("P-009", "T2m", 2, 3);
    trial.pain("P-016", "T1m", 8, 8);
    CHECK(trial.exported() == trial.exported());
    CHECK(trial.reported() == trial.reported());
    test::TemporaryFolder const folder;
    std::filesystem::create_directories(folder.path() / "out/long.csv/in the way");
    CHECK(write_export(trial.source(), folder.path() / "out", "0").error().code == Code::io);
    for (auto const& [name, bytes] : test::contents_of(folder.path() / "out"))
        CHECK_FALSE(name.ends_with(".new"));
}

TEST_CASE("of two responses to a form at a visit the one inside the window stands, and the long export says so")
{
    Trial trial;
    trial.pain("P-017", "T1m", 9, 9, at("2026-05-01T12:00:00+08:00")); // three weeks before its window
    trial.pain("P-017", "T1m", 2, 3);
    CHECK(cell(trial.exported().at("wide.csv"), { "idds-hydromorphone", "P-017", "T1m" }, "NRS_NOW") == "2");
    auto const rows = records(trial.exported().at("long.csv"));
    for (auto const& row : rows) {
        if (row[15] == "now")
            CHECK(row[13] == (row[17] == "2" ? "true" : "false"));
    }
}

TEST_CASE("ODM-XML has the study's metadata, every answer at its place, and is well-formed against the parts of ODM 1.3.2 that it uses", "[R-056]")
{
    Trial trial;
    trial.pain("P-017", "T1m", 4, 7);
    forms::Answers pump;
    auto const* drug = trial.publication.study.form("pump-record")->definition->find("drug");
    pump["drug"].values = { std::get<forms::ChoiceItem>(drug->kind).options.front().value };
    pump["concentration"].values = { 1000 };
    pump["basal-rate"].values = { 40 };
    pump["basal-minutes"].values = { 700 };
    pump["basal-more"].values = { true };
    pump["basal#2/basal-rate"].values = { 0 };
    pump["basal#2/basal-minutes"].values = { 740 };
    pump["basal#2/basal-more"].values = { false };
    trial.add("P-017", "pump-record", "T1m", pump);
    test::TemporaryFolder const folder;
    REQUIRE(write_export(trial.source(), folder.path(), "0"));
    auto const odm = test::bytes_of(folder.path() / "odm.xml");
    CHECK(odm.find("<ItemData ItemOID=\"I.pain-nrs.average\" Value=\"7\"/>") != std::string::npos);
    CHECK(odm.find("<ItemData ItemOID=\"I.pain-nrs.worst\" IsNull=\"Yes\">") != std::string::npos);
    CHECK(odm.find("ItemGroupRepeatKey=\"2\"><ItemData ItemOID=\"I.pump-record.basal-minutes\" Value=\"740\"/>") != std::string::npos);
    auto const command = "xmllint --noout --relaxng '" BEDSIDE_SOURCE_DIR "/tests/report/odm-1.3.2-subset.rng' '" + (folder.path() / "odm.xml").string() + "' 2>" + (folder.path() / "why").string();
    auto const status = std::system(command.c_str());
    INFO(test::bytes_of(folder.path() / "why").substr(0, 2000));
    CHECK(status == 0);
    // Every reference has its definition.
    std::set<std::string> defined;
    for (auto const* element : { "<ItemDef OID=\"", "<FormDef OID=\"", "<ItemGroupDef OID=\"", "<StudyEventDef OID=\"", "<CodeList OID=\"" }) {
        for (auto at = odm.find(element); at != std::string::npos; at = odm.find(element, at + 1)) {
            auto const begin = at + std::string(element).size();
            CHECK(defined.insert(odm.substr(begin, odm.find('"', begin) - begin)).second);
        }
    }
    for (auto const* reference : { " ItemOID=\"", " FormOID=\"", " ItemGroupOID=\"", " StudyEventOID=\"", " CodeListOID=\"" }) {
        for (auto at = odm.find(reference); at != std::string::npos; at = odm.find(reference, at + 1)) {
            auto const begin = at + std::string(reference).size();
            CHECK(defined.contains(odm.substr(begin, odm.find('"', begin) - begin)));
        }
    }
}

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

TEST_CASE("a response to a replaced version counts where the question still means the same, and is exported as it was answered", "[R-039]")
{
    Trial trial;
    trial.pain("P-017", "T0", 6, 5);
    trial.publish_pain_score("2", "\"PI0102\"", "\"PI9999\""); // the average is another concept now
    trial.pain("P-017", "T1m", 2, 3);
    auto const files = trial.exported();
    CHECK(nlohmann::json::parse(files.at("manifest.json"))["unreadable"].empty());
    auto const wide = [&](char const* visit, char const* column) { return cell(files.at("wide.csv"), { "idds-hydromorphone", "P-017", visit, "false" }, column); };
    CHECK(wide("T0", "NRS_NOW") == "6");
    CHECK(wide("T0", "NRS_AVERAGE").empty());
    CHECK(wide("T1m", "NRS_NOW") == "2");
    CHECK(wide("T1m", "NRS_AVERAGE") == "3");
    int averages = 0;
    for (auto const& row : records(files.at("long.csv")))
        averages += row[15] == "average" && row[19] == "DONE";
    CHECK(averages == 2);
}

TEST_CASE("participants are worked on side by side, and end one after the other by number", "[R-056]")
{
    Trial trial;
    for (auto const* number : { "P-003", "P-009", "P-017" })
        for (auto const* visit : { "T0", "T1m" })
            trial.pain(number, visit, 4, 5);
    trial.pain("Q-999", "T0", 4, 5); // stands in no roster, as P-003
    auto const source = trial.source();
    auto const ground = read_ground(source).value();
    auto const caller = std::this_thread::get_id();
    std::vector<std::pair<std::string, std::size_t>> ended;
    std::atomic<int> begun = 0;
    std::atomic<int> overtaken = 0; // by one that was begun later
    std::atomic<int> on_this_thread = 0;
    auto const work = [&](Participation const& participation) -> InOrder {
        auto const place = begun++;
        if (place % 3 == 0)
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        overtaken += begun > place + 1 ? 1 : 0;
        on_this_thread += std::this_thread::get_id() == caller ? 1 : 0;
        return [&, one = std::pair(participation.number, participation.forms.size())]() -> Result<void> {
            ended.push_back(one);
            return one.first == "P-009" && one.second == 1 ? Result<void>(fail(Code::io, "")) : Result<void>();
        };
    };
    REQUIRE(each_participation(source, ground, work));
    CHECK(overtaken > 0);
    CHECK(on_this_thread == 0);
    CHECK(std::ranges::is_sorted(ended));
    CHECK(ended.size() == ground.participants.size() + 2);
    for (auto const& [number, forms] : ended)
        CHECK(forms == (number == "Q-999" ? 1 : number == "P-003" || number == "P-009" || number == "P-017" ? 2 : 0));

    // What fails ends everything, and nobody after it has a turn.
    ended.clear();
    std::erase_if(trial.responses, [](auto const& one) { return one.first.participant == "P-009" && one.first.response_id.ends_with("3"); });
    auto const failed = each_participation(trial.source(), ground, work);
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == Code::io);
    CHECK(ended.back() == std::pair<std::string, std::size_t>("P-009", 1));
}
