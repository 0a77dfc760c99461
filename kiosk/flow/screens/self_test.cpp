// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/screens/self_test.h"

#include "kiosk/flow/battery.h"
#include "kiosk/flow/listing.h"
#include "kiosk/flow/transition.h"
#include "kiosk/flow/words.h"

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
    auto const size = screen.size_lost ? words.text("It could not be kept: is there room on the tablet?")
        : screen.dpi_before == 0       ? std::string {}
                                       : words.text("It was set to {n}. All sizes are right from now on.", { { "n", std::to_string(screen.dpi_before) } });
    all.push_back({ "size", !screen.size_lost, Icon::tablet, words.text("The panel has {n} dots an inch", { { "n", std::to_string(std::lround(state.dpi)) } }), size });
    all.push_back({ "sound", screen.heard.value_or(false), Icon::speaker, screen.heard.value_or(false) ? words.text("The sound was heard") : words.text("No sound was heard"), {} });
    auto const& sync = state.facts.sync;
    bool const in_time = sync.skew_ms && std::llabs(*sync.skew_ms) <= clock_ms;
    all.push_back({ "clock", in_time, Icon::clock, in_time ? words.text("The clock is right") : sync.skew_ms ? words.text("The clock is off") : words.text("Clock not compared yet"), when_text(state.now, state.now, words) });
    bool const whole = sync.broken.empty() && sync.verified;
    all.push_back({ "store", whole, Icon::lock, whole ? words.text("The data on this tablet are whole") : sync.broken.empty() && sync.unchecked ? words.text("The data on this tablet can't be checked just now") : sync.broken.empty() ? words.text("Checking the data on this tablet") : words.text("The data on this tablet do not fit together"), {} });
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

/// The card is as wide as its outline: what the program takes for a millimetre is one from now on.
void take_size(SelfTestScreen& test, Transition& t)
{
    auto const before = static_cast<int>(std::lround(t.state.dpi));
    auto const dpi = measured_dpi(t.state, test);
    test.step = Step::sound;
    if (dpi == before)
        return;
    test.dpi_before = before;
    t.state.dpi = dpi;
    for (auto& touch : test.touches)
        touch = touch ? std::optional(*touch * before / dpi) : std::nullopt; // these millimetres were the old ones
    t.ask(KeepDpi { dpi });
    t.ask(LoadFacts {});
}

/// Into the audit trail, which reaches the server.
void report(SelfTestScreen& test, Transition& t)
{
    test.reported = true;
    std::string text;
    for (auto const& finding : findings(t.state, test, Catalogue::of("en")))
        text += std::string(text.empty() ? "" : "; ") + finding.name + (finding.good ? " good: " : " LOOK: ") + finding.title;
    t.audit("self-test", text);
    t.ask(RequestSync {});
}

} // namespace

std::variant<SelfTestView, ListView> view_of(AppState const& state, SelfTestScreen const& screen, Catalogue const& words)
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

void describe(SelfTestView const& view, Listing& out)
{
    out.line("title", view.title);
    out.line("text", view.text);
    out.key(view.target);
    out.line("place", view.target ? std::to_string(view.place) : std::string {});
    out.line("outline", view.outline > 0 ? std::to_string(view.outline) : std::string {});
    out.keys(view.actions);
    out.key(view.next);
}

void handle(SelfTestScreen& test, SelfTestAct const& intent, Transition& t)
{
    if (!t.state.staff)
        return;
    auto const act = intent.act;
    switch (test.step) {
    case Step::touch:
        if (act == Act::missed || (act == Act::hit && intent.off_mm))
            test.touches.push_back(intent.off_mm);
        if (test.touches.size() == test_targets)
            test.step = Step::card;
        break;
    case Step::card:
        if (act == Act::narrower || act == Act::wider)
            test.outline = std::clamp(test.outline + (act == Act::wider ? outline_step : -outline_step), least_outline, most_outline);
        else if (act == Act::fits)
            take_size(test, t);
        break;
    case Step::sound:
        if (act == Act::play) {
            t.ask(CallAttention {});
        } else if (act == Act::heard || act == Act::silent) {
            test.heard = act == Act::heard;
            test.step = Step::result;
        }
        break;
    case Step::result:
        if (act == Act::report && !test.reported)
            report(test, t);
        break;
    }
}

void handle(SelfTestScreen& test, Failed<KeepDpi> const&, Transition&) { test.size_lost = true; }

void handle(SelfTestScreen&, Back const&, Transition& t) { t.show(SyncScreen {}); }

} // namespace bedside::flow
