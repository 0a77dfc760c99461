// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/kiosk.h"

#include "forms/base/battery.h"
#include "forms/base/durable_file.h"
#include "forms/base/service_manager.h"
#include "kiosk/app/keyboard.h"
#include "kiosk/flow/privacy.h"

#include <SDL.h>

#include <algorithm>
#include <cstdlib>

namespace bedside::app {
namespace {

constexpr std::int64_t mouse = -1; // finger id of a mouse

flow::Device device_of(Options const& options, Display const& display)
{
    flow::Device device;
    device.language = options.language;
    device.text_size = options.text_size;
    device.theme = options.theme;
    device.dpi = options.dpi.value_or(display.reported_dpi());
    device.practice = options.practice;
    device.recorded = [](std::string_view text, std::string_view language) { return recording_of(text, language).has_value(); };
    return device;
}

} // namespace

Kiosk::Kiosk(Options const& options, Display& display, ui::Canvas& canvas, Clock const& machine, MakeStorage const& make_storage)
    : m_options(options)
    , m_display(display)
    , m_mailbox(SDL_RegisterEvents(1))
    , m_clock(machine)
    , m_state(flow::first_state(device_of(options, display)))
    , m_presenter(options, display, canvas, m_state, m_clock)
    , m_chime(m_audio)
    , m_backlight(options.backlights)
    , m_voice([this](flow::Event event) { m_mailbox.post(std::move(event)); }, m_audio)
{
    m_storage = make_storage(m_clock, [this](flow::Event event) { m_mailbox.post(std::move(event)); });
    if (!options.practice)
        m_watch = std::make_unique<FolderWatch>(options.data, "bedside.db", [this] { m_storage->look(); });
}

void Kiosk::start()
{
    perform(flow::start(m_state, m_clock.now()));
    receive(flow::BatteryRead { battery(m_options.power_supplies) });
    if (m_options.practice)
        take_mail(); // it answers at once: the first frame is the first question
}

Result<void> Kiosk::run()
{
    start();
    bool shown = false;
    while (!m_quit) {
        if (wants_frame()) {
            TRY(show());
            if (!std::exchange(shown, true))
                tell_service_manager("READY=1");
            tell_use();
        } else if (m_presenter.fading()) {
            TRY(m_presenter.go_on_fading(false));
        }
        wait(shown);
        tell_service_manager("WATCHDOG=1");
    }
    return {};
}

/// bedside-maintenance.path watches for this file; without the service manager there is only the program's end.
void Kiosk::ask_for_console()
{
    auto const* folder = std::getenv("RUNTIME_DIRECTORY");
    if (folder == nullptr || !write_durably(std::filesystem::path(folder) / "maintenance", "asked\n", Replace::allowed, Readers::all))
        m_quit = true;
}

/// An update of the programs waits while the tablet is in use: bedside-update reads this as the unit's status.
void Kiosk::tell_use()
{
    std::string use = flow::is_unused(m_state) ? "STATUS=unused" : "STATUS=in use";
    if (use != m_told_use)
        tell_service_manager(m_told_use = std::move(use));
}

void Kiosk::set_light()
{
    switch (flow::light_of(m_state)) {
    case flow::Light::day:
        return m_backlight.set(m_options.brightness);
    case flow::Light::night:
        return m_backlight.set(m_options.night_brightness);
    case flow::Light::none:
        return m_backlight.set(0);
    }
}

Result<void> Kiosk::settle()
{
    SDL_Event event;
    do {
        take_mail();
        while (wants_frame())
            TRY(show());
        if (m_presenter.fading())
            TRY(m_presenter.go_on_fading(true));
        m_presenter.draw_ahead();
    } while (SDL_PeepEvents(&event, 1, SDL_GETEVENT, m_mailbox.type(), m_mailbox.type()) == 1);
    return {};
}

// --- out

Result<void> Kiosk::show()
{
    m_changed = false;
    auto const shown = m_presenter.show([this](flow::Intent const& intent) { perform(flow::apply(m_state, intent, m_clock.now())); });
    set_light();
    return shown;
}

void Kiosk::perform(std::vector<flow::Effect> effects)
{
    for (auto& effect : effects)
        std::visit([this](auto& asked) { perform(std::move(asked)); }, effect);
}

template <typename E>
void Kiosk::perform(E effect)
{
    m_storage->perform(std::move(effect));
}

void Kiosk::perform(flow::CallAttention effect)
{
    m_display.light();
    if (effect.sound)
        m_chime.play();
}

void Kiosk::perform(flow::Speak effect) { m_voice.speak(std::move(effect)); }
void Kiosk::perform(flow::StopSpeaking) { m_voice.stop(); }
void Kiosk::perform(flow::EndKiosk) { ask_for_console(); }

// --- in

void Kiosk::receive(flow::Event const& event)
{
    if (auto const* facts = std::get_if<flow::FactsLoaded>(&event); facts && facts->facts.study)
        m_clock.follow(facts->facts.study->zone);
    perform(flow::apply(m_state, event, m_clock.now()));
    m_changed = m_changed || !m_presenter.is_current();
}

void Kiosk::take_mail()
{
    for (auto const& event : m_mailbox.take())
        receive(event);
}

void Kiosk::touched()
{
    // cheap and often: as a rule only the privacy lock's clock moves
    bool const dark = std::holds_alternative<flow::DarkScreen>(m_state.screen);
    perform(flow::apply(m_state, flow::Event(flow::Touched {}), m_clock.now()));
    m_changed = m_changed || dark;
}

void Kiosk::stop_reading()
{
    if (m_state.spoken < 0)
        return;
    m_voice.stop();
    receive(flow::SpeechAt { -1 });
}

void Kiosk::point(std::optional<Pointer> const& pointer)
{
    if (!pointer)
        return;
    touched();
    // any tap ends the reading; the key for it does so itself
    if (pointer->phase == ui::PointerPhase::down && m_presenter.ui().input().target_at(pointer->at) != "read_aloud")
        stop_reading();
    m_presenter.ui().input().pointer(pointer->phase, pointer->at, m_clock.now().monotonic_ms);
}

/// Of a touch panel, which reports thousandths of the screen.
ui::Point Kiosk::place_of(float x, float y) const
{
    auto const size = m_display.size();
    return { x * static_cast<float>(size.width), y * static_cast<float>(size.height) };
}

void Kiosk::key_down(SDL_Keysym const& key)
{
    touched();
    auto const now = m_clock.now().monotonic_ms;
    if (is_volume(key)) {
        perform(flow::apply(m_state, flow::Intent(flow::StopCleaning {}), m_clock.now()));
        m_changed = true;
    } else if (auto const digit = digit_of(key))
        m_presenter.ui().input().press_digit(*digit, now);
    else if (auto const physical = physical_key(key))
        m_presenter.ui().input().press_key(*physical, now);
}

void Kiosk::handle(SDL_Event const& event)
{
    switch (event.type) {
    case SDL_QUIT:
        m_quit = true;
        break;
    case SDL_FINGERDOWN:
        point(m_fingers.down(event.tfinger.fingerId, place_of(event.tfinger.x, event.tfinger.y)));
        break;
    case SDL_FINGERMOTION:
        point(m_fingers.move(event.tfinger.fingerId, place_of(event.tfinger.x, event.tfinger.y)));
        break;
    case SDL_FINGERUP:
        point(m_fingers.up(event.tfinger.fingerId, place_of(event.tfinger.x, event.tfinger.y)));
        break;
    case SDL_MOUSEBUTTONDOWN:
        if (event.button.button == SDL_BUTTON_LEFT && event.button.which != SDL_TOUCH_MOUSEID)
            point(m_fingers.down(mouse, { static_cast<float>(event.button.x), static_cast<float>(event.button.y) }));
        break;
    case SDL_MOUSEMOTION:
        if (event.motion.which != SDL_TOUCH_MOUSEID)
            point(m_fingers.move(mouse, { static_cast<float>(event.motion.x), static_cast<float>(event.motion.y) }));
        break;
    case SDL_MOUSEBUTTONUP:
        if (event.button.button == SDL_BUTTON_LEFT && event.button.which != SDL_TOUCH_MOUSEID)
            point(m_fingers.up(mouse, { static_cast<float>(event.button.x), static_cast<float>(event.button.y) }));
        break;
    case SDL_KEYDOWN:
        if (event.key.repeat == 0)
            key_down(event.key.keysym);
        break;
    case SDL_WINDOWEVENT:
        if (event.window.event == SDL_WINDOWEVENT_FOCUS_LOST)
            point(m_fingers.reset());
        else if (event.window.event == SDL_WINDOWEVENT_EXPOSED || event.window.event == SDL_WINDOWEVENT_SIZE_CHANGED)
            m_changed = true;
        break;
    default:
        if (event.type == m_mailbox.type())
            take_mail();
        break;
    }
}

/// Sleeps until something happens or a deadline comes.
void Kiosk::wait(bool shown)
{
    SDL_Event event;
    if (!shown || wants_frame())
        return;
    if (!m_presenter.fading() && SDL_PollEvent(nullptr) == 0)
        m_presenter.draw_ahead();
    auto const due = flow::next_deadline(m_state);
    auto const now = m_clock.now().monotonic_ms;
    auto timeout = due ? static_cast<int>(std::clamp<std::int64_t>(*due - now, 0, 3'600'000)) : -1;
    auto const no_longer_than = [&](std::int64_t milliseconds) { timeout = static_cast<int>(timeout < 0 ? milliseconds : std::min<std::int64_t>(timeout, milliseconds)); };
    if (m_presenter.fading())
        no_longer_than(fade_step_ms);
    if (m_watchdog_ms > 0)
        no_longer_than(m_watchdog_ms);
    bool some = (timeout < 0 ? SDL_WaitEvent(&event) : SDL_WaitEventTimeout(&event, timeout)) == 1;
    while (some) {
        handle(event);
        // a press or a release is drawn before the next one is looked at
        if (m_presenter.ui().input().wants_frame() && event.type != SDL_MOUSEMOTION && event.type != SDL_FINGERMOTION)
            break;
        some = SDL_PollEvent(&event) == 1;
    }
    if (due && m_clock.now().monotonic_ms >= *due)
        pass_time();
}

void Kiosk::pass_time()
{
    m_chime.rest();
    receive(flow::TimePassed {});
    receive(flow::BatteryRead { battery(m_options.power_supplies) });
}

Result<void> run_kiosk(Options const& options)
{
    auto display = TRY(Display::open(options.window));
    auto const canvas = TRY(ui::Canvas::create(display.renderer()));
    SystemClock const clock;
    Kiosk kiosk(options, display, *canvas, clock, [&](Clock const& study_clock, Post post) {
        return options.practice ? make_practice_storage(options.practice, std::move(post)) : make_store_storage(options.data, study_clock, std::move(post));
    });
    return kiosk.run();
}

} // namespace bedside::app
