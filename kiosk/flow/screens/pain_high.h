// SPDX-License-Identifier: Apache-2.0
// The calm text after strong pain: right after an answer that calls for help, and again at the end.
#pragma once

#include "forms/engine/answers.h"
#include "kiosk/flow/screens/thanks.h"

namespace bedside::flow {

struct PainHighScreen {
    bool at_end = false;
    forms::ItemPath path;    ///< of the answer, when it comes right after it
    std::string response_id; ///< of the completed form, at the end
    Instant saved;
};
inline std::string_view name_of(PainHighScreen const&) { return "pain_high"; }

/// No red, no triangle; the call bell first.
struct PainHighView {
    std::string title;
    std::string call;                   ///< the sentence beside the bell
    std::vector<std::string> explanation;
    std::vector<DeliveryLine> delivery; ///< at the end only
    std::optional<Key> hand_back;       ///< "hand_back"
    Key acknowledge;                    ///< "acknowledge"
    bool operator==(PainHighView const&) const = default;
};
PainHighView view_of(AppState const& state, PainHighScreen const& screen, Catalogue const& words);
void describe(PainHighView const& view, Listing& out);
std::vector<SpokenPart> reading_of(PainHighView const& view);

void handle(PainHighScreen&, Acknowledge const&, Transition&);
void handle(PainHighScreen&, HandBack const&, Transition&);
bool go_ahead(AppState& state, PainHighScreen const& screen);

} // namespace bedside::flow
