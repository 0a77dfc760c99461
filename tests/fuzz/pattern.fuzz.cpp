// SPDX-License-Identifier: Apache-2.0
// Any bytes as a regular expression and a text, parted by a line feed.
#include "forms/engine/pattern.h"
#include "tests/fuzz/promise.h"

using namespace bedside::forms;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    std::string_view const all(reinterpret_cast<char const*>(data), size);
    auto const end = all.find('\n');
    auto const pattern = Pattern::compile(all.substr(0, end));
    if (!pattern) {
        promise(!pattern.error().message.empty(), "a refusal has a sentence");
        return 0;
    }
    pattern->matches(end == std::string_view::npos ? std::string_view() : all.substr(end + 1));
    return 0;
}
