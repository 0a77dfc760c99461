// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/canvas.h"

#include "kiosk/ui/assets.h"
#include "kiosk/ui/mapped_file.h"
#include "kiosk/ui/raster.h"

#include <imgui.h>
#include <imgui_freetype.h>
#include <imgui_impl_sdlrenderer2.h>

#include <SDL.h>

#include <cmath>
#include <cstdlib>
#include <map>
#include <unordered_map>

namespace bedside::ui {
namespace {

/// Discs above this radius are drawn row by row.
constexpr int large_radius = 48;

/// Places of the faces in Noto Sans CJK's collections.
constexpr unsigned face_index(Face face) { return face == Face::simplified ? 2 : 3; }

ImU32 packed(Rgb colour, std::uint8_t alpha = 255) { return IM_COL32(colour.r, colour.g, colour.b, alpha); }

/// Next code point of UTF-8 text; U+FFFD for a broken one.
char32_t next_code_point(std::string_view& text)
{
    auto const first = static_cast<unsigned char>(text.front());
    std::size_t const length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length > text.size() || (first >= 0x80 && first < 0xC0)) {
        text.remove_prefix(1);
        return 0xFFFD;
    }
    char32_t value = length == 1 ? first : first & (0xFF >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
        value = value << 6 | (static_cast<unsigned char>(text[i]) & 0x3F);
    text.remove_prefix(length);
    return value;
}

/// Whether the empty right half of a closing bracket or quotation mark is left out because another mark follows it.
bool closes_up(char32_t character, std::string_view following)
{
    constexpr std::u32string_view closing = U"”’）」』》】";
    constexpr std::u32string_view marks = U"，。、；：？！”’）」』》】“‘（「『《【";
    return closing.find(character) != closing.npos && !following.empty() && marks.find(next_code_point(following)) != marks.npos;
}

/// Takes a stroke along the outer edges away; an edge shared by two shapes is inside.
void cut_outline(Mask& mask, std::span<Shape const> shapes, float scale, Point offset, float thickness)
{
    Mask edge(mask.width, mask.height);
    for (auto const& shape : shapes) {
        for (auto const& line : shape.lines) {
            for (std::size_t i = 0; i < line.points.size(); ++i) {
                Point const a = line.points[i];
                Point const b = line.points[(i + 1) % line.points.size()];
                Point const middle { (a.x + b.x) / 2, (a.y + b.y) / 2 };
                bool shared = false;
                for (auto const& other : shapes)
                    shared = shared || (&other != &shape && (inside(other, middle) || distance_to_edge(other, middle) < 1.5f));
                if (!shared)
                    add_stroke(edge, { { a, b }, false }, scale, offset, thickness);
            }
        }
    }
    for (std::size_t i = 0; i < mask.coverage.size(); ++i)
        mask.coverage[i] = static_cast<std::uint8_t>(mask.coverage[i] * (255 - edge.coverage[i]) / 255);
}

} // namespace

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
    std::unordered_map<std::string, Placed> placed;
    std::string key; ///< scratch, so that looking up makes no garbage

    ImFont* font(Weight weight);
    /// Glyphs of one size.
    static ImFontBaked* baked(ImFont* font, float size);
    Result<void> open();
    void close();
    /// Size that Dear ImGui calls font size: ascent + descent, whole pixels.
    static float line_size(double em) { return static_cast<float>(std::lround(em * Tokens::shipped().imgui_size_per_em)); }
    /// A part of a mask (all of it where the width is 0) at a place.
    void copy(Placed const& mask, int x, int y, Rgb colour, SDL_Rect part = {});
    void large_disc(float centre_x, float centre_y, float radius, Rgb colour);
    void locate();
    void run(Step const& step);
    Placed place(Mask const& mask);
    template <typename Make> Placed const& cached(Make make);
};

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

