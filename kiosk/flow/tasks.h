// SPDX-License-Identifier: Apache-2.0
// What there is to do today, in order, with the effort of each.
#pragma once

#include "kiosk/flow/key.h"

namespace bedside::flow {

struct TaskRow {
    std::string number;     ///< "2"; drawn in a circle while it is to do
    std::string title;
    std::string detail;     ///< "做到第 9 题，共 30 题", "约 2 分钟", "已完成"
    bool done = false;
    std::optional<double> fraction; ///< 0 .. 1 when it was begun
    Key key;                ///< "task:0" ...; off when done
};

struct TasksView {
    std::string title;       ///< "今天有 3 件事"
    std::string explanation; ///< dropped first when space is short
    std::vector<TaskRow> rows;
    int page = 0;
    std::optional<Key> episode; ///< "episode", two lines
    Key end;                 ///< "end"
    std::optional<Key> go_on; ///< "next": the primary key; nothing when all is done
};

} // namespace bedside::flow
