// SPDX-License-Identifier: Apache-2.0
// LD_PRELOAD: a program's wall clock and disk, as bad as the file named by FAULTY_MACHINE says at this moment.
#include "tests/faults/faulty_machine.h"

#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace {

using bedside::test::MachineState;

/// A copy of what is mapped.
MachineState state()
{
    static auto const* const mapped = [] {
        auto const* file = std::getenv("FAULTY_MACHINE");
        int const opened = file != nullptr ? ::open(file, O_RDONLY | O_CLOEXEC) : -1;
        auto* memory = opened >= 0 ? ::mmap(nullptr, sizeof(MachineState), PROT_READ, MAP_SHARED, opened, 0) : MAP_FAILED;
        return memory == MAP_FAILED ? nullptr : static_cast<MachineState const volatile*>(memory);
    }();
    return mapped != nullptr ? MachineState { mapped->clock_shift_s, mapped->disk_error } : MachineState {};
}

bool disk_fails()
{
    auto const error = state().disk_error;
    if (error != 0)
        errno = static_cast<int>(error);
    return error != 0;
}

template <typename F>
F next(char const* name)
{
    return reinterpret_cast<F>(::dlsym(RTLD_NEXT, name));
}

} // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* moment) noexcept
{
    auto const result = static_cast<int>(::syscall(SYS_clock_gettime, clock, moment));
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        moment->tv_sec += state().clock_shift_s;
    return result;
}

time_t time(time_t* seconds) noexcept
{
    timespec moment {};
    clock_gettime(CLOCK_REALTIME, &moment);
    if (seconds != nullptr)
        *seconds = moment.tv_sec;
    return moment.tv_sec;
}

int gettimeofday(timeval* moment, void*) noexcept
{
    timespec exact {};
    clock_gettime(CLOCK_REALTIME, &exact);
    *moment = { exact.tv_sec, exact.tv_nsec / 1000 };
    return 0;
}

ssize_t pwrite64(int file, void const* bytes, size_t size, off64_t at)
{
    static auto const real = next<decltype(&pwrite64)>("pwrite64");
    return disk_fails() ? -1 : real(file, bytes, size, at);
}

ssize_t pwrite(int file, void const* bytes, size_t size, off_t at)
{
    static auto const real = next<decltype(&pwrite)>("pwrite");
    return disk_fails() ? -1 : real(file, bytes, size, at);
}

int fdatasync(int file)
{
    static auto const real = next<decltype(&fdatasync)>("fdatasync");
    return disk_fails() ? -1 : real(file);
}

int fsync(int file)
{
    static auto const real = next<decltype(&fsync)>("fsync");
    return disk_fails() ? -1 : real(file);
}
}
