// SPDX-License-Identifier: Apache-2.0
#include "tests/faults/lossy_link.h"

#include "tests/support/process.h"

#include <array>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <map>
#include <net/if.h>
#include <poll.h>
#include <random>
#include <sys/ioctl.h>
#include <unistd.h>

namespace bedside::test {
namespace {

// Of each packet, both ways.
constexpr int shortest_delay_ms = 20;
constexpr int longest_delay_ms = 100;
constexpr int lost_percent = 8;
constexpr int doubled_percent = 2;

std::string name() { return "bs" + std::to_string(::getpid() % 100'000); }
std::string address(char const* last) { return "10." + std::to_string(64 + ::getpid() / 250 % 64) + "." + std::to_string(::getpid() % 250) + "." + last; }

bool ip(std::vector<std::string> arguments)
{
    arguments.insert(arguments.begin(), "/usr/sbin/ip");
    return run({ .arguments = arguments }).value_or(1) == 0;
}

FileDescriptor tun(std::string const& device)
{
    FileDescriptor opened(::open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK));
    ifreq request {};
    request.ifr_flags = IFF_TUN | IFF_NO_PI;
    std::strncpy(request.ifr_name, device.c_str(), IFNAMSIZ - 1);
    if (!opened || ::ioctl(opened.number(), TUNSETIFF, &request) != 0)
        return FileDescriptor(-1);
    return opened;
}

} // namespace

Result<std::unique_ptr<LossyLink>> LossyLink::make(unsigned seed)
{
    auto near_end = tun(name() + "a");
    auto far_end = tun(name() + "b");
    auto const far_device = name() + "b";
    bool const made = near_end && far_end && ip({ "netns", "add", name() }) && ip({ "link", "set", far_device, "netns", name() })
        && ip({ "addr", "add", address("1") + "/30", "dev", name() + "a" }) && ip({ "link", "set", name() + "a", "up" })
        && ip({ "-n", name(), "addr", "add", address("2") + "/30", "dev", far_device }) && ip({ "-n", name(), "link", "set", far_device, "up" });
    auto link = std::unique_ptr<LossyLink>(new LossyLink(std::move(near_end), std::move(far_end), seed));
    if (!made)
        return fail(Code::unavailable, "network namespaces or TUN devices are not permitted here");
    return link;
}

LossyLink::LossyLink(FileDescriptor near_end, FileDescriptor far_end, unsigned seed)
    : m_near(std::move(near_end))
    , m_far(std::move(far_end))
    , m_thread([this, seed] { carry(seed); })
{
}

LossyLink::~LossyLink()
{
    m_stopping = true;
    m_thread.join();
    ip({ "netns", "del", name() });
}

std::string LossyLink::near_address() const { return address("1"); }

std::vector<std::string> LossyLink::prefix() const { return { "/usr/sbin/ip", "netns", "exec", name() }; }

void LossyLink::carry(unsigned seed)
{
    using Moment = std::chrono::steady_clock::time_point;
    struct Packet {
        int to;
        std::string bytes;
    };
    std::multimap<Moment, Packet> on_their_way;
    std::mt19937 random(seed);
    auto const percent = [&](unsigned of) { return random() % 100 < of; };
    std::array<char, 65536> buffer;
    while (!m_stopping) {
        pollfd waits[2] = { { m_near.number(), POLLIN, 0 }, { m_far.number(), POLLIN, 0 } };
        ::poll(waits, 2, on_their_way.empty() ? 50 : 2);
        auto const now = std::chrono::steady_clock::now();
        for (int side = 0; side < 2; ++side) {
            for (ssize_t got = 0; (got = ::read(waits[side].fd, buffer.data(), buffer.size())) > 0;) {
                if (percent(lost_percent)) {
                    ++m_lost;
                    continue;
                }
                for (int copies = percent(doubled_percent) ? 2 : 1; copies > 0; --copies) {
                    auto const delay = shortest_delay_ms + static_cast<int>(random() % (longest_delay_ms - shortest_delay_ms));
                    on_their_way.emplace(now + std::chrono::milliseconds(delay), Packet { waits[1 - side].fd, std::string(buffer.data(), static_cast<std::size_t>(got)) });
                }
            }
        }
        while (!on_their_way.empty() && on_their_way.begin()->first <= now) {
            auto const& packet = on_their_way.begin()->second;
            if (::write(packet.to, packet.bytes.data(), packet.bytes.size()) < 0)
                ++m_lost;
            on_their_way.erase(on_their_way.begin());
        }
    }
}

} // namespace bedside::test
