// SPDX-License-Identifier: Apache-2.0
// All answers before they are handed in; each can be changed.
#pragma once

#include "kiosk/flow/screen.h"

namespace bedside::flow {

struct CompleteResponse;
struct ResponseCompleted;
template <typename E>
struct Failed;

struct ReviewScreen {
    int page = 0;
};
inline std::string_view name_of(ReviewScreen const&) { return "review"; }

struct ReviewRow {
    std::string number; ///< "9"
    std::string topic;
    std::string answer; ///< in words
    bool declined = false; ///< drawn as a chip
    Key key;            ///< "edit:<path>"
    bool operator==(ReviewRow const&) const = default;
};

struct ReviewView {
    std::string title;
    std::string summary; ///< "29 题已回答，1 题不想回答。"
    std::string hint;    ///< dropped at extra-large
    std::vector<ReviewRow> rows;
    int page = 0;        ///< asked for; the screen clamps it and makes TurnPage
    Key back;            ///< "back"
    Key submit;          ///< "submit"
    bool operator==(ReviewView const&) const = default;
};
ReviewView view_of(AppState const& state, ReviewScreen const& screen, Catalogue const& words);
void describe(ReviewView const& view, Listing& out);
void furnish(Frame& frame, AppState const& state, ReviewScreen const& screen, Catalogue const& words);

void handle(ReviewScreen&, EditAnswer const&, Transition&);
void handle(ReviewScreen&, Submit const&, Transition&);
void handle(ReviewScreen&, Back const&, Transition&);
void handle(ReviewScreen&, Rest const&, Transition&);
void handle(ReviewScreen&, HandBack const&, Transition&);
void handle(ReviewScreen&, ResponseCompleted const&, Transition&);
void handle(ReviewScreen&, Failed<CompleteResponse> const&, Transition&);
bool go_ahead(AppState& state, ReviewScreen const&);

} // namespace bedside::flow
