// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/ui.h"

#include "kiosk/ui/icons.h"

#include <cmath>
#include <utility>

namespace bedside::ui {
namespace {

/// Glyphs and shapes beyond this are forgotten when there is time for it, beyond twice as much at the next change of screen.
constexpr std::size_t most_texture_bytes = 5u << 20;

} // namespace

Ui::Ui(Canvas& canvas)
    : Ui(canvas, std::make_shared<Typesetting>(), Purpose::show)
{
}

Ui::Ui(Canvas& canvas, std::shared_ptr<Typesetting> typesetting, Purpose purpose)
    : m_canvas(canvas)
    , m_typesetting(std::move(typesetting))
    , m_purpose(purpose)
    , m_theme(Tokens::shipped(), Palette::day, TextScale::normal, 0)
{
}

std::unique_ptr<Ui> Ui::rehearsal() { return std::unique_ptr<Ui>(new Ui(m_canvas, m_typesetting, Purpose::rehearse)); }

void Ui::lay_out(Window const& window)
{
    Areas a;
    a.portrait = window.height > window.width;
    a.mirrored = m_frame->hand == flow::Hand::left;
    a.page = { 0, 0, window.width, window.height };
    int const margin = at(a.portrait ? 28 : 48);
    int const width = window.width - 2 * margin;
    // A long copyright line is shown whole: the strip grows by lines.
    auto const small = style(Font::strip);
    int const strip_room = width - width_of(m_frame->strip_right, small) - at(24);
    int const lines = std::max(1, height_of(m_frame->strip, small, strip_room) / line_height(small));
    int const grown = (lines - 1) * line_height(small);
    a.strip = { 0, 0, window.width, at(36) + grown };
    int const band = at(a.portrait ? 296 : 144);
    a.tools = { margin, at(a.portrait ? 50 : 44) + grown, width, at(a.portrait ? 70 : 66) };
    a.band = { 0, window.height - band, window.width, band };
    m_areas = a;
    int top = at(a.portrait ? 150 : 132) + grown;
    if (!m_frame->tools.empty() && tools_width() + progress_width() + at(12) > a.tools.w) {
        a.stacked = true;
        int const row = a.tools.h;
        a.tools.h = row + at(8) + at(70);
        top += a.tools.h - row;
    }
    int const bottom = a.band.y - at(a.portrait ? 34 : 16);
    a.content = { margin, top, width, bottom - top };
    int const open_top = at(a.portrait ? 70 : 54) + grown;
    a.open = { margin, open_top, width, bottom - open_top };
    m_areas = a;
}

bool Ui::make_room()
{
    if (!std::exchange(m_left_over, false) && m_canvas.texture_bytes() <= most_texture_bytes)
        return false;
    m_canvas.reset();
    return true;
}

void Ui::begin(flow::Frame const& frame, std::string_view screen, std::string_view place, Window const& window)
{
    Theme const theme(Tokens::shipped(), frame.theme, frame.text_size, window.dpi);
    bool const traditional = frame.language.starts_with("zh-Hant") || frame.language.starts_with("zh-TW") || frame.language.starts_with("zh-HK");
    auto const face = traditional ? Face::traditional : Face::simplified;
    bool const other_glyphs = theme.scale() != m_theme.scale() || theme.dpi() != m_theme.dpi() || face != m_face;
    if (m_purpose == Purpose::show && (other_glyphs || m_place != place) && m_canvas.texture_bytes() > 2 * most_texture_bytes)
        m_canvas.reset();
    m_left_over = m_left_over || (other_glyphs && !m_place.empty());
    m_face = face;
    m_theme = theme;
    m_frame = &frame;
    m_language = frame.language;
    m_screen = screen;
    if (m_place != place) {
        m_place = place;
        if (m_purpose == Purpose::show)
            m_canvas.forget_unused_shapes();
        m_guard_until = window.now_ms + m_theme.tokens().guard_ms;
        m_pressed.clear();
        m_ink.clear();
        m_stroke.reset();
        m_activated.clear();
        m_focus.clear();
        m_one_until = 0;
    }
    m_canvas.face(face);
    m_next.clear();
    m_elements.clear();
    m_texts.clear();
    m_fills.clear();
    m_cards.clear();
    m_text_count = 0;
    m_intent.reset();
    m_canvas.begin(window.width, window.height, m_theme.colour(Colour::bg));
    lay_out(window);
    m_fills.push_back({ m_areas.page, m_theme.colour(Colour::bg) });
}

std::optional<flow::Intent> Ui::end()
{
    if (!m_frame->watermark.empty()) {
        auto const mark = style(Font::display).bold();
        int const width = width_of(m_frame->watermark, mark);
        for (int place = 0; place < 3; ++place) {
            int const x = m_areas.page.w * (1 + 2 * place) / 6 - width / 2;
            int const y = m_areas.page.h * (1 + 2 * place) / 6;
            m_canvas.text(m_frame->watermark, static_cast<float>(x), y, line_height(mark), mark.em, mark.weight, m_theme.colour(Colour::ink), 24);
        }
        m_elements.push_back({ "watermark", "text", m_frame->watermark, m_areas.page, true, false });
    }
    // A press changes the view: the frame that shows its effect is drawn, this one is not.
    if (m_purpose == Purpose::rehearse)
        m_canvas.rehearse();
    else if (m_intent)
        m_canvas.abandon();
    else
        m_canvas.end();
    m_targets.swap(m_next);
    if (!m_activated.empty())
        m_activated.erase(m_activated.begin());
    m_stroke.reset();
    m_dirty = m_intent.has_value();
    m_frame = nullptr;
    return std::exchange(m_intent, std::nullopt);
}

// --- text

Style Ui::style(Font font) const
{
    Style out;
    out.em = m_theme.em(font);
    out.line = font == Font::title ? 1.3 : font == Font::button || font == Font::caption ? 1.2 : m_theme.tokens().line_height;
    return out;
}

Style Ui::style_mm(double em_mm, bool chrome) const
{
    Style out;
    out.em = chrome ? m_theme.chrome_em(em_mm) : m_theme.content_em(em_mm);
    return out;
}

int Ui::line_height(Style const& style) { return static_cast<int>(std::lround(style.em * style.line)); }

Paragraph const& Ui::paragraph(std::string_view text, Style const& style, int width)
{
    auto& [breaker, paragraphs, key] = *m_typesetting;
    key = text;
    key += '\0';
    key += m_language;
    key += style.weight == Weight::bold ? 'b' : 'r';
    key += std::to_string(width);
    key += ' ';
    key += std::to_string(std::lround(style.em * 16));
    auto const found = paragraphs.find(key);
    if (found != paragraphs.end())
        return found->second;
    if (paragraphs.size() > 2000)
        paragraphs.clear();
    auto made = wrap(text, m_language, static_cast<float>(width), breaker, [&](std::string_view part) { return m_canvas.advance(part, style.em, style.weight); });
    return paragraphs.emplace(key, std::move(made)).first->second;
}

int Ui::height_of(std::string_view text, Style const& style, int width)
{
    return static_cast<int>(paragraph(text, style, width).lines.size()) * line_height(style);
}

int Ui::width_of(std::string_view text, Style const& style)
{
    return static_cast<int>(std::ceil(paragraph(text, style, 1 << 20).width));
}

bool Ui::fits(std::string_view text, Style const& style, int width, int height)
{
    auto const& lines = paragraph(text, style, width);
    int const needed = static_cast<int>(lines.lines.size()) * line_height(style) - (line_height(style) - static_cast<int>(style.em));
    return !lines.forced && needed <= height;
}

Style Ui::first_fitting(std::initializer_list<Style> styles, std::string_view text, int width, int height)
{
    Style last;
    for (auto const& style : styles) {
        last = style;
        if (fits(text, style, width, height))
            break;
    }
    return last;
}

int Ui::text(Rect const& area, std::string_view text, Style const& style)
{
    if (text.empty())
        return 0;
    auto const& lines = paragraph(text, style, area.w);
    int const line = line_height(style);
    int const height = line * static_cast<int>(lines.lines.size());
    int y = area.y;
    if (style.vertical == Vertical::middle)
        y += (area.h - height) / 2;
    else if (style.vertical == Vertical::bottom)
        y += area.h - height;
    int const width = static_cast<int>(std::ceil(lines.width));
    Rect used { area.x, y, width, height };
    if (style.align == Align::centre)
        used.x = area.x + (area.w - width) / 2;
    else if (style.align == Align::right)
        used.x = area.right() - width;
    for (auto const& part : lines.lines) {
        int const own = static_cast<int>(std::ceil(part.width));
        int x = area.x;
        if (style.align == Align::centre)
            x += (area.w - own) / 2;
        else if (style.align == Align::right)
            x += area.w - own;
        m_canvas.text(text.substr(part.begin, part.end - part.begin), static_cast<float>(x), y, line, style.em, style.weight, m_theme.colour(style.colour));
        y += line;
    }
    m_elements.push_back({ "text:" + std::to_string(m_text_count++), "text", std::string(text), used, true, false });
    if (m_proving) {
        DrawnText drawn { std::string(text), {}, area, used, style.em, m_theme.colour(style.colour), background_at(used), lines.forced };
        for (auto const& part : lines.lines)
            drawn.lines.emplace_back(text.substr(part.begin, part.end - part.begin));
        drawn.cut = drawn.cut || height - (line - static_cast<int>(style.em)) > area.h + 1 || width > area.w;
        m_texts.push_back(std::move(drawn));
    }
    return height;
}

// --- surfaces

Rgb Ui::background_at(Rect const& rect) const
{
    Point const centre { static_cast<float>(rect.centre_x()), static_cast<float>(rect.centre_y()) };
    for (auto fill = m_fills.rbegin(); fill != m_fills.rend(); ++fill) {
        if (fill->rect.contains(centre))
            return fill->colour;
    }
    return m_theme.colour(Colour::bg);
}

void Ui::fill(Rect const& rect, Colour colour)
{
    m_canvas.fill(rect, m_theme.colour(colour));
    m_fills.push_back({ rect, m_theme.colour(colour) });
}

void Ui::round(Rect const& rect, int radius, Colour colour)
{
    m_canvas.round(rect, radius, m_theme.colour(colour));
    m_fills.push_back({ rect, m_theme.colour(colour) });
}

void Ui::card(Rect const& rect, Colour surface, Colour line)
{
    int const width = m_theme.outline();
    m_cards.push_back(rect);
    round(rect, m_theme.radius_card(), line);
    round(rect.inset(width), m_theme.radius_card() - width, surface);
}

void Ui::disc(Rect const& box, Colour colour) { round(box, box.w / 2, colour); }

void Ui::icon(flow::Icon icon, Rect const& box, Colour colour, float thickness)
{
    if (icon != flow::Icon::none)
        m_canvas.icon(file_of(icon), box, m_theme.colour(colour), thickness);
}

void Ui::bar(Rect const& rect, double fraction)
{
    bool const outlined = m_theme.palette() == Palette::contrast;
    int const radius = rect.h / 2;
    round(rect, radius, Colour::line);
    if (outlined)
        round(rect.inset(m_theme.mm(m_theme.tokens().stroke_outline)), radius, Colour::bg);
    int const width = static_cast<int>(std::lround(std::clamp(fraction, 0.0, 1.0) * rect.w));
    if (width > 0)
        round({ rect.x, rect.y, std::max(width, rect.h), rect.h }, radius, Colour::primary);
}

Colour colour_of(flow::Tone tone, Colour plain)
{
    switch (tone) {
    case flow::Tone::plain:
        return plain;
    case flow::Tone::ok:
        return Colour::ok;
    case flow::Tone::wait:
        return Colour::wait;
    case flow::Tone::alert:
        return Colour::alert;
    }
    return plain;
}

namespace {

std::pair<Colour, Colour> chip_colours(flow::Tone tone)
{
    switch (tone) {
    case flow::Tone::plain:
        return { Colour::sunken, Colour::ink_soft };
    case flow::Tone::ok:
        return { Colour::ok_bg, Colour::ok };
    case flow::Tone::wait:
        return { Colour::wait_bg, Colour::wait };
    case flow::Tone::alert:
        return { Colour::alert_bg, Colour::alert };
    }
    return { Colour::sunken, Colour::ink_soft };
}

} // namespace

int Ui::chip_width(flow::Chip const& chip, int height, Style const& style)
{
    int const icon_size = chip.icon == flow::Icon::none ? 0 : height * 5 / 8;
    return at(chip.icon == flow::Icon::none ? 14 : 12) + icon_size + (icon_size > 0 ? at(8) : 0) + width_of(chip.text, style) + at(16);
}

int Ui::chip(int x, int centre_y, flow::Chip const& chip, int height, Style const& style, Align align)
{
    auto const [background, ink] = chip_colours(chip.tone);
    int const width = chip_width(chip, height, style);
    Rect const pill { align == Align::right ? x - width : x, centre_y - height / 2, width, height };
    if (m_theme.palette() == Palette::contrast) {
        round(pill, at(8), ink);
        round(pill.inset(at(2)), at(6), background);
    } else {
        round(pill, at(8), background);
    }
    int left = pill.x + at(chip.icon == flow::Icon::none ? 14 : 12);
    if (chip.icon != flow::Icon::none) {
        int const size = height * 5 / 8;
        icon(chip.icon, { left, pill.centre_y() - size / 2, size, size }, ink);
        left += size + at(8);
    }
    text({ left, pill.y, pill.right() - left, pill.h }, chip.text, style.in(ink).at(Vertical::middle));
    return width;
}

} // namespace bedside::ui
