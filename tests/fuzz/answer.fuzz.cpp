// SPDX-License-Identifier: Apache-2.0
// Any bytes as an answer from the store's log.
#include "forms/engine/answers.h"
#include "tests/fuzz/promise.h"

using namespace bedside::forms;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    auto const answer = decode_answer(std::string_view(reinterpret_cast<char const*>(data), size));
    if (!answer)
        return 0;
    auto const encoded = encode_answer(*answer);
    auto const again = decode_answer(encoded);
    promise(again && *again == *answer, "an answer survives its encoding");
    promise(encode_answer(*again) == encoded, "and so does its spelling");
    return 0;
}