Result<void> Canvas::Impl::open()
{
    context = ImGui::CreateContext();
    ImGui::SetCurrentContext(context);
    auto& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.Fonts->Flags |= ImFontAtlasFlags_NoMouseCursors | ImFontAtlasFlags_NoBakedLines;
    if (!ImGui_ImplSDLRenderer2_Init(target))
        return fail(Code::internal, "The window's renderer can't be used for drawing.");
    return {};
}

void Canvas::Impl::close()
{
    if (!context)
        return;
    ImGui::SetCurrentContext(context);
    ImGui_ImplSDLRenderer2_Shutdown();
    ImGui::DestroyContext(context);
    context = nullptr;
    for (auto& weight : fonts)
        std::fill(std::begin(weight), std::end(weight), nullptr);
    placed.clear();
}

Canvas::Impl::Placed Canvas::Impl::place(Mask const& mask)
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
    for (int y = 0; y < mask.height; ++y) {
        auto* pixels = static_cast<std::uint8_t*>(atlas->TexData->GetPixelsAt(where.x, where.y + y));
        for (int x = 0; x < mask.width; ++x, pixels += 4) {
            pixels[0] = pixels[1] = pixels[2] = 255;
            pixels[3] = mask.coverage[static_cast<std::size_t>(y) * static_cast<std::size_t>(mask.width) + static_cast<std::size_t>(x)];
        }
    }
    return out;
}

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

void Canvas::Impl::copy(Placed const& mask, int x, int y, Rgb colour, SDL_Rect part)
{
    if (mask.id == ImFontAtlasRectId_Invalid)
        return;
    if (part.w == 0)
        part = { 0, 0, mask.width, mask.height };
    Step step;
    step.kind = Step::Kind::mask;
    step.colour = colour;
    step.to = { x, y, part.w, part.h };
    step.from = part;
    step.mask = mask.id;
    steps.push_back(step);
}

/// Row by row: a mask of this size would fill the texture.
void Canvas::Impl::large_disc(float centre_x, float centre_y, float radius, Rgb colour)
{
    Step step;
    step.colour = colour;
    for (int y = static_cast<int>(std::floor(centre_y - radius)); y <= static_cast<int>(std::ceil(centre_y + radius)); ++y) {
        float const dy = static_cast<float>(y) + 0.5f - centre_y;
        float const inner = radius - 0.5f;
        float const outer = radius + 0.5f;
        if (std::fabs(dy) >= outer)
            continue;
        float const full = std::fabs(dy) < inner ? std::sqrt(inner * inner - dy * dy) : 0.0f;
        float const reach = std::sqrt(outer * outer - dy * dy);
        int const left = static_cast<int>(std::ceil(centre_x - full));
        int const right = static_cast<int>(std::floor(centre_x + full));
        if (right > left) {
            step.alpha = 255;
            step.to = { left, y, right - left, 1 };
            steps.push_back(step);
        }
        auto const edge = [&](int x) {
            float const dx = static_cast<float>(x) + 0.5f - centre_x;
            float const coverage = std::clamp(outer - std::sqrt(dx * dx + dy * dy), 0.0f, 1.0f);
            if (coverage <= 0)
                return;
            step.alpha = static_cast<std::uint8_t>(std::lround(coverage * 255));
            step.to = { x, y, 1, 1 };
            steps.push_back(step);
        };
        for (int x = static_cast<int>(std::floor(centre_x - reach)); x < std::max(left, static_cast<int>(centre_x)) && (right <= left || x < left); ++x)
            edge(x);
        for (int x = right > left ? right : static_cast<int>(centre_x); x <= static_cast<int>(std::ceil(centre_x + reach)); ++x)
            edge(x);
    }
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
        auto* const texture = reinterpret_cast<SDL_Texture*>(static_cast<std::intptr_t>(ImGui::GetIO().Fonts->TexData->GetTexID()));
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
    TRY(m.open());
    return canvas;
}

void Canvas::reset()
{
    m->close();
    // It worked once with this renderer; were it to fail now, nothing could be drawn any more.
    if (!m->open())
        std::abort();
}

