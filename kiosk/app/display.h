// SPDX-License-Identifier: Apache-2.0
// The window: SDL's window and software renderer in one owner.
#pragma once

#include "forms/base/result.h"
#include "kiosk/app/options.h"

struct SDL_Window;
struct SDL_Renderer;

namespace bedside::app {

class Display {
public:
    /// Opens the screen, full screen unless a size is given. Fails with unavailable when there is no display.
    static Result<Display> open(std::optional<WindowSize> const& size);
    Display(Display&&) noexcept;
    Display& operator=(Display&&) = delete;
    ~Display();

    SDL_Renderer* renderer() const { return m_renderer; }
    /// Size in pixels now.
    WindowSize size() const;
    /// Density as the system reports it; 0 when it does not.
    double reported_dpi() const;
    void present();
    /// Takes back what a desktop's screen saver did.
    void light();

private:
    Display() = default;
    SDL_Window* m_window = nullptr;
    SDL_Renderer* m_renderer = nullptr;
    bool m_video = false;
};

} // namespace bedside::app
