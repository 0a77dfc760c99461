// SPDX-License-Identifier: Apache-2.0
// Answers and audit rows on their way to the store: kept until they are durable, or until the store will never take them.
#pragma once

#include "kiosk/app/storage.h"
#include "sync/store/store.h"

#include <deque>
#include <string_view>
#include <variant>

namespace bedside::app {

class WaitingWrites {
public:
    void add(flow::SaveAnswer save) { m_queue.push_back(std::move(save)); }
    void add(flow::Audit entry) { m_queue.push_back(std::move(entry)); }
    bool empty() const { return m_queue.empty(); }
    /// Writes what can be written and posts what became of each. Of one response, and of the audit trail, in the order in which it was added;
    /// what the store will never take (its response is completed, abandoned or gone) is dropped and holds nobody up.
    void write_to(store::Store& store, Post const& post);
    /// Why the first waiting answer of this response found no room; nullopt: none waits.
    std::optional<Code> held_up(std::string_view response_id) const;
    /// Lays the waiting answers of this response over those that the store holds.
    void overlay(std::string_view response_id, flow::ResponseOpened& opened) const;
    /// Nobody wants the answers of this response any more.
    void forget(std::string_view response_id);

private:
    using Write = std::variant<flow::SaveAnswer, flow::Audit>;
    std::deque<Write> m_queue;
    Code m_failed = Code::disk_full; ///< of the last write that found no room
};

} // namespace bedside::app
