// SPDX-License-Identifier: Apache-2.0
// Which screens may be left alone.
#pragma once

namespace bedside::flow {

struct AppState;

/// The lock is shown, with light or without; the chooser may lie over it.
bool is_locked(AppState const& state);
/// Whether the privacy lock watches this screen: it shows, or leads to, what is about somebody.
bool is_watched(AppState const& state);
/// Nobody stands before the tablet and no form was cut off in the middle: its programs may be exchanged.
bool is_unused(AppState const& state);

} // namespace bedside::flow
