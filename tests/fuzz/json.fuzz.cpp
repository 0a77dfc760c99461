// SPDX-License-Identifier: Apache-2.0
// Any bytes as JSON: another library must take and refuse the same, and see the same in it.
#include "forms/engine/json.h"
#include "tests/fuzz/promise.h"
#include "tests/support/json_reference.h"

using namespace bedside;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    for (int const depth : { 2, 128 }) {
        auto const read = forms::Json::parse(text, depth);
        auto const expected = test::canonical_json(text, static_cast<std::size_t>(depth));
        promise(read.has_value() == expected.has_value(), "both readings take the same texts");
        if (!read)
            continue;
        auto const written = read->dump();
        promise(written == *expected, "both readings see the same in a text");
        auto const again = forms::Json::parse(written, depth);
        promise(again && again->dump() == written, "canonical JSON is its own canonical form");
    }
    return 0;
}
