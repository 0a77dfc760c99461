// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/items/items.h"

namespace bedside::ui {
namespace {

struct Question {
    Style header;
    Style text;
    bool joined = false; ///< header and topic in one line
    int header_h = 0;
    int text_h = 0;
    int header_w = 0;
    int gap = 0;
    int total() const { return joined ? std::max(header_h, text_h) : header_h + gap + text_h; }
};

Question measure(flow::ItemView const& view, int width, Ui& ui)
{
    Question q;
    q.header = ui.style(Font::item);
    q.text = view.topic ? ui.style(Font::title).bold() : ui.style(Font::item);
    q.header_w = view.header.empty() ? 0 : ui.width_of(view.header, q.header);
    q.gap = view.header.empty() ? 0 : ui.at(4);
    // Chinese marks bring their own space; other scripts need one.
    if (q.header_w > 0 && static_cast<unsigned char>(view.header.back()) < 0x80)
        q.header_w += ui.at(18);
    if (!view.header.empty() && ui.extra_large() && q.header_w + ui.width_of(view.text, q.text) + ui.at(12) <= width)
        q.joined = true;
    q.header_h = view.header.empty() ? 0 : ui.height_of(view.header, q.header, width);
    q.text_h = ui.height_of(view.text, q.text, width);
    return q;
}

} // namespace

int question_height(flow::ItemView const& view, int width, Ui& ui) { return measure(view, width, ui).total(); }

int draw_question(flow::ItemView const& view, Rect const& area, Ui& ui)
{
    auto const q = measure(view, area.w, ui);
    int const bar = ui.at(4);
    if (view.spoken == 0)
        ui.fill({ area.x - ui.at(16), area.y, bar, q.total() }, Colour::primary);
    if (q.joined) {
        ui.text({ area.x, area.y, q.header_w, q.total() }, view.header, q.header.at(Vertical::bottom));
        ui.text({ area.x + q.header_w, area.y, area.w - q.header_w, q.total() }, view.text, q.text.at(Vertical::bottom));
        return q.total();
    }
    if (!view.header.empty())
        ui.text({ area.x, area.y, area.w, q.header_h }, view.header, q.header);
    int const y = area.y + q.header_h + q.gap;
    ui.text({ area.x, y, area.w, area.bottom() - y }, view.text, q.text);
    return q.total();
}

Colour colour_of(flow::Tone tone)
{
    switch (tone) {
    case flow::Tone::plain:
        return Colour::ink_soft;
    case flow::Tone::ok:
        return Colour::ok;
    case flow::Tone::wait:
        return Colour::wait;
    case flow::Tone::alert:
        return Colour::alert;
    }
    return Colour::ink_soft;
}

int draw_readout(flow::ItemView const& view, Rect const& area, Ui& ui, bool draw)
{
    auto const said = ui.style(Font::item).bold();
    auto const hint = ui.style(Font::body).in(colour_of(view.hint_tone));
    if (view.readout.empty()) {
        int const height = ui.height_of(view.hint, hint, area.w);
        if (draw)
            ui.text(area, view.hint, hint);
        return height;
    }
    int const said_w = std::min(ui.width_of(view.readout, said), area.w);
    int const said_h = ui.height_of(view.readout, said, area.w);
    if (draw)
        ui.text({ area.x, area.y, area.w, area.h }, view.readout, said);
    int const beside = area.w - said_w - ui.at(28);
    if (view.hint.empty())
        return said_h;
    // Beside the choice on the same line, else below it.
    if (said_h == Ui::line_height(said) && ui.width_of(view.hint, hint) <= beside) {
        int const drop = (Ui::line_height(said) - Ui::line_height(hint)) / 2 + ui.at(3);
        if (draw)
            ui.text({ area.x + said_w + ui.at(28), area.y + drop, beside, Ui::line_height(hint) }, view.hint, hint);
        return said_h;
    }
    // Where there is no room for it, the explanation goes: the choice itself stays.
    int const hint_h = ui.height_of(view.hint, hint, area.w);
    if (said_h + hint_h > area.h)
        return said_h;
    if (draw)
        ui.text({ area.x, area.y + said_h, area.w, area.h - said_h }, view.hint, hint);
    return said_h + hint_h;
}

void draw_stepper(flow::Stepper const& stepper, Rect const& area, Ui& ui)
{
    if (area.h < ui.at(250))
        return draw_flat_stepper(stepper, area, ui);
    int const key_h = std::min(ui.at(88), area.h / 3);
    ui.key({ area.x, area.y, area.w, key_h }, stepper.more, Look::quiet);
    ui.key({ area.x, area.bottom() - key_h, area.w, key_h }, stepper.less, Look::quiet);
    Rect const middle { area.x, area.y + key_h, area.w, area.h - 2 * key_h };
    Style value;
    value.em = ui.theme().mm(16); // large at every text size
    value.line = 1.1;
    auto const unit = ui.style(Font::body).soft();
    int const unit_w = stepper.unit.empty() ? 0 : ui.width_of(stepper.unit, unit) + ui.at(10);
    int value_w = ui.width_of(stepper.value, value);
    if (value_w + unit_w > area.w) {
        value.em = ui.theme().mm(12);
        value_w = ui.width_of(stepper.value, value);
    }
    int const left = middle.x + (middle.w - value_w - unit_w) / 2;
    ui.text({ left, middle.y, value_w, middle.h }, stepper.value, value.at(Vertical::middle));
    if (unit_w > 0) {
        int const drop = static_cast<int>(value.em * 0.24);
        ui.text({ left + value_w + ui.at(10), middle.y + drop, unit_w - ui.at(10), middle.h - drop }, stepper.unit, unit.at(Vertical::middle));
    }
}

void draw_flat_stepper(flow::Stepper const& stepper, Rect const& area, Ui& ui)
{
    int const height = std::min(area.h, ui.at(100));
    int const key_w = std::min(ui.at(100), area.w / 3);
    int const y = area.y + (area.h - height) / 2;
    ui.key({ area.x, y, key_w, height }, stepper.less, Look::quiet);
    ui.key({ area.right() - key_w, y, key_w, height }, stepper.more, Look::quiet);
    Style value;
    value.em = ui.theme().mm(10);
    value.line = 1.0;
    auto const unit = ui.style_mm(4.7, true).soft().leading(1.0);
    Rect const middle { area.x + key_w, y, area.w - 2 * key_w, height };
    int const unit_h = stepper.unit.empty() ? 0 : Ui::line_height(unit);
    int const top = middle.y + (middle.h - Ui::line_height(value) - unit_h) / 2;
    ui.text({ middle.x, top, middle.w, Ui::line_height(value) }, stepper.value, value.to(Align::centre));
    ui.text({ middle.x, top + Ui::line_height(value), middle.w, unit_h }, stepper.unit, unit.to(Align::centre));
}

void draw_keypad(std::vector<flow::Key> const& keys, Rect const& area, int columns, Ui& ui)
{
    int const gap = ui.at(12);
    int const rows = (static_cast<int>(keys.size()) + columns - 1) / columns;
    for (int i = 0; i < static_cast<int>(keys.size()); ++i) {
        auto const& key = keys[static_cast<std::size_t>(i)];
        bool const digit = key.label.size() == 1;
        ui.key(column(row(area, i / columns, rows, gap), i % columns, columns, gap), key, digit ? Look::digit : Look::quiet, "button",
            digit ? std::string_view(key.label) : std::string_view());
    }
}

} // namespace bedside::ui
