// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/log.h"

#include <cstdio>
#include <new>
#include <string>

namespace bedside::app {

void log_failure(char const* what, Error const& error)
{
    std::fprintf(stderr, "bedside-kiosk: %s: %s (%s)\n", what, error.message.c_str(), std::string(name_of(error.code)).c_str());
}

Error error_of(std::exception const* thrown)
{
    if (dynamic_cast<std::bad_alloc const*>(thrown) != nullptr)
        return { Code::unavailable, "There is no memory for it now; it is tried again." };
    return { Code::internal, "A library failed in an unexpected way; please report it." };
}

} // namespace bedside::app
