// SPDX-License-Identifier: Apache-2.0
// All answers before they are handed in; each can be changed.
#pragma once

#include "kiosk/flow/key.h"

namespace bedside::flow {

struct ReviewRow {
    std::string number; ///< "9"
    std::string topic;
    std::string answer; ///< in words
    bool declined = false; ///< drawn as a chip
    Key key;            ///< "edit:<path>"
};

struct ReviewView {
    std::string title;
    std::string summary; ///< "29 题已回答，1 题不想回答。"
    std::string hint;    ///< dropped at extra-large
    std::vector<ReviewRow> rows;
    int page = 0;        ///< asked for; the screen clamps it and makes TurnPage
    Key back;            ///< "back"
    Key submit;          ///< "submit"
};

} // namespace bedside::flow
