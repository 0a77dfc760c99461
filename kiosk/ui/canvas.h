// SPDX-License-Identifier: Apache-2.0
// The surface of one window: rectangles, shapes and glyphs over Dear ImGui's draw list. The only place that knows Dear ImGui.
#pragma once

#include "forms/base/result.h"
#include "kiosk/ui/geometry.h"
#include "kiosk/ui/drawing.h"
#include "kiosk/ui/theme.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct SDL_Renderer;

namespace bedside::ui {

enum class Weight { regular, bold };
/// Shapes of Han characters: each script has its own face in the font collection.
enum class Face { simplified, traditional };

/// The two files of Noto Sans CJK (.ttc). They are mapped, never read whole.
struct FontFiles {
    std::filesystem::path regular = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";
    std::filesystem::path bold = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc";
};

/// One canvas a process. Everything is drawn as axis-parallel quads where possible: that is what the software renderer does fast.
class Canvas {
public:
    /// Fails with not_found when a font file is missing, io when it can't be mapped, internal when the renderer refuses.
    static Result<std::unique_ptr<Canvas>> create(SDL_Renderer* target, FontFiles const& fonts = {});
    ~Canvas();
    Canvas(Canvas const&) = delete;
    Canvas& operator=(Canvas const&) = delete;

    /// Starts a frame of `width` by `height` pixels filled with `background`.
    void begin(int width, int height, Rgb background);
    /// Draws the frame into the target; the caller presents it.
    void end();
    /// Ends the frame without drawing: another one follows at once.
    void abandon();
    /// Ends the frame without drawing, with its glyphs and shapes ready for a later one.
    void rehearse();

    void fill(Rect const& rect, Rgb colour);
    /// Filled rectangle with round corners.
    void round(Rect const& rect, int radius, Rgb colour);
    void disc(int centre_x, int centre_y, int radius, Rgb colour);
    /// Open or closed stroke with round ends.
    void stroke(std::span<Point const> points, float thickness, Rgb colour);
    /// An icon by the name of its asset ("check.outline"), its 24 grid filling `box`; `thickness` in units of that grid.
    void icon(std::string_view file, Rect const& box, Rgb colour, float thickness = 2.0f);
    /// Filled shapes scaled by `scale` with (0,0) at the origin, larger by `grow` pixels on every side, or smaller where it is negative.
    /// `key` names the shapes for the cache.
    void shapes(std::string_view key, std::span<Shape const> shapes, float scale, int origin_x, int origin_y, Rgb colour, float grow = 0.0f);

    void face(Face face);
    /// Width in pixels of one line at an em square of `em` pixels.
    float advance(std::string_view text, double em, Weight weight);
    /// Draws one line. `baseline_box_y` is the top of a line box of height `line` x em.
    void text(std::string_view text, float x, int box_y, int box_h, double em, Weight weight, Rgb colour, std::uint8_t alpha = 255);
    /// Rows of ink of a character, above and below the top of a line box; for tests. Empty when it has none.
    Rect ink_of(char32_t character, double em, Weight weight);

    /// Forgets large shapes that were not drawn since the last call (at each change of screen).
    void forget_unused_shapes();
    /// Forgets every glyph and shape: after a change of text size, language or window, or when they have become many. Not within a frame.
    void reset();
    /// Bytes of the glyph and shape texture.
    std::size_t texture_bytes() const;
    /// How often something new went into it.
    int loads() const;

private:
    Canvas();
    struct Impl;
    std::unique_ptr<Impl> m;
};

} // namespace bedside::ui
