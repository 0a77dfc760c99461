// SPDX-License-Identifier: Apache-2.0
#include "kiosk/flow/screens/rest.h"

#include "kiosk/flow/listing.h"
#include "kiosk/flow/transition.h"
#include "kiosk/flow/walk.h"
#include "kiosk/flow/words.h"

namespace bedside::flow {

RestView view_of(AppState const&, RestScreen const&, Catalogue const& words)
{
    RestView view;
    view.title = words.text("Take a rest");
    view.text = words.text("Your answers are saved. When you are ready, go on at the same place. After three minutes the screen locks itself, then the nurse unlocks it.");
    view.hand_back = make_key("hand_back", words.text("Give the tablet back"), HandBack {}, Icon::lock);
    view.go_on = make_key("next", words.text("Go on"), GoOn {}, Icon::next);
    return view;
}

void describe(RestView const& view, Listing& out)
{
    out.line("title", view.title);
    out.line("text", view.text);
    out.key(view.hand_back);
    out.key(view.go_on);
}

void handle(RestScreen& rest, GoOn const&, Transition& t)
{
    auto const back = rest;
    if (back.from == RestFrom::item && t.state.form)
        show_item(back.path, t);
    else if (back.from == RestFrom::review && t.state.form)
        t.show(ReviewScreen {});
    else
        t.show(TasksScreen {});
}

void handle(RestScreen&, HandBack const&, Transition& t) { lock(t); }

Key rest_key(Catalogue const& words) { return make_key("rest", words.text("Rest"), Rest {}, Icon::pause); }

void rest(RestScreen screen, Transition& t)
{
    if (t.state.patient && !(t.state.form && t.state.form->completing))
        t.show(std::move(screen));
}

} // namespace bedside::flow
