// SPDX-License-Identifier: Apache-2.0
#include "tests/course/history.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <random>

using namespace bedside;
using namespace bedside::test;
using course::Course;
using course::FormFact;

namespace {

int now_of(Course const& course, std::string const& version)
{
    auto const* form = course.form_with(version);
    REQUIRE(form);
    return study::integer_at(form->completed, "now").value_or(-1);
}

std::vector<std::string> rules_of(Course const& course)
{
    std::vector<std::string> rules;
    for (auto const& one : course.alerts())
        rules.push_back(one.rule);
    return rules;
}

bool raises(Course const& course, std::string const& rule)
{
    auto const rules = rules_of(course);
    return std::find(rules.begin(), rules.end(), rule) != rules.end();
}

study::DueState state_of(Course const& course, std::string const& form, std::string const& visit, Instant const& now)
{
    for (auto const& one : course.planned(now)) {
        if (one.form == form && one.visit == visit)
            return one.state;
    }
    FAIL("not planned: " << form << " " << visit);
    return {};
}

} // namespace

TEST_CASE("a correction of 9 to 3 is one form that says 3, handed in when the patient handed it in", "[R-082]")
{
    // A correction on the tablet stayed beside the original: the chart said 3, the tables 9.
    History const history;
    auto const original = history.pain("a", History::at("10:00"), 9);
    auto const course = history.course({ original, history.correction(original, "b", History::at("15:00"), 3) });
    REQUIRE(course.forms().size() == 1);
    auto const& form = *course.forms().front();
    CHECK(form.root == "a");
    CHECK(form.id == "b");
    CHECK(now_of(course, "a") == 3);
    CHECK(iso8601(form.completed.authored) == iso8601(History::at("10:00")));
    CHECK(form.versions.size() == 2);
    CHECK(form.fork.empty());
    CHECK_FALSE(raises(course, "severe-pain"));
}

TEST_CASE("a correction of a correction, on tablet and in the console in turn, is still one form", "[R-082]")
{
    History const history;
    auto const a = history.pain("a", History::at("10:00"), 9);
    auto const b = history.correction(a, "b", History::at("11:00"), 3);
    auto const c = history.correction(b, course::version_id("b", 2), History::at("12:00"), 4, "coordinator", "");
    auto const d = history.correction(c, "d", History::at("13:00"), 5);
    auto const course = history.course({ d, b, a, c });
    REQUIRE(course.forms().size() == 1);
    CHECK(course.forms().front()->id == "d");
    CHECK(now_of(course, "b.2") == 5);
    CHECK(course.forks().empty());
}

TEST_CASE("two corrections that did not know of each other are a fork: the later stands until somebody decides", "[R-082]")
{
    History const history;
    auto const a = history.pain("a", History::at("10:00"), 9);
    auto const tablet = history.correction(a, "b", History::at("11:00"), 3);
    auto const console = history.correction(a, "a.2", History::at("12:00"), 4, "coordinator", "");
    auto course = history.course({ a, tablet, console });
    REQUIRE(course.forks().size() == 1);
    CHECK(course.forks().front()->fork == std::vector<std::string> { "a.2", "b" });
    CHECK(now_of(course, "a") == 4);
    course.add(course::DecisionFact { "1", "b", { "a.2" }, "coordinator", "the patient said so", History::at("13:00") });
    CHECK(course.forks().empty());
    CHECK(now_of(course, "a") == 3);
    course.add(std::make_shared<FormFact const>(history.correction(console, "c", History::at("14:00"), 6)));
    REQUIRE(course.forks().size() == 1); // a third that nobody has decided about
    CHECK(now_of(course, "a") == 6);
}

TEST_CASE("what was corrected while the original is somewhere else is one form when it comes")
{
    History const history;
    auto const a = history.pain("a", History::at("10:00"), 9);
    auto const b = history.correction(a, "b", History::at("11:00"), 3);
    auto const c = history.correction(b, "c", History::at("12:00"), 2);
    auto course = history.course({ c });
    CHECK(now_of(course, "c") == 2);
    course.add(std::make_shared<FormFact const>(b));
    CHECK(course.forms().size() == 1);
    course.add(std::make_shared<FormFact const>(a));
    REQUIRE(course.forms().size() == 1);
    CHECK(course.forms().front()->root == "a");
    CHECK(said_by(course, History::now) == said_by(history.course({ a, b, c }), History::now));
}

