// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/glyph_texture.h"

#include <cstdint>
#include <vector>

namespace bedside::ui {
namespace {

/// White, as opaque as it is covered.
void send(ImTextureData& texture, SDL_Rect const& area)
{
    std::vector<std::uint32_t> row(static_cast<std::size_t>(area.w));
    for (int y = area.y; y < area.y + area.h; ++y) {
        auto const* coverage = static_cast<std::uint8_t const*>(texture.GetPixelsAt(area.x, y));
        for (auto& pixel : row)
            pixel = static_cast<std::uint32_t>(*coverage++) << 24 | 0xFFFFFF;
        SDL_Rect const line { area.x, y, area.w, 1 };
        SDL_UpdateTexture(sdl_texture(texture), &line, row.data(), area.w * 4);
    }
}

} // namespace

void use_coverage_textures(ImGuiIO& io)
{
    io.BackendRendererName = "bedside";
    io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures | ImGuiBackendFlags_RendererHasVtxOffset;
    io.Fonts->TexDesiredFormat = ImTextureFormat_Alpha8;
}

bool update_texture(SDL_Renderer* renderer, ImTextureData& texture)
{
    switch (texture.Status) {
    case ImTextureStatus_WantCreate: {
        auto* const made = SDL_CreateTexture(renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STATIC, texture.Width, texture.Height);
        if (!made)
            return false;
        SDL_SetTextureBlendMode(made, SDL_BLENDMODE_BLEND);
        texture.SetTexID(static_cast<ImTextureID>(reinterpret_cast<std::intptr_t>(made)));
        send(texture, { 0, 0, texture.Width, texture.Height });
        texture.SetStatus(ImTextureStatus_OK);
        break;
    }
    case ImTextureStatus_WantUpdates:
        for (auto const& area : texture.Updates)
            send(texture, { area.x, area.y, area.w, area.h });
        texture.SetStatus(ImTextureStatus_OK);
        break;
    case ImTextureStatus_WantDestroy:
        destroy_texture(texture);
        break;
    case ImTextureStatus_OK:
    case ImTextureStatus_Destroyed:
        break;
    }
    return true;
}

void destroy_texture(ImTextureData& texture)
{
    if (auto* const made = sdl_texture(texture))
        SDL_DestroyTexture(made);
    texture.SetTexID(ImTextureID_Invalid);
    texture.SetStatus(ImTextureStatus_Destroyed);
}

SDL_Texture* sdl_texture(ImTextureData const& texture) { return reinterpret_cast<SDL_Texture*>(static_cast<std::intptr_t>(texture.TexID)); }

} // namespace bedside::ui
