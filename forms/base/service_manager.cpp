// SPDX-License-Identifier: Apache-2.0
#include "forms/base/service_manager.h"

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace bedside {

void tell_service_manager(std::string_view message)
{
    auto const* path = std::getenv("NOTIFY_SOCKET");
    sockaddr_un address {};
    auto const length = path != nullptr ? std::strlen(path) : 0;
    if (length < 2 || length >= sizeof address.sun_path)
        return;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path, length);
    if (address.sun_path[0] == '@') // an abstract socket
        address.sun_path[0] = '\0';
    int const descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return;
    ::sendto(descriptor, message.data(), message.size(), MSG_NOSIGNAL | MSG_DONTWAIT, reinterpret_cast<sockaddr const*>(&address), static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length));
    ::close(descriptor);
}

std::int64_t watchdog_period_ms()
{
    auto const* microseconds = std::getenv("WATCHDOG_USEC");
    auto const* process = std::getenv("WATCHDOG_PID");
    if (microseconds == nullptr || (process != nullptr && std::atoll(process) != ::getpid()))
        return 0;
    return std::atoll(microseconds) / 2000;
}

} // namespace bedside
