// SPDX-License-Identifier: Apache-2.0
// One question and its answers; and the question whether it is really not answered.
#pragma once

#include "forms/base/clock.h"
#include "kiosk/flow/control.h"

namespace bedside::flow {

struct ItemScreen {
    forms::ItemPath path;
    std::string draft;      ///< typed so far, where the answer is not valid yet
    bool declining = false; ///< the confirmation is shown
    std::string note;       ///< msgid of why the last press was refused ("this time has not come yet"); empty as a rule
    std::optional<int> unit = {}; ///< chosen for the draft, where the item allows several
};
inline std::string_view name_of(ItemScreen const& item) { return item.declining ? "decline" : "item"; }

struct ItemView {
    std::string path;   ///< changes when the screen shows another item
    std::string header; ///< "过去一周："; may be empty
    std::string text;   ///< the question, or a topic word
    bool topic = false; ///< `text` is a topic word: bold, title size, under the header
    std::string help;
    Control control;
    std::string readout; ///< "您选了 6"; empty while nothing is chosen
    std::string hint;    ///< "想改，就点别的数字。", or how saving goes
    Tone hint_tone = Tone::plain;
    Key back;            ///< "back"
    std::optional<Key> decline; ///< "decline"; selected when this item was declined
    Key next;            ///< "next"; `reason` says why it is off
    int spoken = -1;     ///< part being read aloud: -1 none, 0 question, n the n-th option
    bool operator==(ItemView const&) const = default;
};
void describe(ItemView const& view, Listing& out);
std::vector<SpokenPart> reading_of(ItemView const& view);

/// Asked once before "prefer not to answer" is kept.
struct DeclineView {
    std::string title;
    std::string text;
    Key back;    ///< "cancel"
    Key confirm; ///< "confirm"
    bool operator==(DeclineView const&) const = default;
};
void describe(DeclineView const& view, Listing& out);

std::variant<ItemView, DeclineView> view_of(AppState const& state, ItemScreen const& screen, Catalogue const& words);
void furnish(Frame& frame, AppState const& state, ItemScreen const& screen, Catalogue const& words);

void handle(ItemScreen&, Choose const&, Transition&);
void handle(ItemScreen&, StepEntry const&, Transition&);
void handle(ItemScreen&, QuickTime const&, Transition&);
void handle(ItemScreen&, QuickNumber const&, Transition&);
void handle(ItemScreen&, TypeKey const&, Transition&);
void handle(ItemScreen&, ChooseUnit const&, Transition&);
void handle(ItemScreen&, ClearEntry const&, Transition&);
void handle(ItemScreen&, InkStroke const&, Transition&);
void handle(ItemScreen&, AskDecline const&, Transition&);
void handle(ItemScreen&, CancelDecline const&, Transition&);
void handle(ItemScreen&, ConfirmDecline const&, Transition&);
void handle(ItemScreen&, Next const&, Transition&);
void handle(ItemScreen&, Back const&, Transition&);
void handle(ItemScreen&, Rest const&, Transition&);
void handle(ItemScreen&, HandBack const&, Transition&);
bool go_ahead(AppState& state, ItemScreen const& screen);

/// Text size, and rest; staff has a key to leave instead.
std::vector<Key> form_tools(AppState const& state, Catalogue const& words);

} // namespace bedside::flow
