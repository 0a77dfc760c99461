// SPDX-License-Identifier: Apache-2.0
// From one version of a form to the next: which answers still say the same.
#pragma once

#include "forms/engine/answers.h"

namespace bedside::forms {

/// Whether an answer to `before` says the same as an answer to `after`: same linkId, kind, codes, range, unit, option codes and weights,
/// repetition. Codes name the concept that is asked, so that a coded item may be worded anew; without codes its wording is its meaning.
bool same_meaning(Item const& before, Item const& after);

struct CarriedAnswers {
    Answers kept;
    std::vector<ItemPath> dropped; ///< their items are gone, or mean something else
};
/// Answers given in one version of a form, as answers to another, for data that span a change. A response itself keeps the version that it
/// began with. Nothing goes from demonstration wording to another, or back.
CarriedAnswers carry_over(Definition const& before, Answers const& answers, Definition const& after);

} // namespace bedside::forms
