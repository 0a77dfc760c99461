// SPDX-License-Identifier: Apache-2.0
// Whatever is read as a transaction keeps its bytes when it is written and read again.
#include "sync/wire/bundle.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace bedside::wire;
    auto const read = parse_transaction({ reinterpret_cast<char const*>(data), size });
    if (!read)
        return 0;
    auto const written = build_transaction(*read);
    if (!written)
        std::abort();
    auto const again = parse_transaction(*written);
    if (!again || again->response_json != read->response_json || again->resources != read->resources || again->entry.canonical() != read->entry.canonical())
        std::abort();
    return 0;
}
