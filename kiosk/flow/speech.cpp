// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/speech.h"

#include <algorithm>

namespace bedside::flow {
namespace {

void add(SpokenPart& part, std::string const& text)
{
    if (!text.empty())
        part.push_back(text);
}

/// Letters and digits one after another: initials and numbers of the study are read like that.
void spell(SpokenPart& part, std::string_view text)
{
    for (char const c : text) {
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'))
            part.emplace_back(1, c);
    }
}

std::vector<SpokenPart> parts_of(ItemView const& item)
{
    std::vector<SpokenPart> parts(1);
    add(parts[0], item.header);
    add(parts[0], item.text);
    if (auto const* options = std::get_if<OptionsControl>(&item.control)) {
        for (auto const& key : options->options)
            parts.push_back({ key.label });
    } else if (auto const* boxes = std::get_if<BoxRowControl>(&item.control); boxes && !boxes->boxes.empty()) {
        for (auto const& key : boxes->boxes)
            parts.push_back({ key.label });
        add(parts[1], boxes->low);
        add(parts.back(), boxes->high);
    }
    return parts;
}

} // namespace

std::vector<SpokenPart> spoken_parts(View const& view)
{
    if (auto const* item = std::get_if<ItemView>(&view))
        return parts_of(*item);
    SpokenPart part;
    if (auto const* identity = std::get_if<IdentityView>(&view)) {
        add(part, identity->title);
        for (auto const& field : identity->fields) {
            add(part, field.label);
            spell(part, field.value);
        }
    } else if (auto const* pain = std::get_if<PainHighView>(&view)) {
        add(part, pain->call);
        for (auto const& sentence : pain->explanation)
            add(part, sentence);
    }
    if (part.empty())
        return {};
    return std::vector<SpokenPart>(1, std::move(part));
}

bool can_read(AppState const& state, View const& view)
{
    auto const parts = spoken_parts(view);
    auto const* packs = state.form ? state.form->recordings.get() : nullptr;
    auto const recorded = [&](std::string const& text) { return (packs && packs->contains(text)) || state.recorded(text, state.language); };
    return state.recorded && !parts.empty() && std::all_of(parts.begin(), parts.end(), [&](auto const& part) { return !part.empty() && std::all_of(part.begin(), part.end(), recorded); });
}

} // namespace bedside::flow
