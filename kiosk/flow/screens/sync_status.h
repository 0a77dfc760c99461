// SPDX-License-Identifier: Apache-2.0
// The coordinator's screen: queue, receipts, refusals with reasons, sequence proof, last contact, clock.
#pragma once

#include "kiosk/flow/screen.h"

namespace bedside::flow {

struct RequestSync;
template <typename E>
struct Failed;

struct SyncScreen {
    bool asked = false; ///< "sync now" was pressed
    bool failed = false; ///< and could not be passed on
    int page = 0;
};
inline std::string_view name_of(SyncScreen const&) { return "sync"; }

/// A fact in two lines with an icon.
struct SyncFact {
    std::string title;
    std::string detail;
    Icon icon = Icon::info;
    Tone tone = Tone::plain;
    bool operator==(SyncFact const&) const = default;
};

struct SyncRow {
    std::string sequence;
    std::string participant;
    std::string form;
    std::string completed;
    Chip state;
    bool operator==(SyncRow const&) const = default;
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
    bool operator==(SyncStatusView const&) const = default;
};
SyncStatusView view_of(AppState const& state, SyncScreen const& screen, Catalogue const& words);
void describe(SyncStatusView const& view, Listing& out);

void handle(SyncScreen&, SyncNow const&, Transition&);
void handle(SyncScreen&, OpenAudit const&, Transition&);
void handle(SyncScreen&, OpenRescue const&, Transition&);
void handle(SyncScreen&, OpenSelfTest const&, Transition&);
void handle(SyncScreen&, OpenLeave const&, Transition&);
void handle(SyncScreen&, Back const&, Transition&);
void handle(SyncScreen&, Failed<RequestSync> const&, Transition&);

/// For staff: read anew and checked.
void show_sync_status(Transition&);

} // namespace bedside::flow
