// SPDX-License-Identifier: Apache-2.0
// A timeline as SVG: whole scales, gaps as gaps, a name on every point, and a link behind each.
#pragma once

#include "locales/catalogue.h"
#include "sync/server/console/timeline.h"

namespace bedside::server {

/// The three charts of pain, episodes and dose below each other on one axis of days. "" when there is nothing to draw.
std::string timeline_charts(locales::Catalogue const& words, Timeline const& timeline, int alert_at);
/// Scales of the QLQ-C30 with a line each and the threshold of clinical importance.
std::string scales_panel(locales::Catalogue const& words, Timeline const& timeline);
/// Side effects by visit as a table.
std::string side_effects_panel(locales::Catalogue const& words, Timeline const& timeline);

} // namespace bedside::server
