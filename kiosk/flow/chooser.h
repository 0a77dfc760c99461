// SPDX-License-Identifier: Apache-2.0
// Text size, language, brightness and hand, over any screen; closing it leads back to the same place.
#pragma once

#include "kiosk/flow/key.h"

namespace bedside::flow {

struct ChooserView {
    std::string title;
    std::string sample;          ///< a sentence to judge the size by
    std::string sizes_label;
    std::vector<Key> sizes;      ///< "size:normal" "size:large" "size:x-large"
    std::string languages_label;
    std::vector<Key> languages;  ///< "language:zh-Hans" ..., each in its own language
    std::string themes_label;
    std::vector<Key> themes;     ///< "theme:day" "theme:night" "theme:contrast"
    std::string hands_label;
    std::vector<Key> hands;      ///< "hand:right" "hand:left"
    Key close;                   ///< "close"
};

} // namespace bedside::flow
