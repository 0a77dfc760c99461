// SPDX-License-Identifier: Apache-2.0
// A plain list: rows that say something, and that can be pressed where they have a key. Staff's screens, and "who helps?".
#pragma once

#include "kiosk/flow/screen.h"

namespace bedside::flow {

struct ListRow {
    std::string title;
    std::string detail;       ///< smaller, below; may be empty
    std::optional<Chip> chip; ///< right end
    std::optional<Key> key;   ///< the whole row is pressed; its label is read by scripts only
    bool operator==(ListRow const&) const = default;
};

struct ListView {
    std::string title;
    std::string text;         ///< below the title; may be empty
    std::vector<ListRow> rows;
    std::string empty;        ///< said in place of rows
    int page = 0;             ///< asked for; the screen clamps it and makes TurnPage
    std::vector<Key> actions; ///< in the band, from the left
    std::optional<Key> next;  ///< the primary key
    bool operator==(ListView const&) const = default;
};
void describe(ListView const& view, Listing& out);

} // namespace bedside::flow