TEST_CASE("pain of 2 on one tablet and 6 on another within a day is one pain rise, the same wherever it is computed", "[R-073]")
{
    History const history;
    auto const ward = history.pain("a", History::at("08:00"), 2, "T-03", "T0");
    auto const home = history.pain("b", History::at("12:00"), 6, "T-04");
    auto const reduced = course::decode(course::encode("P-017", course::reduced(*history.study, ward)), *history.study);
    REQUIRE(reduced);
    auto const whole = history.course({ ward, home });
    course::Facts seen_at_home { history.person, { reduced->form, std::make_shared<FormFact const>(home) }, {}, {}, {} };
    Course const at_home(history.study, seen_at_home);
    REQUIRE(whole.alerts().size() == 1);
    CHECK(whole.alerts().front().rule == "pain-rise");
    REQUIRE(at_home.alerts().size() == 1);
    CHECK(at_home.alerts().front().id == whole.alerts().front().id);
    CHECK_FALSE(raises(history.course({ home }), "pain-rise"));
}

TEST_CASE("an acknowledgement on one tablet holds in the other, and after a correction that leaves the alert true")
{
    History const history;
    auto const a = history.pain("a", History::at("10:00"), 9);
    auto course = history.course({ a });
    REQUIRE(course.alerts().size() >= 1);
    auto const id = course.alerts().front().id;
    course.add(course::AcknowledgementFact { id, "N-01", "T-04", History::at("10:05"), {} });
    course.add(course::AcknowledgementFact { id, "N-02", "T-03", History::at("10:07"), {} });
    REQUIRE(course.alerts().front().acknowledged);
    CHECK(course.alerts().front().acknowledged->by == "N-01");
    course.add(std::make_shared<FormFact const>(history.correction(a, "b", History::at("11:00"), 8)));
    REQUIRE(course.alerts().front().id == id);
    CHECK(course.alerts().front().acknowledged);
    course.add(std::make_shared<FormFact const>(history.correction(history.correction(a, "b", History::at("11:00"), 8), "c", History::at("12:00"), 3)));
    CHECK_FALSE(raises(course, "severe-pain"));
}

TEST_CASE("the same visit on two tablets: the first inside the window stands, the other is a duplicate and not due")
{
    History const history;
    auto const first = history.pain("b", History::at("10:00"), 4, "T-04");
    auto const second = history.pain("a", History::at("10:16"), 5, "T-03");
    auto const course = history.course({ second, first });
    REQUIRE(course.duplicates().size() == 1);
    CHECK(course.duplicates().front()->root == "a");
    CHECK(course.duplicates().front()->duplicate_of == "b");
    CHECK(course.at("pain-nrs", "T1m")->root == "b");
    CHECK(state_of(course, "pain-nrs", "T1m", History::now) == study::DueState::done);
    // A correction of the one that stands does not turn them around.
    auto const corrected = history.course({ second, first, history.correction(first, "c", History::at("18:00"), 1, "N-01", "T-04") });
    CHECK(corrected.at("pain-nrs", "T1m")->id == "c");
    CHECK(corrected.duplicates().front()->root == "a");
}

TEST_CASE("a death recorded on one tablet ends what is expected; the console takes a wrong one back", "[R-048]")
{
    History const history;
    auto const death = history.status("s", History::at("02:00"), "died");
    auto course = history.course({ death });
    CHECK(course.participant().state == study::ParticipantState::died);
    CHECK(state_of(course, "pain-nrs", "T2m", History::at("03:00")) == study::DueState::not_expected);
    REQUIRE(course.standing().history.size() == 2);
    CHECK(course.standing().history.back().by == "C-01");
    course.add(history.change("1", History::at("09:00"), "state", "on-study"));
    CHECK(course.participant().state == study::ParticipantState::on_study);
    // A later record is news again.
    course.add(std::make_shared<FormFact const>(history.status("t", History::at("20:00"), "withdrawn")));
    CHECK(course.participant().state == study::ParticipantState::withdrawn);
}

TEST_CASE("the console's word stands above a record that it knew, even when the tablet's clock ran ahead")
{
    History const history;
    auto const death = history.status("s", History::at("02:00", "2026-11-26"), "died"); // two days ahead
    CHECK(history.course({ death }, { history.change("1", History::at("09:00"), "state", "on-study", { "s" }) }).participant().state == study::ParticipantState::on_study);
    CHECK(history.course({ death }, { history.change("1", History::at("09:00"), "state", "on-study") }).participant().state == study::ParticipantState::died);
}

TEST_CASE("a status record that is corrected says only what its version in force says")
{
    History const history;
    auto const wrong = history.status("s", History::at("02:00"), "died");
    auto right = history.status("t", History::at("03:00"), "discharge");
    right.amends = "s";
    auto const course = history.course({ wrong, right });
    CHECK(course.participant().state == study::ParticipantState::on_study);
    CHECK(iso8601(course.participant().anchors.at("discharge")) == iso8601(History::at("03:00")));
}