void Canvas::begin(int width, int height, Rgb background)
{
    ImGui::SetCurrentContext(m->context);
    auto& io = ImGui::GetIO();
    io.DisplaySize = ImVec2(static_cast<float>(width), static_cast<float>(height));
    io.DeltaTime = 1.0f / 60;
    m->font(Weight::regular);
    ImGui_ImplSDLRenderer2_NewFrame();
    ImGui::NewFrame();
    m->list = ImGui::GetBackgroundDrawList();
    m->background = background;
    m->steps.clear();
    ++m->frame;
}

void Canvas::end()
{
    m->locate();
    ImGui::Render();
    bool loaded = false;
    for (auto* const texture : ImGui::GetPlatformIO().Textures) {
        if (texture->Status != ImTextureStatus_OK) {
            ImGui_ImplSDLRenderer2_UpdateTexture(texture);
            loaded = true;
        }
    }
    // Outlines of glyphs are read once: the fonts' pages need not stay with this process.
    if (loaded) {
        for (auto const& file : m->files)
            file.release_pages();
    }
    SDL_SetRenderDrawBlendMode(m->target, SDL_BLENDMODE_NONE);
    SDL_SetRenderDrawColor(m->target, m->background.r, m->background.g, m->background.b, 255);
    SDL_RenderClear(m->target);
    for (auto const& step : m->steps)
        m->run(step);
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

void Canvas::round(Rect const& rect, int radius, Rgb colour)
{
    radius = std::min({ radius, rect.w / 2, rect.h / 2 });
    if (radius <= 0)
        return fill(rect, colour);
    if (radius > large_radius && rect.w == 2 * radius && rect.h == 2 * radius)
        return m->large_disc(static_cast<float>(rect.x + radius), static_cast<float>(rect.y + radius), static_cast<float>(radius), colour);
    m->key = "disc ";
    m->key += std::to_string(radius);
    auto const& disc = m->cached([&] { return m->place(disc_mask(radius)); });
    m->copy(disc, rect.x, rect.y, colour, { 0, 0, radius, radius });
    m->copy(disc, rect.right() - radius, rect.y, colour, { radius, 0, radius, radius });
    m->copy(disc, rect.x, rect.bottom() - radius, colour, { 0, radius, radius, radius });
    m->copy(disc, rect.right() - radius, rect.bottom() - radius, colour, { radius, radius, radius, radius });
    fill({ rect.x + radius, rect.y, rect.w - 2 * radius, radius }, colour);
    fill({ rect.x, rect.y + radius, rect.w, rect.h - 2 * radius }, colour);
    fill({ rect.x + radius, rect.bottom() - radius, rect.w - 2 * radius, radius }, colour);
}

void Canvas::disc(int centre_x, int centre_y, int radius, Rgb colour) { round({ centre_x - radius, centre_y - radius, 2 * radius, 2 * radius }, radius, colour); }

void Canvas::stroke(std::span<Point const> points, float thickness, Rgb colour)
{
    if (points.empty())
        return;
    int const first = m->list->IdxBuffer.Size;
    auto const at = [](Point p) { return ImVec2(p.x, p.y); };
    for (auto const& point : points)
        m->list->_Path.push_back(at(point));
    m->list->PathStroke(packed(colour), ImDrawFlags_None, thickness);
    // Round ends, and round corners where the stroke turns sharply.
    for (std::size_t i = 0; i < points.size(); ++i) {
        bool round = i == 0 || i + 1 == points.size();
        if (!round) {
            Point const before { points[i].x - points[i - 1].x, points[i].y - points[i - 1].y };
            Point const after { points[i + 1].x - points[i].x, points[i + 1].y - points[i].y };
            float const along = before.x * after.x + before.y * after.y;
            round = along < 0.9f * std::hypot(before.x, before.y) * std::hypot(after.x, after.y);
        }
        if (round)
            m->list->AddCircleFilled(at(points[i]), thickness / 2, packed(colour), 16);
    }
    Impl::Step step;
    step.kind = Impl::Step::Kind::triangles;
    step.first_index = first;
    step.index_count = m->list->IdxBuffer.Size - first;
    m->steps.push_back(step);
}

void Canvas::icon(std::string_view file, Rect const& box, Rgb colour, float thickness)
{
    m->key = file;
    m->key += ' ';
    m->key += std::to_string(box.w) + ' ' + std::to_string(static_cast<int>(thickness * 10));
    auto const& mask = m->cached([&] {
        auto found = m->drawings.find(file);
        if (found == m->drawings.end())
            found = m->drawings.emplace(std::string(file), parse_svg(asset(file))).first;
        auto const& drawing = found->second;
        Mask out(box.w, box.w);
        float const scale = drawing.width > 0 ? static_cast<float>(box.w) / drawing.width : 1.0f;
        for (auto const& shape : drawing.outline) {
            if (shape.filled)
                add_fill(out, shape.lines, scale, {});
            for (auto const& line : shape.lines)
                add_stroke(out, line, scale, {}, thickness * scale);
        }
        return m->place(out);
    });
    m->copy(mask, box.x, box.y + (box.h - box.w) / 2, colour);
}

void Canvas::shapes(std::string_view name, std::span<Shape const> shapes, float scale, int origin_x, int origin_y, Rgb colour, float grow)
{
    m->key = name;
    m->key += ' ';
    m->key += std::to_string(static_cast<int>(scale * 1000)) + ' ' + std::to_string(static_cast<int>(grow * 10));
    auto const& mask = m->cached([&] {
        float left = 1e9f;
        float top = 1e9f;
        float right = -1e9f;
        float bottom = -1e9f;
        for (auto const& shape : shapes) {
            for (auto const& line : shape.lines) {
                for (auto const& p : line.points) {
                    left = std::min(left, p.x * scale);
                    right = std::max(right, p.x * scale);
                    top = std::min(top, p.y * scale);
                    bottom = std::max(bottom, p.y * scale);
                }
            }
        }
        int const border = static_cast<int>(std::ceil(std::max(grow, 0.0f))) + 1;
        int const x = static_cast<int>(std::floor(left)) - border;
        int const y = static_cast<int>(std::floor(top)) - border;
        Mask out(std::max(1, static_cast<int>(std::ceil(right)) + border - x), std::max(1, static_cast<int>(std::ceil(bottom)) + border - y));
        Point const offset { static_cast<float>(-x), static_cast<float>(-y) };
        for (auto const& shape : shapes) {
            add_fill(out, shape.lines, scale, offset);
            // Shapes that make one region together close the seam between them.
            float const closing = grow < 0 && shapes.size() > 1 ? 1.0f : grow;
            for (auto const& line : shape.lines) {
                if (closing > 0)
                    add_stroke(out, line, scale, offset, 2 * closing);
            }
        }
        if (grow < 0)
            cut_outline(out, shapes, scale, offset, -2 * grow);
        auto placed = m->place(out);
        placed.left = x;
        placed.top = y;
        return placed;
    });
    m->copy(mask, origin_x + mask.left, origin_y + mask.top, colour);
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

void Canvas::forget_unused_shapes()
{
    constexpr int small = 64 * 64;
    for (auto mask = m->placed.begin(); mask != m->placed.end();) {
        bool const keep = mask->second.width * mask->second.height <= small || mask->second.used >= m->frame;
        if (!keep && mask->second.id != ImFontAtlasRectId_Invalid)
            ImGui::GetIO().Fonts->RemoveCustomRect(mask->second.id);
        mask = keep ? std::next(mask) : m->placed.erase(mask);
    }
}

std::size_t Canvas::texture_bytes() const
{
    ImGui::SetCurrentContext(m->context);
    auto const* texture = ImGui::GetIO().Fonts->TexData;
    return texture ? static_cast<std::size_t>(texture->GetSizeInBytes()) : 0;
}

} // namespace bedside::ui
