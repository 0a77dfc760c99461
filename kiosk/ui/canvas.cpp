// SPDX-License-Identifier: Apache-2.0
#include "forms/base/utf8.h"
#include "kiosk/ui/canvas_impl.h"
#include "kiosk/ui/glyph_texture.h"

#include <imgui_freetype.h>

#include <malloc.h>

#include <cmath>
#include <cstdlib>

namespace bedside::ui {
namespace {

/// Places of the faces in Noto Sans CJK's collections.
constexpr unsigned face_index(Face face) { return face == Face::simplified ? 2 : 3; }

/// Next code point of UTF-8 text; U+FFFD for a broken one.
char32_t next_code_point(std::string_view& text)
{
    auto const point = utf8::code_point(text);
    text.remove_prefix(utf8::first(text).size());
    return point.bytes > 0 ? point.value : 0xFFFD;
}

/// Whether the empty right half of a closing bracket or quotation mark is left out because another mark follows it.
bool closes_up(char32_t character, std::string_view following)
{
    constexpr std::u32string_view closing = U"”’）」』》】";
    constexpr std::u32string_view marks = U"，。、；：？！”’）」』》】“‘（「『《【";
    return closing.find(character) != closing.npos && !following.empty() && marks.find(next_code_point(following)) != marks.npos;
}

} // namespace

ImFont* Canvas::Impl::font(Weight weight)
{
    auto& slot = fonts[static_cast<int>(weight)][static_cast<int>(face)];
    if (!slot) {
        ImFontConfig configuration;
        configuration.FontNo = face_index(face);
        configuration.FontLoaderFlags = ImGuiFreeTypeLoaderFlags_LightHinting;
        // Dear ImGui copies a font that it does not own; it is told that it does, and told the truth afterwards.
        configuration.FontDataOwnedByAtlas = true;
        auto const& file = files[static_cast<int>(weight)];
        auto* const atlas = ImGui::GetIO().Fonts;
        slot = atlas->AddFontFromMemoryTTF(file.data(), static_cast<int>(file.size()), 0.0f, &configuration);
        slot->Sources.back()->FontDataOwnedByAtlas = false;
        slot->Flags |= ImFontFlags_LockBakedSizes;
    }
    return slot;
}

ImFontBaked* Canvas::Impl::baked(ImFont* font, float size)
{
    // Dear ImGui 1.92 moves sizes in memory when it drops unused ones, and its FreeType loader then draws new glyphs in the size that was there before.
    // Locked sizes are never dropped; reset() drops everything instead.
    font->Flags &= ~ImFontFlags_LockBakedSizes;
    auto* const out = font->GetFontBaked(size);
    font->Flags |= ImFontFlags_LockBakedSizes;
    return out;
}

void Canvas::Impl::open()
{
    context = ImGui::CreateContext();
    ImGui::SetCurrentContext(context);
    auto& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.Fonts->Flags |= ImFontAtlasFlags_NoMouseCursors | ImFontAtlasFlags_NoBakedLines;
    use_coverage_textures(io);
}

void Canvas::Impl::close()
{
    if (!context)
        return;
    ImGui::SetCurrentContext(context);
    for (auto* const texture : ImGui::GetPlatformIO().Textures)
        destroy_texture(*texture);
    ImGui::DestroyContext(context);
    context = nullptr;
    for (auto& weight : fonts)
        std::fill(std::begin(weight), std::end(weight), nullptr);
    placed.clear();
}

/// Finds where in the texture the steps' glyphs and masks are. Only at the end of a frame: a new glyph may move all others.
void Canvas::Impl::locate()
{
    auto* const atlas = ImGui::GetIO().Fonts;
    for (int round = 0; round < 3; ++round) {
        auto* const texture = atlas->TexData;
        Rect const size { 0, 0, texture->Width, texture->Height };
        for (auto& step : steps) {
            if (step.kind == Step::Kind::glyph) {
                auto const& glyph = *baked(step.font, step.size)->FindGlyph(step.character);
                step.from.x = static_cast<int>(std::lround(glyph.U0 * static_cast<float>(size.w)));
                step.from.y = static_cast<int>(std::lround(glyph.V0 * static_cast<float>(size.h)));
            }
        }
        if (atlas->TexData == texture && size == Rect { 0, 0, texture->Width, texture->Height })
            break;
    }
    for (auto& step : steps) {
        ImFontAtlasRect where;
        if (step.kind == Step::Kind::mask && atlas->GetCustomRect(step.mask, &where)) {
            step.from.x += where.x;
            step.from.y += where.y;
        }
    }
}

void Canvas::Impl::run(Step const& step)
{
    switch (step.kind) {
    case Step::Kind::fill:
        SDL_SetRenderDrawBlendMode(target, step.alpha == 255 ? SDL_BLENDMODE_NONE : SDL_BLENDMODE_BLEND);
        SDL_SetRenderDrawColor(target, step.colour.r, step.colour.g, step.colour.b, step.alpha);
        SDL_RenderFillRect(target, &step.to);
        return;
    case Step::Kind::mask:
    case Step::Kind::glyph: {
        auto* const texture = sdl_texture(*ImGui::GetIO().Fonts->TexData);
        SDL_SetTextureColorMod(texture, step.colour.r, step.colour.g, step.colour.b);
        SDL_SetTextureAlphaMod(texture, step.alpha);
        SDL_RenderCopy(target, texture, &step.from, &step.to);
        return;
    }
    case Step::Kind::triangles: {
        auto const& vertices = list->VtxBuffer;
        SDL_RenderGeometryRaw(target, nullptr, &vertices.Data->pos.x, static_cast<int>(sizeof(ImDrawVert)), reinterpret_cast<SDL_Color const*>(&vertices.Data->col),
            static_cast<int>(sizeof(ImDrawVert)), &vertices.Data->uv.x, static_cast<int>(sizeof(ImDrawVert)), vertices.Size, list->IdxBuffer.Data + step.first_index,
            step.index_count, static_cast<int>(sizeof(ImDrawIdx)));
        return;
    }
    }
}

Canvas::Canvas()
    : m(std::make_unique<Impl>())
{
}

Canvas::~Canvas() { m->close(); }

Result<std::unique_ptr<Canvas>> Canvas::create(SDL_Renderer* target, FontFiles const& fonts)
{
    std::unique_ptr<Canvas> canvas(new Canvas);
    auto& m = *canvas->m;
    m.files[0] = TRY(MappedFile::open(fonts.regular));
    m.files[1] = TRY(MappedFile::open(fonts.bold));
    m.target = target;
    m.open();
    return canvas;
}

void Canvas::reset()
{
    m->close();
    malloc_trim(0); // the textures were most of the heap
    m->open();
}

void Canvas::begin(int width, int height, Rgb background)
{
    ImGui::SetCurrentContext(m->context);
    auto& io = ImGui::GetIO();
    io.DisplaySize = ImVec2(static_cast<float>(width), static_cast<float>(height));
    io.DeltaTime = 1.0f / 60;
    m->font(Weight::regular);
    ImGui::NewFrame();
    m->list = ImGui::GetBackgroundDrawList();
    m->background = background;
    m->steps.clear();
    ++m->frame;
}

/// Ends Dear ImGui's frame: what is new in the texture reaches the renderer.
void Canvas::Impl::load()
{
    ImGui::Render();
    bool loaded = false;
    for (auto* const texture : ImGui::GetPlatformIO().Textures) {
        loaded = loaded || texture->Status == ImTextureStatus_WantCreate || texture->Status == ImTextureStatus_WantUpdates;
        // Without the memory for it no text could be drawn any more: to begin anew is the only way on.
        if (!update_texture(target, *texture))
            std::abort();
    }
    // Outlines of glyphs are read once: the fonts' pages need not stay with this process.
    if (loaded) {
        ++loads;
        for (auto const& file : files)
            file.release_pages();
    }
}

void Canvas::end()
{
    m->locate();
    m->load();
    SDL_SetRenderDrawBlendMode(m->target, SDL_BLENDMODE_NONE);
    SDL_SetRenderDrawColor(m->target, m->background.r, m->background.g, m->background.b, 255);
    SDL_RenderClear(m->target);
    for (auto const& step : m->steps)
        m->run(step);
    m->list = nullptr;
}

void Canvas::rehearse()
{
    m->load();
    m->list = nullptr;
}

void Canvas::abandon()
{
    ImGui::EndFrame();
    m->list = nullptr;
}

void Canvas::fill(Rect const& rect, Rgb colour)
{
    if (rect.w <= 0 || rect.h <= 0)
        return;
    Impl::Step step;
    step.colour = colour;
    step.to = { rect.x, rect.y, rect.w, rect.h };
    m->steps.push_back(step);
}

void Canvas::face(Face face) { m->face = face; }

float Canvas::advance(std::string_view text, double em, Weight weight)
{
    auto* const baked = Impl::baked(m->font(weight), Impl::line_size(em));
    float width = 0;
    while (!text.empty()) {
        auto const character = next_code_point(text);
        auto const advance = baked->GetCharAdvance(character);
        width += std::round(closes_up(character, text) ? advance / 2 : advance);
    }
    return width;
}

void Canvas::text(std::string_view text, float x, int box_y, int box_h, double em, Weight weight, Rgb colour, std::uint8_t alpha)
{
    auto const size = Impl::line_size(em);
    auto* const baked = Impl::baked(m->font(weight), size);
    float pen = std::round(x);
    float const top = std::floor(static_cast<float>(box_y) + (static_cast<float>(box_h) - size) / 2);
    while (!text.empty()) {
        auto const character = next_code_point(text);
        auto const glyph = *baked->FindGlyph(character);
        if (glyph.Visible) {
            auto const whole = [](float value) { return static_cast<int>(std::lround(value)); };
            Impl::Step step;
            step.kind = Impl::Step::Kind::glyph;
            step.colour = colour;
            step.alpha = alpha;
            step.font = m->font(weight);
            step.size = size;
            step.character = character;
            step.from = { 0, 0, whole(glyph.X1 - glyph.X0), whole(glyph.Y1 - glyph.Y0) };
            step.to = { whole(pen) + whole(glyph.X0), whole(top) + whole(glyph.Y0), step.from.w, step.from.h };
            m->steps.push_back(step);
        }
        pen += std::round(closes_up(character, text) ? glyph.AdvanceX / 2 : glyph.AdvanceX);
    }
}

Rect Canvas::ink_of(char32_t character, double em, Weight weight)
{
    auto const glyph = *Impl::baked(m->font(weight), Impl::line_size(em))->FindGlyph(character);
    if (!glyph.Visible)
        return {};
    return { static_cast<int>(std::lround(glyph.X0)), static_cast<int>(std::lround(glyph.Y0)), static_cast<int>(std::lround(glyph.X1 - glyph.X0)),
        static_cast<int>(std::lround(glyph.Y1 - glyph.Y0)) };
}

int Canvas::loads() const { return m->loads; }

std::size_t Canvas::texture_bytes() const
{
    ImGui::SetCurrentContext(m->context);
    auto const* texture = ImGui::GetIO().Fonts->TexData;
    return texture ? static_cast<std::size_t>(texture->Width) * static_cast<std::size_t>(texture->Height) * texture_bytes_a_pixel : 0;
}

} // namespace bedside::ui
