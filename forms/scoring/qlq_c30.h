// SPDX-License-Identifier: Apache-2.0
// Scores of the EORTC QLQ-C30 version 3.0, from the 30 numbers alone.
#pragma once

#include "forms/base/result.h"

#include <array>
#include <optional>
#include <span>
#include <string_view>

namespace bedside::scoring {

enum class ScaleKind { functional, symptom, global };

/// One of the 15 scales. Items are numbered from 1 as on the questionnaire.
struct QlqC30Scale {
    std::string_view code;  ///< as the EORTC scoring manual names it: "QL2", "PF2", ...
    std::string_view cdisc; ///< CDISC QSCAT test code: "EOR0131", ...
    ScaleKind kind;
    std::span<int const> items;
    /// Clinical importance: functional scales below it, symptom scales above it (Giesinger 2020); nullopt for QL2.
    std::optional<int> threshold;
};

inline constexpr int qlq_c30_item_count = 30;
inline constexpr int qlq_c30_scale_count = 15;

/// All scales in the order QL2 PF2 RF2 EF CF SF FA NV PA DY SL AP CO DI FI.
std::span<QlqC30Scale const> qlq_c30_scales();

/// Answers by item; index 0 is item 1; nothing where it was not answered.
using QlqC30Items = std::array<std::optional<int>, qlq_c30_item_count>;

struct QlqC30Scores {
    std::array<std::optional<double>, qlq_c30_scale_count> scales; ///< 0..100, in the order of qlq_c30_scales(); nothing where not scorable
    std::optional<double> summary;                                 ///< 0..100, nothing unless all 13 scales in it are there

    /// The score by its code, "SUMMARY" included; nothing for an unknown code.
    std::optional<double> of(std::string_view code) const;
};

/// Largest value of an item (1..30): 4, or 7 for items 29 and 30. The smallest is 1.
int qlq_c30_largest(int item);

/// EORTC scoring manual, version 3.0: a scale is scored when at least half of its items are answered; the summary score is the
/// mean of 13 scales (not QL2, not FI) with symptoms reversed, all of them needed. Full precision.
/// Fails with invalid_data when there are not 30 items or one is outside its range: a wrong number is never taken for a missing one.
Result<QlqC30Scores> score_qlq_c30(std::span<std::optional<int> const> items);

} // namespace bedside::scoring
