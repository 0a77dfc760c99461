// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/screens/identity.h"

#include "kiosk/flow/listing.h"
#include "kiosk/flow/transition.h"
#include "kiosk/flow/words.h"

namespace bedside::flow {

IdentityView view_of(AppState const& state, IdentityScreen const& screen, Catalogue const& words)
{
    IdentityView view;
    view.title = words.text("Is this you?");
    if (auto const* person = participant(state, screen.number)) {
        if (!person->initials.empty())
            view.fields.push_back({ words.text("Initials"), person->initials, true });
        if (person->birth_year > 0)
            view.fields.push_back({ words.text("Year of birth"), std::to_string(person->birth_year), true });
        view.fields.push_back({ words.text("Study number"), person->number, false });
    }
    view.no = make_key("no", words.text("It is not me"), DenyIdentity {}, Icon::cross);
    view.yes = make_key("yes", words.text("It is me"), ConfirmIdentity {}, Icon::check);
    return view;
}

void describe(IdentityView const& view, Listing& out)
{
    out.line("title", view.title);
    for (auto const& field : view.fields)
        out.line(field.label, field.value);
    out.key(view.no);
    out.key(view.yes);
}

void furnish(Frame& frame, AppState const&, IdentityScreen const&, Catalogue const& words)
{
    frame.tool_title = words.text("For the patient to confirm");
    frame.tools = { size_key(words) };
}

std::vector<SpokenPart> reading_of(IdentityView const& view)
{
    SpokenPart part { view.title };
    for (auto const& field : view.fields) {
        part.push_back(field.label);
        for (char const c : field.value) { // initials and numbers are read letter by letter
            if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'))
                part.emplace_back(1, c);
        }
    }
    return { std::move(part) };
}

void handle(IdentityScreen& identity, ConfirmIdentity const&, Transition& t)
{
    t.state.patient = PatientSession { identity.number, {} };
    t.state.staff.reset(); // the staff's rights end where the patient begins
    t.state.interrupted.clear();
    t.show(TasksScreen {});
    t.audit("identity-confirmed");
}

void handle(IdentityScreen&, DenyIdentity const&, Transition& t)
{
    t.audit("identity-denied");
    t.state.interrupted.clear();
    lock(t);
}

void handle(IdentityScreen& identity, Touched const&, Transition& t) { identity.until = t.now.monotonic_ms + t.state.timing.identity; }

void handle(IdentityScreen& identity, TimePassed const&, Transition& t)
{
    if (t.now.monotonic_ms >= identity.until)
        lock(t);
}

std::optional<std::int64_t> deadline(AppState const&, IdentityScreen const& identity) { return identity.until; }

void ask_identity(std::string const& number, Transition& t)
{
    auto const* person = participant(t.state, number);
    if (!person)
        return;
    t.state.patient.reset();
    t.state.form.reset();
    t.state.language = person->language.empty() ? t.state.device_language : person->language;
    t.show(IdentityScreen { person->number, t.now.monotonic_ms + t.state.timing.identity });
}

} // namespace bedside::flow
