// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/atlas.h"

#include "kiosk/ui/glyph_texture.h"

#include <imgui_freetype.h>

#include <malloc.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>

namespace bedside::ui {
namespace {

/// Places of the faces in Noto Sans CJK's collections.
constexpr unsigned face_index(Face face) { return face == Face::simplified ? 2 : 3; }

} // namespace

Result<void> Atlas::open(SDL_Renderer* target, FontFiles const& fonts)
{
    m_files[0] = TRY(MappedFile::open(fonts.regular));
    m_files[1] = TRY(MappedFile::open(fonts.bold));
    m_target = target;
    open_context();
    return {};
}

void Atlas::open_context()
{
    m_context = ImGui::CreateContext();
    ImGui::SetCurrentContext(m_context);
    auto& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.Fonts->Flags |= ImFontAtlasFlags_NoMouseCursors | ImFontAtlasFlags_NoBakedLines;
    use_coverage_textures(io);
}

void Atlas::close()
{
    if (!m_context)
        return;
    ImGui::SetCurrentContext(m_context);
    for (auto* const texture : ImGui::GetPlatformIO().Textures)
        destroy_texture(*texture);
    ImGui::DestroyContext(m_context);
    m_context = nullptr;
    for (auto& weight : m_fonts)
        std::fill(std::begin(weight), std::end(weight), nullptr);
    m_placed.clear();
}

void Atlas::reset()
{
    close();
    malloc_trim(0); // the textures were most of the heap
    open_context();
}

void Atlas::begin(int width, int height)
{
    ImGui::SetCurrentContext(m_context);
    auto& io = ImGui::GetIO();
    io.DisplaySize = ImVec2(static_cast<float>(width), static_cast<float>(height));
    io.DeltaTime = 1.0f / 60;
    font(Weight::regular);
    ImGui::NewFrame();
    ++m_frame;
}

void Atlas::load()
{
    ImGui::Render();
    bool loaded = false;
    for (auto* const texture : ImGui::GetPlatformIO().Textures) {
        loaded = loaded || texture->Status == ImTextureStatus_WantCreate || texture->Status == ImTextureStatus_WantUpdates;
        // Without the memory for it no text could be drawn any more: to begin anew is the only way on.
        if (!update_texture(m_target, *texture))
            std::abort();
    }
    // Outlines of glyphs are read once: the fonts' pages need not stay with this process.
    if (loaded) {
        ++m_loads;
        for (auto const& file : m_files)
            file.release_pages();
    }
}

void Atlas::abandon() { ImGui::EndFrame(); }

ImFont* Atlas::font(Weight weight)
{
    auto& slot = m_fonts[static_cast<int>(weight)][static_cast<int>(m_face)];
    if (!slot) {
        ImFontConfig configuration;
        configuration.FontNo = face_index(m_face);
        configuration.FontLoaderFlags = ImGuiFreeTypeLoaderFlags_LightHinting;
        // Dear ImGui copies a font that it does not own; it is told that it does, and told the truth afterwards.
        configuration.FontDataOwnedByAtlas = true;
        auto const& file = m_files[static_cast<int>(weight)];
        auto* const atlas = ImGui::GetIO().Fonts;
        slot = atlas->AddFontFromMemoryTTF(file.data(), static_cast<int>(file.size()), 0.0f, &configuration);
        slot->Sources.back()->FontDataOwnedByAtlas = false;
        slot->Flags |= ImFontFlags_LockBakedSizes;
    }
    return slot;
}

ImFontBaked* Atlas::baked(ImFont* font, float size)
{
    // Dear ImGui 1.92 moves sizes in memory when it drops unused ones, and its FreeType loader then draws new glyphs in the size that was there before.
    // Locked sizes are never dropped; reset() drops everything instead.
    font->Flags &= ~ImFontFlags_LockBakedSizes;
    auto* const out = font->GetFontBaked(size);
    font->Flags |= ImFontFlags_LockBakedSizes;
    return out;
}

float Atlas::line_size(double em) { return static_cast<float>(std::lround(em * Tokens::shipped().imgui_size_per_em)); }

Placed Atlas::place(Mask const& mask)
{
    auto* const atlas = ImGui::GetIO().Fonts;
    Placed out;
    out.width = mask.width;
    out.height = mask.height;
    if (mask.width <= 0 || mask.height <= 0)
        return out;
    ImFontAtlasRect where;
    out.id = atlas->AddCustomRect(mask.width, mask.height, &where);
    if (out.id == ImFontAtlasRectId_Invalid)
        return out;
    for (int y = 0; y < mask.height; ++y)
        std::copy_n(mask.coverage.data() + y * mask.width, mask.width, static_cast<std::uint8_t*>(atlas->TexData->GetPixelsAt(where.x, where.y + y)));
    return out;
}

bool Atlas::locate(ImFontAtlasRectId id, int& x, int& y) const
{
    ImFontAtlasRect where;
    if (!ImGui::GetIO().Fonts->GetCustomRect(id, &where))
        return false;
    x = where.x;
    y = where.y;
    return true;
}

void Atlas::forget_unused()
{
    constexpr int small = 64 * 64;
    for (auto mask = m_placed.begin(); mask != m_placed.end();) {
        bool const keep = mask->second.width * mask->second.height <= small || mask->second.used > m_kept_since;
        if (!keep && mask->second.id != ImFontAtlasRectId_Invalid)
            ImGui::GetIO().Fonts->RemoveCustomRect(mask->second.id);
        mask = keep ? std::next(mask) : m_placed.erase(mask);
    }
    m_kept_since = m_frame;
}

ImTextureData* Atlas::texture() const
{
    ImGui::SetCurrentContext(m_context);
    return ImGui::GetIO().Fonts->TexData;
}

SDL_Texture* Atlas::sdl_texture() const { return ui::sdl_texture(*ImGui::GetIO().Fonts->TexData); }

} // namespace bedside::ui
