// SPDX-License-Identifier: Apache-2.0
// The running kiosk: events in, state, frames out.
#pragma once

#include "forms/base/service_manager.h"
#include "kiosk/app/backlight.h"
#include "kiosk/app/chime.h"
#include "kiosk/app/display.h"
#include "kiosk/app/fingers.h"
#include "kiosk/app/mailbox.h"
#include "kiosk/app/options.h"
#include "kiosk/app/presenter.h"
#include "kiosk/app/storage.h"
#include "kiosk/app/study_clock.h"
#include "kiosk/app/voice.h"
#include "kiosk/app/watch.h"
#include "kiosk/flow/apply.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

struct SDL_Keysym;
union SDL_Event;

namespace bedside::app {

class Kiosk {
public:
    /// Who does the effects; called once, from the constructor.
    using MakeStorage = std::function<std::unique_ptr<Storage>(Clock const&, Post)>;
    /// Everything that is lent must outlive it.
    Kiosk(Options const& options, Display& display, ui::Canvas& canvas, Clock const& machine, MakeStorage const& make_storage);

    /// Until the window is closed or the process is asked to end. Fails where a frame can't be shown.
    Result<void> run();

    // --- the parts of run(), for a caller with a clock and events of its own
    void start();
    void handle(SDL_Event const& event);
    /// Presents what changed, until nothing more does.
    Result<void> settle();
    /// Does what the clock has made due.
    void pass_time();
    flow::AppState const& state() const { return m_state; }
    ui::Ui const& ui() const { return m_presenter.ui(); }

private:
    Result<void> show();
    bool wants_frame() const { return m_changed || m_presenter.ui().input().wants_frame(); }
    void stop_reading();
    void perform(std::vector<flow::Effect> effects);
    /// By the storage.
    template <typename E>
    void perform(E effect);
    void perform(flow::CallAttention effect);
    void perform(flow::Speak effect);
    void perform(flow::StopSpeaking effect);
    void perform(flow::EndKiosk effect);
    void receive(flow::Event const& event);
    void take_mail();
    void touched();
    void point(std::optional<Pointer> const& pointer);
    ui::Point place_of(float x, float y) const;
    void key_down(SDL_Keysym const& key);
    void wait(bool shown);
    void tell_use();
    void set_light();
    void ask_for_console();

    Options const& m_options;
    Display& m_display;
    Mailbox m_mailbox;
    StudyClock m_clock;
    flow::AppState m_state;
    Presenter m_presenter; ///< after the state that it shows
    Fingers m_fingers;
    Audio m_audio;
    Chime m_chime;
    Backlight m_backlight;
    Voice m_voice;         ///< after what it posts to
    bool m_quit = false;
    bool m_changed = true; ///< what is shown is not the present state
    std::string m_told_use; ///< to the service manager
    std::int64_t m_watchdog_ms = watchdog_period_ms();
    std::unique_ptr<Storage> m_storage;   ///< after what it posts to
    std::unique_ptr<FolderWatch> m_watch; ///< after what it calls
};

/// Opens the display and runs. Fails where there is no display or no fonts.
Result<void> run_kiosk(Options const& options);

} // namespace bedside::app
