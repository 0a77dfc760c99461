// SPDX-License-Identifier: Apache-2.0
// "Is this you?": the patient, not the nurse, confirms who answers.
#pragma once

#include "kiosk/flow/screen.h"

namespace bedside::flow {

struct TimePassed;
struct Touched;

struct IdentityScreen {
    std::string number;
    std::int64_t until = 0; ///< monotonic ms
};
inline std::string_view name_of(IdentityScreen const&) { return "identity"; }

struct IdentityField {
    std::string label;
    std::string value;
    bool strong = true;
    bool operator==(IdentityField const&) const = default;
};

struct IdentityView {
    std::string title;
    std::vector<IdentityField> fields; ///< initials, birth year, study number
    Key no;  ///< "no"
    Key yes; ///< "yes"
    bool operator==(IdentityView const&) const = default;
};
IdentityView view_of(AppState const& state, IdentityScreen const& screen, Catalogue const& words);
void describe(IdentityView const& view, Listing& out);
void furnish(Frame& frame, AppState const& state, IdentityScreen const& screen, Catalogue const& words);
std::vector<SpokenPart> reading_of(IdentityView const& view);

void handle(IdentityScreen&, ConfirmIdentity const&, Transition&);
void handle(IdentityScreen&, DenyIdentity const&, Transition&);
void handle(IdentityScreen&, Touched const&, Transition&);
void handle(IdentityScreen&, TimePassed const&, Transition&);
std::optional<std::int64_t> deadline(AppState const& state, IdentityScreen const& screen);

/// Asks a participant of the roster whether it is them, in their language.
void ask_identity(std::string const& number, Transition&);

} // namespace bedside::flow
