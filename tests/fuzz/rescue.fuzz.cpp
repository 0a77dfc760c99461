// SPDX-License-Identifier: Apache-2.0
// The inside of a rescue file: whatever is read is written back as the same.
#include "sync/store/rescue.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    using namespace bedside::store;
    auto const read = decode_rescue({ reinterpret_cast<char const*>(data), size });
    if (!read)
        return 0;
    auto const again = decode_rescue(encode_rescue(*read));
    if (!again || again->transactions != read->transactions || again->raw_files != read->raw_files || again->open_responses != read->open_responses)
        std::abort();
    return 0;
}
