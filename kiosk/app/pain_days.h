// SPDX-License-Identifier: Apache-2.0
// What a participant's completed forms on this tablet say about pain, day by day.
#pragma once

#include "forms/study/study.h"
#include "kiosk/app/form_versions.h"
#include "kiosk/flow/state.h"
#include "sync/store/store.h"

namespace bedside::app {

/// By study-local date of the pain, not of its entry. Responses whose form nobody has any more are left out. Fails as the store does.
Result<flow::PainDays> pain_days_of(store::Store const& store, study::Study const& study, FormVersions& versions, std::string_view participant);

} // namespace bedside::app
