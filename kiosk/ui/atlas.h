// SPDX-License-Identifier: Apache-2.0
// The texture of one canvas: glyphs of the fonts, and masks of shapes that are drawn once and copied from there.
#pragma once

#include "forms/base/result.h"
#include "kiosk/ui/canvas.h"
#include "kiosk/ui/mapped_file.h"
#include "kiosk/ui/raster.h"

#include <imgui.h>

#include <string>
#include <string_view>
#include <unordered_map>

struct SDL_Texture;

namespace bedside::ui {

/// A mask in the texture.
struct Placed {
    ImFontAtlasRectId id = ImFontAtlasRectId_Invalid;
    int width = 0;
    int height = 0;
    int left = 0; ///< offset of the mask from the origin of what it shows
    int top = 0;
    int used = 0; ///< frame of the last use
};

class Atlas {
public:
    Atlas() = default;
    Atlas(Atlas const&) = delete;
    Atlas& operator=(Atlas const&) = delete;
    ~Atlas() { close(); }
    /// Maps the fonts. Fails with not_found when a file is missing, io when it can't be mapped.
    Result<void> open(SDL_Renderer* target, FontFiles const& fonts);
    /// Forgets every glyph and shape. Not within a frame.
    void reset();

    // --- one frame
    void begin(int width, int height);
    /// Ends Dear ImGui's frame: what is new in the texture reaches the renderer.
    void load();
    /// The same without the texture: another frame follows at once.
    void abandon();

    // --- glyphs
    void face(Face face) { m_face = face; }
    ImFont* font(Weight weight);
    /// Glyphs of one size.
    static ImFontBaked* baked(ImFont* font, float size);
    /// Size that Dear ImGui calls font size: ascent + descent, whole pixels.
    static float line_size(double em);

    // --- masks
    /// The mask of this name; `make` draws it where it is not there yet, and may tell its offset.
    template <typename Make>
    Placed const& mask(std::string_view name, Make make)
    {
        m_key = name;
        auto found = m_placed.find(m_key);
        if (found == m_placed.end())
            found = m_placed.emplace(m_key, make()).first;
        found->second.used = m_frame;
        return found->second;
    }
    Placed place(Mask const& mask);
    /// Where a mask is in the texture; false: it has no place.
    bool locate(ImFontAtlasRectId id, int& x, int& y) const;
    /// Forgets large masks that were not drawn since the last call.
    void forget_unused();

    ImTextureData* texture() const;
    SDL_Texture* sdl_texture() const;
    /// How often something new went into it.
    int loads() const { return m_loads; }

private:
    void open_context();
    void close();
    SDL_Renderer* m_target = nullptr;
    MappedFile m_files[2];
    ImFont* m_fonts[2][2] {}; ///< by weight, by face; made when first used
    Face m_face = Face::simplified;
    ImGuiContext* m_context = nullptr;
    std::unordered_map<std::string, Placed> m_placed;
    std::string m_key;    ///< scratch, so that looking up makes no garbage
    int m_frame = 0;
    int m_loads = 0;
    int m_kept_since = 0; ///< frame after which a mask must have been used to be kept at the next change of screen
};

} // namespace bedside::ui
