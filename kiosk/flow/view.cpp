// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/view.h"

#include "kiosk/flow/session.h"
#include "kiosk/flow/speech.h"
#include "kiosk/flow/words.h"

#include <algorithm>

namespace bedside::flow {
namespace {

View view_now(AppState const& state, Catalogue const& words)
{
    if (state.chooser)
        return view_of_chooser(state, words);
    struct Chooser {
        AppState const& state;
        Catalogue const& words;
        View operator()(LockScreen const&) const { return view_of_lock(state, words); }
        View operator()(DarkScreen const&) const { return DarkView {}; }
        View operator()(PinScreen const& screen) const { return view_of_pin(state, screen, words); }
        View operator()(ParticipantsScreen const& screen) const { return view_of_participants(state, screen, words); }
        View operator()(IdentityScreen const& screen) const { return view_of_identity(state, screen, words); }
        View operator()(TasksScreen const& screen) const { return view_of_tasks(state, screen, words); }
        View operator()(ItemScreen const& screen) const
        {
            return screen.declining ? View(view_of_decline(words)) : View(view_of_item(state, screen, words));
        }
        View operator()(ReviewScreen const& screen) const { return view_of_review(state, screen, words); }
        View operator()(ThanksScreen const& screen) const { return view_of_thanks(state, screen, words); }
        View operator()(PainHighScreen const& screen) const { return view_of_pain_high(state, screen, words); }
        View operator()(RestScreen const&) const { return view_of_rest(state, words); }
        View operator()(HelperScreen const&) const { return view_of_helper(state, words); }
        View operator()(AlertsScreen const& screen) const { return view_of_alerts(state, screen, words); }
        View operator()(StaffScreen const& screen) const { return view_of_staff(state, screen, words); }
        View operator()(ChartScreen const& screen) const { return view_of_chart(state, screen, words); }
        View operator()(ReasonScreen const&) const { return view_of_reason(words); }
        View operator()(AuditScreen const& screen) const { return view_of_audit(state, screen, words); }
        View operator()(RescueScreen const& screen) const { return view_of_rescue(state, screen, words); }
        View operator()(SelfTestScreen const& screen) const
        {
            return std::visit([](auto&& view) { return View(std::move(view)); }, view_of_self_test(state, screen, words));
        }
        View operator()(LeaveScreen const&) const { return view_of_leave(words); }
        View operator()(SyncScreen const& screen) const { return view_of_sync(state, screen, words); }
        View operator()(RecoveryScreen const& screen) const
        {
            return screen.passphrase_open ? View(view_of_passphrase(screen, words)) : View(view_of_recovery(state, screen, words));
        }
        View operator()(CleaningScreen const& screen) const { return view_of_cleaning(state, screen, words); }
    };
    return std::visit(Chooser { state, words }, state.screen);
}

/// Demonstration notice, or the licensed footer of the form shown, verbatim.
std::string strip_text(AppState const& state, Catalogue const& words)
{
    if (auto const* form = shown_form(state)) {
        if (!form->footer.empty())
            return form->footer.in(words.language());
        if (form->wording == forms::Wording::demonstration)
            return words.text("Demonstration wording, not the licensed version");
    }
    bool const demonstration = state.mode == Mode::practice || (state.facts.study && state.facts.study->demonstration);
    return demonstration ? words.text("Demonstration wording, not the licensed version") : std::string {};
}

bool is_staff_screen(AppState const& state)
{
    return state.staff || std::holds_alternative<RecoveryScreen>(state.screen) || std::holds_alternative<CleaningScreen>(state.screen)
        || std::holds_alternative<PinScreen>(state.screen);
}

Progress form_progress(AppState const& state, Catalogue const& words)
{
    Progress progress;
    if (!state.form || !state.form->definition)
        return progress;
    auto const& form = *state.form;
    auto const steps = screens_of(*form.definition, form.answers);
    auto const title = state.form->definition->title.in(words.language());
    if (std::holds_alternative<ReviewScreen>(state.screen)) {
        progress.strong = title;
        progress.rest = words.text("looking over the answers");
        progress.fraction = 1;
        return progress;
    }
    auto const* screen = std::get_if<ItemScreen>(&state.screen);
    auto const counted = count(steps, form.answers, screen ? screen->path : std::string_view {});
    auto const position = std::to_string(counted.position);
    auto const total = std::to_string(counted.total);
    if (form.by_staff) {
        progress.strong = form.participant + "　" + title;
        progress.rest = words.text("step {n} of {total}", { { "n", position }, { "total", total } });
    } else if (is_event(state)) {
        progress.strong = title;
        progress.rest = words.text("step {n} of {total}", { { "n", position }, { "total", total } });
    } else {
        progress.strong = words.text("Question {n}", { { "n", position } });
        progress.rest = words.text("of {total}", { { "total", total } });
    }
    progress.fraction = counted.total > 0 ? static_cast<double>(counted.position) / counted.total : 0;
    return progress;
}

/// Patients may rest; staff has other screens for that.
std::vector<Key> form_tools(AppState const& state, Catalogue const& words)
{
    if (state.form && state.form->by_staff)
        return { size_key(words), make_key("leave", words.text("Close"), HandBack {}, Icon::cross) };
    return { size_key(words), rest_key(words) };
}

Frame frame_of(AppState const& state, Catalogue const& words)
{
    Frame frame;
    frame.text_size = state.text_size;
    frame.theme = state.theme;
    frame.hand = state.hand;
    frame.language = words.language();
    if (std::holds_alternative<DarkScreen>(state.screen))
        return frame;
    frame.strip = strip_text(state, words);
    auto const clock = clock_text(state.now);
    bool const tablet_known = !state.facts.tablet.empty();
    if (std::holds_alternative<LockScreen>(state.screen))
        frame.strip_right.clear(); // the lock has its own clock
    else if (is_staff_screen(state) && tablet_known)
        frame.strip_right = words.text("Tablet {id}", { { "id", state.facts.tablet } }) + "　" + clock;
    else
        frame.strip_right = clock;
    if (battery_level(state) != BatteryLevel::fine && !frame.strip_right.empty())
        frame.strip_right = words.text("Battery {text}", { { "text", battery_text(state, words) } }) + "　" + frame.strip_right;
    if (state.mode == Mode::practice)
        frame.watermark = words.text("Practice");
    if (state.chooser)
        return frame;
    if (std::holds_alternative<IdentityScreen>(state.screen)) {
        frame.tool_title = words.text("For the patient to confirm");
        frame.tools = { size_key(words) };
    } else if (std::holds_alternative<TasksScreen>(state.screen)) {
        if (auto const* person = state.patient ? participant(state, state.patient->number) : nullptr)
            frame.tool_title = person->initials + "　" + person->number;
        if (state.mode != Mode::practice)
            frame.tools = { helper_key(state, words) };
        frame.tools.insert(frame.tools.end(), { size_key(words), rest_key(words) });
    } else if (auto const* item = std::get_if<ItemScreen>(&state.screen)) {
        frame.progress = form_progress(state, words);
        if (!item->declining)
            frame.tools = form_tools(state, words);
    } else if (std::holds_alternative<ReviewScreen>(state.screen)) {
        frame.progress = form_progress(state, words);
        frame.tools = form_tools(state, words);
    }
    return frame;
}

struct Collector {
    std::vector<Key> keys;
    void add(Key const& key) { keys.push_back(key); }
    void add(std::optional<Key> const& key)
    {
        if (key)
            keys.push_back(*key);
    }
    void add(std::vector<Key> const& more) { keys.insert(keys.end(), more.begin(), more.end()); }

