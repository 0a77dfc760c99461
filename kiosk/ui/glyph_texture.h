// SPDX-License-Identifier: Apache-2.0
// Dear ImGui's textures on SDL's side. Only coverage is kept there: a glyph's colour comes when it is drawn.
#pragma once

#include <imgui.h>

#include <SDL.h>

namespace bedside::ui {

/// Coverage per pixel on Dear ImGui's side, four bytes on SDL's.
constexpr int texture_bytes_a_pixel = 1 + 4;

/// Tells Dear ImGui what kind of texture is wanted here. Once per context, before its first frame.
void use_coverage_textures(ImGuiIO& io);

/// Does what Dear ImGui asks for: makes the texture, sends what is new in it, or gives it back. False when SDL can't.
bool update_texture(SDL_Renderer* renderer, ImTextureData& texture);

/// Gives it back, asked or not.
void destroy_texture(ImTextureData& texture);

SDL_Texture* sdl_texture(ImTextureData const& texture);

} // namespace bedside::ui
