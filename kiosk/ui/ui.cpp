// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/ui.h"

#include "kiosk/ui/icons.h"

#include <cmath>

namespace bedside::ui {
namespace {

/// Glyphs and shapes beyond this are forgotten at the next change of screen.
constexpr std::size_t most_texture_bytes = 4u << 20;

} // namespace

Ui::Ui(Canvas& canvas)
    : m_canvas(canvas)
    , m_theme(Tokens::shipped(), Palette::day, TextScale::normal, 0)
{
}

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

void Ui::begin(flow::Frame const& frame, std::string_view screen, std::string_view place, Window const& window)
{
    Theme const theme(Tokens::shipped(), frame.theme, frame.text_size, window.dpi);
    bool const traditional = frame.language.starts_with("zh-Hant") || frame.language.starts_with("zh-TW") || frame.language.starts_with("zh-HK");
    auto const face = traditional ? Face::traditional : Face::simplified;
    bool const other_glyphs = theme.scale() != m_theme.scale() || theme.dpi() != m_theme.dpi() || face != m_face;
    if (other_glyphs || (m_place != place && m_canvas.texture_bytes() > most_texture_bytes))
        m_canvas.reset();
    m_face = face;
    m_theme = theme;
    m_frame = &frame;
    m_language = frame.language;
    m_screen = screen;
    if (m_place != place) {
        m_place = place;
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
    if (m_intent)
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
    auto& key = m_paragraph_key;
    key = text;
    key += '\0';
    key += m_language;
    key += style.weight == Weight::bold ? 'b' : 'r';
    key += std::to_string(width);
    key += ' ';
    key += std::to_string(std::lround(style.em * 16));
    auto const found = m_paragraphs.find(key);
    if (found != m_paragraphs.end())
        return found->second;
    if (m_paragraphs.size() > 2000)
        m_paragraphs.clear();
    auto made = wrap(text, m_language, static_cast<float>(width), m_breaker, [&](std::string_view part) { return m_canvas.advance(part, style.em, style.weight); });
    return m_paragraphs.emplace(key, std::move(made)).first->second;
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

// --- keys

Ui::Touch Ui::add_target(Target target, flow::Key const& key, std::string_view role)
{
    Touch touch;
    touch.down = key.enabled && m_pressed == key.id && m_inside;
    touch.focused = m_focus_shown && m_focus == key.id;
    if (key.enabled && !m_activated.empty() && m_activated.front() == key.id)
        m_intent = key.intent;
    target.id = key.id;
    target.enabled = key.enabled;
    target.escape = key.id == "back" || key.id == "cancel" || key.id == "close";
    m_elements.push_back({ key.id, std::string(role), key.detail.empty() ? key.label : key.label + " " + key.detail, target.rect, key.enabled, key.selected });
    if (touch.focused && target.shapes.empty()) {
        // The ring: 4 px wide, 4 px outside.
        auto const around = background_at(target.rect.inset(-at(4)));
        m_canvas.round(target.rect.inset(-at(8)), m_theme.radius_key() + at(8), m_theme.colour(Colour::focus));
        m_canvas.round(target.rect.inset(-at(4)), m_theme.radius_key() + at(4), around);
    }
    m_next.push_back(std::move(target));
    return touch;
}

Ui::Touch Ui::target(Rect const& rect, flow::Key const& key, std::string_view role, std::string_view digit)
{
    Target out;
    out.rect = rect;
    out.digit = digit;
    return add_target(std::move(out), key, role);
}

Ui::Touch Ui::region(std::span<Shape const> shapes, float scale, int origin_x, int origin_y, flow::Key const& key)
{
    Target out;
    out.shapes = shapes;
    out.scale = scale;
    out.origin_x = origin_x;
    out.origin_y = origin_y;
    float left = 1e9f;
    float top = 1e9f;
    float right = -1e9f;
    float bottom = -1e9f;
    for (auto const& shape : shapes) {
        for (auto const& line : shape.lines) {
            for (auto const& p : line.points) {
                left = std::min(left, p.x);
                right = std::max(right, p.x);
                top = std::min(top, p.y);
                bottom = std::max(bottom, p.y);
            }
        }
    }
    auto const whole = [](float value) { return static_cast<int>(std::lround(value)); };
    out.rect = { origin_x + whole(left * scale), origin_y + whole(top * scale), whole((right - left) * scale), whole((bottom - top) * scale) };
    return add_target(std::move(out), key, "region");
}

void Ui::ink_field(Rect const& rect, std::string_view id, forms::ItemPath const& path)
{
    if (m_stroke && m_stroke->first == id && !m_stroke->second.empty()) {
        flow::InkStroke stroke { path, {} };
        for (auto const& point : m_stroke->second) {
            auto const thousandths = [](float value, int origin, int size) {
                return std::clamp(static_cast<int>(std::lround((value - static_cast<float>(origin)) * 1000 / static_cast<float>(size))), 0, 1000);
            };
            stroke.points.emplace_back(thousandths(point.x, rect.x, rect.w), thousandths(point.y, rect.y, rect.h));
        }
        m_intent = std::move(stroke);
    }
    Target out;
    out.id = id;
    out.rect = rect;
    out.ink = true;
    m_elements.push_back({ out.id, "ink", "", rect, true, false });
    m_next.push_back(std::move(out));
}

Colour Ui::on_face(flow::Key const& key, Look look)
{
    if (!key.enabled)
        return Colour::ink_soft;
    return key.selected || look == Look::primary ? Colour::on_primary : Colour::ink;
}

Rect Ui::face(Rect const& rect, flow::Key const& key, Look look, Touch touch)
{
    int const radius = m_theme.radius_key();
    int const line = m_theme.outline();
    int const edge = m_theme.key_edge();
    Rect const raised { rect.x + line, rect.y + line, rect.w - 2 * line, rect.h - 2 * line - edge };
    Rect const sunk = raised.moved(0, edge);
    if (!key.enabled) {
        round(rect, radius, Colour::line);
        round(rect.inset(line), radius - line, Colour::sunken);
        return raised;
    }
    if (touch.down && look != Look::primary && !key.selected) {
        Rect const low { rect.x, rect.y + edge, rect.w, rect.h - edge };
        round(low, radius, Colour::outline);
        round(low.inset(line), radius - line, Colour::sunken);
        return sunk;
    }
    if (key.selected) {
        round(rect, radius, Colour::primary);
        return sunk;
    }
    if (look == Look::primary) {
        if (touch.down) {
            round({ rect.x, rect.y + edge, rect.w, rect.h - edge }, radius, Colour::primary);
            return sunk;
        }
        round(rect, radius, Colour::primary_edge);
        round({ rect.x, rect.y, rect.w, rect.h - edge - line }, radius, Colour::primary);
        return raised;
    }
    round(rect, radius, Colour::outline);
    round({ rect.x + line, rect.y + line, rect.w - 2 * line, rect.h - 2 * line }, radius - line, Colour::key_edge);
    round(raised, radius - line, Colour::surface);
    return raised;
}

namespace {

bool icon_follows(flow::Icon icon) { return icon == flow::Icon::next; }

} // namespace

int Ui::key_width(flow::Key const& key, Look look)
{
    auto const label = look == Look::tool ? style(Font::caption) : look == Look::option ? style(Font::option) : style(Font::button).bold();
    int const icon_size = key.icon == flow::Icon::none ? 0 : at((look == Look::tool ? 34 : 38) * m_theme.chrome_factor()) + at(look == Look::tool ? 10 : 14);
    return width_of(key.label, label) + icon_size + at(look == Look::tool ? 40 : 52);
}

void Ui::key(Rect const& rect, flow::Key const& key, Look look, std::string_view role, std::string_view digit)
{
    auto const touch = target(rect, key, role, digit);
    auto const inner = face(rect, key, look, touch);
    auto const ink = on_face(key, look);
    Style label = style(Font::button).leading(1.2);
    int icon_size = at(38);
    switch (look) {
    case Look::key:
    case Look::primary:
        label.weight = key.enabled ? Weight::bold : Weight::regular;
        break;
    case Look::quiet:
        label.weight = key.selected ? Weight::bold : Weight::regular;
        break;
    case Look::tool:
        label = style(Font::caption);
        label.weight = key.selected ? Weight::bold : Weight::regular;
        icon_size = at(34);
        break;
    case Look::option:
        label = style(Font::option).leading(1.25);
        label.weight = key.selected ? Weight::bold : Weight::regular;
        break;
    case Look::digit:
        label = style(Font::digit).leading(1.2);
        label.weight = key.selected ? Weight::bold : Weight::regular;
        break;
    }
    label = label.in(ink).at(Vertical::middle);
    icon_size = static_cast<int>(std::lround(icon_size * m_theme.chrome_factor()));
    int const gap = at(look == Look::tool ? 10 : 14);
    int const padding = at(look == Look::tool ? 10 : look == Look::digit ? 0 : 12);
    bool has_icon = key.icon != flow::Icon::none;
    auto const space_of_icon = [&] { return has_icon ? icon_size + (key.label.empty() ? 0 : gap) : 0; };
    // Long words: first the drawing goes, then the label takes the size of small keys.
    if (key.detail.empty() && !key.label.empty() && look != Look::tool) {
        if (!fits(key.label, label, inner.w - 2 * padding - space_of_icon(), inner.h))
            has_icon = false;
        if (!fits(key.label, label, inner.w - 2 * padding - space_of_icon(), inner.h)) {
            double const largest = look == Look::digit ? inner.h * 0.8 : std::min(label.em, style(Font::button).em);
            label = first_fitting({ label.sized(largest), label.sized(style(Font::caption).em) }, key.label, inner.w - 2 * padding, inner.h);
        }
    }
    int const icon_space = space_of_icon();
    int const room = inner.w - 2 * padding - icon_space;
    auto const small = style(Font::body).leading(1.3).in(ink).at(Vertical::middle);
    int const label_width = key.label.empty() ? 0 : static_cast<int>(std::ceil(paragraph(key.label, label, room).width));
    int const detail_width = key.detail.empty() ? 0 : static_cast<int>(std::ceil(paragraph(key.detail, small, room).width));
    int const width = std::max(label_width, detail_width);
    int const left = inner.x + (inner.w - width - icon_space) / 2;
    int const text_x = has_icon && !icon_follows(key.icon) ? left + icon_space : left;
    if (has_icon) {
        int const x = icon_follows(key.icon) ? left + width + gap : left;
        icon(key.icon, { x, inner.y + (inner.h - icon_size) / 2, icon_size, icon_size }, ink);
    }
    if (key.label.empty())
        return;
    if (key.detail.empty()) {
        text({ text_x, inner.y, width, inner.h }, key.label, label.to(Align::centre));
        return;
    }
    int const label_height = height_of(key.label, label, width);
    int const detail_height = height_of(key.detail, small, width);
    int const top = inner.y + (inner.h - label_height - detail_height) / 2;
    auto const align = has_icon ? Align::left : Align::centre;
    text({ text_x, top, width, label_height }, key.label, label.to(align));
    text({ text_x, top + label_height, width, detail_height }, key.detail, small.to(align));
}

} // namespace bedside::ui
