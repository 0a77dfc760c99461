// SPDX-License-Identifier: Apache-2.0
// The table of scales, and its three formulas.
#include "forms/scoring/qlq_c30.h"

#include <string>

namespace bedside::scoring {
namespace {

constexpr int ql2[] = { 29, 30 };
constexpr int pf2[] = { 1, 2, 3, 4, 5 };
constexpr int rf2[] = { 6, 7 };
constexpr int ef[] = { 21, 22, 23, 24 };
constexpr int cf[] = { 20, 25 };
constexpr int sf[] = { 26, 27 };
constexpr int fa[] = { 10, 12, 18 };
constexpr int nv[] = { 14, 15 };
constexpr int pa[] = { 9, 19 };
constexpr int dy[] = { 8 };
constexpr int sl[] = { 11 };
constexpr int ap[] = { 13 };
constexpr int co[] = { 16 };
constexpr int di[] = { 17 };
constexpr int fi[] = { 28 };

constexpr QlqC30Scale table[qlq_c30_scale_count] = {
    { "QL2", "EOR0131", ScaleKind::global, ql2, std::nullopt },
    { "PF2", "EOR0132", ScaleKind::functional, pf2, 83 },
    { "RF2", "EOR0133", ScaleKind::functional, rf2, 58 },
    { "EF", "EOR0134", ScaleKind::functional, ef, 71 },
    { "CF", "EOR0135", ScaleKind::functional, cf, 75 },
    { "SF", "EOR0136", ScaleKind::functional, sf, 58 },
    { "FA", "EOR0137", ScaleKind::symptom, fa, 39 },
    { "NV", "EOR0138", ScaleKind::symptom, nv, 8 },
    { "PA", "EOR0139", ScaleKind::symptom, pa, 25 },
    { "DY", "EOR0140", ScaleKind::symptom, dy, 17 },
    { "SL", "EOR0141", ScaleKind::symptom, sl, 50 },
    { "AP", "EOR0142", ScaleKind::symptom, ap, 50 },
    { "CO", "EOR0143", ScaleKind::symptom, co, 50 },
    { "DI", "EOR0144", ScaleKind::symptom, di, 17 },
    { "FI", "EOR0145", ScaleKind::symptom, fi, 17 },
};

bool in_summary(QlqC30Scale const& scale) { return scale.kind != ScaleKind::global && scale.code != "FI"; }

/// The scale's score from the sum of its answered items. One division, so that equal answers give equal bits.
double score_of(ScaleKind kind, int sum, int answered)
{
    auto const above_lowest = static_cast<double>(sum - answered);
    switch (kind) {
    case ScaleKind::functional: return 100.0 - 100.0 * above_lowest / (3.0 * answered);
    case ScaleKind::symptom: return 100.0 * above_lowest / (3.0 * answered);
    case ScaleKind::global: return 100.0 * above_lowest / (6.0 * answered);
    }
    return 0;
}

} // namespace

std::span<QlqC30Scale const> qlq_c30_scales() { return table; }

int qlq_c30_largest(int item) { return item >= 29 ? 7 : 4; }

std::optional<double> QlqC30Scores::of(std::string_view code) const
{
    if (code == "SUMMARY")
        return summary;
    for (std::size_t i = 0; i < scales.size(); ++i) {
        if (table[i].code == code)
            return scales[i];
    }
    return {};
}

Result<QlqC30Scores> score_qlq_c30(std::span<std::optional<int> const> items)
{
    if (items.size() != qlq_c30_item_count)
        return fail(Code::invalid_data, "the QLQ-C30 has 30 items, not " + std::to_string(items.size()));
    for (int number = 1; number <= qlq_c30_item_count; ++number) {
        auto const& value = items[static_cast<std::size_t>(number - 1)];
        if (value && (*value < 1 || *value > qlq_c30_largest(number)))
            return fail(Code::invalid_data, "item " + std::to_string(number) + " must be a whole number from 1 to " + std::to_string(qlq_c30_largest(number)) + ", or empty");
    }

    QlqC30Scores scores;
    double total = 0;
    bool complete = true;
    for (std::size_t i = 0; i < scores.scales.size(); ++i) {
        auto const& scale = table[i];
        int sum = 0;
        int answered = 0;
        for (auto const number : scale.items) {
            if (auto const& value = items[static_cast<std::size_t>(number - 1)]) {
                sum += *value;
                ++answered;
            }
        }
        if (answered > 0 && 2 * answered >= static_cast<int>(scale.items.size()))
            scores.scales[i] = score_of(scale.kind, sum, answered);
        if (!in_summary(scale))
            continue;
        if (scores.scales[i])
            total += scale.kind == ScaleKind::symptom ? 100.0 - *scores.scales[i] : *scores.scales[i];
        else
            complete = false;
    }
    if (complete)
        scores.summary = total / 13.0;
    return scores;
}

} // namespace bedside::scoring
