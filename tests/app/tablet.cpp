// SPDX-License-Identifier: Apache-2.0
#include "tablet.h"

#include "forms/study/publication.h"
#include "kiosk/flow/view.h"

#include <cstdlib>
#include <fstream>

namespace bedside::tests {
namespace {

/// Effects are done at once: what a press brings about is there when it returns.
class Inline final : public app::Storage {
public:
    Inline(std::filesystem::path folder, Clock const& clock, app::Post post, std::function<void(flow::StoreEffect const&)> watch)
        : m_effects(std::move(folder), clock, std::move(post))
        , m_watch(std::move(watch))
    {
    }
    void perform(flow::StoreEffect effect) override
    {
        if (m_watch)
            m_watch(effect);
        m_effects.perform(effect);
    }
    void look() override { } // the watching thread; tests call for facts themselves

private:
    app::StoreEffects m_effects;
    std::function<void(flow::StoreEffect const&)> m_watch;
};

} // namespace

HandClock::HandClock()
{
    m_now = parse_iso8601("2026-11-24T14:33:00.000+08:00").value();
    m_now.monotonic_ms = 1'000'000;
    m_now.boot_id = "00000000-0000-4000-8000-000000000001";
}

void HandClock::restart()
{
    m_now.monotonic_ms = 5'000;
    m_now.boot_id = "00000000-0000-4000-8000-000000000002";
}

Tablet::Tablet(Making wanted)
    : making(std::move(wanted))
{
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    setenv("SDL_AUDIODRIVER", "dummy", 1);
    options.reduced_motion = true; // the fade follows a clock that only the test moves
    options.data = folder.path() / "tablet";
    options.dpi = 149;
    options.backlights = making.backlights;
    options.power_supplies = making.power_supplies;
    options.window = app::WindowSize { making.width, making.height };
    if (making.practice)
        options.practice = ok(app::load_practice_form("pain-nrs"));
    else {
        auto const publication = ok(study::prepare_publication(std::string(BEDSIDE_SOURCE_DIR) + "/forms/studies/idds-hydromorphone", clock.now()));
        auto const key = Secret::random(32);
        std::filesystem::create_directories(folder.path() / "credentials");
        std::ofstream(folder.path() / "credentials/bedside-store-key") << hex(key.bytes()) << "\n";
        setenv("CREDENTIALS_DIRECTORY", (folder.path() / "credentials").c_str(), 1);
        auto store = ok(store::Store::create(options.data, key, clock));
        ok(store.set_setting("tablet", making.tablet));
        ok(store.replace_documents("study", publication.files));
        ok(store.replace_documents("roster", { { "roster.csv", publication.roster } }));
        auto const account = [](char const* id, char const* role, char const* pin) {
            return store::StaffAccount { id, role, ok(hash_password(pin, PasswordCost::minimal)), false };
        };
        ok(store.replace_staff({ account("N-01", "nurse", "2580"), account("CRC-1", "coordinator", "1470"), account("A-01", "administrator", "2582") }));
        if (!making.wrapped_with.empty())
            ok(store::wrap_key(options.data, key, making.wrapped_with, PasswordCost::minimal));
    }
    display = std::make_unique<app::Display>(ok(app::Display::open(options.window)));
    canvas = ok(ui::Canvas::create(display->renderer()));
    start();
}

Tablet::~Tablet() = default;

void Tablet::start()
{
    kiosk = std::make_unique<app::Kiosk>(options, *display, *canvas, clock, [&](Clock const& study_clock, app::Post post) -> std::unique_ptr<app::Storage> {
        if (options.practice)
            return app::make_practice_storage(options.practice, std::move(post));
        return std::make_unique<Inline>(options.data, study_clock, std::move(post), making.watch);
    });
    kiosk->start();
    settle();
}

void Tablet::kill_and_start_again()
{
    kiosk.reset();
    pass(0);
    start();
}

void Tablet::settle() { ok(kiosk->settle()); }

void Tablet::pass(std::int64_t milliseconds)
{
    if (!kiosk)
        return clock.pass(milliseconds);
    auto const end = clock.now().monotonic_ms + milliseconds;
    while (clock.now().monotonic_ms < end) {
        auto const now = clock.now().monotonic_ms;
        auto const due = flow::next_deadline(kiosk->state());
        clock.pass(std::min(end, due ? std::max(*due, now + 1) : end) - now);
        kiosk->pass_time();
        settle();
    }
}

void Tablet::finger(Uint32 type, float x, float y, SDL_FingerID id)
{
    SDL_Event event {};
    event.tfinger.type = type;
    event.tfinger.fingerId = id;
    event.tfinger.x = x / static_cast<float>(making.width);
    event.tfinger.y = y / static_cast<float>(making.height);
    kiosk->handle(event);
    settle();
}

void Tablet::tap_at(float x, float y, int held_ms)
{
    finger(SDL_FINGERDOWN, x, y);
    clock.pass(held_ms);
    finger(SDL_FINGERUP, x, y);
}

void Tablet::tap(std::string const& id)
{
    clock.pass(400);
    for (int pages = 0; pages < 12 && !element(id) && offers("page_down"); ++pages)
        tap("page_down");
    auto const* found = element(id);
    if (!found || !found->enabled)
        FAIL("'" + id + "' is not there or off on\n" + flow::text_of(flow::view_of(kiosk->state(), locales::Catalogue::of(kiosk->state().language))));
    tap_at(static_cast<float>(found->rect.centre_x()), static_cast<float>(found->rect.centre_y()));
}

void Tablet::type(SDL_Keycode key, Uint16 modifiers)
{
    SDL_Event event {};
    event.key.type = SDL_KEYDOWN;
    event.key.keysym.sym = key;
    event.key.keysym.mod = modifiers;
    event.key.keysym.scancode = SDL_GetScancodeFromKey(key);
    kiosk->handle(event);
    settle();
}

ui::Element const* Tablet::element(std::string const& id) const
{
    for (auto const& one : kiosk->ui().elements()) {
        if (one.id == id)
            return &one;
    }
    return nullptr;
}

bool Tablet::offers(std::string const& id) const
{
    auto const* found = element(id);
    return found && found->enabled;
}

bool Tablet::selected(std::string const& id) const
{
    auto const* found = element(id);
    return found && found->selected;
}

bool Tablet::says(std::string_view words) const
{
    for (auto const& one : kiosk->ui().elements()) {
        if (one.label.find(words) != std::string::npos)
            return true;
    }
    return false;
}

std::uint32_t Tablet::pixel_sum(ui::Rect const& rect) const
{
    std::vector<std::uint32_t> pixels(static_cast<std::size_t>(rect.w) * static_cast<std::size_t>(rect.h));
    SDL_Rect const area { rect.x, rect.y, rect.w, rect.h };
    SDL_RenderReadPixels(display->renderer(), &area, SDL_PIXELFORMAT_ARGB8888, pixels.data(), rect.w * 4);
    std::uint32_t sum = 2'166'136'261u;
    for (auto const pixel : pixels)
        sum = (sum ^ pixel) * 16'777'619u;
    return sum;
}

void Tablet::enter_pin(std::string const& pin)
{
    if (screen() == "dark")
        tap_at(5, 5);
    tap("unlock");
    for (char const digit : pin)
        tap(std::string("pin:") + digit);
    tap("pin_ok");
}

void Tablet::hand_over_to(std::string const& number)
{
    enter_pin();
    if (screen() == "alerts")
        tap("next");
    if (screen() == "participants") {
        if (!offers("participant:" + number))
            tap("filter_all"); // nothing is due
        tap("participant:" + number);
    }
    tap("yes");
    REQUIRE(screen() == "tasks");
}

void Tablet::answer_item(int nrs)
{
    REQUIRE(screen() == "item");
    auto const view = flow::view_of(kiosk->state(), locales::Catalogue::of(kiosk->state().language));
    auto const& control = std::get<flow::ItemView>(view.view).control;
    if (auto const* row = std::get_if<flow::BoxRowControl>(&control))
        tap(row->boxes.at(std::min<std::size_t>(static_cast<std::size_t>(nrs), row->boxes.size() - 1)).id);
    else if (std::holds_alternative<flow::OptionsControl>(control))
        tap("option:1");
    else if (auto const* figures = std::get_if<flow::BodyMapControl>(&control))
        tap(figures->regions.at(static_cast<std::size_t>(nrs)).id);
    else if (auto const* time = std::get_if<flow::TimeControl>(&control))
        tap(time->quick.front().id);
    else if (auto const* number = std::get_if<flow::NumberControl>(&control))
        tap(number->keypad.empty() ? number->quick.front().id : "key:" + std::to_string(std::max(nrs, 1)));
    tap("next");
}

void Tablet::fill_in(int nrs)
{
    for (int rounds = 0; screen() != "review"; ++rounds) {
        REQUIRE(rounds < 100);
        if (screen() == "pain_high")
            tap("acknowledge");
        else
            answer_item(nrs);
    }
}

store::Store Tablet::look()
{
    return ok(store::Store::open(options.data, ok(store::key_from_credential()), clock));
}

void Tablet::receive_all()
{
    auto store = look();
    for (auto const& form : ok(store.completed_forms())) {
        if (form.received)
            continue;
        auto const frozen = ok(store.frozen_by_id(form.response_id));
        ok(store.store_receipt({ form.response_id, frozen->entry.sha256, frozen->entry.tablet, form.sequence, iso8601(clock.now()), frozen->entry.hash(), {} }));
    }
}

} // namespace bedside::tests
