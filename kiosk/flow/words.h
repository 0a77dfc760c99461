// SPDX-License-Identifier: Apache-2.0
// Times, answers and titles in the words of a catalogue, for the views.
#pragma once

#include "kiosk/flow/state.h"

namespace bedside::flow {

/// "14:05" in the moment's own offset.
std::string clock_text(Instant const& instant);
/// "2:05" in the twelve-hour dial of the lock screen.
std::string dial_text(Instant const& instant);
/// "Tuesday · afternoon"
std::string day_part_text(Instant const& instant, Catalogue const& words);
/// "24 November 2026"
std::string date_text(CivilDate date, Catalogue const& words);
/// "14:05" today, "yesterday", else the date.
std::string when_text(Instant const& then, Instant const& now, Catalogue const& words);
/// "12 minutes", "2 hours", "9 days": the largest unit, rounded down, at least one.
std::string span_text(std::int64_t milliseconds, Catalogue const& words);
/// Days between two moments by their local dates.
std::int64_t days_between(Instant const& from, Instant const& to);

/// An answer as the patient sees it ("比较多", "6", "14:05").
std::string answer_text(forms::Item const& item, forms::Answer const& answer, Instant const& now, Catalogue const& words);
/// One option's label.
std::string option_text(forms::Option const& option, std::string_view language);

Key make_key(std::string id, std::string label, Intent intent, Icon icon = Icon::none);
/// Title of a form of the study; its id when it is unknown.
std::string form_title(AppState const& state, std::string_view form, Catalogue const& words);

} // namespace bedside::flow
