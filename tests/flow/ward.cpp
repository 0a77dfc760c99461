// SPDX-License-Identifier: Apache-2.0
#include "ward.h"

#include "forms/study/publication.h"
#include "kiosk/flow/entry.h"
#include "kiosk/flow/session.h"

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

void Ward::unlock()
{
    press("unlock");
    for (auto const* digit : { "pin:2", "pin:5", "pin:8", "pin:0" })
        press(digit);
    press("pin_ok");
}

void Ward::hand_over_to(std::string const& number)
{
    unlock();
    if (screen() == "identity" && text().find(number) == std::string::npos) {
        press("no"); // somebody else was interrupted
        unlock();
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
        REQUIRE(screen() == "item");
        auto const item = view<flow::ItemView>();
        if (std::holds_alternative<flow::BoxRowControl>(item.control)) {
            auto const& boxes = std::get<flow::BoxRowControl>(item.control).boxes;
            press(boxes.at(std::min<std::size_t>(static_cast<std::size_t>(nrs), boxes.size() - 1)).id);
        } else if (std::holds_alternative<flow::OptionsControl>(item.control)) {
            press("option:1");
        } else {
            press("decline");
            press("confirm");
        }
        press("next");
    }
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
        if (form.received)
            sent.received = now;
        facts.sync.forms.insert(facts.sync.forms.begin(), sent);
        facts.history[form.open.participant].push_back({ form.open.form, form.open.visit, form.authored, true });
    }
    std::sort(facts.sync.forms.begin(), facts.sync.forms.end(), [](auto const& a, auto const& b) { return a.sequence > b.sequence; });
    return facts;
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
        else if (++wrong_pins >= 3)
            happen(flow::PinChecked { flow::PinVerdict::locked_out, {}, {}, 30'000 });
        else
            happen(flow::PinChecked {});
    } else if (auto const* open = std::get_if<flow::OpenResponse>(&effect)) {
        flow::ResponseOpened opened { open->response_id, open->participant, open->form, open->visit, m_study->form(open->form)->definition, {}, {}, {} };
        if (open->response_id.empty()) {
            opened.response_id = "response-" + std::to_string(m_next_id++);
            store[opened.response_id].open = { opened.response_id, open->participant, open->form, open->visit, now, {}, 0, 0 };
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
        auto& form = store.at(complete->header.id);
        auto answers = form.answers;
        std::erase_if(answers, [](auto const& entry) { return !flow::says_something(entry.second); });
        auto const bytes = forms::build_response(*complete->definition, answers, complete->header);
        if (!bytes)
            FAIL(bytes.error().message);
        form.bytes = *bytes;
        form.completed = true;
        form.sequence = ++m_sequence;
        form.authored = now;
        form.flags = complete->header.flags;
        happen(flow::ResponseCompleted { complete->header.id, form.sequence });
    } else if (auto const* entry = std::get_if<flow::Audit>(&effect))
        audit.push_back(*entry);
    else if (std::holds_alternative<flow::VerifyStore>(effect))
        happen(flow::StoreVerified {});
}

} // namespace bedside::tests
