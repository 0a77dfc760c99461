// SPDX-License-Identifier: Apache-2.0
// The coordinator's screen: queue, receipts, refusals with reasons, sequence proof, last contact, clock.
#pragma once

#include "kiosk/flow/key.h"

namespace bedside::flow {

/// A fact in two lines with an icon.
struct SyncFact {
    std::string title;
    std::string detail;
    Icon icon = Icon::info;
    Tone tone = Tone::plain;
};

struct SyncRow {
    std::string sequence;
    std::string participant;
    std::string form;
    std::string completed;
    Chip state;
};

struct SyncStatusView {
    std::string title;
    std::optional<Chip> exception; ///< right of the title: "1 份被服务器拒收"
    std::vector<SyncFact> facts;
    std::vector<std::string> columns; ///< five headings
    std::vector<SyncRow> rows;
    int page = 0;
    std::vector<std::string> problem; ///< reason of the last refusal and what to do; empty when there is none
    std::vector<Key> actions;      ///< "back"
    Key sync;                      ///< "sync_now"
};

} // namespace bedside::flow
