// SPDX-License-Identifier: Apache-2.0
// One frame of one screen: layout, drawing, touch and key handling, and the list of what is visible.
#pragma once

#include "kiosk/flow/key.h"
#include "kiosk/ui/geometry.h"
#include "kiosk/ui/input.h"
#include "kiosk/ui/style.h"
#include "kiosk/ui/typesetter.h"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bedside::ui {

/// The window as the app knows it.
struct Window {
    int width = 1280;
    int height = 800;
    double dpi = 149;         ///< of the panel; nonsense becomes the reference panel's
    std::int64_t now_ms = 0;  ///< monotonic; the clock of pointer() and press_key() too
};

/// Something visible, as --ui-tree lists it.
struct Element {
    std::string id;    ///< stable ("next", "nrs:6"); texts are "text:N" in drawing order
    std::string role;  ///< "button" "radio" "checkbox" "region" "ink" "text"
    std::string label;
    Rect rect;
    bool enabled = true;
    bool selected = false;
};

/// A drawn paragraph, for the proofs of layout.
struct DrawnText {
    std::string text;
    std::vector<std::string> lines;
    Rect area;       ///< where it had to fit
    Rect used;       ///< what its lines take
    double em = 0;   ///< pixels
    Rgb colour;
    Rgb background;
    bool cut = false; ///< did not fit, or a word was broken inside
};

/// Colour of words and icons with this tone; `plain` of those that have none.
Colour colour_of(flow::Tone tone, Colour plain = Colour::ink_soft);

/// Where the parts of a screen are, in pixels.
struct Areas {
    bool portrait = false;
    bool mirrored = false; ///< for the left hand: the keys that go on are at the left
    bool stacked = false;  ///< the tool keys stand below the progress, because the words are long
    Rect page;
    Rect strip;
    Rect tools;
    Rect content; ///< between tools and band
    Rect open;    ///< the same without a tool bar
    Rect band;    ///< the sunken band with the keys that go on
};

class Ui {
public:
    explicit Ui(Canvas& canvas);
    /// Draws on the same canvas where nobody sees it: glyphs, shapes and broken lines of a screen are then ready before it is shown here.
    /// It presses nothing, and this one must outlive it.
    std::unique_ptr<Ui> rehearsal();

    /// Touches and keys; judged against the last drawn frame.
    Input& input() { return m_input; }
    Input const& input() const { return m_input; }

    // --- one frame
    /// `place` changes exactly when another screen is shown: touches are then ignored for the guard time.
    void begin(flow::Frame const& frame, std::string_view screen, std::string_view place, Window const& window);
    /// Finishes the frame; returns what was pressed. Such a frame is not painted: apply the press and draw again.
    /// Nothing is painted at a rehearsal either.
    std::optional<flow::Intent> end();

    /// Forgets all glyphs and shapes when they have become many or some are of a text size that was left; returns whether it did. Between frames: the next one makes anew what it needs.
    bool make_room();

    Areas const& areas() const { return m_areas; }
    Theme const& theme() const { return m_theme; }
    Canvas& canvas() { return m_canvas; }
    bool extra_large() const { return m_theme.scale() == TextScale::x_large; }
    /// A length of the reference design in pixels.
    int at(double reference_px) const { return m_theme.at(reference_px); }

    // --- text
    Style style(Font font) const;
    Style style_mm(double em_mm, bool chrome) const;
    /// Draws a paragraph in `area`; returns the height that its lines take.
    int text(Rect const& area, std::string_view text, Style const& style);
    int height_of(std::string_view text, Style const& style, int width);
    int width_of(std::string_view text, Style const& style);
    /// Of a paragraph broken at `width`.
    int widest_line(std::string_view text, Style const& style, int width);
    /// Whether the ink of a paragraph fits into `width` by `height` without breaking inside a word.
    bool fits(std::string_view text, Style const& style, int width, int height);
    /// The first of `styles`, largest first, in which `text` fits; the last where none does.
    Style first_fitting(std::initializer_list<Style> styles, std::string_view text, int width, int height);
    static int line_height(Style const& style);

    // --- surfaces
    void fill(Rect const& rect, Colour colour);
    void round(Rect const& rect, int radius, Colour colour);
    /// Surface with a thin line around it: holds things, can't be pressed.
    void card(Rect const& rect, Colour surface = Colour::surface, Colour line = Colour::line);
    void disc(Rect const& box, Colour colour);
    void icon(flow::Icon icon, Rect const& box, Colour colour, float thickness = 2.0f);
    void bar(Rect const& rect, double fraction);

    // --- what can be pressed
    struct Touch {
        bool down = false;
        bool focused = false;
    };
    /// Registers a target and records it; when it was pressed, its intent is what end() returns.
    Touch target(Rect const& rect, flow::Key const& key, std::string_view role, std::string_view digit = {});
    /// A target with a shape: a touch beside all shapes takes the nearest within the slip tolerance. `shapes` outlive the frame.
    Touch region(std::span<Shape const> shapes, float scale, int origin_x, int origin_y, flow::Key const& key);
    /// A field to write on: end() returns an InkStroke for `path` when the finger is lifted.
    void ink_field(Rect const& rect, std::string_view id, forms::ItemPath const& path);
    /// Sets what end() returns; for presses that the screen itself gives a meaning (pages of a list).
    void intend(flow::Intent intent) { m_intent = std::move(intent); }

    // --- what was drawn
    std::string const& screen() const { return m_screen; }
    std::vector<Element> const& elements() const { return m_elements; }
    std::vector<DrawnText> const& texts() const { return m_texts; }
    /// Cards of the frame: what they hold must stay inside.
    std::vector<Rect> const& cards() const { return m_cards; }
    /// Keeps DrawnText of each paragraph; costs time, for tests.
    void prove(bool on) { m_proving = on; }

private:
    enum class Purpose { show, rehearse };
    struct Fill {
        Rect rect;
        Rgb colour;
    };
    Ui(Canvas& canvas, std::shared_ptr<Typesetter> typesetter, Purpose purpose);
    Touch add_target(Target target, flow::Key const& key, std::string_view role);
    Rgb background_at(Rect const& rect) const;
    Paragraph const& paragraph(std::string_view text, Style const& style, int width);

    Canvas& m_canvas;
    std::shared_ptr<Typesetter> m_typesetter; ///< shared with the rehearsal
    Purpose m_purpose;
    Theme m_theme;
    Input m_input;
    Areas m_areas;
    flow::Frame const* m_frame = nullptr; ///< borrowed between begin() and end()
    std::string m_language;
    Face m_face = Face::simplified;
    std::string m_screen;
    std::string m_place;
    bool m_left_over = false; ///< glyphs of another text size, density or face are still there
    std::vector<Element> m_elements;
    std::vector<DrawnText> m_texts;
    std::vector<Fill> m_fills;
    std::vector<Rect> m_cards;
    int m_text_count = 0;
    bool m_proving = false;
    std::optional<flow::Intent> m_intent;
};

} // namespace bedside::ui
