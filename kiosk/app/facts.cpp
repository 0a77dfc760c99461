// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/facts.h"

#include "forms/course/course.h"
#include "forms/study/status.h"
#include "sync/wire/alert.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <set>

namespace bedside::app {
namespace {

constexpr int outbox_limit = 100'000;          // more than a tablet completes in its life
constexpr int alert_limit = 200;               // the newest
constexpr std::size_t shown_receipts = 20; // times of receipts are shown for the newest forms only

Result<flow::SyncFacts> read_sync(store::Store const& store)
{
    flow::SyncFacts sync;
    std::map<std::int64_t, std::string> refused;
    for (auto const& row : TRY(store.outbox(store::OutboxState::quarantined, outbox_limit)))
        refused[row.sequence] = row.reason;
    auto completed = TRY(store.completed_forms());
    std::reverse(completed.begin(), completed.end()); // newest first
    std::set<std::string> corrected;
    for (auto const& known : completed)
        corrected.insert(known.amends);
    for (auto const& known : completed) {
        flow::SentForm form;
        form.corrected = corrected.contains(known.response_id);
        form.sequence = known.sequence;
        form.response_id = known.response_id;
        form.participant = known.participant;
        form.form = known.form;
        form.visit = known.visit;
        form.completed = known.completed;
        if (auto const why = refused.find(form.sequence); why != refused.end()) {
            form.delivery = flow::Delivery::refused;
            form.reason = why->second;
        } else if (known.received) {
            form.delivery = flow::Delivery::received;
            if (sync.forms.size() < shown_receipts) {
                if (auto const receipt = TRY(store.receipt(form.response_id))) {
                    if (auto const time = parse_iso8601(receipt->server_time)) {
                        form.received = *time;
                        form.received->offset_min = form.completed.offset_min; // shown as the patient's clock shows it
                    }
                }
            }
        }
        sync.forms.push_back(std::move(form));
    }
    sync.contiguous = sync.forms.empty() || sync.forms.front().sequence == static_cast<std::int64_t>(sync.forms.size());
    if (auto const contact = TRY(store.setting("sync.last_contact"))) {
        if (auto const time = parse_iso8601(*contact))
            sync.last_contact = *time;
    }
    if (auto const skew = TRY(store.setting("sync.skew_ms"))) {
        std::int64_t milliseconds = 0;
        if (std::from_chars(skew->data(), skew->data() + skew->size(), milliseconds).ec == std::errc {})
            sync.skew_ms = milliseconds;
    }
    return sync;
}

Result<std::vector<flow::AlertFact>> read_alerts(store::Store const& store)
{
    std::map<std::string, store::AuditRow> looked_at;
    for (auto& row : TRY(store.audit_rows_of("alert-acknowledged")))
        looked_at.emplace(row.detail, row);
    std::vector<flow::AlertFact> alerts;
    for (auto const& resource : TRY(store.resources("Communication", alert_limit))) {
        auto const record = wire::parse_communication(resource.bytes);
        if (!record)
            continue; // of a newer version
        flow::AlertFact alert { record->id, resource.response_id, record->participant, record->rule, record->urgent, record->raised, resource.received };
        if (auto const row = looked_at.find(alert.id); row != looked_at.end()) {
            constexpr std::string_view staff = "staff:";
            auto const& who = row->second.actor.who;
            alert.acknowledged_by = who.starts_with(staff) ? who.substr(staff.size()) : who;
            alert.acknowledged = row->second.at;
        }
        alerts.push_back(std::move(alert));
    }
    return alerts;
}

} // namespace

/// One course per participant out of what was handed in here and what others did: which forms are done, and what staff recorded.
Result<void> FactsReader::read_courses(store::Store const& store, flow::Facts& facts)
{
    std::map<std::string, course::Facts> known;
    for (auto const& person : facts.roster)
        known[person.number].roster = person;
    for (auto const& done : TRY(store.completed_forms())) {
        auto const place = known.find(done.participant);
        if (place == known.end())
            continue;
        auto const* form = m_study->form(done.form);
        auto fact = std::make_shared<course::FormFact>();
        fact->id = done.response_id;
        fact->amends = done.amends;
        fact->tablet = facts.tablet;
        fact->form = { done.form, done.visit, done.completed, form ? form->definition : nullptr, {} };
        // Planning asks for no answers; those of a status record say who is asked at all.
        if (form && form->definition && study::is_status_form(*form->definition)) {
            auto const frozen = TRY(store.frozen_by_id(done.response_id));
            auto const definition = frozen ? m_versions.of(store, *frozen) : Result<SharedForm>(fail(Code::not_found, "The form is not here."));
            auto const parsed = definition ? forms::parse_response(**definition, frozen->bytes) : std::unexpected(definition.error());
            if (parsed)
                fact->form.answers = parsed->answers;
        }
        place->second.forms.push_back(std::move(fact));
    }
    for (auto& person : facts.roster) {
        auto& own = known[person.number];
        for (auto const& pulled : TRY(store.facts(person.number))) {
            if (auto decoded = course::decode(pulled.json, *m_planning))
                course::insert(own, std::move(*decoded));
        }
        course::Course const course(m_planning, std::move(own));
        person = course.participant();
        for (auto const* form : course.forms())
            facts.history[person.number].push_back({ form->completed.form, form->completed.visit, form->completed.authored, true, form->root });
    }
    return {};
}

Result<void> FactsReader::read_study(store::Store const& store)
{
    auto documents = TRY(store.documents("study"));
    if (documents.empty()) {
        m_study.reset();
        m_versions.follow(nullptr);
        return {};
    }
    if (m_study && documents == m_documents)
        return {};
    m_study = std::make_shared<study::Study const>(TRY(study::load_study(documents)));
    auto planning = std::make_shared<study::Study>(*m_study);
    planning->alerts.clear();
    m_planning = std::move(planning);
    m_versions.follow(m_study);
    m_documents = std::move(documents);
    return {};
}

Result<flow::Facts> FactsReader::read(store::Store const& store)
{
    flow::Facts facts;
    facts.tablet = TRY(store.setting("tablet")).value_or(std::string {});
    TRY(read_study(store));
    facts.study = m_study;
    if (auto const dpi = TRY(store.setting("panel.dpi")))
        facts.dpi = std::atoi(dpi->c_str());
    if (m_study) {
        for (auto const& [name, csv] : TRY(store.documents("roster"))) {
            auto const everybody = TRY(study::load_roster(csv, *m_study));
            auto const shown = study::participants_of_tablet(everybody, facts.tablet);
            facts.roster.insert(facts.roster.end(), shown.begin(), shown.end());
        }
    }
    for (auto const& open : TRY(store.open_responses())) {
        flow::OpenForm form { open.id, open.participant, open.form, open.visit, open.started, open.current_path, 0, 0, open.begun_by.starts_with("staff:"), open.amends };
        if (auto const definition = m_versions.of(store, open)) {
            auto const answers = TRY(store.answers(open.id));
            auto const counted = flow::count(flow::screens_of(**definition, answers), answers, open.current_path);
            form.position = counted.position;
            form.total = counted.total;
        }
        facts.open.push_back(std::move(form));
    }
    facts.sync = TRY(read_sync(store));
    facts.alerts = TRY(read_alerts(store));
    if (m_study)
        TRY(read_courses(store, facts));
    return facts;
}

} // namespace bedside::app
