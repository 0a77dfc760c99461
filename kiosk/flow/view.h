// SPDX-License-Identifier: Apache-2.0
// Everything that is on the screen, as text: a pure function of the state.
#pragma once

#include "kiosk/flow/screens.h"
#include "kiosk/flow/state.h"

namespace bedside::flow {

struct Screenful {
    std::string screen; ///< name in the ui-tree, name_of() the screen
    std::string place;  ///< screen, and for an item its path: changes exactly when another screen is shown (guard time, focus, fade)
    Frame frame;
    View view;
    bool operator==(Screenful const&) const = default;
};

/// The present screen in the words of the catalogue. Pure.
Screenful view_of(AppState const& state, Catalogue const& words);
/// What "go on" most likely leads to from the present screen, so that it can be made ready; none where that depends on who comes or on the store. Pure.
std::optional<Screenful> view_ahead(AppState const& state, Catalogue const& words);
/// Every key of a view that is drawn, in reading order, tools included.
std::vector<Key> keys_of(Screenful const& screenful);
/// The whole view as lines of text, for goldens and for proofs of what is (not) visible.
std::string text_of(Screenful const& screenful);

} // namespace bedside::flow
