// SPDX-License-Identifier: Apache-2.0
#include "forms/study/publication.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "forms/base/crypto.h"
#include "forms/study/planner.h"

using namespace bedside;
using namespace bedside::study;

namespace {

std::string const form_json = R"({"resourceType":"Questionnaire","url":"https://example.org/f","version":"1","status":"active","title":"f",
"item":[{"linkId":"onset","type":"dateTime","text":"when"},{"linkId":"pain","type":"integer","text":"pain"}]})";

std::string const good = R"([study]
id = "trial"
version = "2"
title = { zh-Hans = "x", en = "y" }
time-zone = "Europe/Berlin"
languages = ["zh-Hans", "en"]
anchors = ["start"]
treatment-anchor = "start"
[[form]]
id = "f"
file = "forms/f.json"
recall-days = 7
[[visit]]
id = "V1"
title = "first"
anchor = "start"
unit = "hours"
target = 24
before = 6
after = 6
forms = ["f"]
[[diary]]
id = "d"
kind = "event"
form = "f"
anchor = "start"
first-day = 0
last-day = 9
onset-item = "onset"
[[alert]]
id = "a"
kind = "value"
title = "t"
items = ["pain"]
at-least = 7
[opioid]
form = "f"
ratio = "9:2"
[tablet]
reminders = ["18:30", "09:00"]
quiet-from = "22:00"
quiet-to = "07:00"
alert-sound = true
)";

std::map<std::string, std::string> files(std::string const& toml) { return { { "study.toml", toml }, { "forms/f.json", form_json } }; }

/// The study with one text replaced; the replacement must have happened.
std::string refusal(std::string const& from, std::string const& to)
{
    auto toml = good;
    auto const position = toml.find(from);
    REQUIRE(position != std::string::npos);
    toml.replace(position, from.size(), to);
    auto const study = load_study(files(toml));
    if (study)
        return "accepted";
    CHECK(study.error().code == Code::invalid_study);
    return study.error().message;
}

bool contains(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

Study trial() { return load_study(files(good)).value(); }

std::string roster_refusal(std::string const& csv)
{
    auto const roster = load_roster(csv, trial());
    return roster ? "accepted" : roster.error().message;
}

} // namespace

TEST_CASE("a study is read with all it says")
{
    auto const study = trial();
    CHECK(study.id == "trial");
    CHECK(study.version == "2");
    CHECK(study.title.in("en") == "y");
    CHECK(study.title.original == "x");
    CHECK(study.zone.name() == "Europe/Berlin");
    CHECK_FALSE(study.demonstration);
    CHECK(study.form("f")->recall_days == 7);
    CHECK(study.form("f")->definition->find("pain"));
    CHECK(study.form("f")->source == form_json);
    CHECK(study.visit("V1")->in_hours);
    CHECK(study.visit("V1")->target == 24);
    CHECK(study.diary_of_form("f")->late_hours == 24);
    CHECK(study.alerts.front().at_least == 7.0);
    CHECK(study.opioid.ratio_numerator == 9);
    CHECK(study.opioid.ratio_denominator == 2);
    CHECK(study.tablet.reminders == std::vector<int> { 9 * 60, 18 * 60 + 30 });
    CHECK(study.tablet.is_quiet(22 * 60));
    CHECK(study.tablet.is_quiet(6 * 60 + 59));
    CHECK_FALSE(study.tablet.is_quiet(7 * 60));
    CHECK_FALSE(study.tablet.is_quiet(21 * 60 + 59));
    CHECK(study.tablet.alert_sound);
    CHECK_FALSE(study.form("g"));
    CHECK_FALSE(study.visit("V2"));
}

