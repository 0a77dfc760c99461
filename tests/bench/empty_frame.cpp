// SPDX-License-Identifier: Apache-2.0
// What the library allows: a window of SDL's software renderer that shows the other of two colours at each press and release, and does nothing else.
#include <SDL.h>

int main(int, char**)
{
    SDL_SetHint(SDL_HINT_RENDER_DRIVER, "software");
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    if (SDL_Init(SDL_INIT_VIDEO) != 0)
        return 1;
    auto* const window = SDL_CreateWindow("Bedside", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, 1280, 800, 0);
    auto* const renderer = window ? SDL_CreateRenderer(window, -1, SDL_RENDERER_SOFTWARE) : nullptr;
    if (!renderer)
        return 1;
    bool bright = true;
    auto const present = [&] {
        Uint8 const grey = bright ? 240 : 60;
        SDL_SetRenderDrawColor(renderer, grey, grey, grey, 255);
        SDL_RenderClear(renderer);
        SDL_Rect const mark { 0, 0, 640, 400 }; // a second colour: x11_probe waits for a frame with content
        SDL_SetRenderDrawColor(renderer, 128, 0, 0, 255);
        SDL_RenderFillRect(renderer, &mark);
        SDL_RenderPresent(renderer);
    };
    present();
    SDL_Event event;
    while (SDL_WaitEvent(&event) != 0 && event.type != SDL_QUIT) {
        bool const touched = event.type == SDL_MOUSEBUTTONDOWN || event.type == SDL_MOUSEBUTTONUP;
        bright = bright != touched;
        if (touched || event.type == SDL_WINDOWEVENT)
            present();
    }
    SDL_Quit();
    return 0;
}
