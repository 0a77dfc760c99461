// SPDX-License-Identifier: Apache-2.0
// A participant's pain ratings and breakthrough pain over the days, for staff.
#pragma once

#include "forms/base/clock.h"
#include "kiosk/flow/screen.h"

#include <map>

namespace bedside::flow {

struct LoadPainDays;
struct PainDaysLoaded;
template <typename E>
struct Failed;

struct ChartDay {
    std::optional<int> average;  ///< NRS of the day; none: not recorded
    std::optional<int> worst;    ///< NRS
    std::optional<int> episodes; ///< of breakthrough pain; 0 only where it was confirmed, none where the day has no end-of-day record and no episode
    bool operator==(ChartDay const&) const = default;
};
/// What completed forms say about pain, by study-local day; a day without anything is not in it.
using PainDays = std::map<CivilDate, ChartDay>;
/// A participant's pain over the days.
struct ChartScreen {
    std::string number;
    std::optional<PainDays> days; ///< none: not read yet
    bool failed = false;          ///< they could not be read
};
inline std::string_view name_of(ChartScreen const&) { return "chart"; }

/// A dotted vertical with its words: a visit, or a day's number.
struct ChartMark {
    int day = 0; ///< index into the days
    std::string label;
    bool operator==(ChartMark const&) const = default;
};

struct ChartView {
    std::string title;
    std::string text;             ///< the finding in words, numerators with their denominators
    std::string pain;             ///< heading of the upper plot
    std::string average;          ///< its legend
    std::string worst;
    std::string episodes;         ///< heading of the lower plot
    std::string none_confirmed;   ///< legend of a hollow circle
    std::string missing;          ///< legend of a cross
    std::vector<ChartDay> days;   ///< consecutive
    std::vector<ChartMark> visits;
    std::vector<ChartMark> ticks; ///< days of the course below the time axis
    int alert_from = 7;           ///< NRS
    std::string empty;            ///< said in place of the plots
    Key back;
    bool operator==(ChartView const&) const = default;
};
ChartView view_of(AppState const& state, ChartScreen const& screen, Catalogue const& words);
void describe(ChartView const& view, Listing& out);

void handle(ChartScreen&, Back const&, Transition&);
void handle(ChartScreen&, PainDaysLoaded const&, Transition&);
void handle(ChartScreen&, Failed<LoadPainDays> const&, Transition&);

} // namespace bedside::flow