TEST_CASE("every mistake in study.toml is refused with its line", "[R-050]")
{
    CHECK(contains(refusal("[study]", "[study"), "study.toml line 1:"));
    CHECK(contains(refusal("en = \"y\"", "en = \"\xe7\x97\""), "study.toml line 4:"));
    CHECK(contains(refusal("version = \"2\"\n", ""), "needs 'version'"));
    CHECK(contains(refusal("id = \"trial\"", "id = \"tri al\""), "line 2: 'id' may hold only"));
    CHECK(contains(refusal("title = { zh-Hans", "titel = { zh-Hans"), "line 4: [study] has no key 'titel'"));
    CHECK(contains(refusal("{ zh-Hans = \"x\", en", "{ fr = \"x\", en"), "line 4: 'fr' is not one of the study's languages"));
    CHECK(contains(refusal("zh-Hans = \"x\", ", ""), "first language, zh-Hans"));
    CHECK(contains(refusal("Europe/Berlin", "Europe/Bonn"), "line 5: there is no time zone"));
    CHECK(contains(refusal("[\"zh-Hans\", \"en\"]", "[]"), "needs 'languages'"));
    CHECK(contains(refusal("[\"start\"]", "[\"start\", \"start\"]"), "line 7: 'start' stands twice"));
    CHECK(contains(refusal("treatment-anchor = \"start\"", "treatment-anchor = \"end\""), "line 8: the anchor 'end'"));
    CHECK(contains(refusal("[[form]]", "[form]"), "write 'form' as [[form]]"));
    CHECK(contains(refusal("file = \"forms/f.json\"", "file = \"forms/g.json\""), "line 11: the study has no file 'forms/g.json'"));
    CHECK(contains(refusal("file = ", "instrument = \"x\"\nfile = "), "either 'instrument' or 'file'"));
    CHECK(contains(refusal("recall-days = 7", "recall-days = -1"), "line 12: 'recall-days' must be a whole number from 0"));
    CHECK(contains(refusal("recall-days = 7", "recall-days = 7.0"), "line 12:"));
    CHECK(contains(refusal("recall-days = 7", "recall-days = 7\n[[form]]\nid = \"f\"\nfile = \"forms/f.json\""), "line 14: the form 'f' is defined twice"));
    CHECK(contains(refusal("id = \"V1\"", "id = \"2026-11-24\""), "line 14: a visit may not be named like a date"));
    CHECK(contains(refusal("anchor = \"start\"\nunit", "anchor = \"stop\"\nunit"), "line 16: the anchor 'stop'"));
    CHECK(contains(refusal("unit = \"hours\"", "unit = \"weeks\""), "line 17: 'unit' must be"));
    CHECK(contains(refusal("before = 6", "before = -6"), "line 19:"));
    CHECK(contains(refusal("before = 6\nafter = 6", "before = 0\nafter = 0"), "line 19: a window in hours needs a length"));
    CHECK(contains(refusal("forms = [\"f\"]", "forms = [\"g\"]"), "line 21: no [[form]] has the id 'g'"));
    CHECK(contains(refusal("forms = [\"f\"]", "forms = []"), "has no 'forms'"));
    CHECK(contains(refusal("kind = \"event\"", "kind = \"daily\""), "line 24: 'kind' must be"));
    CHECK(contains(refusal("last-day = 9", "last-day = -1"), "line 28: 'last-day' lies before"));
    CHECK(contains(refusal("onset-item = \"onset\"", "onset-item = \"pain\""), "line 29: the form 'f' has no dateTime item 'pain'"));
    CHECK(contains(refusal("onset-item = \"onset\"", "onset-item = \"onset\"\nreal-time-hours = 3\nlate-hours = 2"), "line 31: 'late-hours' counts from the onset"));
    CHECK(contains(refusal("onset-item = \"onset\"", "onset-item = \"onset\"\nopens = \"18:00\""), "line 30: 'opens' belongs to a diary of the kind"));
    CHECK(contains(refusal("kind = \"event\"", "kind = \"end-of-day\""), "'onset-item' belongs to a diary of the kind"));
    CHECK(contains(refusal("kind = \"value\"", "kind = \"guess\""), "line 32: 'kind' must be"));
    CHECK(contains(refusal("items = [\"pain\"]", "items = [\"gain\"]"), "line 34: none of the alert's forms has an item 'gain'"));
    CHECK(contains(refusal("at-least = 7\n", ""), "needs 'at-least' or 'equals'"));
    CHECK(contains(refusal("at-least = 7", "at-least = 0"), "must be more than 0"));
    CHECK(contains(refusal("at-least = 7", "at-least = 7\nrules = [\"b\"]"), "line 36: the alert 'b' must be defined above"));
    CHECK(contains(refusal("ratio = \"9:2\"", "ratio = \"0:2\""), "'ratio' must be two whole numbers"));
    CHECK(contains(refusal("\"18:30\"", "\"18:3\""), "'reminders' must be a list of times"));
    CHECK(contains(refusal("\"18:30\"", "\"06:30\""), "a time in 'reminders' lies between"));
    CHECK(contains(refusal("quiet-from", "quiet"), "[tablet] has no key 'quiet'"));
    CHECK(contains(refusal("[opioid]", "[morphine]"), "has no key 'morphine'"));
}

