// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/screens/audit.h"

#include "kiosk/flow/transition.h"
#include "kiosk/flow/words.h"

#include <array>

namespace bedside::flow {
namespace {

/// msgids of the events that a tablet writes down.
constexpr std::array<std::pair<std::string_view, char const*>, 31> events { {
    { "alert-acknowledged", "an alert was looked at" },
    { "audit-read", "the audit trail was read" },
    { "battery-low", "the battery ran low" },
    { "chart-read", "the pain chart was read" },
    { "documents-replaced", "study files came from the server" },
    { "enrolled", "the tablet was enrolled" },
    { "help-text-read", "the call-bell text was read" },
    { "helper-named", "a helper was named" },
    { "identity-confirmed", "the participant said it is them" },
    { "identity-denied", "the participant said it is not them" },
    { "kiosk-left", "an administrator left the kiosk" },
    { "key-changed", "the data key was changed" },
    { "locked", "the screen was locked" },
    { "pin-accepted", "a PIN was accepted" },
    { "pin-refused", "a wrong PIN" },
    { "read-aloud", "a question was read aloud" },
    { "reminded", "a reminder sounded" },
    { "rescue-asked", "a rescue file was asked for" },
    { "rescue-written", "a rescue file was written" },
    { "response-abandoned", "a form was left" },
    { "response-begun", "a form was begun" },
    { "response-completed", "a form was handed in" },
    { "response-quarantined", "the server refused a form" },
    { "response-received", "the server received a form" },
    { "response-released", "a refused form is sent again" },
    { "schema-upgraded", "the data were upgraded" },
    { "self-test", "the tablet was tested" },
    { "setting-changed", "a setting was changed" },
    { "staff-replaced", "staff accounts came from the server" },
    { "store-created", "the data store was made" },
    { "sync-asked", "a sync was asked for" },
} };

std::string event_text(std::string const& event, Catalogue const& words)
{
    for (auto const& [code, text] : events) {
        if (code == event)
            return words.text(text);
    }
    return event;
}

std::string who_text(std::string const& who, Catalogue const& words)
{
    if (who == "patient")
        return words.text("participant");
    constexpr std::string_view staff = "staff:";
    if (who.starts_with(staff))
        return who.substr(staff.size());
    return words.text("this tablet");
}

} // namespace

ListView view_of(AppState const& state, AuditScreen const& screen, Catalogue const& words)
{
    ListView view;
    view.title = words.text("Audit trail");
    view.page = screen.page;
    auto const& sync = state.facts.sync;
    if (!sync.broken.empty())
        view.text = words.text("The data on this tablet do not fit together");
    else if (sync.verified)
        view.text = words.text("Every line was checked at {time}: none is missing, none was changed.", { { "time", clock_text(*sync.verified) } });
    if (screen.failed)
        view.empty = words.text("The audit trail can't be read just now. Nothing in it is lost. Please go back and try again.");
    else if (!screen.rows)
        view.empty = words.text("One moment.");
    else
        view.empty = words.text("Nothing was written down yet.");
    if (screen.rows) {
        for (auto const& entry : *screen.rows) {
            auto const day = days_between(entry.at, state.now) == 0 ? std::string {} : when_text(entry.at, state.now, words) + " ";
            view.rows.push_back({ std::to_string(entry.number) + "　" + event_text(entry.event, words), day + clock_text(entry.at) + "　" + who_text(entry.who, words), {}, {} });
        }
    }
    view.actions = { make_key("back", words.text("Back"), OpenSyncStatus {}, Icon::back) };
    return view;
}

void handle(AuditScreen&, OpenSyncStatus const&, Transition& t) { show_sync_status(t); }

void handle(AuditScreen& trail, AuditLoaded const& event, Transition&)
{
    trail.rows = event.rows;
    trail.failed = false;
}

void handle(AuditScreen& trail, Failed<LoadAudit> const&, Transition&) { trail.failed = true; }

} // namespace bedside::flow
