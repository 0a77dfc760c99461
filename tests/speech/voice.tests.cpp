// SPDX-License-Identifier: Apache-2.0
// What is read aloud, that it is really heard, and that it stops.
#include "forms/instruments/instruments.h"
#include "kiosk/app/chime.h"
#include "kiosk/app/voice.h"
#include "kiosk/flow/apply.h"
#include "kiosk/flow/speech.h"
#include "kiosk/speech/adpcm.h"
#include "locales/catalogue.h"
#include "tests/packs/nonsense.h"

#include <SDL.h>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <unistd.h>

using namespace bedside;

namespace {

flow::AppState practice_with(std::string const& instrument, std::string const& language)
{
    flow::AppState state;
    state.mode = flow::Mode::practice;
    state.language = language;
    auto const form = forms::load_questionnaire(*forms::shipped_instrument(instrument));
    REQUIRE(form);
    state.form.emplace();
    state.form->definition = std::make_shared<forms::Definition const>(*form);
    state.recorded = [](std::string_view text, std::string_view tag) { return app::recording_of(text, tag).has_value(); };
    return state;
}

flow::ItemScreen item_screen(std::string const& path)
{
    flow::ItemScreen screen;
    screen.path = path;
    return screen;
}

flow::Screenful shown(flow::AppState const& state) { return flow::view_of(state, locales::Catalogue::of(state.language)); }

bool offers_reading(flow::Screenful const& screenful)
{
    for (auto const& tool : screenful.frame.tools) {
        if (tool.id == "read_aloud")
            return true;
    }
    return false;
}

/// Samples of a WAV file in memory, as SDL reads them.
std::vector<int> samples_of(std::string_view wave, int* rate = nullptr)
{
    SDL_AudioSpec spec {};
    Uint8* bytes = nullptr;
    Uint32 length = 0;
    REQUIRE(SDL_LoadWAV_RW(SDL_RWFromConstMem(wave.data(), static_cast<int>(wave.size())), 1, &spec, &bytes, &length));
    REQUIRE(spec.format == AUDIO_S16SYS);
    auto const* first = reinterpret_cast<Sint16 const*>(bytes);
    std::vector<int> out(first, first + length / 2);
    SDL_FreeWAV(bytes);
    if (rate)
        *rate = spec.freq;
    return out;
}

int loudest(std::vector<int> const& samples)
{
    int most = 0;
    for (int sample : samples)
        most = std::max(most, std::abs(sample));
    return most;
}

/// What a voice posted, and the sound that came out of SDL's "disk" device.
struct Room {
    std::filesystem::path file = std::filesystem::temp_directory_path() / ("bedside-voice-" + std::to_string(getpid()) + ".raw");
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<flow::Event> events;
    app::Audio audio;

    Room()
    {
        setenv("SDL_AUDIODRIVER", "disk", 1);
        setenv("SDL_DISKAUDIOFILE", file.c_str(), 1);
    }
    ~Room() { std::filesystem::remove(file); }
    app::Post post()
    {
        return [this](flow::Event event) {
            std::lock_guard const guard(mutex);
            events.push_back(std::move(event));
            changed.notify_all();
        };
    }
    bool wait_for_part(int part)
    {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, std::chrono::seconds(60), [&] {
            for (auto const& event : events) {
                auto const* at = std::get_if<flow::SpeechAt>(&event);
                if (at && at->part == part)
                    return true;
            }
            return false;
        });
    }
    std::vector<int> heard() const
    {
        std::ifstream in(file, std::ios::binary);
        std::vector<int> out;
        Sint16 sample = 0;
        while (in.read(reinterpret_cast<char*>(&sample), 2))
            out.push_back(sample);
        return out;
    }
};

} // namespace

