// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/facts.h"

#include "kiosk/flow/session.h"

#include <algorithm>
#include <charconv>

namespace bedside::app {
namespace {

constexpr int outbox_limit = 100'000;          // more than a tablet completes in its life
constexpr std::size_t shown_receipts = 20; // times of receipts are shown for the newest forms only

Result<flow::SyncFacts> read_sync(store::Store const& store)
{
    flow::SyncFacts sync;
    std::map<std::int64_t, std::string> refused;
    for (auto const& row : TRY(store.outbox(store::OutboxState::quarantined, outbox_limit)))
        refused[row.sequence] = row.reason;
    auto completed = TRY(store.completed_forms());
    std::reverse(completed.begin(), completed.end()); // newest first
    for (auto const& known : completed) {
        flow::SentForm form;
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

} // namespace

Result<void> FactsReader::read_study(store::Store const& store)
{
    auto documents = TRY(store.documents("study"));
    if (documents.empty()) {
        m_study.reset();
        return {};
    }
    if (m_study && documents == m_documents)
        return {};
    m_study = std::make_shared<study::Study const>(TRY(study::load_study(documents)));
    m_documents = std::move(documents);
    return {};
}

Result<flow::Facts> FactsReader::read(store::Store const& store)
{
    flow::Facts facts;
    facts.tablet = TRY(store.setting("tablet")).value_or(std::string {});
    TRY(read_study(store));
    facts.study = m_study;
    if (m_study) {
        for (auto const& [name, csv] : TRY(store.documents("roster"))) {
            auto const everybody = TRY(study::load_roster(csv, *m_study));
            auto const shown = study::participants_of_tablet(everybody, facts.tablet);
            facts.roster.insert(facts.roster.end(), shown.begin(), shown.end());
        }
    }
    for (auto const& open : TRY(store.open_responses())) {
        flow::OpenForm form { open.id, open.participant, open.form, open.visit, open.started, open.current_path, 0, 0 };
        auto const* known = m_study ? m_study->form(open.form) : nullptr;
        if (known && known->definition) {
            auto const answers = TRY(store.answers(open.id));
            auto const counted = flow::count(flow::screens_of(*known->definition, answers), answers, open.current_path);
            form.position = counted.position;
            form.total = counted.total;
        }
        facts.open.push_back(std::move(form));
    }
    facts.sync = TRY(read_sync(store));
    for (auto const& form : facts.sync.forms)
        facts.history[form.participant].push_back({ form.form, form.visit, form.completed, true });
    return facts;
}

} // namespace bedside::app
