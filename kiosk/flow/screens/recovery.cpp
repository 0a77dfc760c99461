// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/screens/recovery.h"

#include "kiosk/flow/listing.h"
#include "kiosk/flow/transition.h"
#include "kiosk/flow/words.h"

#include <cstdio>

namespace bedside::flow {
namespace {

constexpr std::size_t longest_passphrase = 128;

char const* reason_of(Code code)
{
    // not an exhaustive switch: many codes read the same to a nurse
    if (code == Code::missing_key)
        return "the system's key was not released";
    if (code == Code::wrong_key)
        return "the key does not fit the data";
    if (code == Code::not_found)
        return "this tablet is not enrolled in a study";
    if (code == Code::corrupted)
        return "the data file is damaged";
    if (code == Code::future_schema)
        return "the data were written by a newer version";
    if (code == Code::disk_full)
        return "the tablet's memory is full";
    if (code == Code::read_only)
        return "the tablet's memory can't be written";
    if (code == Code::busy)
        return "another program holds the data";
    return "the data file can't be read";
}

std::string size_text(std::uint64_t bytes)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.1f MB", static_cast<double>(bytes) / 1e6);
    return text;
}

RecoveryView recovery_view(RecoveryScreen const& screen, Catalogue const& words)
{
    RecoveryView view;
    bool const missing = screen.code == Code::not_found;
    view.title = missing ? words.text("This tablet has no study yet") : words.text("The data of this tablet can't be opened now");
    if (!missing && screen.unchanged)
        view.strong = words.text("Nothing was changed or deleted.");
    view.text = missing ? words.text("It must be enrolled once with a code from the study server.") : words.text("The data are still on this tablet, encrypted.");
    view.steps_title = words.text("For the staff");
    if (missing)
        view.steps = { words.text("Ask the data manager for an enrolment code."), words.text("Enrol the tablet as the handbook says."), words.text("Then press “Try again”.") };
    else {
        view.steps = { words.text("Do not switch off, do not reinstall."), words.text("Plug in the power, then press “Try again”.") };
        if (screen.can_unwrap)
            view.steps.push_back(words.text("If that does not help: press “Passphrase” and use the one in the sealed envelope."));
        view.steps.push_back(words.text("If nothing helps: use paper forms, call the data manager, and read out the number beside this."));
    }
    view.facts = { { words.text("Number"), screen.reference }, { words.text("Reason"), words.text(reason_of(screen.code)) } };
    if (screen.bytes)
        view.facts.push_back({ words.text("Data file"), words.text("{size}, in its place", { { "size", size_text(*screen.bytes) } }) });
    if (screen.can_unwrap) {
        view.passphrase = make_key("passphrase", words.text("Passphrase"), OpenPassphrase {}, Icon::key);
        view.passphrase->enabled = !screen.trying;
    }
    view.retry = make_key("retry", screen.trying ? words.text("One moment.") : words.text("Try again"), RetryStore {}, Icon::sync);
    view.retry.enabled = !screen.trying;
    return view;
}

PassphraseView passphrase_view(RecoveryScreen const& screen, Catalogue const& words)
{
    PassphraseView view;
    view.title = words.text("Recovery passphrase");
    view.typed = static_cast<int>(screen.passphrase.size());
    if (screen.trying)
        view.message = words.text("One moment.");
    else if (screen.passphrase_wrong)
        view.message = words.text("This passphrase does not fit. Nothing was changed.");
    for (char const letter : std::string_view("1234567890abcdefghijklmnopqrstuvwxyz-")) {
        auto key = make_key(std::string("key:") + letter, std::string(1, letter), PassphraseKey { std::string(1, letter) });
        key.enabled = !screen.trying;
        view.keypad.push_back(std::move(key));
    }
    view.erase = make_key("erase", words.text("Erase"), PassphraseKey {}, Icon::back);
    view.erase.enabled = view.typed > 0 && !screen.trying;
    view.cancel = make_key("cancel", words.text("Back"), OpenPassphrase {}, Icon::back);
    view.cancel.enabled = !screen.trying;
    view.ok = make_key("ok", words.text("Unlock"), PassphraseSubmit {}, Icon::unlock);
    view.ok.enabled = view.typed > 0 && !screen.trying;
    return view;
}

} // namespace

std::variant<RecoveryView, PassphraseView> view_of(AppState const&, RecoveryScreen const& screen, Catalogue const& words)
{
    if (screen.passphrase_open)
        return passphrase_view(screen, words);
    return recovery_view(screen, words);
}

void describe(RecoveryView const& view, Listing& out)
{
    out.line("title", view.title);
    out.line("strong", view.strong);
    out.line("text", view.text);
    out.line("steps", view.steps_title);
    for (auto const& step : view.steps)
        out.line("step", step);
    for (auto const& fact : view.facts)
        out.line(fact.label, fact.value);
    out.key(view.copy);
    out.key(view.passphrase);
    out.key(view.retry);
}

void describe(PassphraseView const& view, Listing& out)
{
    out.line("title", view.title);
    out.line("message", view.message);
    out.line("typed", std::to_string(view.typed));
    out.keys(view.keypad);
    out.key(view.erase);
    out.key(view.cancel);
    out.key(view.ok);
}

void handle(RecoveryScreen& recovery, RetryStore const&, Transition& t)
{
    if (recovery.trying)
        return;
    recovery.trying = true;
    t.ask(OpenStore {});
}

void handle(RecoveryScreen& recovery, OpenPassphrase const&, Transition&)
{
    if (!recovery.can_unwrap)
        return;
    recovery.passphrase_open = !recovery.passphrase_open;
    recovery.passphrase.clear();
    recovery.passphrase_wrong = false;
}

void handle(RecoveryScreen& recovery, PassphraseKey const& intent, Transition&)
{
    if (!recovery.passphrase_open || recovery.trying)
        return;
    recovery.passphrase_wrong = false;
    if (!intent.text.empty() && recovery.passphrase.size() + intent.text.size() <= longest_passphrase)
        recovery.passphrase += intent.text;
    else if (intent.text.empty() && !recovery.passphrase.empty())
        recovery.passphrase.pop_back();
}

void handle(RecoveryScreen& recovery, PassphraseSubmit const&, Transition& t)
{
    if (!recovery.passphrase_open || recovery.trying || recovery.passphrase.empty())
        return;
    recovery.trying = true;
    t.ask(OpenStore { std::exchange(recovery.passphrase, {}) });
}

void handle(RecoveryScreen&, StoreOpened const&, Transition& t) { t.show(LockScreen {}); }

void handle(StoreOpened const&, Transition& t) { t.ask(LoadFacts {}); }

void handle(StoreFailed const& event, Transition& t)
{
    auto const* before = std::get_if<RecoveryScreen>(&t.state.screen);
    bool const wrong = before && before->passphrase_open && before->trying;
    lock(t);
    RecoveryScreen recovery;
    recovery.code = event.code;
    recovery.reference = event.reference;
    recovery.bytes = event.bytes;
    recovery.unchanged = event.unchanged;
    recovery.can_unwrap = event.can_unwrap;
    recovery.passphrase_open = wrong;
    recovery.passphrase_wrong = wrong;
    t.show(recovery);
}

} // namespace bedside::flow
