// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/canvas.h"

#include "forms/base/utf8.h"
#include "kiosk/ui/assets.h"
#include "kiosk/ui/atlas.h"
#include "kiosk/ui/glyph_texture.h"

#include <SDL.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace bedside::ui {
namespace {

/// Discs above this radius are drawn row by row.
constexpr int large_radius = 48;

ImU32 packed(Rgb colour, std::uint8_t alpha = 255) { return IM_COL32(colour.r, colour.g, colour.b, alpha); }

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

struct Canvas::Impl {
    SDL_Renderer* target = nullptr;
    Atlas atlas;
    Rgb background;
    ImDrawList* list = nullptr;
    std::map<std::string, Drawing, std::less<>> drawings;
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
    std::string name; ///< scratch, of a mask

    /// A part of a mask (all of it where the width is 0) at a place.
    void copy(Placed const& mask, int x, int y, Rgb colour, SDL_Rect part = {});
    void large_disc(float centre_x, float centre_y, float radius, Rgb colour);
    void locate();
    void run(Step const& step);
};

/// Finds where in the texture the steps' glyphs and masks are. Only at the end of a frame: a new glyph may move all others.
void Canvas::Impl::locate()
{
    for (int round = 0; round < 3; ++round) {
        auto* const texture = atlas.texture();
        Rect const size { 0, 0, texture->Width, texture->Height };
        for (auto& step : steps) {
            if (step.kind == Step::Kind::glyph) {
                auto const& glyph = *Atlas::baked(step.font, step.size)->FindGlyph(step.character);
                step.from.x = static_cast<int>(std::lround(glyph.U0 * static_cast<float>(size.w)));
                step.from.y = static_cast<int>(std::lround(glyph.V0 * static_cast<float>(size.h)));
            }
        }
        if (atlas.texture() == texture && size == Rect { 0, 0, texture->Width, texture->Height })
            break;
    }
    for (auto& step : steps) {
        int x = 0;
        int y = 0;
        if (step.kind == Step::Kind::mask && atlas.locate(step.mask, x, y)) {
            step.from.x += x;
            step.from.y += y;
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
        auto* const texture = atlas.sdl_texture();
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

Canvas::Canvas()
    : m(std::make_unique<Impl>())
{
}

Canvas::~Canvas() = default;

Result<std::unique_ptr<Canvas>> Canvas::create(SDL_Renderer* target, FontFiles const& fonts)
{
    std::unique_ptr<Canvas> canvas(new Canvas);
    canvas->m->target = target;
    TRY(canvas->m->atlas.open(target, fonts));
    return canvas;
}

void Canvas::reset() { m->atlas.reset(); }

void Canvas::begin(int width, int height, Rgb background)
{
    m->atlas.begin(width, height);
    m->list = ImGui::GetBackgroundDrawList();
    m->background = background;
    m->steps.clear();
}

void Canvas::end()
{
    m->locate();
    m->atlas.load();
    SDL_SetRenderDrawBlendMode(m->target, SDL_BLENDMODE_NONE);
    SDL_SetRenderDrawColor(m->target, m->background.r, m->background.g, m->background.b, 255);
    SDL_RenderClear(m->target);
    for (auto const& step : m->steps)
        m->run(step);
    m->list = nullptr;
}

void Canvas::rehearse()
{
    m->atlas.load();
    m->list = nullptr;
}

void Canvas::abandon()
{
    m->atlas.abandon();
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

void Canvas::face(Face face) { m->atlas.face(face); }

float Canvas::advance(std::string_view text, double em, Weight weight)
{
    auto* const baked = Atlas::baked(m->atlas.font(weight), Atlas::line_size(em));
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
    auto const size = Atlas::line_size(em);
    auto* const baked = Atlas::baked(m->atlas.font(weight), size);
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
            step.font = m->atlas.font(weight);
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
    auto const glyph = *Atlas::baked(m->atlas.font(weight), Atlas::line_size(em))->FindGlyph(character);
    if (!glyph.Visible)
        return {};
    return { static_cast<int>(std::lround(glyph.X0)), static_cast<int>(std::lround(glyph.Y0)), static_cast<int>(std::lround(glyph.X1 - glyph.X0)),
        static_cast<int>(std::lround(glyph.Y1 - glyph.Y0)) };
}

int Canvas::loads() const { return m->atlas.loads(); }

std::size_t Canvas::texture_bytes() const
{
    auto const* texture = m->atlas.texture();
    return texture ? static_cast<std::size_t>(texture->Width) * static_cast<std::size_t>(texture->Height) * texture_bytes_a_pixel : 0;
}

// --- shapes

void Canvas::round(Rect const& rect, int radius, Rgb colour)
{
    radius = std::min({ radius, rect.w / 2, rect.h / 2 });
    if (radius <= 0)
        return fill(rect, colour);
    if (radius > large_radius && rect.w == 2 * radius && rect.h == 2 * radius)
        return m->large_disc(static_cast<float>(rect.x + radius), static_cast<float>(rect.y + radius), static_cast<float>(radius), colour);
    m->name = "disc ";
    m->name += std::to_string(radius);
    auto const& disc = m->atlas.mask(m->name, [&] { return m->atlas.place(disc_mask(radius)); });
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
    m->name = file;
    m->name += ' ';
    m->name += std::to_string(box.w) + ' ' + std::to_string(static_cast<int>(thickness * 10));
    auto const& mask = m->atlas.mask(m->name, [&] {
        auto found = m->drawings.find(file);
        if (found == m->drawings.end())
            found = m->drawings.emplace(std::string(file), decode(asset(file))).first;
        return m->atlas.place(drawing_mask(found->second, box.w, thickness));
    });
    m->copy(mask, box.x, box.y + (box.h - box.w) / 2, colour);
}

void Canvas::shapes(std::string_view name, std::span<Shape const> shapes, float scale, int origin_x, int origin_y, Rgb colour, float grow)
{
    m->name = name;
    m->name += ' ';
    m->name += std::to_string(static_cast<int>(scale * 1000)) + ' ' + std::to_string(static_cast<int>(grow * 10));
    auto const& mask = m->atlas.mask(m->name, [&] {
        auto const drawn = shapes_mask(shapes, scale, grow);
        auto placed = m->atlas.place(drawn.mask);
        placed.left = drawn.left;
        placed.top = drawn.top;
        return placed;
    });
    m->copy(mask, origin_x + mask.left, origin_y + mask.top, colour);
}

void Canvas::forget_unused_shapes() { m->atlas.forget_unused(); }

} // namespace bedside::ui
