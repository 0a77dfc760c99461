// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/screens/helper.h"

#include "kiosk/flow/transition.h"
#include "kiosk/flow/words.h"

namespace bedside::flow {
namespace {

std::string helper_text(std::string_view role, Catalogue const& words)
{
    if (role == "family")
        return words.text("family");
    if (role == "nurse")
        return words.text("nurse");
    return role.empty() ? words.text("nobody") : words.text("somebody else");
}

} // namespace

Key helper_key(AppState const& state, Catalogue const& words)
{
    auto const role = state.patient ? state.patient->assisted_by : std::string {};
    auto const label = role.empty() ? words.text("Someone helps me") : words.text("Helped by: {who}", { { "who", helper_text(role, words) } });
    return make_key("helper", label, OpenHelper {}, Icon::person);
}

ListView view_of(AppState const& state, HelperScreen const&, Catalogue const& words)
{
    ListView view;
    view.title = words.text("Does someone help you?");
    view.text = words.text("It is noted with your answers. The answers stay yours.");
    auto const present = state.patient ? state.patient->assisted_by : std::string {};
    auto const add = [&](char const* id, std::string role, std::string text) {
        auto key = make_key(std::string("helper:") + id, text, SetHelper { role }, Icon::none);
        key.selected = role == present;
        view.rows.push_back({ std::move(text), {}, {}, std::move(key) });
    };
    add("nobody", "", words.text("No, I do it alone"));
    add("family", "family", words.text("A relative or friend"));
    add("nurse", "nurse", words.text("A nurse or doctor"));
    add("other", "other", words.text("Somebody else"));
    view.actions = { make_key("back", words.text("Back"), Back {}, Icon::back) };
    return view;
}

void handle(HelperScreen&, SetHelper const& intent, Transition& t)
{
    if (!t.state.patient)
        return;
    t.state.patient->assisted_by = intent.role;
    t.audit("helper-named", intent.role.empty() ? "nobody" : intent.role);
    t.show(TasksScreen {});
}

void handle(HelperScreen&, Back const&, Transition& t) { t.show(TasksScreen {}); }

} // namespace bedside::flow
