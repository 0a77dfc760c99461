// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/offscreen.h"

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_WRITE_NO_STDIO_FALLBACK
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#include <stb/stb_image_write.h>
#pragma GCC diagnostic pop

#include <stdexcept>

namespace bedside::ui::test {

Offscreen::Offscreen(int width, int height)
{
    window.width = width;
    window.height = height;
    window.now_ms = 1'000'000;
    open();
}

Offscreen::~Offscreen() { close(); }

void Offscreen::open()
{
    m_surface = SDL_CreateRGBSurfaceWithFormat(0, window.width, window.height, 32, SDL_PIXELFORMAT_ABGR8888);
    m_renderer = SDL_CreateSoftwareRenderer(m_surface);
    auto canvas = Canvas::create(m_renderer);
    if (!canvas)
        throw std::runtime_error(canvas.error().message);
    m_canvas = std::move(canvas).value();
    m_ui = std::make_unique<Ui>(*m_canvas);
    m_ui->prove(true);
}

void Offscreen::close()
{
    m_ui.reset();
    m_canvas.reset();
    SDL_DestroyRenderer(m_renderer);
    SDL_FreeSurface(m_surface);
}

void Offscreen::resize(int width, int height)
{
    if (width == window.width && height == window.height)
        return;
    close();
    window.width = width;
    window.height = height;
    open();
}

std::optional<flow::Intent> Offscreen::draw(flow::Screenful const& screenful)
{
    auto intent = bedside::ui::draw(screenful, window, *m_ui);
    SDL_RenderPresent(m_renderer);
    return intent;
}

std::optional<flow::Intent> Offscreen::tap(flow::Screenful const& screenful, std::string_view id)
{
    auto const* const found = element(id);
    if (!found)
        throw std::runtime_error("nothing to tap: " + std::string(id));
    Point const at { static_cast<float>(found->rect.centre_x()), static_cast<float>(found->rect.centre_y()) };
    window.now_ms += 1000;
    m_ui->input().pointer(PointerPhase::down, at, window.now_ms);
    if (auto intent = draw(screenful))
        throw std::runtime_error("acted before the release");
    m_ui->input().pointer(PointerPhase::up, at, window.now_ms + 80);
    return draw(screenful);
}

Element const* Offscreen::element(std::string_view id) const
{
    for (auto const& one : m_ui->elements()) {
        if (one.id == id)
            return &one;
    }
    return nullptr;
}

bool Offscreen::save(std::string const& path) const
{
    return stbi_write_png(path.c_str(), m_surface->w, m_surface->h, 4, m_surface->pixels, m_surface->pitch) != 0;
}

Rgb Offscreen::pixel(int x, int y) const
{
    auto const* at = static_cast<std::uint8_t const*>(m_surface->pixels) + y * m_surface->pitch + x * 4;
    return { at[0], at[1], at[2] };
}

} // namespace bedside::ui::test
