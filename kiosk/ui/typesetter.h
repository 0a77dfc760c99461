// SPDX-License-Identifier: Apache-2.0
// Paragraphs and their lines, broken once.
#pragma once

#include "kiosk/ui/canvas.h"
#include "kiosk/ui/style.h"
#include "kiosk/ui/text.h"

#include <string>
#include <string_view>
#include <unordered_map>

namespace bedside::ui {

class Typesetter {
public:
    /// The lines of a text in `width` pixels, by the rules of its language (BCP-47). Stays until the next call.
    Paragraph const& set(std::string_view text, std::string_view language, Style const& style, int width, Canvas& canvas);

private:
    LineBreaker m_breaker;
    std::unordered_map<std::string, Paragraph> m_paragraphs;
    std::string m_key; ///< scratch, so that looking up makes no garbage
};

} // namespace bedside::ui
