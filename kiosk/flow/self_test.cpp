// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/self_test.h"

#include "kiosk/flow/session.h"
#include "kiosk/flow/words.h"
#include "kiosk/flow/writer.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace bedside::flow {
namespace {

using Step = SelfTestScreen::Step;
using Act = SelfTestAct::Act;

constexpr int outline_step = 5;            // half a millimetre
constexpr int least_outline = 500;
constexpr int most_outline = 1400;
constexpr std::int64_t contact_ms = 900'000; // fifteen heartbeats
constexpr std::int64_t clock_ms = 60'000;
constexpr int least_dpi = 90; // of bedside-kiosk --dpi
constexpr int most_dpi = 400;

/// Pixels an inch by the card: its outline looked as wide as a real one.
int measured_dpi(AppState const& state, SelfTestScreen const& screen) { return std::clamp(static_cast<int>(std::lround(state.dpi * screen.outline / card_width)), least_dpi, most_dpi); }

/// "2.4"
std::string millimetres(double length)
{
    auto const tenths = std::lround(length * 10);
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

struct Finding {
    char const* name; ///< in the report
    bool good = false;
    Icon icon = Icon::info;
    std::string title;
    std::string detail;
};

std::vector<Finding> findings(AppState const& state, SelfTestScreen const& screen, Catalogue const& words)
{
    std::vector<Finding> all;
    long hits = 0;
    double worst = 0;
    for (auto const& touch : screen.touches) {
        hits += touch ? 1 : 0;
        worst = std::max(worst, touch.value_or(0));
    }
    all.push_back({ "touch", hits == test_targets && worst <= largest_miss_mm, Icon::hand,
        words.text("{n} of {total} targets hit, at most {mm} mm off", { { "n", std::to_string(hits) }, { "total", std::to_string(test_targets) }, { "mm", millimetres(worst) } }), {} });
    all.push_back({ "size", true, Icon::tablet, words.text("The panel has {n} dots an inch", { { "n", std::to_string(std::lround(state.dpi)) } }),
        screen.dpi_before == 0 ? std::string {} : words.text("It was set to {n}. All sizes are right from now on.", { { "n", std::to_string(screen.dpi_before) } }) });
    all.push_back({ "sound", screen.heard.value_or(false), Icon::speaker, screen.heard.value_or(false) ? words.text("The sound was heard") : words.text("No sound was heard"), {} });
    auto const& sync = state.facts.sync;
    bool const in_time = sync.skew_ms && std::llabs(*sync.skew_ms) <= clock_ms;
    all.push_back({ "clock", in_time, Icon::clock, in_time ? words.text("The clock is right") : sync.skew_ms ? words.text("The clock is off") : words.text("Clock not compared yet"), when_text(state.now, state.now, words) });
    bool const whole = sync.broken.empty() && sync.verified;
    all.push_back({ "store", whole, Icon::lock, whole ? words.text("The data on this tablet are whole") : sync.broken.empty() ? words.text("Checking the data on this tablet") : words.text("The data on this tablet do not fit together"), {} });
    bool const reached = sync.last_contact && state.now.wall_ms - sync.last_contact->wall_ms <= contact_ms;
    all.push_back({ "server", reached, reached ? Icon::sync : Icon::wifi_off,
        sync.last_contact ? words.text("Last contact {time}", { { "time", when_text(*sync.last_contact, state.now, words) } }) : words.text("No contact with the server yet"),
        reached ? words.text("Network and server answer.") : words.text("Is the network there? Then please press “Sync now” on the sync page.") });
    if (state.battery)
        all.push_back({ "battery", battery_level(state) == BatteryLevel::fine, Icon::battery, words.text("Battery {text}", { { "text", battery_text(state, words) } }), {} });
    return all;
}

SelfTestView target_view(SelfTestScreen const& screen, Catalogue const& words)
{
    SelfTestView view;
    auto const number = std::to_string(screen.touches.size() + 1);
    view.title = words.text("Self-test: touch");
    view.text = words.text("Please press the middle of target {n} of {total} with one finger.", { { "n", number }, { "total", std::to_string(test_targets) } });
    view.place = static_cast<int>(screen.touches.size());
    view.target = make_key("target", number, SelfTestAct { Act::hit });
    view.actions = { make_key("back", words.text("Back"), Back {}, Icon::back), make_key("missed", words.text("It does not answer"), SelfTestAct { Act::missed }, Icon::cross) };
    return view;
}

SelfTestView card_view(AppState const& state, SelfTestScreen const& screen, Catalogue const& words)
{
    SelfTestView view;
    view.title = words.text("Self-test: size");
    view.text = words.text("Lay a bank card on the outline. Press until it is exactly as wide as the card. Now: {n} dots an inch.", { { "n", std::to_string(measured_dpi(state, screen)) } });
    view.outline = screen.outline;
    view.actions = { make_key("back", words.text("Back"), Back {}, Icon::back), make_key("narrower", words.text("Narrower"), SelfTestAct { Act::narrower }, Icon::minus),
        make_key("wider", words.text("Wider"), SelfTestAct { Act::wider }, Icon::plus) };
    view.next = make_key("next", words.text("As wide as the card"), SelfTestAct { Act::fits }, Icon::next);
    return view;
}

ListView sound_view(Catalogue const& words)
{
    ListView view;
    view.title = words.text("Self-test: sound");
    view.text = words.text("Press the first row and listen.");
    auto const choice = [&](char const* id, std::string label, Act act, Icon icon) {
        auto key = make_key(id, label, SelfTestAct { act }, icon);
        view.rows.push_back({ std::move(label), {}, {}, std::move(key) });
    };
    choice("play", words.text("Play the sound"), Act::play, Icon::speaker);
    choice("heard", words.text("I heard it"), Act::heard, Icon::check);
    choice("silent", words.text("I heard nothing"), Act::silent, Icon::cross);
    view.actions = { make_key("back", words.text("Back"), Back {}, Icon::back) };
    return view;
}

ListView result_view(AppState const& state, SelfTestScreen const& screen, Catalogue const& words)
{
    ListView view;
    view.title = words.text("Self-test: result");
    for (auto const& finding : findings(state, screen, words))
        view.rows.push_back({ finding.title, finding.detail, Chip { finding.good ? words.text("good") : words.text("please look"), finding.good ? Icon::check : Icon::alert, finding.good ? Tone::ok : Tone::alert }, {} });
    view.page = screen.page;
    view.actions = { make_key("back", words.text("Back"), Back {}, Icon::back) };
    view.next = make_key("send_test", screen.reported ? words.text("Written down; it goes to the server") : words.text("Report to the server"), SelfTestAct { Act::report }, Icon::next);
    view.next->enabled = !screen.reported;
    return view;
}

} // namespace

std::variant<SelfTestView, ListView> view_of_self_test(AppState const& state, SelfTestScreen const& screen, Catalogue const& words)
{
    switch (screen.step) {
    case Step::touch:
        return target_view(screen, words);
    case Step::card:
        return card_view(state, screen, words);
    case Step::sound:
        return sound_view(words);
    case Step::result:
        return result_view(state, screen, words);
    }
    return result_view(state, screen, words);
}

ListView view_of_leave(Catalogue const& words)
{
    ListView view;
    view.title = words.text("To the administration");
    view.text = words.text("The kiosk ends, and the machine's console asks for an administrator's name and password. Answers stay sealed. A restart brings the kiosk back.");
    view.actions = { make_key("back", words.text("Back"), OpenSyncStatus {}, Icon::back) };
    view.next = make_key("leave_now", words.text("Leave the kiosk"), LeaveKiosk {}, Icon::unlock);
    return view;
}

// --- acts

void Writer::operator()(OpenSelfTest const&)
{
    if (!m_state.staff || !on<SyncScreen>() || !may(*m_state.staff, Right::inspect))
        return;
    m_state.screen = SelfTestScreen {};
    ask(LoadFacts {});
    ask(VerifyStore {});
}

void Writer::operator()(SelfTestAct const& intent)
{
    auto* test = on<SelfTestScreen>();
    if (!test || !m_state.staff)
        return;
    bool const touching = test->step == Step::touch;
    bool const comparing = test->step == Step::card;
    bool const listening = test->step == Step::sound;
    auto const act = intent.act;
    if (touching && (act == Act::missed || (act == Act::hit && intent.off_mm))) {
        test->touches.push_back(intent.off_mm);
        if (test->touches.size() == test_targets)
            test->step = Step::card;
    } else if (comparing && (act == Act::narrower || act == Act::wider)) {
        test->outline = std::clamp(test->outline + (act == Act::wider ? outline_step : -outline_step), least_outline, most_outline);
    } else if (comparing && act == Act::fits) {
        auto const before = static_cast<int>(std::lround(m_state.dpi));
        auto const dpi = measured_dpi(m_state, *test);
        if (dpi != before) {
            test->dpi_before = before;
            m_state.dpi = dpi;
            for (auto& touch : test->touches)
                touch = touch ? std::optional(*touch * before / dpi) : std::nullopt; // these millimetres were the old ones
            ask(KeepDpi { dpi });
            ask(LoadFacts {});
        }
        test->step = Step::sound;
    } else if (listening && act == Act::play) {
        ask(CallAttention {});
    } else if (listening && (act == Act::heard || act == Act::silent)) {
        test->heard = act == Act::heard;
        test->step = Step::result;
    } else if (test->step == Step::result && act == Act::report && !test->reported) {
        test->reported = true;
        std::string report;
        for (auto const& finding : findings(m_state, *test, Catalogue::of("en")))
            report += std::string(report.empty() ? "" : "; ") + finding.name + (finding.good ? " good: " : " LOOK: ") + finding.title;
        audit("self-test", report); // the audit trail reaches the server
        ask(RequestSync {});
    }
}

void Writer::operator()(OpenLeave const&)
{
    if (m_state.staff && on<SyncScreen>() && may(*m_state.staff, Right::administer))
        m_state.screen = LeaveScreen {};
}

void Writer::operator()(LeaveKiosk const&)
{
    if (!m_state.staff || !on<LeaveScreen>() || !may(*m_state.staff, Right::administer))
        return;
    audit("kiosk-left");
    ask(EndKiosk {});
    lock();
}

} // namespace bedside::flow
