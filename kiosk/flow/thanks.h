// SPDX-License-Identifier: Apache-2.0
// After a form: saved on this tablet, then received by the hospital; and the calm text after strong pain.
#pragma once

#include "kiosk/flow/key.h"

namespace bedside::flow {

/// One line of what became of the answers.
struct DeliveryLine {
    std::string title;  ///< "已保存在这台平板上"
    std::string detail; ///< "14:43"
    bool reached = false;
    Icon icon = Icon::check;
};

struct ThanksView {
    std::string title;
    std::string text;
    std::vector<DeliveryLine> delivery; ///< saved, received
    std::string countdown;              ///< "30 秒后自动锁屏"
    std::optional<Key> go_on;           ///< "next": more to do today
    Key done;                           ///< "done"
};

/// Shown right after an answer that calls for help, and again at the end. No red, no triangle; the call bell first.
struct PainHighView {
    std::string title;
    std::string call;                   ///< the sentence beside the bell
    std::vector<std::string> explanation;
    std::vector<DeliveryLine> delivery; ///< at the end only
    std::optional<Key> hand_back;       ///< "hand_back"
    Key acknowledge;                    ///< "acknowledge"
};

/// The patient rests; everything is saved.
struct RestView {
    std::string title;
    std::string text;
    Key hand_back; ///< "hand_back"
    Key go_on;     ///< "next"
};

} // namespace bedside::flow
