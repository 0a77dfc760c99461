// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/screens/pin.h"

#include "kiosk/flow/listing.h"
#include "kiosk/flow/transition.h"
#include "kiosk/flow/words.h"

#include <algorithm>

namespace bedside::flow {
namespace {

constexpr std::size_t longest_pin = 8;
constexpr std::size_t shortest_pin = 4;
constexpr std::int64_t least_wait_ms = 1000; ///< of a lock-out: shorter ones can't be shown
constexpr std::int64_t countdown_step_ms = 1000;

} // namespace

PinView view_of(AppState const& state, PinScreen const& screen, Catalogue const& words)
{
    PinView view;
    view.title = words.text("Staff PIN");
    view.typed = static_cast<int>(screen.digits.size());
    view.length = std::max(4, view.typed);
    bool const open = !screen.checking && !screen.retry_at;
    for (int const digit : { 1, 2, 3, 4, 5, 6, 7, 8, 9, 0 }) {
        auto key = make_key("pin:" + std::to_string(digit), std::to_string(digit), PinDigit { digit });
        key.enabled = open;
        view.digits.push_back(std::move(key));
    }
    view.erase = make_key("pin_erase", words.text("Erase"), PinErase {}, Icon::back);
    view.erase.enabled = open && view.typed > 0;
    view.ok = make_key("pin_ok", words.text("Unlock"), PinSubmit {}, Icon::unlock);
    view.ok.enabled = open && view.typed >= 4;
    view.cancel = make_key("cancel", words.text("Back"), Back {}, Icon::back);
    if (screen.retry_at) {
        auto const seconds = std::max<std::int64_t>((*screen.retry_at - state.now.monotonic_ms + 999) / 1000, 1);
        view.message = words.text("Too many tries. Please wait {n} second.", "Too many tries. Please wait {n} seconds.", seconds);
        view.message_tone = Tone::wait;
    } else if (screen.checking) {
        view.message = words.text("One moment.");
    } else if (screen.failed) {
        bool const full = *screen.failed == Code::disk_full;
        view.message = full ? words.text("The tablet's memory is full, a PIN can't be checked. Please make room.")
                            : words.text("The tablet can't check a PIN just now. Please try again.");
        view.message_tone = Tone::wait;
    } else if (screen.wrong) {
        view.message = words.text("This PIN does not fit. Please try again.");
        view.message_tone = Tone::wait;
    }
    if (!view.ok.enabled)
        view.ok.reason = view.message.empty() ? words.text("A PIN has at least four digits.") : view.message;
    return view;
}

void describe(PinView const& view, Listing& out)
{
    out.line("title", view.title);
    out.line("message", view.message);
    out.line("typed", std::to_string(view.typed));
    out.keys(view.digits);
    out.key(view.erase);
    out.key(view.cancel);
    out.key(view.ok);
}

void handle(PinScreen& pin, PinDigit const& intent, Transition&)
{
    if (pin.checking || pin.retry_at || intent.digit < 0 || intent.digit > 9 || pin.digits.size() >= longest_pin)
        return;
    pin.digits += static_cast<char>('0' + intent.digit);
    pin.wrong = false;
    pin.failed.reset();
}

void handle(PinScreen& pin, PinErase const&, Transition&)
{
    if (!pin.checking && !pin.digits.empty())
        pin.digits.pop_back();
}

void handle(PinScreen& pin, PinSubmit const&, Transition& t)
{
    if (pin.checking || pin.retry_at || pin.digits.size() < shortest_pin)
        return;
    t.ask(CheckPin { std::exchange(pin.digits, {}) });
    pin.checking = true;
}

void handle(PinScreen&, Back const&, Transition& t) { t.show(LockScreen {}); }

void handle(PinScreen& pin, PinChecked const& event, Transition& t)
{
    if (!pin.checking)
        return;
    pin.checking = false;
    switch (event.verdict) {
    case PinVerdict::wrong:
        pin.wrong = true;
        return;
    case PinVerdict::locked_out:
        pin.retry_at = t.now.monotonic_ms + std::max(event.retry_after_ms, least_wait_ms);
        return;
    case PinVerdict::accepted:
        break;
    }
    t.state.staff = StaffSession { event.staff, event.role };
    if (!open_alerts(t.state).empty())
        t.show(AlertsScreen {});
    else
        show_staff_start(t);
}

void handle(PinScreen& pin, Failed<CheckPin> const& event, Transition&)
{
    if (std::exchange(pin.checking, false))
        pin.failed = event.code;
}

void handle(PinScreen& pin, TimePassed const&, Transition& t)
{
    if (pin.retry_at && t.now.monotonic_ms >= *pin.retry_at)
        pin.retry_at.reset();
}

std::optional<std::int64_t> deadline(AppState const& state, PinScreen const& pin)
{
    return pin.retry_at ? std::optional(std::min(state.now.monotonic_ms + countdown_step_ms, *pin.retry_at)) : std::nullopt;
}

} // namespace bedside::flow
