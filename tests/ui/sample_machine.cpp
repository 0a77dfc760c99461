// SPDX-License-Identifier: Apache-2.0
// Staff's screens of the tablet itself, as the flow makes them.
#include "tests/ui/sample_maker.h"

#include "locales/catalogue.h"

namespace bedside::ui::test {
namespace {

Instant at(std::string_view text)
{
    auto instant = parse_iso8601(text).value();
    instant.monotonic_ms = 1'000'000;
    return instant;
}

} // namespace

void Samples::machine()
{
    flow::AppState state;
    state.language = m_look.language;
    state.text_size = m_look.size;
    state.theme = m_look.theme;
    state.hand = m_look.hand;
    state.now = at("2026-11-24T14:43:00.000+08:00");
    state.dpi = 149;
    state.battery = Battery { 17, false };
    state.facts.tablet = "T-03";
    state.facts.sync.last_contact = at("2026-11-24T14:40:00.000+08:00");
    state.facts.sync.verified = state.now;
    state.facts.sync.skew_ms = 1200;
    state.staff = flow::StaffSession { "A-01", "administrator" };
    auto const show = [&](std::string name, flow::Screen screen) {
        state.screen = std::move(screen);
        auto shown = flow::view_of(state, locales::Catalogue::of(m_look.language));
        shown.place = name;
        made.push_back({ std::move(name), std::move(shown) });
    };
    flow::AuditScreen audit;
    audit.rows.emplace();
    struct Row {
        int number;
        char const* event;
        char const* who;
    };
    Row const rows[] = { { 212, "audit-read", "staff:A-01" }, { 211, "pin-accepted", "staff:A-01" }, { 210, "pin-refused", "" }, { 209, "locked", "" },
        { 208, "response-received", "" }, { 207, "response-completed", "patient" }, { 206, "read-aloud", "patient" }, { 205, "identity-confirmed", "patient" },
        { 204, "store-created", "" } };
    for (auto const& [number, event, who] : rows)
        audit.rows->push_back({ number, event, {}, who, at(number > 204 ? "2026-11-24T14:31:00.000+08:00" : "2026-11-20T09:05:00.000+08:00") });
    show("23_audit", audit);
    show("24_rescue", flow::RescueScreen {});
    show("24b_rescue_written", flow::RescueScreen { .writing = false, .file = "bedside-rescue-T-03-20261124T064300Z.sealed", .forms = 128, .failed = {} });
    show("25_reason", flow::ReasonScreen { "P-017", "r" });
    flow::SelfTestScreen test;
    test.touches = { 0.8, 1.1, 0.4, 2.0, std::nullopt };
    test.step = flow::SelfTestScreen::Step::sound;
    show("28_self_test_sound", test);
    test.step = flow::SelfTestScreen::Step::result;
    test.heard = true;
    show("29_self_test_result", test);
    show("30_leave", flow::LeaveScreen {});
}

} // namespace bedside::ui::test
