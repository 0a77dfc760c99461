// SPDX-License-Identifier: Apache-2.0
// Word to the machine's service manager (systemd), which starts a program again that hangs: the datagrams of sd_notify(3).
#pragma once

#include <cstdint>
#include <string_view>

namespace bedside {

/// Sends `message`, such as "READY=1", to the socket that NOTIFY_SOCKET names. Nothing where there is none; a lost word is no failure.
void tell_service_manager(std::string_view message);
/// Milliseconds within which "WATCHDOG=1" must be told again and again, half of what the manager waits; 0 when it does not watch this process.
std::int64_t watchdog_period_ms();

} // namespace bedside