    void operator()(DisplayControl const&) { }
    void operator()(BoxRowControl const& control) { add(control.boxes); }
    void operator()(OptionsControl const& control) { add(control.options); }
    void operator()(BodyMapControl const& control)
    {
        add(control.chips);
        add(control.regions);
    }
    void operator()(TimeControl const& control)
    {
        add(control.quick);
        add(control.days);
        for (auto const& stepper : control.steppers) {
            add(stepper.more);
            add(stepper.less);
        }
        add(control.precision);
    }
    void operator()(NumberControl const& control)
    {
        add(control.units);
        add(control.quick);
        if (control.stepper) {
            add(control.stepper->more);
            add(control.stepper->less);
        }
        add(control.keypad);
    }
    void operator()(TextControl const& control)
    {
        add(control.keypad);
        add(control.clear);
    }

    void operator()(LockView const& view)
    {
        add(view.quick);
        add(view.unlock);
    }
    void operator()(DarkView const&) { }
    void operator()(PinView const& view)
    {
        add(view.digits);
        add(view.erase);
        add(view.cancel);
        add(view.ok);
    }
    void operator()(ParticipantsView const& view)
    {
        add(view.filters);
        for (auto const& row : view.rows)
            add(row.key);
        add(view.actions);
    }
    void operator()(IdentityView const& view)
    {
        add(view.no);
        add(view.yes);
    }
    void operator()(TasksView const& view)
    {
        for (auto const& row : view.rows)
            add(row.key);
        add(view.episode);
        add(view.end);
        add(view.go_on);
    }
    void operator()(ItemView const& view)
    {
        std::visit(*this, view.control);
        add(view.back);
        add(view.decline);
        add(view.next);
    }
    void operator()(DeclineView const& view)
    {
        add(view.back);
        add(view.confirm);
    }
    void operator()(ReviewView const& view)
    {
        for (auto const& row : view.rows)
            add(row.key);
        add(view.back);
        add(view.submit);
    }
    void operator()(ThanksView const& view)
    {
        add(view.done);
        add(view.go_on);
    }
    void operator()(PainHighView const& view)
    {
        add(view.hand_back);
        add(view.acknowledge);
    }
    void operator()(RestView const& view)
    {
        add(view.hand_back);
        add(view.go_on);
    }
    void operator()(ChooserView const& view)
    {
        add(view.sizes);
        add(view.languages);
        add(view.themes);
        add(view.hands);
        add(view.close);
    }
    void operator()(SyncStatusView const& view)
    {
        add(view.actions);
        add(view.sync);
    }
    void operator()(RecoveryView const& view)
    {
        add(view.copy);
        add(view.passphrase);
        add(view.retry);
    }
    void operator()(PassphraseView const& view)
    {
        add(view.keypad);
        add(view.erase);
        add(view.cancel);
        add(view.ok);
    }
    void operator()(CleaningView const&) { }
    void operator()(ChartView const& view) { add(view.back); }
    void operator()(SelfTestView const& view)
    {
        add(view.target);
        add(view.actions);
        add(view.next);
    }
    void operator()(ListView const& view)
    {
        for (auto const& row : view.rows)
            add(row.key);
        add(view.actions);
        add(view.next);
    }
};

} // namespace

Screenful view_of(AppState const& state, locales::Catalogue const& words)
{
    Screenful shown { screen_name(state), place_name(state), frame_of(state, words), view_now(state, words) };
    if (!state.staff && can_read(state, shown.view))
        shown.frame.tools.insert(shown.frame.tools.begin(), read_key(state, words));
    return shown;
}

std::vector<Key> keys_of(Screenful const& screenful)
{
    Collector collector;
    collector.add(screenful.frame.tools);
    std::visit(collector, screenful.view);
    return collector.keys;
}

} // namespace bedside::flow
