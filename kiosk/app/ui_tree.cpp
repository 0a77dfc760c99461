// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/ui_tree.h"

#include "forms/base/durable_file.h"
#include "forms/engine/json.h"

namespace bedside::app {

std::string ui_tree_json(ui::Ui const& ui, std::string_view place, std::int64_t taps_from, int width, int height)
{
    using forms::Json;
    auto const pixels = [](int value) { return Json(std::int64_t { value }); };
    Json::Array elements;
    for (auto const& element : ui.elements()) {
        auto const& rect = element.rect;
        elements.emplace_back(Json::Object {
            { "id", Json(element.id) },
            { "role", Json(element.role) },
            { "label", Json(element.label) },
            { "rect", Json::Object { { "x", pixels(rect.x) }, { "y", pixels(rect.y) }, { "w", pixels(rect.w) }, { "h", pixels(rect.h) } } },
            { "enabled", Json(element.enabled) },
            { "selected", Json(element.selected) },
        });
    }
    Json const tree(Json::Object {
        { "screen", Json(ui.screen()) },
        { "place", Json(place) },
        { "taps_from", Json(taps_from) },
        { "width", pixels(width) },
        { "height", pixels(height) },
        { "elements", Json(std::move(elements)) },
    });
    return tree.dump(Json::Layout::indented) + "\n";
}

Result<void> UiTree::write(ui::Ui const& ui, std::string_view place, std::int64_t now_ms, int width, int height)
{
    if (m_file.empty())
        return {};
    if (place != m_place) {
        m_place = place;
        m_taps_from = now_ms + ui.theme().tokens().guard_ms;
    }
    auto tree = ui_tree_json(ui, place, m_taps_from, width, height);
    if (tree == m_written)
        return {};
    TRY(write_atomically(m_file, tree));
    m_written = std::move(tree);
    return {};
}

} // namespace bedside::app
