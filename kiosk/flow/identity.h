// SPDX-License-Identifier: Apache-2.0
// "Is this you?": the patient, not the nurse, confirms who answers.
#pragma once

#include "kiosk/flow/key.h"

namespace bedside::flow {

struct IdentityField {
    std::string label;
    std::string value;
    bool strong = true;
};

struct IdentityView {
    std::string title;
    std::vector<IdentityField> fields; ///< initials, birth year, study number
    Key no;  ///< "no"
    Key yes; ///< "yes"
};

} // namespace bedside::flow
