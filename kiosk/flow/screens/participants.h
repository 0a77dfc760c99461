// SPDX-License-Identifier: Apache-2.0
// Staff list: who is due today, who else is on the study.
#pragma once

#include "kiosk/flow/screen.h"

namespace bedside::flow {

struct ParticipantsScreen {
    RosterFilter filter = RosterFilter::due_today;
    int page = 0;
};
inline std::string_view name_of(ParticipantsScreen const&) { return "participants"; }

struct ParticipantRow {
    std::string number;   ///< "P-017"
    std::string initials; ///< "L.M."
    std::string visit;    ///< "T1m"; empty when nothing is due
    std::string day;      ///< "第 35 天"
    std::string forms;    ///< "3 份，做到第 9 题"
    Chip due;
    Key key;              ///< "participant:P-017"
    bool operator==(ParticipantRow const&) const = default;
};

struct ParticipantsView {
    std::string title;
    std::vector<Key> filters; ///< "filter_due", "filter_all"; the shown one is selected
    std::vector<ParticipantRow> rows;
    std::string empty;        ///< said in place of rows
    int page = 0;             ///< asked for; the screen clamps it and makes TurnPage
    std::vector<Key> actions; ///< "lock", "sync", "clean", ... in the band
    std::string note;         ///< right end of the band
    bool operator==(ParticipantsView const&) const = default;
};
ParticipantsView view_of(AppState const& state, ParticipantsScreen const& screen, Catalogue const& words);
void describe(ParticipantsView const& view, Listing& out);

void handle(ParticipantsScreen&, ShowParticipants const&, Transition&);
void handle(ParticipantsScreen&, ChooseParticipant const&, Transition&);
void handle(ParticipantsScreen&, OpenAlerts const&, Transition&);
void handle(ParticipantsScreen&, OpenSyncStatus const&, Transition&);
void handle(ParticipantsScreen&, StartCleaning const&, Transition&);

/// After the PIN and the alerts: the participant who was interrupted, else the list.
void show_staff_start(Transition&);

} // namespace bedside::flow
