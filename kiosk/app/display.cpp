// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/display.h"

#include <SDL.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

namespace bedside::app {

Result<Display> Display::open(std::optional<WindowSize> const& size)
{
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");          // fingers are translated by Fingers
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    SDL_SetHint(SDL_HINT_RENDER_DRIVER, "software");
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    SDL_SetHint(SDL_HINT_QUIT_ON_LAST_WINDOW_CLOSE, "1");
    if (SDL_Init(SDL_INIT_VIDEO) != 0)
        return fail(Code::unavailable, std::string("there is no display to draw on (") + SDL_GetError() + "); start it inside a graphical session, or set DISPLAY");
    // On X11 software drawing would be presented through OpenGL otherwise: slower start, more memory. Wayland and KMSDRM know no other way:
    // there, refusing it would leave no renderer at all.
    auto const driver = std::string_view(SDL_GetCurrentVideoDriver());
    if (driver != "wayland" && driver != "KMSDRM")
        SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    Display display;
    display.m_video = true;
    auto const width = size ? size->width : 1280;
    auto const height = size ? size->height : 800;
    Uint32 const flags = size ? 0u : static_cast<Uint32>(SDL_WINDOW_FULLSCREEN_DESKTOP);
    display.m_window = SDL_CreateWindow("Bedside", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, width, height, flags);
    if (!display.m_window)
        return fail(Code::unavailable, std::string("the window can't be opened: ") + SDL_GetError());
    display.m_renderer = SDL_CreateRenderer(display.m_window, -1, SDL_RENDERER_SOFTWARE);
    if (!display.m_renderer)
        return fail(Code::unavailable, std::string("the window can't be drawn on: ") + SDL_GetError());
    return display;
}

Display::Display(Display&& other) noexcept
    : m_window(std::exchange(other.m_window, nullptr))
    , m_renderer(std::exchange(other.m_renderer, nullptr))
    , m_coming(std::exchange(other.m_coming, nullptr))
    , m_video(std::exchange(other.m_video, false))
{
}

Display::~Display()
{
    forget_coming();
    if (m_renderer)
        SDL_DestroyRenderer(m_renderer);
    if (m_window)
        SDL_DestroyWindow(m_window);
    if (m_video)
        SDL_Quit();
}

WindowSize Display::size() const
{
    WindowSize size;
    SDL_GetRendererOutputSize(m_renderer, &size.width, &size.height);
    return size;
}

double Display::reported_dpi() const
{
    float diagonal = 0;
    auto const index = SDL_GetWindowDisplayIndex(m_window);
    return index >= 0 && SDL_GetDisplayDPI(index, &diagonal, nullptr, nullptr) == 0 ? static_cast<double>(diagonal) : 0.0;
}

void Display::light()
{
    SDL_DisableScreenSaver(); // wakes it
    SDL_EnableScreenSaver();
}

void Display::present() { SDL_RenderPresent(m_renderer); }

void Display::begin_fading_in()
{
    auto const window = size();
    int width = 0;
    int height = 0;
    if (m_coming && (SDL_QueryTexture(m_coming, nullptr, nullptr, &width, &height) != 0 || width != window.width || height != window.height))
        forget_coming();
    // Without alpha: SDL has a fast way for that, and the picture covers everything.
    if (!m_coming)
        m_coming = SDL_CreateTexture(m_renderer, SDL_PIXELFORMAT_RGB888, SDL_TEXTUREACCESS_TARGET, window.width, window.height);
    m_fading = m_coming != nullptr;
    m_there = 0;
    if (m_coming)
        SDL_SetRenderTarget(m_renderer, m_coming);
}

void Display::end_fading_in() { SDL_SetRenderTarget(m_renderer, nullptr); }

bool Display::fade(float share)
{
    if (m_fading) {
        // The part that is still missing gets this much of the new picture, so that the sum is `share`.
        float const part = share >= 1 ? 1 : std::max(0.0f, (share - m_there) / (1 - m_there));
        SDL_SetTextureBlendMode(m_coming, part >= 1 ? SDL_BLENDMODE_NONE : SDL_BLENDMODE_BLEND);
        SDL_SetTextureAlphaMod(m_coming, static_cast<Uint8>(std::lround(part * 255)));
        SDL_RenderCopy(m_renderer, m_coming, nullptr, nullptr);
        m_there = share;
    }
    present();
    if (share >= 1)
        drop_fade();
    return !m_fading;
}

void Display::forget_coming()
{
    if (m_coming)
        SDL_DestroyTexture(m_coming);
    m_coming = nullptr;
}

} // namespace bedside::app
