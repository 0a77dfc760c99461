// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/kiosk.h"

#include "kiosk/app/battery.h"
#include "kiosk/app/display.h"
#include "kiosk/app/fingers.h"
#include "kiosk/app/storage.h"
#include "kiosk/app/ui_tree.h"
#include "kiosk/app/watch.h"
#include "kiosk/flow/apply.h"
#include "kiosk/flow/view.h"
#include "kiosk/ui/screens/screens.h"

#include <SDL.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <deque>
#include <mutex>

namespace bedside::app {
namespace {

/// The system's clocks with the study's time zone: what is shown and recorded is the ward's time, wherever the tablet thinks it is.
class StudyClock final : public Clock {
public:
    Instant now() const override
    {
        auto instant = m_system.now();
        if (auto const zone = m_zone.load())
            instant.offset_min = zone->offset_seconds(instant.wall_ms) / 60;
        return instant;
    }
    void follow(study::Zone const& zone) { m_zone.store(std::make_shared<study::Zone const>(zone)); }

private:
    SystemClock m_system;
    std::atomic<std::shared_ptr<study::Zone const>> m_zone; ///< shared by the drawing thread, which sets it, and the storage thread
};

/// Events from other threads, handed over by waking the event loop.
class Mailbox {
public:
    explicit Mailbox(std::uint32_t type)
        : m_type(type)
    {
    }
    void post(flow::Event event)
    {
        {
            std::lock_guard const guard(m_mutex);
            m_events.push_back(std::move(event));
        }
        wake();
    }
    void wake()
    {
        SDL_Event message {};
        message.type = m_type;
        SDL_PushEvent(&message);
    }
    std::deque<flow::Event> take()
    {
        std::lock_guard const guard(m_mutex);
        return std::exchange(m_events, {});
    }
    std::uint32_t type() const { return m_type; }

private:
    std::uint32_t m_type;
    std::mutex m_mutex;
    std::deque<flow::Event> m_events;
};

std::optional<ui::PhysicalKey> physical_key(SDL_Keysym const& key)
{
    switch (key.sym) {
    case SDLK_TAB:
        return key.mod & KMOD_SHIFT ? ui::PhysicalKey::back_tab : ui::PhysicalKey::tab;
    case SDLK_LEFT:
        return ui::PhysicalKey::left;
    case SDLK_RIGHT:
        return ui::PhysicalKey::right;
    case SDLK_UP:
        return ui::PhysicalKey::up;
    case SDLK_DOWN:
        return ui::PhysicalKey::down;
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
    case SDLK_SPACE:
        return ui::PhysicalKey::enter;
    case SDLK_ESCAPE:
    case SDLK_AC_BACK:
        return ui::PhysicalKey::escape;
    default:
        return std::nullopt;
    }
}

std::optional<int> digit_of(SDL_Keycode key)
{
    if (key >= SDLK_0 && key <= SDLK_9)
        return key - SDLK_0;
    if (key == SDLK_KP_0)
        return 0;
    if (key >= SDLK_KP_1 && key <= SDLK_KP_9)
        return key - SDLK_KP_1 + 1;
    return std::nullopt;
}

bool is_volume(SDL_Keysym const& key)
{
    return key.sym == SDLK_VOLUMEUP || key.sym == SDLK_VOLUMEDOWN || key.scancode == SDL_SCANCODE_AUDIOMUTE || key.sym == SDLK_MUTE;
}

class Kiosk {
public:
    Kiosk(Options const& options, Display& display, ui::Canvas& canvas)
        : m_options(options)
        , m_display(display)
        , m_ui(canvas)
        , m_mailbox(SDL_RegisterEvents(1))
    {
        m_state.theme = options.theme;
        m_state.text_size = m_state.device_text_size = options.text_size;
        if (!options.language.empty())
            m_state.language = m_state.device_language = options.language;
        m_dpi = options.dpi.value_or(display.reported_dpi());
        auto const post = [this](flow::Event event) { m_mailbox.post(std::move(event)); };
        if (options.practice) {
            m_state.mode = flow::Mode::practice;
            m_state.practice = options.practice;
            m_storage = make_practice_storage(options.practice, post);
        } else {
            m_storage = make_store_storage(options.data, m_clock, post);
            m_watch = std::make_unique<FolderWatch>(options.data, "bedside.db", [this] { m_storage->look(); });
        }
    }

    Result<void> run()
    {
        perform(flow::start(m_state, m_clock.now()));
        receive(flow::BatteryRead { battery_percent() });
        if (m_options.practice)
            take_mail(); // it answers at once: the first frame is the first question
        bool shown = false;
        while (!m_quit) {
            if (m_changed || m_ui.wants_frame()) {
                TRY(show());
                shown = true;
            }
            wait(shown);
        }
        return {};
    }

private:
    // --- out

