// SPDX-License-Identifier: Apache-2.0
// What canvas.cpp (frames, fonts, glyphs) and canvas_shapes.cpp (masks and strokes) share; nobody else includes it.
#pragma once

#include "kiosk/ui/canvas.h"
#include "kiosk/ui/mapped_file.h"
#include "kiosk/ui/raster.h"

#include <imgui.h>

#include <SDL.h>

#include <map>
#include <unordered_map>

namespace bedside::ui {

struct Canvas::Impl {
    SDL_Renderer* target = nullptr;
    MappedFile files[2];
    ImFont* fonts[2][2] {}; ///< by weight, by face; made when first used
    Face face = Face::simplified;
    Rgb background;
    ImGuiContext* context = nullptr;
    ImDrawList* list = nullptr;
    std::map<std::string, Drawing, std::less<>> drawings;
    struct Placed {
        ImFontAtlasRectId id = ImFontAtlasRectId_Invalid;
        int width = 0;
        int height = 0;
        int left = 0; ///< offset of the mask from the origin of what it shows
        int top = 0;
        int used = 0; ///< frame of the last use
    };
    /// One step of drawing. Everything but strokes is a rectangle: that is what the software renderer does fast.
    struct Step {
        enum class Kind { fill, mask, glyph, triangles };
        Kind kind = Kind::fill;
        Rgb colour;
        std::uint8_t alpha = 255;
        SDL_Rect to {};
        SDL_Rect from {};                ///< of the texture; of the mask until it is placed
        ImFontAtlasRectId mask = ImFontAtlasRectId_Invalid;
        ImFont* font = nullptr;
        float size = 0;
        char32_t character = 0;
        int first_index = 0;             ///< of the draw list, for triangles
        int index_count = 0;
    };
    std::vector<Step> steps;
    int frame = 0;
    int loads = 0;
    int kept_since = 0; ///< frame after which a shape must have been used to be kept at the next change of screen
    std::unordered_map<std::string, Placed> placed;
    std::string key; ///< scratch, so that looking up makes no garbage

    ImFont* font(Weight weight);
    /// Glyphs of one size.
    static ImFontBaked* baked(ImFont* font, float size);
    void open();
    void close();
    /// Size that Dear ImGui calls font size: ascent + descent, whole pixels.
    static float line_size(double em) { return static_cast<float>(std::lround(em * Tokens::shipped().imgui_size_per_em)); }
    /// A part of a mask (all of it where the width is 0) at a place.
    void copy(Placed const& mask, int x, int y, Rgb colour, SDL_Rect part = {});
    void large_disc(float centre_x, float centre_y, float radius, Rgb colour);
    void locate();
    void load();
    void run(Step const& step);
    Placed place(Mask const& mask);
    template <typename Make> Placed const& cached(Make make);
};

template <typename Make> Canvas::Impl::Placed const& Canvas::Impl::cached(Make make)
{
    auto found = placed.find(key);
    if (found == placed.end()) {
        auto name = key;
        found = placed.emplace(std::move(name), make()).first;
    }
    found->second.used = frame;
    return found->second;
}

} // namespace bedside::ui
