// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/ui.h"

#include "kiosk/ui/icons.h"
#include "kiosk/ui/surroundings.h"

#include <cmath>
#include <utility>

namespace bedside::ui {
namespace {

/// Glyphs and shapes beyond this are forgotten when there is time for it, beyond twice as much at the next change of screen.
constexpr std::size_t most_texture_bytes = 5u << 20;

} // namespace

Ui::Ui(Canvas& canvas)
    : Ui(canvas, std::make_shared<Typesetter>(), Purpose::show)
{
}

Ui::Ui(Canvas& canvas, std::shared_ptr<Typesetter> typesetter, Purpose purpose)
    : m_canvas(canvas)
    , m_typesetter(std::move(typesetter))
    , m_purpose(purpose)
    , m_theme(Tokens::shipped(), Palette::day, TextScale::normal, 0)
{
}

std::unique_ptr<Ui> Ui::rehearsal() { return std::unique_ptr<Ui>(new Ui(m_canvas, m_typesetter, Purpose::rehearse)); }

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
        m_input.enter_place(window.now_ms + m_theme.tokens().guard_ms);
    }
    m_canvas.face(face);
    m_input.begin({ static_cast<float>(m_theme.hit_pad()), static_cast<float>(m_theme.mm(m_theme.tokens().slip_tolerance)) });
    m_elements.clear();
    m_texts.clear();
    m_fills.clear();
    m_cards.clear();
    m_text_count = 0;
    m_intent.reset();
    m_canvas.begin(window.width, window.height, m_theme.colour(Colour::bg));
    m_areas = lay_out(*this, frame, window);
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
    m_input.end(m_intent.has_value());
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

Paragraph const& Ui::paragraph(std::string_view text, Style const& style, int width) { return m_typesetter->set(text, m_language, style, width, m_canvas); }

int Ui::height_of(std::string_view text, Style const& style, int width)
{
    return static_cast<int>(paragraph(text, style, width).lines.size()) * line_height(style);
}

int Ui::width_of(std::string_view text, Style const& style)
{
    return static_cast<int>(std::ceil(paragraph(text, style, 1 << 20).width));
}

int Ui::widest_line(std::string_view text, Style const& style, int width) { return static_cast<int>(std::ceil(paragraph(text, style, width).width)); }

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

// --- what can be pressed

Ui::Touch Ui::add_target(Target target, flow::Key const& key, std::string_view role)
{
    Touch touch;
    touch.down = key.enabled && m_input.is_down_on(key.id);
    touch.focused = m_input.shows_focus_on(key.id);
    if (key.enabled && m_input.presses(key.id))
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
    m_input.add(std::move(target));
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
    auto const box = bounds_of(shapes);
    auto const whole = [](float value) { return static_cast<int>(std::lround(value)); };
    out.rect = { origin_x + whole(box.left * scale), origin_y + whole(box.top * scale), whole((box.right - box.left) * scale), whole((box.bottom - box.top) * scale) };
    return add_target(std::move(out), key, "region");
}

void Ui::ink_field(Rect const& rect, std::string_view id, forms::ItemPath const& path)
{
    if (auto const* written = m_input.stroke_on(id)) {
        flow::InkStroke stroke { path, {} };
        for (auto const& point : *written) {
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
    m_input.add(std::move(out));
}

} // namespace bedside::ui