    Result<void> show()
    {
        std::string place;
        for (int round = 0; round < 8; ++round) {
            auto const screenful = flow::view_of(m_state, locales::Catalogue::of(m_state.language));
            auto const size = m_display.size();
            place = screenful.place;
            m_changed = false;
            auto const intent = ui::draw(screenful, { size.width, size.height, m_dpi, m_clock.now().monotonic_ms }, m_ui);
            if (!intent)
                break;
            // what was pressed is shown with its effect: one frame, not two
            perform(flow::apply(m_state, *intent, m_clock.now()));
            m_changed = true;
        }
        m_display.present();
        if (!m_options.ui_tree.empty()) {
            auto const size = m_display.size();
            auto tree = ui_tree_json(m_ui, place, size.width, size.height);
            if (tree != m_tree) {
                TRY(write_atomically(m_options.ui_tree, tree));
                m_tree = std::move(tree);
            }
        }
        return {};
    }

    void perform(std::vector<flow::Effect> effects)
    {
        for (auto& effect : effects)
            m_storage->perform(std::move(effect));
    }

    // --- in

    void receive(flow::Event const& event)
    {
        auto const before = shown_now();
        if (auto const* facts = std::get_if<flow::FactsLoaded>(&event)) {
            if (facts->facts.study) {
                m_clock.follow(facts->facts.study->zone);
                if (m_options.language.empty() && !facts->facts.study->languages.empty() && std::exchange(m_first_study, false))
                    m_state.language = m_state.device_language = facts->facts.study->languages.front();
            }
        }
        perform(flow::apply(m_state, event, m_clock.now()));
        m_changed = m_changed || before != shown_now();
    }

    /// Everything that a frame shows, as one text.
    std::string shown_now() const
    {
        auto const screenful = flow::view_of(m_state, locales::Catalogue::of(m_state.language));
        return flow::text_of(screenful) + screenful.place + std::to_string(m_state.spoken) + m_state.language + std::to_string(static_cast<int>(m_state.theme))
            + std::to_string(static_cast<int>(m_state.text_size));
    }

    void take_mail()
    {
        for (auto const& event : m_mailbox.take())
            receive(event);
    }

    void touched()
    {
        // cheap and often: only the privacy lock's clock moves
        perform(flow::apply(m_state, flow::Event(flow::Touched {}), m_clock.now()));
    }

    void point(std::optional<Pointer> const& pointer)
    {
        if (!pointer)
            return;
        touched();
        m_ui.pointer(pointer->phase, pointer->at, m_clock.now().monotonic_ms);
    }

    ui::Point finger_point(SDL_TouchFingerEvent const& finger) const
    {
        auto const size = m_display.size();
        return { finger.x * static_cast<float>(size.width), finger.y * static_cast<float>(size.height) };
    }

    void key_down(SDL_Keysym const& key)
    {
        touched();
        auto const now = m_clock.now().monotonic_ms;
        if (is_volume(key)) {
            perform(flow::apply(m_state, flow::Intent(flow::StopCleaning {}), m_clock.now()));
            m_changed = true;
        } else if (auto const digit = digit_of(key.sym))
            m_ui.press_digit(*digit, now);
        else if (auto const physical = physical_key(key))
            m_ui.press_key(*physical, now);
    }

    void handle(SDL_Event const& event)
    {
        switch (event.type) {
        case SDL_QUIT:
            m_quit = true;
            break;
        case SDL_FINGERDOWN:
            point(m_fingers.down(event.tfinger.fingerId, finger_point(event.tfinger)));
            break;
        case SDL_FINGERMOTION:
            point(m_fingers.move(event.tfinger.fingerId, finger_point(event.tfinger)));
            break;
        case SDL_FINGERUP:
            point(m_fingers.up(event.tfinger.fingerId, finger_point(event.tfinger)));
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
    void wait(bool shown)
    {
        SDL_Event event;
        if (!shown || m_changed || m_ui.wants_frame())
            return;
        auto const due = flow::next_deadline(m_state);
        auto const now = m_clock.now().monotonic_ms;
        auto const timeout = due ? static_cast<int>(std::clamp<std::int64_t>(*due - now, 0, 3'600'000)) : -1;
        bool some = (timeout < 0 ? SDL_WaitEvent(&event) : SDL_WaitEventTimeout(&event, timeout)) == 1;
        while (some) {
            handle(event);
            // a press or a release is drawn before the next one is looked at
            if (m_ui.wants_frame() && event.type != SDL_MOUSEMOTION && event.type != SDL_FINGERMOTION)
                break;
            some = SDL_PollEvent(&event) == 1;
        }
        if (due && m_clock.now().monotonic_ms >= *due) {
            receive(flow::TimePassed {});
            receive(flow::BatteryRead { battery_percent() });
        }
    }

    static constexpr std::int64_t mouse = -1;

    Options const& m_options;
    Display& m_display;
    ui::Ui m_ui;
    Mailbox m_mailbox;
    StudyClock m_clock;
    flow::AppState m_state;
    Fingers m_fingers;
    double m_dpi = 0;
    bool m_quit = false;
    bool m_changed = true;
    bool m_first_study = true;
    std::string m_tree;
    std::unique_ptr<Storage> m_storage;   ///< after what it posts to
    std::unique_ptr<FolderWatch> m_watch; ///< after what it calls
};

} // namespace

Result<void> run_kiosk(Options const& options)
{
    auto display = TRY(Display::open(options.window));
    auto const canvas = TRY(ui::Canvas::create(display.renderer()));
    return Kiosk(options, display, *canvas).run();
}

} // namespace bedside::app
