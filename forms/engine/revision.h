// SPDX-License-Identifier: Apache-2.0
// From one version of a form to the next: which answers still say the same.
#pragma once

#include "forms/engine/answers.h"

namespace bedside::forms {

/// Whether an answer to `before` says the same as an answer to `after`: same linkId, kind, wording, header, codes, range, unit, options and
/// repetition. Anything that a patient could read differently makes it another question.
bool same_meaning(Item const& before, Item const& after);

struct CarriedAnswers {
    Answers kept;
    std::vector<ItemPath> dropped; ///< their items are gone, or mean something else
};
/// A response keeps the version that it began with; this is for a new response that starts from an old one's answers, at staff's wish.
CarriedAnswers carry_over(Definition const& before, Answers const& answers, Definition const& after);

} // namespace bedside::forms
