// SPDX-License-Identifier: Apache-2.0
// Ten thousand taps and keys by nobody in particular on the running kiosk: no crash, no dead end, no lost answer.
#include "tablet.h"

#include "kiosk/flow/view.h"

#include <cstdlib>
#include <map>
#include <random>
#include <set>

using namespace bedside;
using namespace bedside::tests;

namespace {

/// BEDSIDE_RANDOM_TAPS=10000 makes it long, BEDSIDE_RANDOM_SEED another one.
int number_from(char const* name, int otherwise)
{
    auto const* asked = std::getenv(name);
    return asked ? std::max(1, std::atoi(asked)) : otherwise;
}

/// What a finger chose and the screen showed as chosen: by response and path, the last one.
using Chosen = std::map<std::pair<std::string, forms::ItemPath>, forms::Answer>;

class Hands {
public:
    Hands(Tablet& tablet, unsigned seed)
        : m_tablet(tablet)
        , m_random(seed)
    {
    }

    void act()
    {
        auto const chance = pick(1000);
        if (chance < 4)
            m_tablet.kill_and_start_again();
        else if (chance < 10)
            m_tablet.pass(200'000);
        else if (chance < 14)
            m_tablet.receive_all();
        else if (chance < 60)
            type_something();
        else if (chance < 160)
            m_tablet.tap_at(static_cast<float>(pick(m_tablet.making.width)), static_cast<float>(pick(m_tablet.making.height)), static_cast<int>(pick(200)));
        else if (chance < 200)
            two_fingers();
        else
            tap_an_element();
        m_tablet.clock.pass(static_cast<std::int64_t>(pick(700)));
        note_choice();
        m_screens.insert(m_tablet.screen());
    }

    /// From wherever it is, a few plain presses lead to the lock or the list.
    void go_home()
    {
        static char const* const ways[] = { "close", "cancel", "lock", "hand_back", "acknowledge", "done", "end", "leave", "no", "rest", "back" };
        for (int presses = 0; m_tablet.screen() != "lock" && m_tablet.screen() != "participants"; ++presses) {
            INFO("no way out of " << m_tablet.place());
            REQUIRE(presses < 20);
            if (m_tablet.screen() == "dark") {
                m_tablet.tap_at(3, 3);
                continue;
            }
            if (m_tablet.screen() == "cleaning") {
                m_tablet.pass(31'000);
                continue;
            }
            bool found = false;
            for (auto const* id : ways) {
                if (m_tablet.offers(id)) {
                    m_tablet.tap(id);
                    found = true;
                    break;
                }
            }
            REQUIRE(found);
        }
    }

    /// Every answer that was shown as chosen is in the store, in an open response or in the frozen bytes.
    void check_store()
    {
        auto store = m_tablet.look();
        std::map<std::string, forms::Answers> held;
        for (auto const& [key, answer] : m_chosen) {
            auto const& [response, path] = key;
            if (!held.contains(response))
                held[response] = ok(store.answers(response));
            INFO("response " << response << " path " << path);
            REQUIRE(held.at(response).contains(path));
            REQUIRE(held.at(response).at(path) == answer);
        }
    }

    std::set<std::string> const& screens() const { return m_screens; }
    std::size_t choices() const { return m_chosen.size(); }

private:
    unsigned pick(int below) { return static_cast<unsigned>(m_random()) % static_cast<unsigned>(below); }

    void tap_an_element()
    {
        std::vector<ui::Element> keys;
        for (auto const& one : m_tablet.kiosk->ui().elements()) {
            if (one.role != "text" && one.enabled)
                keys.push_back(one);
        }
        if (keys.empty())
            return;
        auto chosen = keys[pick(static_cast<int>(keys.size()))];
        auto const want = [&](std::string const& id) {
            for (auto const& one : keys) {
                if (one.id == id)
                    chosen = one;
            }
        };
        // people mean something, most of the time
        if (m_tablet.screen() == "pin" && pick(10) < 8)
            return enter_a_pin();
        if (pick(10) < 4)
            want(pick(2) ? "next" : m_tablet.screen() == "review" ? "submit" : "yes");
        auto const x = chosen.rect.x + static_cast<int>(pick(std::max(1, chosen.rect.w)));
        auto const y = chosen.rect.y + static_cast<int>(pick(std::max(1, chosen.rect.h)));
        m_tablet.tap_at(static_cast<float>(x), static_cast<float>(y), static_cast<int>(pick(150)));
    }

    void enter_a_pin()
    {
        static char const* const pins[] = { "2580", "2580", "1470", "2582", "1111" };
        m_tablet.clock.pass(400);
        for (int i = 0; i < 8 && m_tablet.offers("pin_erase"); ++i)
            m_tablet.tap("pin_erase");
        for (char const digit : std::string(pins[pick(5)])) {
            if (m_tablet.offers(std::string("pin:") + digit))
                m_tablet.tap(std::string("pin:") + digit);
        }
        if (m_tablet.offers("pin_ok"))
            m_tablet.tap("pin_ok");
        if (m_tablet.screen() == "pin" && !m_tablet.offers("pin:1"))
            m_tablet.pass(20'000);
    }

    void type_something()
    {
        static SDL_Keycode const keys[] = { SDLK_TAB, SDLK_TAB, SDLK_TAB, SDLK_LEFT, SDLK_RIGHT, SDLK_UP, SDLK_DOWN, SDLK_RETURN, SDLK_RETURN, SDLK_SPACE, SDLK_ESCAPE,
            SDLK_0, SDLK_1, SDLK_5, SDLK_9, SDLK_a, SDLK_F4, SDLK_VOLUMEUP };
        auto const times = 1 + pick(4);
        for (unsigned i = 0; i < times; ++i)
            m_tablet.type(keys[pick(static_cast<int>(std::size(keys)))]);
    }

    void two_fingers()
    {
        auto const place = [&] { return std::pair(static_cast<float>(pick(m_tablet.making.width)), static_cast<float>(pick(m_tablet.making.height))); };
        auto const [ax, ay] = place();
        auto const [bx, by] = place();
        m_tablet.finger(SDL_FINGERDOWN, ax, ay, 1);
        m_tablet.finger(SDL_FINGERDOWN, bx, by, 2);
        m_tablet.finger(SDL_FINGERMOTION, bx, ay, 1);
        m_tablet.finger(SDL_FINGERUP, ax, ay, pick(2) ? 1 : 2);
        m_tablet.finger(SDL_FINGERUP, bx, by, 1);
        m_tablet.finger(SDL_FINGERUP, bx, by, 2);
    }

    /// Reads off the screen, not out of the state, what is chosen now.
    void note_choice()
    {
        auto const& state = m_tablet.kiosk->state();
        auto const* item = std::get_if<flow::ItemScreen>(&state.screen);
        if (!item || item->declining || state.chooser || !state.form)
            return;
        if (!m_tablet.offers("next")) { // on exactly when there is an answer and it is durable: taken back, or cleared by a key
            if (state.form->unsaved.empty())
                m_chosen.erase({ state.form->response_id, item->path });
            return;
        }
        auto const steps = flow::screens_of(*state.form->definition, state.form->answers);
        auto const at = flow::place_of(steps, item->path);
        if (!at)
            return;
        auto const& kind = steps[*at].item->kind;
        forms::Answer shown;
        for (auto const& one : m_tablet.kiosk->ui().elements()) {
            if (!one.selected)
                continue;
            if (one.id == "decline")
                shown.absence = forms::Absence::asked_declined;
            auto const colon = one.id.find(':');
            auto const number = colon == std::string::npos ? -1 : std::atoi(one.id.c_str() + colon + 1);
            if ((one.id.starts_with("nrs:") || one.id.starts_with("box:")) && std::holds_alternative<forms::IntegerItem>(kind))
                shown.values.push_back(std::int32_t { number });
            else if (auto const* choice = std::get_if<forms::ChoiceItem>(&kind); choice && one.id.starts_with("option:"))
                shown.values.push_back(choice->options.at(static_cast<std::size_t>(number - 1)).value);
        }
        if (!shown.values.empty() || shown.absence)
            m_chosen[{ state.form->response_id, item->path }] = shown;
        else // an answer of a kind that is not read off here stands in place of an older refusal
            m_chosen.erase({ state.form->response_id, item->path });
    }

    Tablet& m_tablet;
    std::mt19937 m_random;
    Chosen m_chosen;
    std::set<std::string> m_screens;
};

void run(std::string const& tablet_id, int taps, unsigned seed, std::initializer_list<char const*> expected)
{
    Tablet tablet({ .tablet = tablet_id });
    Hands hands(tablet, seed);
    for (int step = 1; step <= taps; ++step) {
        INFO("tablet " << tablet_id << ", seed " << seed << ", step " << step << ", " << tablet.place());
        hands.act();
        if (step % 97 == 0)
            hands.go_home();
        if (step % 500 == 0 || step == taps)
            hands.check_store();
    }
    auto store = tablet.look();
    ok(store.verify());
    auto const completed = ok(store.completed_forms()).size();
    WARN(taps << " taps and keys on " << tablet_id << ", seed " << seed << ": " << hands.screens().size() << " kinds of screens, " << hands.choices()
              << " answers chosen, all in the store; " << completed << " forms handed in");
    CHECK(hands.choices() > 0);
    for (auto const* screen : expected)
        CHECK(hands.screens().contains(screen));
}

} // namespace

TEST_CASE("random taps and keys on a ward's tablet: no crash, no dead end, no lost answer", "[R-078]")
{
    run("T-03", number_from("BEDSIDE_RANDOM_TAPS", 600), static_cast<unsigned>(number_from("BEDSIDE_RANDOM_SEED", 1)), { "lock", "pin", "participants", "identity", "tasks", "item" });
}

TEST_CASE("random taps and keys on a tablet at home: no crash, no dead end, no lost answer", "[R-078]")
{
    run("T-07", number_from("BEDSIDE_RANDOM_TAPS", 400), static_cast<unsigned>(number_from("BEDSIDE_RANDOM_SEED", 2)), { "lock", "tasks", "item" });
}