TEST_CASE("an end-of-day diary has times of day that do not overlap")
{
    auto const diary = [](std::string const& rest) { return refusal("kind = \"event\"\nform = \"f\"\nanchor = \"start\"\nfirst-day = 0\nlast-day = 9\nonset-item = \"onset\"", "kind = \"end-of-day\"\nform = \"f\"\nanchor = \"start\"\nfirst-day = 0\nlast-day = 9\n" + rest); };
    CHECK(diary("opens = \"17:30\"\ncloses-next-day = \"11:00\"") == "accepted");
    CHECK(contains(diary("opens = \"25:00\""), "must be a time of day"));
    CHECK(contains(diary("opens = \"1800\""), "must be a time of day"));
    CHECK(contains(diary("opens = \"18:60\""), "must be a time of day"));
    CHECK(contains(diary("opens = \"10:00\"\ncloses-next-day = \"10:01\""), "close before the next one opens"));
}

TEST_CASE("a form that cannot be used names the form and the reason", "[R-050]")
{
    auto broken = files(good);
    broken["forms/f.json"] = "{}";
    CHECK(contains(load_study(broken).error().message, "the form 'f' (forms/f.json) cannot be used: "));
    broken.erase("study.toml");
    CHECK(load_study(broken).error().code == Code::invalid_study);
}

TEST_CASE("files outside the study folder are refused")
{
    for (auto const* name : { "../f.json", "/etc/passwd", "forms/../../f.json", "./f.json" }) {
        auto const folder = std::filesystem::path(BEDSIDE_BINARY_DIR) / "tests" / random_uuid();
        std::filesystem::create_directories(folder);
        auto toml = good;
        toml.replace(toml.find("forms/f.json"), 12, name);
        std::ofstream(folder / "study.toml") << toml;
        CHECK(contains(load_study(folder).error().message, "must be a file inside the study folder"));
        std::filesystem::remove_all(folder);
    }
}

