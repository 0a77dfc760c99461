// SPDX-License-Identifier: Apache-2.0
#include "forms/base/private_memory.h"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace bedside {

void keep_memory_private()
{
    rlimit const none { 0, 0 };
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); // a dump that is piped to a program knows no limit
}

} // namespace bedside
