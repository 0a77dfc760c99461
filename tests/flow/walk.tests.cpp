// SPDX-License-Identifier: Apache-2.0
// Random hands on the kiosk: no dead end, no lost answer, and nothing of the last patient before the next one.
#include "ward.h"

#include "kiosk/flow/entry.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include <cstdlib>
#include <random>
#include <regex>
#include <set>

using namespace bedside;
using namespace bedside::tests;

namespace {

/// Presses of one walk; BEDSIDE_WALK=10000 makes it long.
int walk_length()
{
    auto const* asked = std::getenv("BEDSIDE_WALK");
    return asked ? std::max(1, std::atoi(asked)) : 1500;
}

/// Every answer that the flow believes durable is in the store, and as it is shown.
void check_answers(Ward const& ward)
{
    if (!ward.state.form)
        return;
    auto const& form = *ward.state.form;
    auto const& stored = ward.store.at(form.response_id).answers;
    for (auto const& [path, answer] : form.answers) {
        if (!form.unsaved.contains(path))
            REQUIRE(stored.at(path) == answer);
    }
}

/// What only one participant's screens may show.
std::set<std::string> marks_of(flow::Facts const& facts, std::string const& number)
{
    std::set<std::string> marks { number };
    for (auto const& person : facts.roster) {
        if (person.number == number)
            marks.insert(person.initials);
    }
    return marks;
}

/// A coordinator opens somebody's records, presses about in them, and walks away.
void look_into_records(Ward& ward, std::string const& number, std::mt19937& random)
{
    ward.unlock("1470");
    if (ward.screen() == "alerts")
        ward.press("next");
    if (ward.screen() == "identity") {
        ward.press("no");
        ward.unlock("1470");
        if (ward.screen() == "alerts")
            ward.press("next");
    }
    ward.press("filter_staff");
    ward.press("participant:" + number);
    for (int press = 0; press < 15 && ward.state.staff; ++press) {
        auto const keys = flow::keys_of(ward.sees());
        std::vector<flow::Key> on;
        std::copy_if(keys.begin(), keys.end(), std::back_inserter(on), [](flow::Key const& key) { return key.enabled; });
        ward.wait(400);
        if (!on.empty())
            ward.apply(on[random() % on.size()].intent);
    }
    ward.wait(200'000);
    REQUIRE((ward.screen() == "lock" || ward.screen() == "dark"));
}

} // namespace

TEST_CASE("random hands find no dead end and lose no answer", "[R-078]")
{
    for (unsigned const seed : { 1u, 2u, 3u }) {
        Ward ward;
        std::mt19937 random(seed);
        std::set<std::string> screens;
        int completed = 0;
        for (int step = 0; step < walk_length(); ++step) {
            screens.insert(ward.screen());
            std::vector<flow::Key> on;
            for (auto const& key : flow::keys_of(ward.sees())) {
                if (key.enabled)
                    on.push_back(key);
            }
            INFO("seed " << seed << " step " << step << "\n" << ward.text());
            auto const chance = random() % 100;
            if (ward.screen() == "pin" && chance < 80 && !ward.state.facts.roster.empty()) {
                for (auto const* digit : { "pin_erase", "pin_erase", "pin_erase", "pin_erase", "pin_erase", "pin_erase", "pin_erase", "pin_erase", "pin:2", "pin:5", "pin:8", "pin:0", "pin_ok" }) {
                    if (ward.offers(digit))
                        ward.press(digit);
                }
                ward.wrong_pins = 0;
                if (ward.screen() == "pin")
                    ward.wait(31'000);
                continue;
            }
            if (chance == 0)
                ward.kill_and_start_again();
            else if (chance == 1)
                ward.receive_all();
            else if (chance == 2)
                ward.wait(200'000);
            else if (chance == 3)
                ward.disk_full = !ward.disk_full;
            else if (ward.screen() == "dark")
                ward.touch();
            else if (on.empty()) {
                // no key: something must come by itself
                auto const before = ward.sees().place;
                ward.wait(31'000);
                REQUIRE(ward.sees().place != before);
            } else {
                ward.wait(400);
                // patients go on more often than they wander
                auto const& forward = ward.offers("next") && random() % 2 ? ward.key("next") : on[random() % on.size()];
                ward.apply(forward.intent);
            }
            check_answers(ward);
            completed = static_cast<int>(std::count_if(ward.store.begin(), ward.store.end(), [](auto const& entry) { return entry.second.completed; }));
        }
        INFO("seed " << seed << ", completed " << completed);
        for (auto const* expected : { "lock", "pin", "participants", "identity", "tasks", "item", "decline", "rest", "chooser", "sync", "cleaning" })
            CHECK(screens.contains(expected));
    }
}

TEST_CASE("after any hand-over no screen of the next patient names the last one or shows an answer of theirs", "[R-016]")
{
    Ward ward;
    std::mt19937 random(7);
    std::vector<std::string> due;
    ward.unlock();
    for (auto const& row : ward.view<flow::ParticipantsView>().rows)
        due.push_back(row.number);
    ward.press("lock");
    REQUIRE(due.size() >= 3);
    std::string last;
    int staff_visits = 0;
    for (int visit = 0; visit < 40; ++visit) {
        auto number = due[random() % due.size()];
        if (number == last)
            continue;
        if (!last.empty() && random() % 2) { // staff looks after the last one's records in between, and leaves them open
            ++staff_visits;
            look_into_records(ward, last, random);
        }
        ward.hand_over_to(number);
        auto const others = last.empty() ? std::set<std::string> {} : marks_of(ward.state.facts, last);
        auto const presses = 5 + random() % 40;
        for (unsigned press = 0; press < presses && ward.screen() != "lock"; ++press) {
            auto const text = ward.text();
            INFO("patient " << number << " after " << last << "\n" << text);
            for (auto const& mark : others)
                REQUIRE(text.find(mark) == std::string::npos);
            if (ward.state.form) // every chosen key is an answer that this patient's own response holds
                REQUIRE(ward.store.at(ward.state.form->response_id).open.participant == number);
            auto const keys = flow::keys_of(ward.sees());
            std::vector<flow::Key> on;
            std::copy_if(keys.begin(), keys.end(), std::back_inserter(on), [](flow::Key const& key) { return key.enabled && key.id != "end"; });
            REQUIRE_FALSE(on.empty());
            ward.wait(400);
            ward.apply((ward.offers("next") && random() % 3 ? ward.key("next") : on[random() % on.size()]).intent);
        }
        if (ward.screen() != "lock")
            ward.wait(200'000);
        REQUIRE(ward.screen() == "lock");
        CHECK_FALSE(ward.state.form.has_value());
        CHECK_FALSE(ward.state.patient.has_value());
        last = number;
    }
    CHECK(staff_visits > 5);
}

TEST_CASE("a tablet at home never shows anybody else, on no screen and to no role", "[R-016]")
{
    Ward home("T-07");
    std::mt19937 random(5);
    std::regex const number("P-[0-9]{3}");
    std::set<std::string> screens;
    for (int step = 0; step < 800; ++step) {
        auto const text = home.text();
        screens.insert(home.screen());
        INFO("step " << step << "\n" << text);
        for (auto found = std::sregex_iterator(text.begin(), text.end(), number); found != std::sregex_iterator(); ++found)
            REQUIRE(found->str() == "P-012");
        if (home.screen() == "lock")
            REQUIRE(text.find("P-012") == std::string::npos);
        if (home.screen() == "dark") {
            home.touch();
            continue;
        }
        if (home.screen() == "participants" && random() % 2) {
            home.press("filter_staff");
            home.press("participant:P-012");
            continue;
        }
        if (home.screen() == "lock" && random() % 4 == 0) {
            home.unlock(random() % 2 ? "1470" : "2580");
            continue;
        }
        auto const keys = flow::keys_of(home.sees());
        home.wait(400);
        if (keys.empty())
            home.wait(31'000);
        else if (auto const& key = keys[random() % keys.size()]; key.enabled)
            home.apply((home.offers("next") && random() % 2 ? home.key("next") : key).intent);
    }
    for (auto const* expected : { "lock", "tasks", "item", "participants", "staff" })
        CHECK(screens.contains(expected));
}

TEST_CASE("no English is left on a Chinese screen", "[R-031]")
{
    Ward ward;
    std::mt19937 random(11);
    std::regex const english("[A-Za-z]{4,}");
    for (int step = 0; step < 600; ++step) {
        if (ward.state.language == "zh-Hans" || ward.state.language == "zh-Hant") {
            auto const screenful = ward.sees();
            for (auto const& key : flow::keys_of(screenful)) {
                INFO(key.id << ": " << key.label << " " << key.reason);
                auto const own_name = key.id == "language:en";
                auto const words = std::regex_replace(key.label + " " + key.reason + " " + key.detail, std::regex("Tdis"), ""); // a visit's name
                CHECK((own_name || !std::regex_search(words, english)));
            }
        }
        if (ward.screen() == "lock")
            ward.unlock();
        auto const keys = flow::keys_of(ward.sees());
        ward.wait(400);
        if (keys.empty())
            ward.wait(31'000);
        else if (auto const& key = keys[random() % keys.size()]; key.enabled)
            ward.apply((ward.offers("next") && random() % 2 ? ward.key("next") : key).intent);
    }
}
