// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/speech.h"

#include "kiosk/flow/session.h"
#include "kiosk/flow/words.h"

namespace bedside::flow {

std::vector<std::string> spoken_parts(AppState const& state)
{
    auto const& words = Catalogue::of(state.language);
    std::vector<std::string> parts;
    auto const screenful = view_of(state, words);
    if (auto const* item = std::get_if<ItemView>(&screenful.view)) {
        parts.push_back(item->header + " " + item->text);
        if (auto const* options = std::get_if<OptionsControl>(&item->control)) {
            for (auto const& key : options->options)
                parts.push_back(key.label);
        } else if (auto const* boxes = std::get_if<BoxRowControl>(&item->control); boxes && !boxes->boxes.empty()) {
            for (auto const& key : boxes->boxes)
                parts.push_back(key.label);
            parts[1] += " " + boxes->low;
            parts.back() += " " + boxes->high;
        }
    } else if (auto const* identity = std::get_if<IdentityView>(&screenful.view)) {
        auto text = identity->title;
        for (auto const& field : identity->fields)
            text += " " + field.label + " " + field.value + ".";
        parts.push_back(std::move(text));
    } else if (auto const* tasks = std::get_if<TasksView>(&screenful.view)) {
        parts.push_back(tasks->title + " " + tasks->explanation);
        for (auto const& row : tasks->rows)
            parts.push_back(row.title + ", " + row.detail);
    } else if (auto const* pain = std::get_if<PainHighView>(&screenful.view)) {
        auto text = pain->call;
        for (auto const& sentence : pain->explanation)
            text += " " + sentence;
        parts.push_back(std::move(text));
    }
    return parts;
}

} // namespace bedside::flow
