// SPDX-License-Identifier: Apache-2.0
// What the file of a screen may define beside its state and its view; kiosk/flow finds each by its name and types.
//
//   std::string_view name_of(XScreen const&)                              name in the ui-tree
//   XView view_of(AppState const&, XScreen const&, Catalogue const&)      what it shows; a variant where it shows several
//   void describe(XView const&, Listing&)                                 the same as text and keys
// and where it has any:
//   void handle(XScreen&, SomeIntent const&, Transition&)                 what a press does here; a press without one changes nothing
//   void handle(XScreen&, SomeEvent const&, Transition&)                  what an event changes here, after what it changes everywhere
//   void furnish(Frame&, AppState const&, XScreen const&, Catalogue const&)        its tool bar
//   std::optional<std::int64_t> deadline(AppState const&, XScreen const&)          monotonic ms at which it wants TimePassed
//   bool go_ahead(AppState&, XScreen const&)                              turns the state into what "go on" most likely leads to
//   std::vector<SpokenPart> reading_of(XView const&)                      what is read aloud
// A member `page` is turned by TurnPage. A handler that shows another screen ends its own: it copies what it still needs.
#pragma once

#include "kiosk/flow/key.h"
#include "locales/catalogue.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bedside::flow {

using locales::Catalogue;

struct AppState;
class Listing;
class Transition;

/// Texts that are said one after another while one thing is marked.
using SpokenPart = std::vector<std::string>;

} // namespace bedside::flow
