// SPDX-License-Identifier: Apache-2.0
// The way through a form: which screen comes next, and going there.
#pragma once

#include "kiosk/flow/state.h"

namespace bedside::flow {

class Transition;
struct ResponseOpened;

/// The item at a path as it is first shown: with what was typed into it before.
ItemScreen item_screen(FormSession const& form, std::string_view path);
/// What follows the item at a path, once that one is answered: the next open item, or the review.
Screen screen_after(FormSession const& form, std::string_view path);

/// Begins to fill in a form that the store opened, where it was left; `reason` is that of a correction.
void show_form(ResponseOpened const& opened, std::string const& reason, Transition&);
void show_item(forms::ItemPath path, Transition&);
/// The next item, or the review.
void show_after(forms::ItemPath const& path, Transition&);

} // namespace bedside::flow
