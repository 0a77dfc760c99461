// SPDX-License-Identifier: Apache-2.0
// Handing in: the response is built and frozen with the alerts that it sets off; a correction keeps what the original said about itself.
#pragma once

#include "forms/study/readings.h"
#include "kiosk/app/form_versions.h"
#include "kiosk/flow/effect.h"
#include "sync/store/store.h"

namespace bedside::app {

/// The completed responses of a participant as the rules read them, oldest first, without those that were corrected later and the one
/// that is being corrected (its id, or empty). A response whose form nobody has any more is left out.
Result<std::vector<study::CompletedForm>> completed_forms_of(
    store::Store const& store, study::Study const& study, FormVersions& versions, std::string_view participant, std::string const& corrected_now);
/// Fails as build_response and Store::complete do.
Result<flow::ResponseCompleted> complete_form(store::Store& store, study::Study const& study, FormVersions& versions, flow::CompleteResponse const& effect);

} // namespace bedside::app
