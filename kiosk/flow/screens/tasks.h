// SPDX-License-Identifier: Apache-2.0
// What there is to do today, in order, with the effort of each.
#pragma once

#include "kiosk/flow/screen.h"

namespace bedside::flow {

struct OpenResponse;
struct ResponseOpened;
template <typename E>
struct Failed;

struct TasksScreen {
    bool opening = false; ///< waiting for the store
    int page = 0;
};
inline std::string_view name_of(TasksScreen const&) { return "tasks"; }

struct TaskRow {
    std::string number;     ///< "2"; drawn in a circle while it is to do
    std::string title;
    std::string detail;     ///< "做到第 9 题，共 30 题", "约 2 分钟", "已完成"
    bool done = false;
    std::optional<double> fraction; ///< 0 .. 1 when it was begun
    Key key;                ///< "task:0" ...; off when done
    bool operator==(TaskRow const&) const = default;
};

struct TasksView {
    std::string title;       ///< "今天有 3 件事"
    std::string explanation; ///< dropped first when space is short
    std::vector<TaskRow> rows;
    int page = 0;
    std::optional<Key> episode; ///< "episode", two lines
    Key end;                 ///< "end"
    std::optional<Key> go_on; ///< "next": the primary key; nothing when all is done
    bool operator==(TasksView const&) const = default;
};
TasksView view_of(AppState const& state, TasksScreen const& screen, Catalogue const& words);
void describe(TasksView const& view, Listing& out);
void furnish(Frame& frame, AppState const& state, TasksScreen const& screen, Catalogue const& words);

void handle(TasksScreen&, StartTask const&, Transition&);
void handle(TasksScreen&, StartEpisode const&, Transition&);
void handle(TasksScreen&, OpenHelper const&, Transition&);
void handle(TasksScreen&, Rest const&, Transition&);
void handle(TasksScreen&, HandBack const&, Transition&);
void handle(TasksScreen&, ResponseOpened const&, Transition&);
void handle(TasksScreen&, Failed<OpenResponse> const&, Transition&);
bool go_ahead(AppState& state, TasksScreen const&);

/// Asks the store for a form of the patient who is here; the tasks are shown until it comes.
void open_form(OpenResponse effect, Transition&);
/// Begins the event-contingent form of the patient who is here, where there is one.
void start_episode(Transition&);

} // namespace bedside::flow
