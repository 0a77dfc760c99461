// SPDX-License-Identifier: Apache-2.0
// One frame of one screen: layout, drawing, touch and key handling, and the list of what is visible.
#pragma once

#include "kiosk/flow/key.h"
#include "kiosk/ui/canvas.h"
#include "kiosk/ui/geometry.h"
#include "kiosk/ui/text.h"
#include "kiosk/ui/theme.h"

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bedside::ui {

/// The window as the app knows it.
struct Window {
    int width = 1280;
    int height = 800;
    double dpi = 149;         ///< of the panel; nonsense becomes the reference panel's
    std::int64_t now_ms = 0;  ///< monotonic; the clock of pointer() and press_key() too
};

enum class PointerPhase { down, move, up, cancel };
enum class PhysicalKey { tab, back_tab, left, right, up, down, enter, escape };

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

enum class Align { left, centre, right };
enum class Vertical { top, middle, bottom };

struct Style {
    double em = 0; ///< pixels
    Weight weight = Weight::regular;
    Colour colour = Colour::ink;
    double line = 1.4; ///< height of a line in em
    Align align = Align::left;
    Vertical vertical = Vertical::top;

    Style sized(double pixels) const { return with(&Style::em, pixels); }
    Style bold() const { return with(&Style::weight, Weight::bold); }
    Style soft() const { return with(&Style::colour, Colour::ink_soft); }
    Style in(Colour value) const { return with(&Style::colour, value); }
    Style leading(double value) const { return with(&Style::line, value); }
    Style to(Align value) const { return with(&Style::align, value); }
    Style at(Vertical value) const { return with(&Style::vertical, value); }

private:
    template <typename T> Style with(T Style::*member, T value) const
    {
        Style copy = *this;
        copy.*member = value;
        return copy;
    }
};

/// Colour of words and icons with this tone; `plain` of those that have none.
Colour colour_of(flow::Tone tone, Colour plain = Colour::ink_soft);

/// How a key looks; what it says and whether it is on comes from flow::Key.
enum class Look {
    key,     ///< bold label
    quiet,   ///< regular label
    primary, ///< the one key that goes on
    tool,    ///< small, in the tool bar
    option,  ///< regular label of answer size, bold when chosen
    digit,   ///< the same with digits
};

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

    // --- input, judged against the last drawn frame
    void pointer(PointerPhase phase, Point at, std::int64_t time_ms);
    void press_key(PhysicalKey key, std::int64_t time_ms);
    /// A digit key: chooses the answer with that number; 1, then 0 within 600 ms, is 10.
    void press_digit(int digit, std::int64_t time_ms);
    /// What a finger put down at this place would press: the id of an element, or nothing.
    std::string_view target_at(Point at) const;
    /// Something happened that the next frame shows or acts on.
    bool wants_frame() const { return m_dirty || !m_activated.empty() || m_stroke.has_value(); }

    // --- one frame
    /// `place` changes exactly when another screen is shown: touches are then ignored for the guard time.
    void begin(flow::Frame const& frame, std::string_view screen, std::string_view place, Window const& window);
    /// Finishes the frame; returns what was pressed. Such a frame is not painted: apply the press and draw again.
    /// Nothing is painted at a rehearsal either.
    std::optional<flow::Intent> end();
    /// Strip and tool bar.
    void draw_frame();

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
    /// Icon and word in a soft pill; returns its width. `x` is its left end, or right end with Align::right.
    int chip(int x, int centre_y, flow::Chip const& chip, int height, Style const& style, Align align = Align::left);
    int chip_width(flow::Chip const& chip, int height, Style const& style);
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
    /// Points of the stroke being written, pixels.
    std::vector<Point> const& writing() const { return m_ink; }

    /// The face of a key; returns where its content goes.
    Rect face(Rect const& rect, flow::Key const& key, Look look, Touch touch);
    /// Colour of text and icons on that face.
    static Colour on_face(flow::Key const& key, Look look);
    /// A whole key: face, icon, label, detail.
    void key(Rect const& rect, flow::Key const& key, Look look, std::string_view role = "button", std::string_view digit = {});
    /// Width that a key needs for its label in one line.
    int key_width(flow::Key const& key, Look look);
    /// Where the finger came down that pressed what this frame finds pressed; nullopt: a key of a keyboard pressed it.
    std::optional<Point> pressed_at() const { return m_touched_at; }
    /// Sets what end() returns; for presses that the screen itself gives a meaning (pages of a list).
    void intend(flow::Intent intent) { m_intent = std::move(intent); }

    // --- the band
    /// Keys of the band: `left` from the left, `next` at the right end (mirrored for the left hand; in portrait next is above).
    void band(std::vector<flow::Key const*> const& left, flow::Key const* next, int next_width = 392, std::string_view note = {});
    void draw_band_background();
    /// A row of keys in the band: one in landscape, two in portrait.
    Rect band_row(int row) const;
    /// Two keys that share the band.
    void band_pair(flow::Key const& left, flow::Key const& right, Look right_look = Look::primary);

    // --- what was drawn
    std::string const& screen() const { return m_screen; }
    std::vector<Element> const& elements() const { return m_elements; }
    /// Id of the element with the visible focus; empty: none is shown.
    std::string focus() const { return m_focus_shown ? m_focus : std::string {}; }
    std::vector<DrawnText> const& texts() const { return m_texts; }
    /// Cards of the frame: what they hold must stay inside.
    std::vector<Rect> const& cards() const { return m_cards; }
    /// Keeps DrawnText of each paragraph; costs time, for tests.
    void prove(bool on) { m_proving = on; }

private:
    enum class Purpose { show, rehearse };
    struct Target {
        std::string id;
        Rect rect;
        bool enabled = true;
        bool ink = false;
        bool escape = false;
        std::string digit;
        std::span<Shape const> shapes;
        float scale = 1;
        int origin_x = 0;
        int origin_y = 0;
    };
    struct Fill {
        Rect rect;
        Rgb colour;
    };
    Target const* hit(Point at) const;
    Target const* find(std::string_view id) const;
    bool on_target(Target const& target, Point at) const;
    float distance(Target const& target, Point at) const;
    Touch add_target(Target target, flow::Key const& key, std::string_view role);
    void move_focus(int dx, int dy);
    void step_focus(int step);
    Rgb background_at(Rect const& rect) const;
    /// Paragraphs and their lines, broken once.
    struct Typesetting {
        LineBreaker breaker;
        std::unordered_map<std::string, Paragraph> paragraphs;
        std::string key; ///< scratch, so that looking up makes no garbage
    };
    Ui(Canvas& canvas, std::shared_ptr<Typesetting> typesetting, Purpose purpose);
    Paragraph const& paragraph(std::string_view text, Style const& style, int width);
    void draw_tools();
    int tools_width();
    int progress_width();
    void lay_out(Window const& window);

    Canvas& m_canvas;
    std::shared_ptr<Typesetting> m_typesetting; ///< shared with the rehearsal
    Purpose m_purpose;
    Theme m_theme;
    Areas m_areas;
    flow::Frame const* m_frame = nullptr; ///< borrowed between begin() and end()
    std::string m_language;
    Face m_face = Face::simplified;
    std::string m_screen;
    std::string m_place;
    bool m_left_over = false; ///< glyphs of another text size, density or face are still there
    std::int64_t m_guard_until = 0;
    std::vector<Target> m_targets; ///< of the last finished frame
    std::vector<Target> m_next;    ///< of the frame being drawn
    std::vector<Element> m_elements;
    std::vector<DrawnText> m_texts;
    std::vector<Fill> m_fills;
    std::vector<Rect> m_cards;
    int m_text_count = 0;
    bool m_proving = false;

    std::string m_pressed; ///< id under the finger; empty when none
    std::optional<Point> m_touched_at;
    bool m_inside = false; ///< the finger is where a release would act
    std::string m_focus;
    bool m_focus_shown = false;
    std::int64_t m_one_until = 0; ///< a 1 may still become 10
    std::vector<std::string> m_activated;
    std::vector<Point> m_ink;
    std::optional<std::pair<std::string, std::vector<Point>>> m_stroke;
    std::optional<flow::Intent> m_intent;
    bool m_dirty = false;
};

} // namespace bedside::ui
