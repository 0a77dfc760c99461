// SPDX-License-Identifier: Apache-2.0
// Handing a form in, and what comes after it: thanks, rest, reading aloud.
#include "kiosk/flow/session.h"
#include "kiosk/flow/speech.h"
#include "kiosk/flow/writer.h"

namespace bedside::flow {

std::vector<std::string> Writer::flags_now(study::Study const& study, FormSession const& form) const
{
    if (form.visit.empty())
        return episode_flags(study, { form.form, form.visit, m_now, form.definition, form.answers }, form.by_staff ? Filler::staff : Filler::patient);
    auto const* person = participant(m_state, form.participant);
    auto const history = m_state.facts.history.find(form.participant);
    static std::vector<study::ResponseFact> const none;
    if (person) {
        for (auto const& planned : study::plan(study, *person, history == m_state.facts.history.end() ? none : history->second, m_now)) {
            if (planned.form == form.form && planned.visit == form.visit)
                return planned.flags;
        }
    }
    return {};
}

void Writer::operator()(Submit const&)
{
    if (!on<ReviewScreen>() || !m_state.form || m_state.form->completing)
        return;
    auto& form = *m_state.form;
    if ((form.by_staff ? !m_state.staff : !m_state.patient) || (!form.amends.empty() && !form.changed))
        return;
    if (!form.unsaved.empty() || first_open(screens_of(*form.definition, form.answers), form.answers))
        return;
    form.completing = true;
    m_state.trouble.reset();
    forms::ResponseHeader header;
    header.id = form.response_id;
    header.subject = form.participant;
    header.language = m_state.language;
    header.authored = m_now;
    header.tablet = m_state.facts.tablet;
    header.visit = form.visit;
    if (!form.amends.empty()) { // source, flags and helper stay those of the original, which the store knows
        header.status = forms::ResponseStatus::amended;
        header.amends = form.amends;
        header.reason = form.reason;
        header.corrected_by = m_state.staff->id;
    } else if (form.by_staff) {
        header.staff = m_state.staff->id;
    } else {
        header.assisted_by = m_state.patient->assisted_by;
    }
    if (auto const& study = m_state.facts.study) {
        header.study = study->id;
        if (form.amends.empty())
            header.flags = flags_now(*study, form);
    }
    ask(CompleteResponse { form.definition, std::move(header), actor(), calls_for_help(form, m_state.timing.pain_high) });
}

// --- the end, and rest

void Writer::operator()(Acknowledge const&)
{
    auto const* pain = on<PainHighScreen>();
    if (!pain)
        return;
    auto const shown = *pain;
    if (m_state.mode != Mode::practice)
        audit("help-text-read", shown.at_end ? "end" : "item");
    if (shown.at_end)
        m_state.screen = ThanksScreen { shown.response_id, shown.saved, m_now.monotonic_ms + m_state.timing.thanks };
    else if (m_state.form)
        after_item(shown.path);
}

void Writer::operator()(HandBack const&)
{
    if (m_state.form && m_state.form->by_staff && !m_state.form->completing && (on<ItemScreen>() || on<ReviewScreen>())) {
        leave_staff_form();
        return;
    }
    if (on<ThanksScreen>() || on<PainHighScreen>() || on<RestScreen>() || on<TasksScreen>())
        lock();
}

void Writer::operator()(Rest const&)
{
    if (!m_state.patient || (m_state.form && m_state.form->completing))
        return;
    RestScreen rest;
    if (auto const* item = on<ItemScreen>())
        rest = { RestFrom::item, item->path };
    else if (on<ReviewScreen>())
        rest.from = RestFrom::review;
    else if (!on<TasksScreen>())
        return;
    hush();
    m_state.screen = rest;
}

void Writer::operator()(GoOn const&)
{
    if (auto const* rest = on<RestScreen>()) {
        auto const back = *rest;
        if (back.from == RestFrom::item && m_state.form)
            show_item(back.path);
        else if (back.from == RestFrom::review && m_state.form)
            m_state.screen = ReviewScreen {};
        else
            m_state.screen = TasksScreen {};
        return;
    }
    if (on<ThanksScreen>() && m_state.patient && m_state.mode != Mode::practice) {
        m_state.screen = TasksScreen {};
        return;
    }
    if (auto const* own = on<LockScreen>() ? owner(m_state) : nullptr) {
        m_state.patient = PatientSession { own->number, {} };
        m_state.language = own->language.empty() ? m_state.device_language : own->language;
        m_state.screen = TasksScreen {};
    }
}

void Writer::operator()(ReadAloud const&)
{
    if (m_state.spoken >= 0) {
        (*this)(StopReading {});
        return;
    }
    auto const shown = view_of(m_state, locales::Catalogue::of(m_state.language));
    if (!can_read(m_state, shown.view))
        return;
    m_state.spoken = 0;
    ask(Speak { spoken_parts(shown.view), m_state.language, m_state.form ? m_state.form->recordings : nullptr });
    if (m_state.mode != Mode::practice)
        audit("read-aloud", shown.place + " " + m_state.language);
}

void Writer::operator()(StopReading const&) { hush(); }

} // namespace bedside::flow
