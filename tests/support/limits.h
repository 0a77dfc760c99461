// SPDX-License-Identifier: Apache-2.0
// What this process may do, made less for a while.
#pragma once

#include <catch2/catch_test_macros.hpp>

#include <csignal>
#include <filesystem>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace bedside::test {

/// For a while the process is no superuser, if it is one: the rights of files and folders count.
class NoRights {
public:
    NoRights()
    {
        REQUIRE((!m_superuser || ::setresuid(65534, 65534, 0) == 0));
    }
    NoRights(NoRights const&) = delete;
    NoRights& operator=(NoRights const&) = delete;
    ~NoRights()
    {
        if (m_superuser && ::setresuid(0, 0, 0) != 0)
            ::_exit(3);
        ::prctl(PR_SET_DUMPABLE, m_dumpable); // another user's process is no longer, and a sanitizer looks into it
    }

private:
    bool m_superuser = ::getuid() == 0;
    int m_dumpable = ::prctl(PR_GET_DUMPABLE);
};

/// For a while no file grows beyond `bytes` (EFBIG).
class SmallFiles {
public:
    explicit SmallFiles(rlim_t bytes)
    {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit const small { bytes, m_before.rlim_max };
        REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
    }
    SmallFiles(SmallFiles const&) = delete;
    SmallFiles& operator=(SmallFiles const&) = delete;
    ~SmallFiles()
    {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }

private:
    rlimit m_before {};
    void (*m_handler)(int) = std::signal(SIGXFSZ, SIG_IGN);
};

/// The same rights for everybody, so that it does not matter who looks.
inline void set_rights(std::filesystem::path const& path, unsigned rights)
{
    std::filesystem::permissions(path, static_cast<std::filesystem::perms>(rights));
}

} // namespace bedside::test
