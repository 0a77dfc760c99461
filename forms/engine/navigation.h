// SPDX-License-Identifier: Apache-2.0
// Pure functions of (definition, answers): what is shown, in which order, how far, what is missing.
#pragma once

#include "forms/engine/answers.h"

namespace bedside::forms {

/// One screenful: an item that asks (or displays), with its place.
struct Step {
    ItemPath path;
    Item const* item = nullptr; ///< borrowed from the Definition
    bool operator==(Step const& other) const { return path == other.path; }
};

/// The enabled, visible items that the patient steps through, in order. Groups give their children (a `page` group gives itself);
/// hidden items give nothing.
std::vector<Step> steps(Definition const& definition, Answers const& answers);
/// The same for a screen that holds one item: a `page` group gives its children too.
std::vector<Step> single_steps(Definition const& definition, Answers const& answers);
/// Whether branching enables the item at this path, its ancestors included.
bool is_enabled(Definition const& definition, Answers const& answers, ItemPath const& path);

struct Progress {
    int position = 0; ///< 1-based number of `path` among the asking steps; 0 when it is not one
    int total = 0;    ///< asking steps enabled now
    int answered = 0; ///< of these, answered or declined
};
Progress progress(Definition const& definition, Answers const& answers, ItemPath const& path);

/// The step after or before `path`; the first when `path` is empty (next); nullopt at the end.
std::optional<Step> next_step(Definition const& definition, Answers const& answers, ItemPath const& path);
std::optional<Step> previous_step(Definition const& definition, Answers const& answers, ItemPath const& path);
/// Where an interrupted response goes on: the first asking step with neither answer nor refusal.
std::optional<Step> first_unanswered(Definition const& definition, Answers const& answers);

/// Paths of enabled asking items without answer or refusal; completion is blocked while it is not empty.
std::vector<ItemPath> missing(Definition const& definition, Answers const& answers);
/// Answers that branching now hides; they are left out of the response and stay in the audit trail.
std::vector<ItemPath> hidden_answers(Definition const& definition, Answers const& answers);

} // namespace bedside::forms
