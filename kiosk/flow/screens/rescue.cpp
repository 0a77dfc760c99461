// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/screens/rescue.h"

#include "kiosk/flow/transition.h"
#include "kiosk/flow/words.h"

namespace bedside::flow {

ListView view_of(AppState const&, RescueScreen const& screen, Catalogue const& words)
{
    ListView view;
    view.title = words.text("Rescue file");
    view.text = words.text("For a tablet that no network reaches: everything it holds, sealed so that only the study can open it. Nothing is removed from the tablet.");
    auto const row = [&](std::string title, std::string detail, Chip chip) { view.rows.push_back({ std::move(title), std::move(detail), std::move(chip), {} }); };
    if (!screen.file.empty())
        row(words.text("{n} form in the file", "{n} forms in the file", screen.forms), screen.file, { words.text("written"), Icon::check, Tone::ok });
    else if (screen.failed == Code::not_found)
        row(words.text("The study's key has not reached this tablet yet"), words.text("It comes with the first contact with the server."), { words.text("not written"), Icon::alert, Tone::alert });
    else if (screen.failed)
        row(words.text("The file could not be written"), words.text("Is there room on the tablet? Then please try again."), { words.text("not written"), Icon::alert, Tone::alert });
    view.rows.push_back({ words.text("To take it away: put in a USB stick named BEDSIDE-RSC"), words.text("It gets a fresh file by itself within a minute. Then give it to the data manager."), {}, {} });
    view.actions = { make_key("back", words.text("Back"), OpenSyncStatus {}, Icon::back) };
    view.next = make_key("write_rescue", screen.writing ? words.text("One moment.") : words.text("Write the file"), WriteRescueFile {}, Icon::usb);
    view.next->enabled = !screen.writing;
    return view;
}

void handle(RescueScreen& rescue, WriteRescueFile const&, Transition& t)
{
    if (rescue.writing || !t.state.staff)
        return;
    rescue = { .writing = true };
    t.audit("rescue-asked");
    t.ask(WriteRescue {});
}

void handle(RescueScreen&, OpenSyncStatus const&, Transition& t) { show_sync_status(t); }

void handle(RescueScreen& rescue, RescueWritten const& event, Transition&)
{
    rescue = { .writing = false, .file = event.file, .forms = event.forms };
}

void handle(RescueScreen& rescue, Failed<WriteRescue> const& event, Transition&) { rescue = { .writing = false, .failed = event.code }; }

} // namespace bedside::flow
