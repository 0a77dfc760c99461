// SPDX-License-Identifier: Apache-2.0
#include "ward.h"

#include "forms/study/alerts.h"
#include "forms/study/publication.h"
#include "kiosk/flow/entry.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

namespace bedside::tests {

Ward::Ward(std::string tablet_id)
    : tablet(std::move(tablet_id))
{
    now = parse_iso8601("2026-11-24T14:33:00.000+08:00").value();
    now.monotonic_ms = 1'000'000;
    now.boot_id = "boot";
    auto published = study::prepare_publication(std::string(BEDSIDE_SOURCE_DIR) + "/forms/studies/idds-hydromorphone", now);
    if (!published)
        FAIL(published.error().message);
    m_study = std::make_shared<study::Study const>(published->study);
    m_roster = study::participants_of_tablet(study::load_roster(published->roster, *m_study).value(), tablet);
    perform(flow::start(state, now));
}

flow::Screenful Ward::sees() const { return flow::view_of(state, locales::Catalogue::of(state.language)); }
std::string Ward::text() const { return flow::text_of(sees()); }

bool Ward::shows(std::string const& id) const
{
    for (auto const& one : flow::keys_of(sees())) {
        if (one.id == id)
            return true;
    }
    return false;
}

flow::Key Ward::key(std::string const& id) const
{
    for (auto const& one : flow::keys_of(sees())) {
        if (one.id == id)
            return one;
    }
    FAIL("there is no key '" + id + "' on\n" + text());
    return {};
}

bool Ward::offers(std::string const& id) const { return shows(id) && key(id).enabled; }

void Ward::press_at_once(std::string const& id)
{
    auto const pressed = key(id);
    INFO("pressing " << id << " on\n" << text());
    REQUIRE(pressed.enabled);
    apply(pressed.intent);
}

void Ward::press(std::string const& id)
{
    if (screen() == "dark")
        touch();
    wait(400);
    press_at_once(id);
}

void Ward::apply(flow::Intent const& intent) { perform(flow::apply(state, intent, now)); }
void Ward::happen(flow::Event const& event) { perform(flow::apply(state, event, now)); }
void Ward::touch() { happen(flow::Touched {}); }

void Ward::wait(std::int64_t milliseconds)
{
    auto const end = now.monotonic_ms + milliseconds;
    for (int rounds = 0; now.monotonic_ms < end; ++rounds) {
        REQUIRE(rounds < 100'000);
        auto const due = flow::next_deadline(state);
        auto const step = std::min(end, due ? std::max(*due, now.monotonic_ms + 1) : end) - now.monotonic_ms;
        now.monotonic_ms += step;
        now.wall_ms += step;
        happen(flow::TimePassed {});
    }
}

void Ward::unlock(std::string const& pin)
{
    press("unlock");
    for (char const digit : pin)
        press(std::string("pin:") + digit);
    press("pin_ok");
}

void Ward::open_at_home() { press("open"); }

void Ward::use(std::shared_ptr<study::Study const> study)
{
    m_study = std::move(study);
    happen(flow::FactsLoaded { facts() });
}

study::Participant& Ward::participant(std::string const& number)
{
    for (auto& person : m_roster) {
        if (person.number == number)
            return person;
    }
    FAIL("there is no participant " + number);
    return m_roster.front();
}

void Ward::hand_over_to(std::string const& number)
{
    unlock();
    if (screen() == "alerts")
        press("next");
    if (screen() == "identity" && text().find(number) == std::string::npos) {
        press("no"); // somebody else was interrupted
        unlock();
        if (screen() == "alerts")
            press("next");
    }
    if (screen() == "participants")
        press("participant:" + number);
    press("yes");
}

void Ward::answer_with(std::string const& id)
{
    press(id);
    press("next");
}

void Ward::fill_in(int nrs)
{
    for (int rounds = 0; screen() != "review"; ++rounds) {
        REQUIRE(rounds < 200);
        if (screen() == "pain_high") {
            press("acknowledge");
            continue;
        }
        answer_item(nrs);
    }
}

void Ward::answer_item(int nrs)
{
    REQUIRE(screen() == "item");
    auto const item = view<flow::ItemView>();
    if (auto const* row = std::get_if<flow::BoxRowControl>(&item.control)) {
        press(row->boxes.at(std::min<std::size_t>(static_cast<std::size_t>(nrs), row->boxes.size() - 1)).id);
    } else if (std::holds_alternative<flow::OptionsControl>(item.control)) {
        press("option:1");
    } else if (auto const* figures = std::get_if<flow::BodyMapControl>(&item.control)) {
        press(figures->regions.at(static_cast<std::size_t>(nrs)).id);
    } else if (auto const* time = std::get_if<flow::TimeControl>(&item.control)) {
        press(time->quick.front().id);
    } else if (auto const* number = std::get_if<flow::NumberControl>(&item.control)) {
        press(number->keypad.empty() ? number->quick.front().id : "key:" + std::to_string(std::max(nrs, 1)));
    } else {
        press("decline");
        press("confirm");
    }
    press("next");
}

void Ward::kill_and_start_again()
{
    m_waiting.clear();
    m_unsaved.clear();
    state = {};
    now.monotonic_ms += 5'000;
    now.wall_ms += 5'000;
    perform(flow::start(state, now));
}

void Ward::receive_all()
{
    for (auto& [id, form] : store)
        form.received = form.completed;
    happen(flow::FactsLoaded { facts() });
}

void Ward::let_disk_work()
{
    slow_disk = false;
    auto waiting = std::exchange(m_waiting, {});
    for (auto const& effect : waiting)
        perform_one(effect);
}

flow::Facts Ward::facts() const
{
    flow::Facts facts;
    facts.tablet = tablet;
    facts.study = m_study;
    facts.roster = m_roster;
    for (auto const& [id, form] : store) {
        if (!form.completed) {
            auto open = form.open;
            auto const* known = m_study->form(open.form);
            auto const counted = flow::count(flow::screens_of(*known->definition, form.answers), form.answers, open.current_path);
            open.position = counted.position;
            open.total = counted.total;
            facts.open.push_back(open);
            continue;
        }
        flow::SentForm sent { form.sequence, id, form.open.participant, form.open.form, form.open.visit, form.authored,
            form.received ? flow::Delivery::received : flow::Delivery::waiting, {}, {} };
        sent.corrected = std::any_of(store.begin(), store.end(), [&](auto const& other) { return other.second.completed && other.second.open.amends == id; });
        for (auto alert : form.alerts) {
            alert.delivered = form.received;
            for (auto const& entry : audit) {
                if (entry.event == "alert-acknowledged" && entry.detail == alert.id) {
                    alert.acknowledged_by = entry.actor.substr(entry.actor.find(':') + 1);
                    alert.acknowledged = now;
                }
            }
            facts.alerts.push_back(alert);
        }
        if (form.received)
            sent.received = now;
        facts.sync.forms.insert(facts.sync.forms.begin(), sent);
        facts.history[form.open.participant].push_back({ form.open.form, form.open.visit, form.authored, true });
    }
    std::sort(facts.sync.forms.begin(), facts.sync.forms.end(), [](auto const& a, auto const& b) { return a.sequence > b.sequence; });
    return facts;
}

bool Ward::complete(flow::CompleteResponse const& effect)
{
    auto& form = store.at(effect.header.id);
    auto answers = form.answers;
    std::erase_if(answers, [](auto const& entry) { return !flow::says_something(entry.second); });
    auto const bytes = forms::build_response(*effect.definition, answers, effect.header);
    if (!bytes)
        FAIL(bytes.error().message);
    auto const completed = [](StoredForm const& one, std::shared_ptr<forms::Definition const> const& definition) {
        return study::CompletedForm { one.open.form, one.open.visit, one.authored, definition, one.answers };
    };
    std::vector<study::CompletedForm> earlier;
    for (auto const& [id, one] : store) {
        if (one.completed && one.open.participant == form.open.participant && id != form.open.amends)
            earlier.push_back(completed(one, m_study->form(one.open.form)->definition));
    }
    form.bytes = *bytes;
    form.completed = true;
    form.sequence = ++m_sequence;
    form.authored = now;
    form.header = effect.header;
    bool urgent = false;
    for (auto const& alert : study::alerts_of(*m_study, completed(form, effect.definition), earlier)) {
        form.alerts.push_back({ "alert-" + std::to_string(m_sequence) + "-" + alert.rule, effect.header.id, form.open.participant, alert.rule, alert.urgent, now });
        urgent = urgent || alert.urgent;
    }
    return urgent;
}

void Ward::perform(std::vector<flow::Effect> effects)
{
    for (auto const& effect : effects) {
        if (slow_disk)
            m_waiting.push_back(effect);
        else
            perform_one(effect);
    }
}

void Ward::perform_one(flow::Effect const& effect)
{
    if (std::holds_alternative<flow::OpenStore>(effect))
        happen(flow::StoreOpened {});
    else if (std::holds_alternative<flow::LoadFacts>(effect))
        happen(flow::FactsLoaded { facts() });
    else if (auto const* pin = std::get_if<flow::CheckPin>(&effect)) {
        if (pin->pin == "2580")
            happen(flow::PinChecked { flow::PinVerdict::accepted, "N-01", "nurse", 0 });
        else if (pin->pin == "1470")
            happen(flow::PinChecked { flow::PinVerdict::accepted, "CRC-1", "coordinator", 0 });
        else if (pin->pin == "2582")
            happen(flow::PinChecked { flow::PinVerdict::accepted, "A-01", "administrator", 0 });
        else if (++wrong_pins >= 3)
            happen(flow::PinChecked { flow::PinVerdict::locked_out, {}, {}, 30'000 });
        else
            happen(flow::PinChecked {});
    } else if (auto const* open = std::get_if<flow::OpenResponse>(&effect)) {
        flow::ResponseOpened opened { open->response_id, open->participant, open->form, open->visit, m_study->form(open->form)->definition, {}, {}, {}, open->amends };
        if (open->response_id.empty()) {
            opened.response_id = "response-" + std::to_string(m_next_id++);
            auto& begun = store[opened.response_id];
            begun.open = { opened.response_id, open->participant, open->form, open->visit, now, {}, 0, 0, open->actor.starts_with("staff:"), open->amends };
            if (!open->amends.empty())
                begun.answers = opened.answers = store.at(open->amends).answers;
        } else {
            opened.answers = store.at(open->response_id).answers;
            opened.current_path = store.at(open->response_id).open.current_path;
            for (auto const& save : m_unsaved) {
                if (save.response_id == open->response_id) {
                    opened.answers[save.path] = save.answer;
                    opened.waiting[save.path] = save.ticket;
                }
            }
        }
        if (auto const& amended = store.at(opened.response_id).open.amends; !amended.empty())
            opened.original = store.at(amended).answers;
        happen(opened);
    } else if (auto const* save = std::get_if<flow::SaveAnswer>(&effect)) {
        m_unsaved.push_back(*save);
        while (!m_unsaved.empty()) {
            auto const next = m_unsaved.front();
            if (disk_full) {
                happen(flow::SaveFailed { next.ticket, Code::disk_full });
                return;
            }
            m_unsaved.pop_front();
            store.at(next.response_id).answers[next.path] = next.answer;
            happen(flow::AnswerSaved { next.ticket });
        }
    } else if (auto const* path = std::get_if<flow::SetCurrentPath>(&effect))
        store.at(path->response_id).open.current_path = path->path;
    else if (auto const* complete = std::get_if<flow::CompleteResponse>(&effect)) {
        bool const alerted = this->complete(*complete);
        happen(flow::ResponseCompleted { complete->header.id, m_sequence, alerted });
    } else if (auto const* left = std::get_if<flow::Abandon>(&effect))
        store.erase(left->response_id);
    else if (auto const* entry = std::get_if<flow::Audit>(&effect))
        audit.push_back(*entry);
    else if (std::holds_alternative<flow::CallAttention>(effect))
        ++calls;
    else if (std::holds_alternative<flow::LoadAudit>(effect)) {
        flow::AuditLoaded loaded;
        for (std::size_t i = audit.size(); i > 0; --i)
            loaded.rows.push_back({ static_cast<std::int64_t>(i), audit[i - 1].event, audit[i - 1].detail, audit[i - 1].actor, now });
        happen(loaded);
    } else if (std::holds_alternative<flow::WriteRescue>(effect))
        happen(flow::RescueWritten { "bedside-rescue-" + tablet + ".sealed", static_cast<int>(m_sequence) });
    else if (auto const* keep = std::get_if<flow::KeepDpi>(&effect))
        kept_dpi.push_back(keep->dpi);
    else if (std::holds_alternative<flow::EndKiosk>(effect))
        ++ended;
    else if (std::holds_alternative<flow::VerifyStore>(effect))
        happen(flow::StoreVerified {});
}

} // namespace bedside::tests
