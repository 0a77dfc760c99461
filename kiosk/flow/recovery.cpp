// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/words.h"

#include <cstdio>

namespace bedside::flow {
namespace {

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

} // namespace

RecoveryView view_of_recovery(AppState const&, RecoveryScreen const& screen, Catalogue const& words)
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

PassphraseView view_of_passphrase(RecoveryScreen const& screen, Catalogue const& words)
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

} // namespace bedside::flow
