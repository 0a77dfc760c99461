// SPDX-License-Identifier: Apache-2.0
// Whatever is read as a receipt says the same when it is written and read again.
#include "sync/wire/receipt.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using bedside::wire::Receipt;
    auto const read = Receipt::from_json({ reinterpret_cast<char const*>(data), size });
    if (!read)
        return 0;
    auto const again = Receipt::from_json(read->to_json());
    if (!again || again->canonical() != read->canonical())
        std::abort();
    return 0;
}
