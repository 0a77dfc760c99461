// SPDX-License-Identifier: Apache-2.0
// The patient rests; everything is saved.
#pragma once

#include "forms/engine/answers.h"
#include "kiosk/flow/screen.h"

namespace bedside::flow {

/// Where "go on" leads back to: the item at `path`, the review, or the tasks.
enum class RestFrom { tasks, item, review };
struct RestScreen {
    RestFrom from = RestFrom::tasks;
    forms::ItemPath path;
};
inline std::string_view name_of(RestScreen const&) { return "rest"; }

struct RestView {
    std::string title;
    std::string text;
    Key hand_back; ///< "hand_back"
    Key go_on;     ///< "next"
    bool operator==(RestView const&) const = default;
};
RestView view_of(AppState const& state, RestScreen const& screen, Catalogue const& words);
void describe(RestView const& view, Listing& out);

void handle(RestScreen&, GoOn const&, Transition&);
void handle(RestScreen&, HandBack const&, Transition&);

/// The tool key that leads here.
Key rest_key(Catalogue const& words);
/// Lets the patient rest, unless a form is being handed in.
void rest(RestScreen screen, Transition&);

} // namespace bedside::flow
