// SPDX-License-Identifier: Apache-2.0
// The kiosk as it runs, on a real encrypted store and a window without a screen: fingers and keys go in as SDL's events, time is the test's.
#pragma once

#include "kiosk/app/kiosk.h"
#include "kiosk/app/store_effects.h"
#include "kiosk/flow/view.h"
#include "tests/support/ok.h"
#include "tests/support/temporary_folder.h"

#include <SDL.h>
#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace bedside::tests {

using test::ok;

class HandClock final : public Clock {
public:
    HandClock();
    Instant now() const override { return m_now; }
    void pass(std::int64_t milliseconds)
    {
        m_now.wall_ms += milliseconds;
        m_now.monotonic_ms += milliseconds;
    }
    /// The machine slept: the wall clock went on, and so did the monotonic one (CLOCK_BOOTTIME).
    void restart();

private:
    Instant m_now;
};

struct Making {
    std::string tablet = "T-03";
    int width = 1280;
    int height = 800;
    bool practice = false; ///< the pain score in practice mode, no store
    std::string wrapped_with = {}; ///< a passphrase that wraps the key, minimal cost
    std::filesystem::path backlights = "/nonexistent"; ///< the machine's own are none of a test's business
    std::filesystem::path power_supplies = "/nonexistent";
    std::function<void(flow::StoreEffect const&)> watch = {}; ///< sees every effect before it is done
};

/// Example study of 2026-11-24 14:33 in Shanghai. PINs: 2580 nurse N-01, 1470 coordinator CRC-1, 2582 administrator A-01.
class Tablet {
public:
    explicit Tablet(Making making = {});
    ~Tablet();

    // --- hands
    void finger(Uint32 type, float x, float y, SDL_FingerID id = 1);
    /// Down and up at a place in pixels.
    void tap_at(float x, float y, int held_ms = 60);
    /// Waits out the guard time, turns pages where it must, and taps the middle of an element that must be on.
    void tap(std::string const& id);
    void type(SDL_Keycode key, Uint16 modifiers = 0);
    void pass(std::int64_t milliseconds);
    void kill_and_start_again();

    // --- eyes
    std::string screen() const { return flow::screen_name(kiosk->state()); }
    std::string place() const { return flow::place_name(kiosk->state()); }
    ui::Element const* element(std::string const& id) const;
    bool offers(std::string const& id) const;
    bool selected(std::string const& id) const;
    bool says(std::string_view words) const;
    std::uint32_t pixel_sum(ui::Rect const& rect) const; ///< changes when what is drawn there changes

    // --- whole acts
    void enter_pin(std::string const& pin = "2580");
    void hand_over_to(std::string const& number);
    /// Answers the item on the screen with something and goes on.
    void answer_item(int nrs = 3);
    void fill_in(int nrs = 3);

    /// Another opening of the same store, for looking into it.
    store::Store look();
    void receive_all();

    test::TemporaryFolder folder;
    HandClock clock;
    Making making;
    app::Options options;
    std::unique_ptr<app::Display> display;
    std::unique_ptr<ui::Canvas> canvas;
    std::unique_ptr<app::Kiosk> kiosk;

private:
    void start();
    void settle();
};

} // namespace bedside::tests
