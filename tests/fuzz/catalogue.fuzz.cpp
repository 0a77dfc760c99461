// SPDX-License-Identifier: Apache-2.0
// A compiled message catalogue of any bytes.
#include "locales/catalogue.h"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size)
{
    auto const read = bedside::locales::Catalogue::from_mo({ reinterpret_cast<char const*>(data), size }, "en");
    if (read) {
        (void)read->text("Back", { { "name", "x" } });
        (void)read->text("{n} form", "{n} forms", 3);
    }
    return 0;
}
