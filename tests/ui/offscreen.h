// SPDX-License-Identifier: Apache-2.0
// A window that exists only in memory, drawn by SDL's software renderer as on a tablet without a GPU.
#pragma once

#include "kiosk/ui/screens/screens.h"

#include <SDL.h>

#include <memory>
#include <string>

namespace bedside::ui::test {

class Offscreen {
public:
    Offscreen(int width, int height);
    ~Offscreen();
    Offscreen(Offscreen const&) = delete;
    Offscreen& operator=(Offscreen const&) = delete;

    /// Draws one frame at `now`; what was pressed is returned.
    std::optional<flow::Intent> draw(flow::Screenful const& screenful);
    /// Finger down and up at the middle of an element, then the frame that acts on it.
    std::optional<flow::Intent> tap(flow::Screenful const& screenful, std::string_view id);
    Element const* element(std::string_view id) const;
    void resize(int width, int height);
    /// Writes the picture as PNG.
    bool save(std::string const& path) const;
    Rgb pixel(int x, int y) const;

    Window window;
    Ui& ui() { return *m_ui; }
    Canvas& canvas() { return *m_canvas; }

private:
    void open();
    void close();
    SDL_Surface* m_surface = nullptr;
    SDL_Renderer* m_renderer = nullptr;
    std::unique_ptr<Canvas> m_canvas;
    std::unique_ptr<Ui> m_ui;
};

} // namespace bedside::ui::test