TEST_CASE("a recording is made small and is still what it was")
{
    std::string wave("RIFF\0\0\0\0WAVEfmt \20\0\0\0\1\0\1\0\x22\x56\0\0\0\0\0\0\2\0\20\0data\0\0\0\0", 44);
    for (int i = 0; i < 22'050; ++i) {
        auto const value = static_cast<int>(12'000 * std::sin(2 * std::numbers::pi * 440 * i / 22'050));
        wave += static_cast<char>(value & 0xFF);
        wave += static_cast<char>(value >> 8 & 0xFF);
    }
    auto const small = speech::smaller(wave);
    CHECK(small.size() < wave.size() / 7);
    int rate = 0;
    auto samples = samples_of(small, &rate);
    CHECK(rate == 11'025);
    REQUIRE(samples.size() > 10'900);
    CHECK(samples.size() < 11'025 + 505); // whole blocks
    samples.resize(10'900);
    int crossings = 0;
    double energy = 0;
    for (std::size_t i = 1; i < samples.size(); ++i) {
        crossings += (samples[i - 1] < 0) != (samples[i] < 0);
        energy += static_cast<double>(samples[i]) * samples[i];
    }
    CHECK(std::abs(crossings - 870) < 20);
    CHECK(std::abs(std::sqrt(energy / static_cast<double>(samples.size())) - 12'000 / std::sqrt(2.0)) < 500);
    CHECK(speech::smaller("RIFF").empty());
    CHECK(speech::smaller(std::string(wave).substr(0, 44)).empty());
}

TEST_CASE("everything that a shipped form shows can be heard in each language", "[R-032]")
{
    int screens = 0;
    for (auto const name : forms::shipped_instruments()) {
        for (std::string const language : { "zh-Hans", "zh-Hant", "en" }) {
            auto state = practice_with(std::string(name), language);
            auto const check = [&](auto const& self, std::vector<forms::Item> const& items) -> void {
                for (auto item : items) {
                    auto const children = std::exchange(item.children, {});
                    item.enable_when.clear();
                    auto alone = *state.form->definition;
                    alone.items = { item };
                    auto one = state;
                    one.form->definition = std::make_shared<forms::Definition const>(alone);
                    one.screen = item_screen(item.link_id);
                    auto const screenful = shown(one);
                    auto const* view = std::get_if<flow::ItemView>(&screenful.view);
                    if (view && !view->text.empty()) {
                        INFO(name << " " << item.link_id << " " << language);
                        CHECK(offers_reading(screenful));
                        ++screens;
                    }
                    self(self, children);
                }
            };
            check(check, state.form->definition->items);
        }
    }
    CHECK(screens >= 3 * 60);
}

TEST_CASE("every recording is speech that SDL can play")
{
    auto const eleven = app::recording_of("10", "zh-Hans");
    REQUIRE(eleven);
    CHECK(loudest(samples_of(*eleven)) > 3000);
    CHECK_FALSE(app::recording_of("10", "fr"));
    CHECK_FALSE(app::recording_of("nobody wrote this", "en"));
}

TEST_CASE("no key offers to read what was never recorded")
{
    auto state = practice_with("pain-nrs", "zh-Hans");
    state.screen = item_screen(state.form->definition->items.front().link_id);
    CHECK(offers_reading(shown(state)));
    state.recorded = [](std::string_view text, std::string_view) { return text != "7"; };
    CHECK_FALSE(offers_reading(shown(state)));
    state.recorded = nullptr;
    CHECK_FALSE(offers_reading(shown(state)));
}

TEST_CASE("the question and each answer are marked while they are read, any press ends it, and the use is noted", "[R-032]")
{
    auto state = practice_with("pain-nrs", "zh-Hans");
    state.mode = flow::Mode::bedside;
    state.patient = flow::PatientSession { "P-017", {} };
    state.screen = item_screen(state.form->definition->items.front().link_id);
    Instant now;
    now.monotonic_ms = 10'000;
    auto effects = flow::apply(state, flow::Intent(flow::ReadAloud {}), now);
    REQUIRE(effects.size() == 2);
    auto const* speak = std::get_if<flow::Speak>(&effects[0]);
    REQUIRE(speak);
    CHECK(speak->language == "zh-Hans");
    CHECK(speak->parts.size() == 12);
    auto const* audit = std::get_if<flow::Audit>(&effects[1]);
    REQUIRE(audit);
    CHECK(audit->event == "read-aloud");
    CHECK(audit->actor == "patient");
    CHECK(std::get<flow::ItemView>(shown(state).view).spoken == 0);
    (void)flow::apply(state, flow::Event(flow::SpeechAt { 7 }), now);
    CHECK(std::get<flow::ItemView>(shown(state).view).spoken == 7);
    effects = flow::apply(state, flow::Intent(flow::Choose { state.form->definition->items.front().link_id, 3 }), now);
    REQUIRE_FALSE(effects.empty());
    CHECK(std::holds_alternative<flow::StopSpeaking>(effects.front()));
    CHECK(std::get<flow::ItemView>(shown(state).view).spoken == -1);
    // and a tablet without a sound device offers it no more
    (void)flow::apply(state, flow::Event(flow::VoiceLost {}), now);
    CHECK_FALSE(offers_reading(shown(state)));
}

TEST_CASE("parts are heard one after another")
{
    Room room;
    {
        app::Voice voice(room.post(), room.audio);
        voice.speak({ { { "1" }, { "2", "3" } }, "en" });
        REQUIRE(room.wait_for_part(-1));
    }
    std::vector<int> parts;
    for (auto const& event : room.events)
        parts.push_back(std::get<flow::SpeechAt>(event).part);
    CHECK(parts == std::vector<int> { 0, 1, -1 });
    auto const heard = room.heard();
    CHECK(loudest(heard) > 3000);
    auto const length = [](std::string_view text) { return samples_of(*app::recording_of(text, "en")).size(); };
    CHECK(heard.size() >= 2 * (length("1") + length("2") + length("3"))); // played at twice their rate
}

TEST_CASE("a wording pack's recording is heard in the place of ours, whatever its rate, and ours where it has none")
{
    auto const packs = std::make_shared<flow::Recordings const>(flow::Recordings { { "1", test::nonsense_sound(4, 30'000, 16'000) }, { "2", "no sound" } });
    auto const hear = [&](std::string const& text) {
        Room room;
        {
            app::Voice voice(room.post(), room.audio);
            voice.speak({ { { text } }, "en", packs });
            REQUIRE(room.wait_for_part(-1));
        }
        return room.heard();
    };
    auto const hum = hear("1");
    auto const loud = std::count_if(hum.begin(), hum.end(), [](int sample) { return std::abs(sample) > 10'000; });
    CHECK(std::abs(loud - 22'050 * 4 / 10) < 22'050 / 25);
    for (std::string const text : { "2", "3" }) {
        auto const ours = hear(text);
        CHECK(loudest(ours) > 3000);
        CHECK(loudest(ours) < 29'000);
    }
}

TEST_CASE("a pack's texts can be read aloud once it brings their recordings")
{
    auto state = practice_with("pain-nrs", "zh-Hans");
    auto form = *state.form->definition;
    form.items.front().text = { "blorp?", {} };
    state.form->definition = std::make_shared<forms::Definition const>(form);
    state.screen = item_screen(form.items.front().link_id);
    CHECK_FALSE(offers_reading(shown(state)));
    state.form->recordings = std::make_shared<flow::Recordings const>(flow::Recordings { { "blorp?", test::nonsense_sound() } });
    CHECK(offers_reading(shown(state)));
    auto const effects = flow::apply(state, flow::Intent(flow::ReadAloud {}), Instant {});
    REQUIRE_FALSE(effects.empty());
    auto const* speak = std::get_if<flow::Speak>(&effects[0]);
    REQUIRE(speak);
    CHECK(speak->recordings == state.form->recordings);
}

TEST_CASE("it falls silent at once and says nothing more")
{
    Room room;
    app::Voice voice(room.post(), room.audio);
    voice.speak({ { { "0" }, { "1" }, { "2" }, { "3" }, { "4" }, { "5" }, { "6" }, { "7" } }, "en" });
    REQUIRE(room.wait_for_part(1));
    voice.stop();
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    std::size_t events = 0;
    {
        std::lock_guard const guard(room.mutex);
        events = room.events.size();
    }
    auto const heard = room.heard().size();
    std::this_thread::sleep_for(std::chrono::milliseconds(1200));
    CHECK(room.heard().size() == heard);
    std::lock_guard const guard(room.mutex);
    CHECK(room.events.size() == events);
    CHECK(std::get<flow::SpeechAt>(room.events.back()).part != -1);
}

TEST_CASE("the sound system stays for as long as anybody plays, and goes with the last")
{
    // A voice that ended once took the device away under a chime that was still playing.
    Room room;
    REQUIRE(SDL_WasInit(SDL_INIT_AUDIO) == 0);
    {
        auto const reading = room.audio.play(22'050, 512);
        REQUIRE(reading);
        {
            auto const chime = room.audio.play(44'100, 2048);
            REQUIRE(chime);
        }
        CHECK(SDL_WasInit(SDL_INIT_AUDIO) != 0);
        CHECK(reading->is_over());
    }
    CHECK(SDL_WasInit(SDL_INIT_AUDIO) == 0);
}

TEST_CASE("a chime and a voice are heard at the same time, each to its end")
{
    Room room;
    app::Chime chime(room.audio);
    app::Voice voice(room.post(), room.audio);
    voice.speak({ { { "0" }, { "1" } }, "en" });
    REQUIRE(room.wait_for_part(0));
    chime.play();
    chime.play(); // once is enough
    REQUIRE(room.wait_for_part(-1));
    chime.rest();
}

TEST_CASE("a tablet without a sound device says so instead of waiting")
{
    Room room;
    setenv("SDL_AUDIODRIVER", "no-such-driver", 1);
    app::Voice voice(room.post(), room.audio);
    voice.speak({ { { "1" } }, "en" });
    std::unique_lock lock(room.mutex);
    CHECK(room.changed.wait_for(lock, std::chrono::seconds(30), [&] { return !room.events.empty(); }));
    REQUIRE_FALSE(room.events.empty());
    CHECK(std::holds_alternative<flow::VoiceLost>(room.events.front()));
}
