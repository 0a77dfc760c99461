// SPDX-License-Identifier: Apache-2.0
// What a participant's forms say over time. Pure. What was not recorded stays unrecorded, never zero.
#pragma once

#include "forms/course/course.h"

#include <optional>
#include <string>
#include <vector>

namespace bedside::server {

struct PainPoint {
    std::string response_id;
    std::int64_t day = 0;       ///< study-local days from the timeline's day 0
    std::string date;           ///< "2026-11-24"
    std::optional<int> average; ///< 0 to 10
    std::optional<int> worst;   ///< 0 to 10
};
/// Breakthrough pain on one day.
struct DiaryDay {
    std::int64_t day = 0;
    std::string date;
    int episodes = 0;         ///< logged when they happened
    int unlogged = 0;         ///< counted at the end of the day
    bool confirmed_none = false;
    bool recorded = false;    ///< there is an end-of-day record
    std::string response_id;  ///< to open: the first episode, else the record
};
struct DosePoint {
    std::string response_id;
    std::int64_t day = 0;
    std::string date;
    double mg_per_day = 0; ///< intrathecal morphine equivalent
};
/// One scale of the QLQ-C30 over the visits, 0 to 100.
struct ScaleSeries {
    std::string code;
    scoring::ScaleKind kind = scoring::ScaleKind::global;
    std::optional<int> threshold;             ///< of clinical importance
    std::vector<std::optional<double>> values; ///< by Timeline::assessments
    bool wants_attention() const;             ///< the last value is beyond the threshold
};
struct SideEffect {
    forms::LocalizedText label;
    std::vector<std::optional<int>> severities; ///< 0 to 4, by Timeline::reports
};
/// A form that has a column.
struct Column {
    std::string label; ///< visit, or date
    std::string response_id;
};
struct VisitMark {
    std::string visit;
    std::int64_t day = 0;
};

struct Timeline {
    std::string zero;              ///< name of the anchor that is day 0; empty: the first form
    std::int64_t first_day = 0;
    std::int64_t last_day = 0;
    std::vector<VisitMark> visits; ///< where a form of the visit was handed in
    std::vector<PainPoint> pain;
    std::vector<DiaryDay> diary;   ///< every day between the first and the last record
    int evaluable_days = 0;
    std::optional<double> episodes_per_day;
    std::vector<DosePoint> dose;
    std::vector<Column> assessments; ///< of the QLQ-C30
    std::vector<ScaleSeries> scales;
    std::vector<Column> reports;     ///< of side effects
    std::vector<SideEffect> side_effects;
};

/// Of the forms in force that are no duplicates.
Timeline timeline_of(course::Course const& course);

} // namespace bedside::server
