// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/body_map.h"

#include "kiosk/ui/assets.h"

#include <utility>

namespace bedside::ui {
namespace {

BodyFigure read(std::string_view file)
{
    auto drawing = decode(asset(file));
    BodyFigure figure;
    figure.width = drawing.width;
    figure.height = drawing.height;
    figure.outline = std::move(drawing.outline);
    for (auto& shape : drawing.regions) {
        auto code = region_code(shape.id);
        if (code.empty())
            continue;
        auto found = std::find_if(figure.regions.begin(), figure.regions.end(), [&](auto const& region) { return region.code == code; });
        if (found == figure.regions.end())
            found = figure.regions.insert(figure.regions.end(), BodyRegion { std::move(code), {} });
        found->shapes.push_back(std::move(shape));
    }
    return figure;
}

} // namespace

std::string region_code(std::string_view id)
{
    auto const dot = id.find('.');
    if (dot == std::string_view::npos)
        return {};
    std::string const side(id.substr(0, dot));
    auto part = id.substr(dot + 1);
    std::string hand;
    if (part.ends_with("_l") || part.ends_with("_r")) {
        hand = part.ends_with("_l") ? "_left" : "_right";
        part.remove_suffix(2);
    }
    constexpr std::pair<std::string_view, std::string_view> other_names[] = { { "face", "head" }, { "calf", "lower_leg" } };
    for (auto const& [drawn, code] : other_names) {
        if (part == drawn)
            part = code;
    }
    // The loins are drawn as two and kept as one: each alone would be under 12 mm.
    if (part == "loin")
        return side + "_lower_back";
    return side + "_" + std::string(part) + hand;
}

BodyFigure const& body_figure(BodySide side)
{
    static BodyFigure const front = read("body_front_human.outline");
    static BodyFigure const back = read("body_back_human.outline");
    return side == BodySide::front ? front : back;
}

} // namespace bedside::ui
