// SPDX-License-Identifier: Apache-2.0
// Touches and keys: what was pressed, judged against the targets of the last drawn frame.
#pragma once

#include "kiosk/ui/geometry.h"
#include "kiosk/ui/drawing.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bedside::ui {

enum class PointerPhase { down, move, up, cancel };
enum class PhysicalKey { tab, back_tab, left, right, up, down, enter, escape };

/// Something on the screen that can be pressed or written on.
struct Target {
    std::string id;
    Rect rect;
    bool enabled = true;
    bool ink = false;    ///< a field to write on
    bool escape = false; ///< what the escape key presses
    std::string digit;   ///< of a keyboard, that presses it
    std::span<Shape const> shapes; ///< its outline; empty: the rectangle
    float scale = 1;
    int origin_x = 0;
    int origin_y = 0;
};

/// How far beside a target a finger still means it, pixels.
struct Reach {
    float pad = 0;  ///< around a rectangle
    float slip = 0; ///< around a shape, and for a finger that slips while it presses
};

class Input {
public:
    // --- between frames
    void pointer(PointerPhase phase, Point at, std::int64_t time_ms);
    void press_key(PhysicalKey key, std::int64_t time_ms);
    /// A digit key: chooses the answer with that number; 1, then 0 within 600 ms, is 10.
    void press_digit(int digit, std::int64_t time_ms);
    /// What a finger put down at this place would press: the id of an element, or nothing.
    std::string_view target_at(Point at) const;
    /// Something happened that the next frame shows or acts on.
    bool wants_frame() const { return m_dirty || !m_activated.empty() || m_stroke.has_value(); }

    // --- one frame
    void begin(Reach reach);
    /// Another screen is drawn: what was pressed on the last one is forgotten, and nothing counts until then.
    void enter_place(std::int64_t guard_until_ms);
    /// From end() on it can be pressed.
    void add(Target target) { m_coming.push_back(std::move(target)); }
    /// Its targets are the ones that count now; `acted`: the frame found something pressed.
    void end(bool acted);

    /// The press that the frame being drawn acts on is this target's.
    bool presses(std::string_view id) const { return !m_activated.empty() && m_activated.front() == id; }
    bool is_down_on(std::string_view id) const { return m_pressed == id && m_inside; }
    bool shows_focus_on(std::string_view id) const { return m_focus_shown && m_focus == id; }
    /// Id of the element with the visible focus; empty: none is shown.
    std::string focus() const { return m_focus_shown ? m_focus : std::string {}; }
    /// What was written on this field since the last frame; nullptr: nothing.
    std::vector<Point> const* stroke_on(std::string_view id) const;
    /// Points of the stroke being written.
    std::vector<Point> const& writing() const { return m_ink; }
    /// Where the finger came down that pressed what this frame finds pressed; nullopt: a key of a keyboard pressed it.
    std::optional<Point> pressed_at() const { return m_touched_at; }

private:
    Target const* hit(Point at) const;
    Target const* find(std::string_view id) const;
    void move_focus(int dx, int dy);
    void step_focus(int step);

    Reach m_reach;
    std::int64_t m_guard_until = 0;
    std::vector<Target> m_targets; ///< of the last finished frame
    std::vector<Target> m_coming;  ///< of the frame being drawn
    std::string m_pressed;         ///< id under the finger; empty when none
    std::optional<Point> m_touched_at;
    bool m_inside = false;         ///< the finger is where a release would act
    std::string m_focus;
    bool m_focus_shown = false;
    std::int64_t m_one_until = 0;  ///< a 1 may still become 10
    std::vector<std::string> m_activated;
    std::vector<Point> m_ink;
    std::optional<std::pair<std::string, std::vector<Point>>> m_stroke;
    bool m_dirty = false;
};

} // namespace bedside::ui
