// SPDX-License-Identifier: Apache-2.0
// Alerts that only the union of several tablets' facts shows: the server judges the course of whoever has new facts.
#pragma once

#include "sync/server/tablets/study_server.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace bedside::server {

/// Judges every participant with facts that were not looked at yet: raises what the tablets could not know, marks what a correction took back.
/// Returns how many alerts are new. Fails as the database does; what was not judged is judged the next time.
Result<int> judge_new_facts(StudyServer& server, Instant const& now);

/// Does that in a thread of its own, every two seconds, until it is destroyed. `server` must outlive it.
class AlertWatch {
public:
    explicit AlertWatch(StudyServer& server);
    ~AlertWatch();

private:
    void run();
    StudyServer& m_server;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace bedside::server
