// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/presenter.h"

#include "kiosk/ui/screens/screens.h"

#include <algorithm>

namespace bedside::app {
namespace {

constexpr int most_presses = 8; ///< acted on in one frame; more would be a loop of our own making

} // namespace

Presenter::Presenter(Options const& options, Display& display, ui::Canvas& canvas, flow::AppState const& state, Clock const& clock)
    : m_options(options)
    , m_display(display)
    , m_state(state)
    , m_clock(clock)
    , m_ui(canvas)
    , m_tree(options.ui_tree)
{
}

Presenter::Picture Presenter::picture() const { return { flow::view_of(m_state, locales::Catalogue::of(m_state.language)), m_state.dpi }; }

bool Presenter::is_current() const { return m_shown == picture(); }

Result<void> Presenter::show(Press const& press)
{
    auto const before = m_shown ? m_shown->screenful.place : std::string {};
    for (int round = 0; round < most_presses; ++round) {
        auto now = picture();
        auto const size = m_display.size();
        bool const fades = !m_options.reduced_motion && !before.empty() && now.screenful.place != before;
        if (fades)
            m_display.begin_fading_in();
        else
            m_display.drop_fade();
        auto const intent = ui::draw(now.screenful, { size.width, size.height, now.dpi, m_clock.now().monotonic_ms }, m_ui);
        if (fades)
            m_display.end_fading_in();
        m_shown = std::move(now);
        if (!intent)
            break;
        press(*intent);
    }
    if (m_display.fading()) {
        m_fade_began = m_clock.now().monotonic_ms;
        return go_on_fading(false);
    }
    m_display.present();
    return note_screen();
}

Result<void> Presenter::go_on_fading(bool to_the_end)
{
    auto const whole = ui::Tokens::shipped().screen_change_ms;
    auto const passed = static_cast<int>(m_clock.now().monotonic_ms - m_fade_began) + fade_step_ms;
    return m_display.fade(to_the_end ? 1.0f : static_cast<float>(passed) / static_cast<float>(whole)) ? note_screen() : Result<void> {};
}

void Presenter::draw_ahead()
{
    bool const can_go_on = std::ranges::any_of(m_ui.elements(), [](ui::Element const& one) { return one.id == "next" && one.enabled; });
    auto const& place = m_shown ? m_shown->screenful.place : std::string {};
    auto now = place + ' ' + m_state.language + ' ' + std::to_string(static_cast<int>(m_state.text_size)) + ' ' + std::to_string(m_state.dpi) + (can_go_on ? " on" : " off");
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

Result<void> Presenter::note_screen()
{
    auto const size = m_display.size();
    return m_tree.write(m_ui, m_shown ? m_shown->screenful.place : std::string {}, m_clock.now().wall_ms, size.width, size.height);
}

} // namespace bedside::app
