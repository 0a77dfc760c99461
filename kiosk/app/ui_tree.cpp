// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/ui_tree.h"

#include <nlohmann/json.hpp>

#include <fstream>

namespace bedside::app {

std::string ui_tree_json(ui::Ui const& ui, std::string_view place, int width, int height)
{
    nlohmann::ordered_json tree;
    tree["screen"] = ui.screen();
    tree["place"] = place;
    tree["width"] = width;
    tree["height"] = height;
    auto elements = nlohmann::ordered_json::array();
    for (auto const& element : ui.elements()) {
        elements.push_back({ { "id", element.id }, { "role", element.role }, { "label", element.label },
            { "rect", { { "x", element.rect.x }, { "y", element.rect.y }, { "w", element.rect.w }, { "h", element.rect.h } } }, { "enabled", element.enabled },
            { "selected", element.selected } });
    }
    tree["elements"] = std::move(elements);
    return tree.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

Result<void> write_atomically(std::filesystem::path const& file, std::string_view bytes)
{
    auto beside = file;
    beside += ".new";
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out << bytes;
    out.close();
    if (!out)
        return fail(Code::io, "can't write '" + file.string() + "'; check that its folder exists and has room");
    std::error_code error;
    std::filesystem::rename(beside, file, error);
    if (error)
        return fail(Code::io, "can't replace '" + file.string() + "'; check its folder's rights");
    return {};
}

} // namespace bedside::app
