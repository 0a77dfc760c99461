// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/waiting_writes.h"

#include "kiosk/app/log.h"

#include <set>
#include <string>

namespace bedside::app {
namespace {

/// Writes of one lane stay in order; lanes do not wait for each other. The audit trail's has no name.
std::string_view lane_of(flow::SaveAnswer const& save) { return save.response_id; }
std::string_view lane_of(flow::Audit const&) { return {}; }

Result<void> do_write(store::Store& store, flow::SaveAnswer const& save)
{
    return store.save_answer(save.response_id, save.path, save.answer, { save.actor, save.assisted_by });
}
Result<void> do_write(store::Store& store, flow::Audit const& entry) { return store.audit(entry.event, entry.detail, { entry.actor, {} }); }

flow::Event success_of(flow::SaveAnswer const& save) { return flow::AnswerSaved { save.ticket }; }
flow::Event success_of(flow::Audit const&) { return flow::Done<flow::Audit> {}; }

/// No trying again helps: the response takes no answers any more.
bool lasts(flow::SaveAnswer const&, Code code) { return code == Code::not_found || code == Code::conflict; }
bool lasts(flow::Audit const&, Code) { return false; }

flow::Event dropped(flow::SaveAnswer const& save, Code code) { return flow::SaveFailed { save.ticket, code, flow::SaveFailed::Then::drops }; }
flow::Event dropped(flow::Audit const& entry, Code code) { return flow::failure_of(entry, code); }

} // namespace

void WaitingWrites::write_to(store::Store& store, Post const& post)
{
    std::set<std::string, std::less<>> held;
    for (std::size_t i = 0; i < m_queue.size();) {
        bool const gone = std::visit(
            [&](auto const& one) {
                if (held.contains(lane_of(one)))
                    return false;
                auto const written = guarded([&] { return do_write(store, one); });
                if (written) {
                    post(success_of(one));
                    return true;
                }
                auto const code = written.error().code;
                log_failure("an answer or an audit row was not written", written.error());
                if (lasts(one, code)) {
                    post(dropped(one, code));
                    return true;
                }
                m_failed = code;
                held.emplace(lane_of(one));
                post(flow::failure_of(one, code));
                return false;
            },
            m_queue[i]);
        if (gone)
            m_queue.erase(m_queue.begin() + static_cast<std::ptrdiff_t>(i));
        else
            ++i;
    }
}

std::optional<Code> WaitingWrites::held_up(std::string_view response_id) const
{
    for (auto const& write : m_queue) {
        if (auto const* save = std::get_if<flow::SaveAnswer>(&write); save && save->response_id == response_id)
            return m_failed;
    }
    return std::nullopt;
}

void WaitingWrites::overlay(std::string_view response_id, flow::ResponseOpened& opened) const
{
    for (auto const& write : m_queue) {
        if (auto const* save = std::get_if<flow::SaveAnswer>(&write); save && save->response_id == response_id) {
            opened.answers[save->path] = save->answer;
            opened.waiting[save->path] = save->ticket;
        }
    }
}

void WaitingWrites::forget(std::string_view response_id)
{
    std::erase_if(m_queue, [&](Write const& write) {
        auto const* save = std::get_if<flow::SaveAnswer>(&write);
        return save && save->response_id == response_id;
    });
}

} // namespace bedside::app
