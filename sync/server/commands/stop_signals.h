// SPDX-License-Identifier: Apache-2.0
// SIGTERM and SIGINT for programs that work in threads until they are told to stop.
#pragma once

#include <csignal>

namespace bedside::server {

/// Make it before any thread: every thread inherits the mask, so that only wait() sees the signals. A lost connection (SIGPIPE) ends nothing.
class StopSignals {
public:
    StopSignals()
    {
        sigemptyset(&m_signals);
        sigaddset(&m_signals, SIGTERM);
        sigaddset(&m_signals, SIGINT);
        pthread_sigmask(SIG_BLOCK, &m_signals, nullptr);
        std::signal(SIGPIPE, SIG_IGN);
    }
    /// Returns when one of them has come.
    void wait() const
    {
        int signal = 0;
        sigwait(&m_signals, &signal);
    }

private:
    sigset_t m_signals {};
};

} // namespace bedside::server