TEST_CASE("a correction that is not whole is put over the whole original; an emptied answer is gone")
{
    History const history;
    auto const a = history.pain("a", History::at("10:00"), 9);
    auto b = history.correction(a, "a.2", History::at("11:00"), 3, "coordinator", "");
    b.form.answers = { { "now", { { 3 }, {} } } };
    b.changed = { "now", "least" };
    b.whole = false;
    auto const course = history.course({ a, b });
    auto const& form = *course.forms().front();
    CHECK(form.whole);
    CHECK(study::integer_at(form.completed, "now") == 3);
    CHECK(study::integer_at(form.completed, "worst") == 9);
    CHECK_FALSE(study::integer_at(form.completed, "least"));
}

TEST_CASE("a fact survives the way as JSON, linkIds with '/', '%' and '#' too")
{
    History const history;
    auto fact = history.pain("a", History::at("10:00"), 9);
    fact.form.answers[forms::ItemPath::of("/72514-3/now")] = { { 7 }, {} };
    fact.form.answers["least"] = { {}, forms::Absence::asked_declined };
    fact.changed = { forms::ItemPath::of("/72514-3/now") };
    fact.flags = { "late" };
    auto const decoded = course::decode(course::encode("P-017", fact), *history.study);
    REQUIRE(decoded);
    REQUIRE(decoded->form);
    CHECK(decoded->participant == "P-017");
    CHECK(decoded->form->form.answers == fact.form.answers);
    CHECK(decoded->form->changed == fact.changed);
    CHECK(decoded->form->flags == fact.flags);
    CHECK(study::number_at(decoded->form->form, "/72514-3/now") == 7);
    for (auto const* broken : { "", "{}", "[]", R"({"kind":"form","participant":"P-017"})", R"({"kind":"other","participant":"P-017"})" })
        CHECK_FALSE(course::decode(broken, *history.study));
}

TEST_CASE("any order, any repetition and any split of the facts gives the same course")
{
    History const history;
    std::mt19937 random(20261201);
    auto const below = [&](int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); };
    for (int round = 0; round < 300; ++round) {
        INFO("round " << round);
        std::vector<FormFact> forms;
        std::vector<course::ChangeFact> changes;
        course::Facts facts { history.person, {}, {}, {}, {} };
        char const* const visits[] = { "T0", "T1d", "Tdis", "T1m" };
        char const* const tablets[] = { "T-03", "T-04", "T-07" };
        for (int i = 0; i < 12; ++i) {
            auto const when = parse_iso8601("2026-11-2" + std::to_string(below(5) + 1) + "T1" + std::to_string(below(8)) + ":00:00.000+08:00").value();
            auto const id = std::string(1, static_cast<char>('a' + i));
            switch (below(5)) {
            case 0: forms.push_back(history.status(id, when, std::array { "died", "withdrawn", "discharge", "completed" }[static_cast<std::size_t>(below(4))])); break;
            case 1:
                if (!forms.empty() && forms.front().form.form == "pain-nrs") {
                    forms.push_back(history.correction(forms.front(), id, when, below(11)));
                    if (below(2) == 0)
                        forms.push_back(history.correction(forms.back(), id + ".2", when, below(11), "coordinator", ""));
                }
                break;
            case 2: changes.push_back(history.change(std::to_string(i), when, "state", below(2) ? "on-study" : "withdrawn")); break;
            default: forms.push_back(history.pain(id, when, below(11), tablets[below(3)], visits[below(4)])); break;
            }
        }
        for (auto const& one : forms)
            facts.forms.push_back(std::make_shared<FormFact const>(one));
        facts.changes = changes;
        Course const all_at_once(history.study, facts);
        for (auto const& one : all_at_once.alerts())
            facts.acknowledgements.push_back({ one.id, below(2) ? "N-01" : "N-02", "T-03", History::at("12:00"), {} });
        for (auto const* fork : all_at_once.forks())
            facts.decisions.push_back({ fork->root, fork->fork.back(), { fork->fork.front() }, "coordinator", "chart", History::at("13:00") });
        auto const expected = said_by(Course(history.study, facts), History::now);

        Course one_by_one(history.study, { history.person, {}, {}, {}, {} });
        std::vector<std::function<void()>> steps;
        for (int repeated = 0; repeated < 2; ++repeated) {
            for (auto const& one : facts.forms)
                steps.emplace_back([&] { one_by_one.add(one); });
            for (auto const& one : facts.changes)
                steps.emplace_back([&] { one_by_one.add(one); });
            for (auto const& one : facts.acknowledgements)
                steps.emplace_back([&] { one_by_one.add(one); });
            for (auto const& one : facts.decisions)
                steps.emplace_back([&] { one_by_one.add(one); });
        }
        std::shuffle(steps.begin(), steps.end(), random);
        for (auto const& step : steps)
            step();
        REQUIRE(said_by(one_by_one, History::now) == expected);
    }
}
