// SPDX-License-Identifier: Apache-2.0
// An alert that nobody acknowledges is told outside the console, again and again, until somebody does.
#pragma once

#include "sync/server/tablets/study_server.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace bedside::server {

/// What goes out about alerts: study numbers, rules and ages, never an answer.
std::string escalation_json(std::vector<Alert> const& alerts, std::string_view console_url, Instant const& now);
/// Tells about every alert that waits longer than the configured minutes, once in each repeat interval, and notes it in the audit trail when
/// at least one way worked. Returns how many alerts were told. Fails with the last way's failure when none worked.
Result<int> escalate(StudyServer& server, Instant const& now);

/// Looks every few seconds while it lives. Does nothing when neither webhook nor e-mail is configured.
class Escalation {
public:
    /// `server` must outlive it.
    explicit Escalation(StudyServer& server);
    ~Escalation();

private:
    void run();
    StudyServer& m_server;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace bedside::server