TEST_CASE("demonstration wording is refused by a study that is no demonstration", "[R-042]")
{
    auto demonstration = files(good);
    demonstration["forms/f.json"].replace(1, 0, R"("meta":{"tag":[{"system":"https://bedside.health/fhir/CodeSystem/tag","code":"demonstration"}]},)");
    CHECK(contains(load_study(demonstration).error().message, "import its wording pack"));
    demonstration["study.toml"].replace(0, 8, "[study]\ndemonstration = true\n");
    CHECK(load_study(demonstration));
}

TEST_CASE("a roster goes in and out of CSV unchanged")
{
    std::string const csv = "number,initials,birth_year,language,ward,tablet,groups,state,state_since,anchor:start\n"
                            "P-001,L.M.,1954,en,\"3, West\",,sleep home-visits,on-study,,2026-03-28T12:00:00.000+01:00\n"
                            "P-002,Z.H.,1960,zh-Hans,,T-05,,died,2026-04-01T00:00:00.000+02:00,2026-03-29T12:00:00.000+02:00\n";
    auto const study = trial();
    auto const roster = load_roster(csv, study);
    REQUIRE(roster);
    CHECK(format_roster(*roster, study) == csv);
    CHECK(roster->at(0).in_group("ward"));
    CHECK(roster->at(0).in_group("sleep"));
    CHECK_FALSE(roster->at(0).in_group("home"));
    CHECK(roster->at(1).in_group("home"));
    auto const at_home = participants_of_tablet(*roster, "T-05");
    REQUIRE(at_home.size() == 1);
    CHECK(at_home.front().number == "P-002");
    auto const on_the_ward = participants_of_tablet(*roster, "T-06");
    REQUIRE(on_the_ward.size() == 1);
    CHECK(on_the_ward.front().number == "P-001");
}

TEST_CASE("a date in the roster is study-local midnight")
{
    auto toml = good;
    toml.replace(toml.find("\"hours\""), 7, "\"days\"");
    auto const study = load_study(files(toml)).value();
    auto const roster = load_roster("number,initials,birth_year,anchor:start\nP-001,A,1950,2026-03-29\n", study);
    REQUIRE(roster);
    CHECK(iso8601(roster->front().anchors.at("start")) == "2026-03-29T00:00:00.000+01:00");
}

TEST_CASE("every mistake in a roster is refused with its line", "[R-050]")
{
    std::string const header = "number,initials,birth_year,language,tablet,state,state_since,anchor:start\n";
    CHECK(contains(roster_refusal(""), "is empty"));
    CHECK(contains(roster_refusal("number,initials\n"), "line 1: the column 'birth_year' is missing"));
    CHECK(contains(roster_refusal("number,initials,birth_year,arm\n"), "line 1: the column 'arm' is not known"));
    CHECK(contains(roster_refusal("number,initials,birth_year,anchor:x\n"), "line 1: the column 'anchor:x'"));
    CHECK(contains(roster_refusal("number,initials,birth_year,number\n"), "line 1: the column 'number' stands twice"));
    CHECK(contains(roster_refusal(header + "P-1,A\n"), "line 2: it has 2 fields"));
    CHECK(contains(roster_refusal(header + "P-1,\xe7\x97,1950,,,,,\n"), "line 2: this is not UTF-8"));
    CHECK(contains(roster_refusal(header + "P 1,A,1950,,,,,\n"), "line 2: a study number"));
    CHECK(contains(roster_refusal(header + "P-1,,1950,,,,,\n"), "line 2: initials are needed"));
    CHECK(contains(roster_refusal(header + "P-1,A,50,,,,,\n"), "line 2: 'birth_year'"));
    CHECK(contains(roster_refusal(header + "P-1,A,1950,fr,,,,\n"), "line 2: 'fr' is not one"));
    CHECK(contains(roster_refusal(header + "P-1,A,1950,,T 5,,,\n"), "line 2: a tablet"));
    CHECK(contains(roster_refusal(header + "P-1,A,1950,,,dead,,\n"), "line 2: 'state' must be"));
    CHECK(contains(roster_refusal(header + "P-1,A,1950,,,died,,\n"), "line 2: a participant who left needs"));
    CHECK(contains(roster_refusal(header + "P-1,A,1950,,,,,yesterday\n"), "line 2: 'yesterday' is neither"));
    CHECK(contains(roster_refusal(header + "P-1,A,1950,,,,,2026-03-29\n"), "line 2: the anchor 'start' needs a time of day"));
    CHECK(contains(roster_refusal(header + "P-1,A,1950,,,,,\n\nP-1,B,1951,,,,,\n"), "line 4: this study number stands in the roster already"));
    CHECK(contains(roster_refusal(header + "P-1,\"A,1950,,,,,\n"), "line 2: a quote is opened"));
    CHECK(roster_refusal(header + "P-1,A,1950,,,,,2026-03-29T10:00:00+01:00\n") == "accepted");
}

TEST_CASE("staff accounts need a role and a real hash", "[R-050]")
{
    auto const refused = [](std::string const& csv) {
        auto const staff = load_staff(csv);
        return staff ? "accepted" : staff.error().message;
    };
    // Such an id was published, and then no tablet could read the list any more.
    CHECK(refused("id,role,pin_hash\nN-01,nurse,\"$argon2id$x\"\n\"N,02\",nurse,\"$argon2id$x\"\n") == "staff.csv line 3: the id of an account must not contain commas, quotation marks or control characters");
    CHECK(refused("id,role,pin_hash\n\"N\"\"2\",nurse,\"$argon2id$x\"\n").starts_with("staff.csv line 2: the id"));
    CHECK(refused("id,role,pin_hash\n\"N\n2\",nurse,\"$argon2id$x\"\n").starts_with("staff.csv line 2: the id"));
    CHECK(load_staff("id,role,pin_hash\nN-01,nurse,\"$argon2id$v=19$m=65536,t=2,p=1$x$y\"\n")->front().role == "nurse");
    CHECK(contains(refused("id,role\n"), "line 1: the columns must be"));
    CHECK(contains(refused("id,role,pin_hash\nN-01,nurse,2580\n"), "line 2: 'pin_hash' must come from"));
    CHECK(contains(refused("id,role,pin_hash\nN-01,doctor,$argon2id$x\n"), "line 2: the role"));
    CHECK(contains(refused("id,role,pin_hash\nN-01,nurse,$argon2id$x\nN-01,nurse,$argon2id$x\n"), "line 3: the account 'N-01'"));
}

TEST_CASE("the example study can be published, and a tablet needs nothing but the published files", "[R-077]")
{
    auto const publication = prepare_publication(BEDSIDE_SOURCE_DIR "/forms/studies/idds-hydromorphone", parse_iso8601("2026-11-24T14:33:00+08:00").value());
    INFO((publication ? "" : publication.error().message));
    REQUIRE(publication);
    auto const on_tablet = load_study(publication->files);
    REQUIRE(on_tablet);
    CHECK(on_tablet->forms.size() == publication->study.forms.size());
    CHECK(load_roster(publication->roster, *on_tablet)->size() == 12);
    REQUIRE(publication->staff.size() == 5);
    CHECK(verify_password(publication->staff.front().pin_hash, "2580"));
}

TEST_CASE("in the example study the same participants have forms due at any hour of any day")
{
    std::int64_t const begin = parse_iso8601("2026-02-20T00:00:00+08:00")->wall_ms;
    for (int hour = 0; hour < 24 * 8; hour += 5) {
        Instant const now { begin + hour * 3'600'000LL + hour * 86'400'000LL, 0, 0, "" };
        auto const publication = prepare_publication(BEDSIDE_SOURCE_DIR "/forms/studies/idds-hydromorphone", now).value();
        auto const roster = load_roster(publication.roster, publication.study).value();
        for (auto const& participant : roster) {
            auto const all = plan(publication.study, participant, {}, now);
            auto const due = std::count_if(all.begin(), all.end(), [](auto const& one) { return !one.visit.empty() && !parse_date(one.visit) && (one.state == DueState::due || one.state == DueState::overdue); });
            INFO(participant.number << " at hour " << hour);
            auto const& number = participant.number;
            if (number == "P-009" || number == "P-014" || number == "P-017" || number == "P-021" || number == "P-022")
                CHECK(due >= 2);
            if (number == "P-001" || number == "P-004" || number == "P-006" || number == "P-023")
                CHECK(due == 0);
        }
    }
}

TEST_CASE("only a demonstration study counts its dates from the moment of publication")
{
    auto const folder = std::filesystem::path(BEDSIDE_BINARY_DIR) / "tests" / random_uuid();
    std::filesystem::create_directories(folder / "forms");
    std::ofstream(folder / "forms/f.json") << form_json;
    std::ofstream(folder / "staff.csv") << "id,role,pin_hash\n";
    auto const now = parse_iso8601("2026-03-29T14:33:00+02:00").value();
    auto const publish = [&](std::string const& anchor, bool demonstration) {
        auto toml = good;
        if (demonstration)
            toml.replace(0, 8, "[study]\ndemonstration = true\n");
        std::ofstream(folder / "study.toml") << toml;
        std::ofstream(folder / "roster.csv") << "number,initials,birth_year,anchor:start\nP-001,A,1950," + anchor + "\n";
        auto const publication = prepare_publication(folder, now);
        return publication ? publication->roster.substr(publication->roster.find("1950,") + 5) : publication.error().message;
    };
    CHECK(publish("now-20h", true) == "2026-03-28T17:33:00.000+01:00\n");
    CHECK(publish("today-1dT09:30", true) == "2026-03-28T09:30:00.000+01:00\n");
    CHECK(publish("todayT02:30", true) == "2026-03-29T03:00:00.000+02:00\n");
    CHECK(publish("now", true) == "2026-03-29T14:33:00.000+02:00\n");
    CHECK(contains(publish("now-20h", false), "only a demonstration study may do that"));
    for (auto const* wrong : { "today-1", "todayT9:30", "today-1h", "now-1d", "now-1hT09:00", "today-x", "todayT25:00", "tomorrow" })
        CHECK(contains(publish(wrong, true), "roster.csv line 2"));
    std::filesystem::remove_all(folder);
}
