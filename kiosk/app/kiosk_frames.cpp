// SPDX-License-Identifier: Apache-2.0
// What the running kiosk shows: frames, the fade between two screens, and the coming screen made ready.
#include "kiosk/app/kiosk.h"

#include "forms/base/durable_file.h"
#include "kiosk/app/ui_tree.h"
#include "kiosk/flow/view.h"
#include "kiosk/ui/screens/screens.h"

#include <algorithm>

namespace bedside::app {

Result<void> Kiosk::show()
{
    std::string place = m_place;
    for (int round = 0; round < 8; ++round) {
        auto const screenful = flow::view_of(m_state, locales::Catalogue::of(m_state.language));
        auto const size = m_display.size();
        place = screenful.place;
        m_changed = false;
        bool const fades = !m_options.reduced_motion && !m_place.empty() && place != m_place;
        if (fades)
            m_display.begin_fading_in();
        else
            m_display.drop_fade();
        auto const intent = ui::draw(screenful, { size.width, size.height, m_state.dpi, m_clock.now().monotonic_ms }, m_ui);
        if (fades)
            m_display.end_fading_in();
        if (!intent)
            break;
        // what was pressed is shown with its effect: one frame, not two
        perform(flow::apply(m_state, *intent, m_clock.now()));
        m_changed = true;
    }
    m_place = std::move(place);
    set_light();
    if (m_display.fading()) {
        m_fade_began = m_clock.now().monotonic_ms;
        return go_on_fading(false);
    }
    m_display.present();
    return note_screen();
}

Result<void> Kiosk::go_on_fading(bool to_the_end)
{
    auto const whole = ui::Tokens::shipped().screen_change_ms;
    auto const passed = static_cast<int>(m_clock.now().monotonic_ms - m_fade_began) + fade_step_ms;
    return m_display.fade(to_the_end ? 1.0f : static_cast<float>(passed) / static_cast<float>(whole)) ? note_screen() : Result<void> {};
}

/// In the quiet after a frame, most often while taps do not count yet: glyphs, shapes and lines of the screen that comes next, so that it is there at once.
void Kiosk::draw_ahead()
{
    bool const can_go_on = std::ranges::any_of(m_ui.elements(), [](ui::Element const& one) { return one.id == "next" && one.enabled; });
    auto now = m_place + ' ' + m_state.language + ' ' + std::to_string(static_cast<int>(m_state.text_size)) + ' ' + std::to_string(m_state.dpi) + (can_go_on ? " on" : " off");
    if (now == m_drawn_ahead)
        return;
    m_drawn_ahead = std::move(now);
    auto const& words = locales::Catalogue::of(m_state.language);
    auto const size = m_display.size();
    ui::Window const window { size.width, size.height, m_state.dpi, m_clock.now().monotonic_ms };
    if (m_ui.make_room())
        ui::draw(flow::view_of(m_state, words), window, *m_rehearsal);
    if (auto const ahead = flow::view_ahead(m_state, words))
        ui::draw(*ahead, window, *m_rehearsal);
}

/// For scripts: what is shown now.
Result<void> Kiosk::note_screen()
{
    if (!m_options.ui_tree.empty()) {
        auto const size = m_display.size();
        if (m_place != m_tree_place) {
            m_tree_place = m_place;
            m_taps_from = m_clock.now().wall_ms + m_ui.theme().tokens().guard_ms;
        }
        auto tree = ui_tree_json(m_ui, m_place, m_taps_from, size.width, size.height);
        if (tree != m_tree) {
            TRY(write_atomically(m_options.ui_tree, tree));
            m_tree = std::move(tree);
        }
    }
    return {};
}

} // namespace bedside::app
