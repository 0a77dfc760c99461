// SPDX-License-Identifier: Apache-2.0
// The running kiosk: events in, state, frames out.
#pragma once

#include "forms/base/service_manager.h"
#include "kiosk/app/backlight.h"
#include "kiosk/app/chime.h"
#include "kiosk/app/display.h"
#include "kiosk/app/fingers.h"
#include "kiosk/app/options.h"
#include "kiosk/app/storage.h"
#include "kiosk/app/voice.h"
#include "kiosk/app/watch.h"
#include "kiosk/flow/apply.h"
#include "kiosk/ui/ui.h"

#include <atomic>
#include <deque>
#include <mutex>

struct SDL_Keysym;
union SDL_Event;

namespace bedside::app {

/// A clock with the study's time zone: what is shown and recorded is the ward's time, wherever the tablet thinks it is.
class StudyClock final : public Clock {
public:
    explicit StudyClock(Clock const& machine)
        : m_machine(machine)
    {
    }
    Instant now() const override;
    void follow(study::Zone const& zone) { m_zone.store(std::make_shared<study::Zone const>(zone)); }

private:
    Clock const& m_machine;
    std::atomic<std::shared_ptr<study::Zone const>> m_zone; ///< shared by the drawing thread, which sets it, and the storage thread
};

/// Events from other threads, handed over by waking the event loop.
class Mailbox {
public:
    explicit Mailbox(std::uint32_t type)
        : m_type(type)
    {
    }
    void post(flow::Event event);
    std::deque<flow::Event> take();
    std::uint32_t type() const { return m_type; }

private:
    std::uint32_t m_type;
    std::mutex m_mutex;
    std::deque<flow::Event> m_events;
};

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
    ui::Ui const& ui() const { return m_ui; }

private:
    Result<void> show();
    Result<void> go_on_fading(bool to_the_end);
    Result<void> note_screen();
    void draw_ahead();
    void stop_reading();
    void perform(std::vector<flow::Effect> effects);
    void receive(flow::Event const& event);
    std::string shown_now() const;
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
    ui::Ui m_ui;
    std::unique_ptr<ui::Ui> m_rehearsal = m_ui.rehearsal();
    Mailbox m_mailbox;
    StudyClock m_clock;
    flow::AppState m_state;
    Fingers m_fingers;
    Chime m_chime;
    Backlight m_backlight;
    Voice m_voice; ///< after what it posts to
    bool m_quit = false;
    bool m_changed = true;
    bool m_first_study = true;
    std::string m_tree;
    std::string m_tree_place;
    std::int64_t m_taps_from = 0; ///< wall clock, ms: until then the screen of m_tree_place ignores touches
    std::string m_place;           ///< shown now
    std::string m_drawn_ahead;     ///< for which the coming screen was made ready
    std::int64_t m_fade_began = 0; ///< monotonic ms
    std::string m_told_use;        ///< to the service manager
    std::int64_t m_watchdog_ms = watchdog_period_ms();
    std::unique_ptr<Storage> m_storage;   ///< after what it posts to
    std::unique_ptr<FolderWatch> m_watch; ///< after what it calls
};

/// Opens the display and runs. Fails where there is no display or no fonts.
Result<void> run_kiosk(Options const& options);

} // namespace bedside::app
