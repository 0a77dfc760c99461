// SPDX-License-Identifier: Apache-2.0
// Staff list: who is due today, who else is on the study.
#pragma once

#include "kiosk/flow/key.h"

namespace bedside::flow {

struct ParticipantRow {
    std::string number;   ///< "P-017"
    std::string initials; ///< "L.M."
    std::string visit;    ///< "T1m"; empty when nothing is due
    std::string day;      ///< "第 35 天"
    std::string forms;    ///< "3 份，做到第 9 题"
    Chip due;
    Key key;              ///< "participant:P-017"
};

struct ParticipantsView {
    std::string title;
    std::vector<Key> filters; ///< "filter_due", "filter_all"; the shown one is selected
    std::vector<ParticipantRow> rows;
    std::string empty;        ///< said in place of rows
    int page = 0;             ///< asked for; the screen clamps it and makes TurnPage
    std::vector<Key> actions; ///< "lock", "sync", "clean", ... in the band
    std::string note;         ///< right end of the band
};

} // namespace bedside::flow
