// SPDX-License-Identifier: Apache-2.0
// Shows the state: frames, the fade between two screens, the coming screen made ready, and the tree for scripts.
#pragma once

#include "kiosk/app/display.h"
#include "kiosk/app/options.h"
#include "kiosk/app/ui_tree.h"
#include "kiosk/flow/view.h"
#include "kiosk/ui/ui.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace bedside::app {

class Presenter {
public:
    /// Does what was pressed; the state is another one afterwards.
    using Press = std::function<void(flow::Intent const&)>;
    /// Everything that is lent must outlive it.
    Presenter(Options const& options, Display& display, ui::Canvas& canvas, flow::AppState const& state, Clock const& clock);

    /// Draws the state. What the frame finds pressed is handed to `press`, and shown with its effect: one frame, not two.
    Result<void> show(Press const& press);
    /// What was drawn last is what the state shows now.
    bool is_current() const;
    bool fading() const { return m_display.fading(); }
    Result<void> go_on_fading(bool to_the_end);
    /// In the quiet after a frame: glyphs, shapes and lines of the screen that comes next, so that it is there at once.
    void draw_ahead();
    ui::Ui& ui() { return m_ui; }
    ui::Ui const& ui() const { return m_ui; }

private:
    Result<void> note_screen();
    /// Everything that a frame shows.
    struct Picture {
        flow::Screenful screenful;
        double dpi = 0;
        bool operator==(Picture const&) const = default;
    };
    Picture picture() const;

    Options const& m_options;
    Display& m_display;
    flow::AppState const& m_state;
    Clock const& m_clock;
    ui::Ui m_ui;
    std::unique_ptr<ui::Ui> m_rehearsal = m_ui.rehearsal();
    UiTree m_tree;
    std::optional<Picture> m_shown;
    std::string m_drawn_ahead;     ///< for which the coming screen was made ready
    std::int64_t m_fade_began = 0; ///< monotonic ms
};

} // namespace bedside::app
