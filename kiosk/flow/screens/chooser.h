// SPDX-License-Identifier: Apache-2.0
// Text size, language, brightness and hand, over any screen; closing it leads back to the same place.
#pragma once

#include "kiosk/flow/screen.h"

namespace bedside::flow {

/// Shown while AppState::chooser is set; all it knows is the state's own.
struct Chooser {};
inline std::string_view name_of(Chooser const&) { return "chooser"; }

struct ChooserView {
    std::string title;
    std::string sample;          ///< a sentence to judge the size by
    std::string sizes_label;
    std::vector<Key> sizes;      ///< "size:normal" "size:large" "size:x-large"
    std::string languages_label;
    std::vector<Key> languages;  ///< "language:zh-Hans" ..., each in its own language
    std::string themes_label;
    std::vector<Key> themes;     ///< "theme:day" "theme:night" "theme:contrast"
    std::string hands_label;
    std::vector<Key> hands;      ///< "hand:right" "hand:left"
    Key close;                   ///< "close"
    bool operator==(ChooserView const&) const = default;
};
ChooserView view_of(AppState const& state, Chooser const&, Catalogue const& words);
void describe(ChooserView const& view, Listing& out);

void handle(Chooser&, SetTextSize const&, Transition&);
void handle(Chooser&, SetLanguage const&, Transition&);
void handle(Chooser&, SetTheme const&, Transition&);
void handle(Chooser&, SetHand const&, Transition&);
void handle(Chooser&, CloseChooser const&, Transition&);
bool go_ahead(AppState& state, Chooser const&);

/// The tool key that opens it.
Key size_key(Catalogue const& words);

} // namespace bedside::flow
