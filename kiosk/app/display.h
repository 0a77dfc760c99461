// SPDX-License-Identifier: Apache-2.0
// The window: SDL's window and software renderer in one owner.
#pragma once

#include "forms/base/result.h"
#include "kiosk/app/options.h"

struct SDL_Window;
struct SDL_Renderer;
struct SDL_Texture;

namespace bedside::app {

/// Between two steps of a fade.
inline constexpr int fade_step_ms = 20;

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

    /// What is drawn between the two goes over what is shown by and by, with fade().
    void begin_fading_in();
    void end_fading_in();
    /// Shows `share` of the new picture, growing from call to call, 1 at the end; true when it is wholly there.
    bool fade(float share);
    /// Forgets the new picture: the next one is drawn at once.
    void drop_fade() { m_fading = false; }
    bool fading() const { return m_fading; }

private:
    Display() = default;
    void forget_coming();
    SDL_Window* m_window = nullptr;
    SDL_Renderer* m_renderer = nullptr;
    SDL_Texture* m_coming = nullptr; ///< the new picture while it fades in; kept for the next one
    bool m_fading = false;
    float m_there = 0;               ///< share of it that is shown
    bool m_video = false;
};

} // namespace bedside::app
