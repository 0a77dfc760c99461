// SPDX-License-Identifier: Apache-2.0
#include "tests/report/trial.h"
#include "forms/base/crypto.h"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <set>
#include <thread>

using namespace bedside;
using namespace bedside::report;
using test::records;

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
