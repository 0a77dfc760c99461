// SPDX-License-Identifier: Apache-2.0
// After a form: saved on this tablet, then received by the hospital.
#pragma once

#include "forms/base/clock.h"
#include "kiosk/flow/screen.h"

namespace bedside::flow {

struct TimePassed;
struct Touched;

struct ThanksScreen {
    std::string response_id;
    Instant saved;
    std::int64_t until = 0; ///< monotonic ms
};
inline std::string_view name_of(ThanksScreen const&) { return "thanks"; }

/// One line of what became of the answers.
struct DeliveryLine {
    std::string title;  ///< "已保存在这台平板上"
    std::string detail; ///< "14:43"
    bool reached = false;
    Icon icon = Icon::check;
    bool operator==(DeliveryLine const&) const = default;
};

struct ThanksView {
    std::string title;
    std::string text;
    std::vector<DeliveryLine> delivery; ///< saved, received
    std::string countdown;              ///< "30 秒后自动锁屏"
    std::optional<Key> go_on;           ///< "next": more to do today
    Key done;                           ///< "done"
    bool operator==(ThanksView const&) const = default;
};
ThanksView view_of(AppState const& state, ThanksScreen const& screen, Catalogue const& words);
void describe(ThanksView const& view, Listing& out);

void handle(ThanksScreen&, GoOn const&, Transition&);
void handle(ThanksScreen&, HandBack const&, Transition&);
void handle(ThanksScreen&, Touched const&, Transition&);
void handle(ThanksScreen&, TimePassed const&, Transition&);
std::optional<std::int64_t> deadline(AppState const& state, ThanksScreen const& screen);

/// What is certainly true of a completed form: saved; then received only with the server's receipt.
std::vector<DeliveryLine> delivery_of(AppState const& state, std::string_view response_id, Instant const& saved, Catalogue const& words);
void describe(std::vector<DeliveryLine> const& delivery, Listing& out);

} // namespace bedside::flow
