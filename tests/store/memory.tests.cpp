// SPDX-License-Identifier: Apache-2.0
// Keys in memory are wiped when they are no longer needed, and no dump of a program ever holds one.
#include "tests/store/scenario.h"

#include <fcntl.h>
#include <sstream>
#include <unistd.h>

using namespace bedside;
using namespace bedside::test;

namespace {

/// How often these bytes stand in this process's writable memory; given inverted, so that the search does not find itself.
int times_in_memory(std::string inverted)
{
    for (auto& c : inverted)
        c = static_cast<char>(~c);
    auto const first = inverted.data();
    std::istringstream maps(bytes_of("/proc/self/maps"));
    int const memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    REQUIRE(memory >= 0);
    int found = 0;
    std::string piece(1 << 16, '\0');
    for (std::string line; std::getline(maps, line);) {
        std::size_t from = 0;
        std::size_t until = 0;
        char rights[5] = {};
        if (std::sscanf(line.c_str(), "%zx-%zx %4s", &from, &until, rights) != 3 || rights[1] != 'w')
            continue;
        for (auto at = from; at < until;) {
            auto const got = ::pread(memory, piece.data(), std::min(piece.size(), until - at), static_cast<off_t>(at));
            if (got <= 0)
                break;
            for (std::size_t i = 0; (i = std::string_view(piece.data(), static_cast<std::size_t>(got)).find(inverted, i)) != std::string_view::npos; ++i) {
                auto const address = at + i;
                bool const ours = address == reinterpret_cast<std::size_t>(first) || (address >= reinterpret_cast<std::size_t>(piece.data()) && address < reinterpret_cast<std::size_t>(piece.data()) + piece.size());
                found += !ours;
            }
            if (static_cast<std::size_t>(got) < piece.size())
                break;
            at += static_cast<std::size_t>(got) - inverted.size(); // one that lies across two pieces
        }
    }
    ::close(memory);
    ::explicit_bzero(inverted.data(), inverted.size());
    ::explicit_bzero(piece.data(), piece.size());
    return found;
}

std::string inverted(std::span<std::uint8_t const> bytes)
{
    std::string text(bytes.begin(), bytes.end());
    for (auto& c : text)
        c = static_cast<char>(~c);
    return text;
}

} // namespace

TEST_CASE("when the store is closed its key is nowhere in memory, raw or in digits", "[R-062]")
{
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
    SKIP("a sanitizer keeps what was freed, and terabytes of its own");
#endif
    TemporaryFolder folder;
    SystemClock const clock;
    std::string raw;
    std::string digits;
    {
        auto const key = Secret::random(32);
        raw = inverted(key.bytes());
        CHECK(times_in_memory(raw) > 0);
        {
            auto text = hex(key.bytes());
            digits = inverted({ reinterpret_cast<std::uint8_t const*>(text.data()), text.size() });
            ::explicit_bzero(text.data(), text.size());
        }
        auto store = ok(store::Store::create(folder.path(), key, clock));
        ok(store.set_setting("tablet", "T-03"));
        ok(store.audit("opened", "", patient));
    }
    CHECK(times_in_memory(raw) == 0);
    CHECK(times_in_memory(digits) == 0);
}
