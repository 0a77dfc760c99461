// SPDX-License-Identifier: Apache-2.0
// Looks the embedded files up.
#include "forms/instruments/instruments.h"

#include "instrument_files.h"

namespace bedside::forms {
namespace {

std::string_view bare(std::string_view name)
{
    if (name.ends_with(".json"))
        name.remove_suffix(5);
    return name;
}

} // namespace

std::vector<std::string_view> shipped_instruments()
{
    std::vector<std::string_view> names;
    for (auto const& file : instrument_files::files())
        names.push_back(bare(file.name));
    return names;
}

std::optional<std::string_view> shipped_instrument(std::string_view name)
{
    for (auto const& file : instrument_files::files())
        if (bare(file.name) == bare(name))
            return file.bytes;
    return {};
}

} // namespace bedside::forms
