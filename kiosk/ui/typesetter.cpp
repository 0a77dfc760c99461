// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/typesetter.h"

#include <cmath>

namespace bedside::ui {
namespace {

constexpr std::size_t most_paragraphs = 2000; ///< kept; some screens' worth in every size

} // namespace

Paragraph const& Typesetter::set(std::string_view text, std::string_view language, Style const& style, int width, Canvas& canvas)
{
    m_key = text;
    m_key += '\0';
    m_key += language;
    m_key += style.weight == Weight::bold ? 'b' : 'r';
    m_key += std::to_string(width);
    m_key += ' ';
    m_key += std::to_string(std::lround(style.em * 16));
    auto const found = m_paragraphs.find(m_key);
    if (found != m_paragraphs.end())
        return found->second;
    if (m_paragraphs.size() > most_paragraphs)
        m_paragraphs.clear();
    auto made = wrap(text, language, static_cast<float>(width), m_breaker, [&](std::string_view part) { return canvas.advance(part, style.em, style.weight); });
    return m_paragraphs.emplace(m_key, std::move(made)).first->second;
}

} // namespace bedside::ui
