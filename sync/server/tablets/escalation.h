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
/// An alert that was told while the database could not take the note of it.
struct UnnotedTelling {
    std::string alert; ///< its id
    Instant at;
    std::string how; ///< "webhook", "e-mail"
};
/// Tells about every alert that waits longer than the configured minutes, once in each repeat interval, and notes it in the audit trail when
/// at least one way worked. Returns how many alerts were told. Fails with the last way's failure when none worked. When a note can't be
/// written it fails as that write does, keeps the note in `unnoted` and writes it at the next call that can; until then `unnoted` counts as
/// told, so that a full disk does not mail the same alert at every look.
Result<int> escalate(StudyServer& server, Instant const& now, std::vector<UnnotedTelling>& unnoted);

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
