// SPDX-License-Identifier: Apache-2.0
// What staff does beside handing the tablet over: alerts, its own records, corrections, the audit trail, a rescue file.
#include "kiosk/flow/session.h"
#include "kiosk/flow/writer.h"

namespace bedside::flow {

void Writer::show_staff_start()
{
    if (!m_state.interrupted.empty() && participant(m_state, m_state.interrupted))
        show_identity(m_state.interrupted);
    else
        m_state.screen = ParticipantsScreen {};
}

// --- alerts

void Writer::operator()(OpenAlerts const&)
{
    if (m_state.staff && on<ParticipantsScreen>())
        m_state.screen = AlertsScreen {};
}

void Writer::operator()(AcknowledgeAlert const& intent)
{
    if (!m_state.staff || !on<AlertsScreen>() || !may(*m_state.staff, Right::record))
        return;
    for (auto const* alert : open_alerts(m_state)) {
        if (alert->id == intent.id) {
            audit("alert-acknowledged", intent.id); // it is acknowledged when the store holds this row, and shown so from there
            ask(LoadFacts {});
            return;
        }
    }
}

// --- staff's own records

void Writer::operator()(StartStaffForm const& intent)
{
    auto* records = on<StaffScreen>();
    if (!records || records->opening || !m_state.staff || !m_state.facts.study)
        return;
    auto const* form = m_state.facts.study->form(intent.form);
    bool const of_visit = !intent.visit.empty();
    if (!form || !form->definition || !may(*m_state.staff, form->staff && !of_visit ? Right::study_status : Right::record))
        return;
    if (of_visit) {
        auto const due = staff_tasks_of(m_state, records->number);
        if (std::none_of(due.begin(), due.end(), [&](Task const& task) { return task.form == intent.form && task.visit == intent.visit && !task.done; }))
            return;
    }
    auto const* begun = begun_by_staff(m_state, records->number, intent.form, intent.visit);
    open_form({ .response_id = begun ? begun->response_id : std::string {}, .participant = records->number, .form = intent.form, .visit = intent.visit,
        .actor = actor(), .assisted_by = {} });
}

void Writer::leave_staff_form()
{
    hush();
    auto const form = std::move(*m_state.form);
    m_state.form.reset();
    m_state.trouble.reset();
    m_state.screen = StaffScreen { .number = form.participant };
    if (!form.completing && !form.amends.empty() && !form.changed)
        ask(Abandon { form.response_id, actor() }); // a correction that corrects nothing
    ask(LoadFacts {});
}

void Writer::operator()(OpenChart const&)
{
    auto const* records = on<StaffScreen>();
    if (!records || records->opening || !m_state.staff)
        return;
    auto const number = records->number;
    m_state.screen = ChartScreen { number, {} };
    audit("chart-read", number);
    ask(LoadPainDays { number });
}

void Writer::operator()(AskReason const& intent)
{
    auto const* records = on<StaffScreen>();
    auto const* sent = sent_form(m_state, intent.response_id);
    if (!records || records->opening || !m_state.staff || !sent || sent->participant != records->number || sent->corrected
        || !may(*m_state.staff, right_to_correct(m_state, *sent)))
        return;
    m_state.screen = ReasonScreen { records->number, intent.response_id };
}

void Writer::operator()(Correct const& intent)
{
    auto const* screen = on<ReasonScreen>();
    auto const* sent = screen ? sent_form(m_state, screen->response_id) : nullptr;
    auto const* form = sent && m_state.facts.study ? m_state.facts.study->form(sent->form) : nullptr;
    if (!m_state.staff || !form || !form->definition)
        return;
    OpenResponse effect { .response_id = {}, .participant = sent->participant, .form = sent->form, .visit = sent->visit,
        .actor = actor(), .assisted_by = {}, .amends = sent->response_id };
    for (auto const& open : m_state.facts.open) {
        if (open.amends == sent->response_id)
            effect.response_id = open.response_id; // a correction that was cut off goes on
    }
    m_state.screen = StaffScreen { .number = sent->participant, .opening = false, .reason = intent.reason };
    open_form(std::move(effect));
}

// --- the tablet's own affairs

void Writer::operator()(OpenAudit const&)
{
    if (!m_state.staff || !on<SyncScreen>() || !may(*m_state.staff, Right::inspect))
        return;
    m_state.screen = AuditScreen {};
    audit("audit-read");
    ask(LoadAudit {});
}

void Writer::operator()(OpenRescue const&)
{
    if (m_state.staff && on<SyncScreen>() && may(*m_state.staff, Right::inspect))
        m_state.screen = RescueScreen {};
}

void Writer::operator()(WriteRescueFile const&)
{
    auto* rescue = on<RescueScreen>();
    if (!rescue || rescue->writing || !m_state.staff)
        return;
    *rescue = { .writing = true };
    audit("rescue-asked");
    ask(WriteRescue {});
}

} // namespace bedside::flow
