// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/screens/alerts.h"

#include "kiosk/flow/transition.h"
#include "kiosk/flow/words.h"

namespace bedside::flow {
namespace {

constexpr std::int64_t shown_after_acknowledgement = 24 * 3'600'000LL;

std::string rule_text(AppState const& state, std::string_view rule, Catalogue const& words)
{
    if (auto const& study = state.facts.study) {
        for (auto const& known : study->alerts) {
            if (known.id == rule)
                return known.title.in(words.language());
        }
    }
    return std::string(rule);
}

} // namespace

ListView view_of(AppState const& state, AlertsScreen const& screen, Catalogue const& words)
{
    ListView view;
    view.title = words.text("Alerts");
    view.text = words.text("Please look at the participant, then tap the line.");
    view.page = screen.page;
    bool const allowed = state.staff && may(*state.staff, Right::record);
    auto const add = [&](AlertFact const& alert) {
        bool const open = alert.acknowledged_by.empty();
        ListRow row;
        row.title = alert.participant + "　" + rule_text(state, alert.rule, words);
        row.detail = when_text(alert.raised, state.now, words) + "　"
            + (open ? words.text("not looked at yet")
                    : words.text("{staff} looked at {time}",
                          { { "staff", alert.acknowledged_by }, { "time", alert.acknowledged ? when_text(*alert.acknowledged, state.now, words) : std::string {} } }));
        row.chip = alert.delivered ? Chip { words.text("delivered"), Icon::check, Tone::ok } : Chip { words.text("not delivered"), Icon::clock, Tone::wait };
        if (open) {
            row.key = make_key("acknowledge:" + alert.id, row.title, AcknowledgeAlert { alert.id }, Icon::bell);
            row.key->enabled = allowed;
            if (!allowed)
                row.key->reason = words.text("Nurses and coordinators look after alerts.");
        }
        view.rows.push_back(std::move(row));
    };
    for (auto const* alert : open_alerts(state))
        add(*alert);
    for (auto const& alert : state.facts.alerts) {
        if (alert.acknowledged && state.now.wall_ms - alert.acknowledged->wall_ms < shown_after_acknowledgement)
            add(alert);
    }
    view.empty = words.text("Nothing to look at.");
    view.actions = { make_key("lock", words.text("Lock"), Lock {}, Icon::lock) };
    view.next = make_key("next", words.text("Go on"), Back {}, Icon::next);
    return view;
}

void handle(AlertsScreen&, AcknowledgeAlert const& intent, Transition& t)
{
    if (!t.state.staff || !may(*t.state.staff, Right::record))
        return;
    for (auto const* alert : open_alerts(t.state)) {
        if (alert->id == intent.id) {
            t.audit("alert-acknowledged", intent.id); // it is acknowledged when the store holds this row, and shown so from there
            t.ask(LoadFacts {});
            return;
        }
    }
}

void handle(AlertsScreen&, Back const&, Transition& t) { show_staff_start(t); }

} // namespace bedside::flow
