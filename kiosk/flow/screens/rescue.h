// SPDX-License-Identifier: Apache-2.0
// A file with everything this tablet holds, for a tablet that no network reaches.
#pragma once

#include "forms/base/result.h"
#include "kiosk/flow/list.h"

namespace bedside::flow {

struct RescueWritten;
struct WriteRescue;
template <typename E>
struct Failed;

struct RescueScreen {
    bool writing = false;
    std::string file = {};       ///< name of the file written; empty: none yet
    int forms = 0;
    std::optional<Code> failed = {};
};
inline std::string_view name_of(RescueScreen const&) { return "rescue"; }
ListView view_of(AppState const& state, RescueScreen const& screen, Catalogue const& words);

void handle(RescueScreen&, WriteRescueFile const&, Transition&);
void handle(RescueScreen&, OpenSyncStatus const&, Transition&);
void handle(RescueScreen&, RescueWritten const&, Transition&);
void handle(RescueScreen&, Failed<WriteRescue> const&, Transition&);

} // namespace bedside::flow
