// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/items/items.h"

#include "kiosk/ui/key_face.h"

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

/// `step` 0 is the design's; further steps give way where words are long: the topic in the size of questions, then the header in that of explanations.
Question measure_step(flow::ItemView const& view, int width, Ui& ui, int step)
{
    Question q;
    q.header = ui.style(step < 2 ? Font::item : Font::body);
    q.text = view.topic ? ui.style(step < 1 ? Font::title : Font::item).bold() : ui.style(Font::item);
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

Question measure(flow::ItemView const& view, int width, int height, Ui& ui)
{
    Question q;
    for (int step = 0; step < 3; ++step) {
        q = measure_step(view, width, ui, step);
        if (q.total() <= height && ui.fits(view.text, q.text, width, height))
            break;
    }
    return q;
}

} // namespace

int question_height(flow::ItemView const& view, int width, int height, Ui& ui) { return measure(view, width, height, ui).total(); }

bool question_fits(flow::ItemView const& view, int width, int height, Ui& ui)
{
    auto const q = measure(view, width, height, ui);
    return q.total() <= height && ui.fits(view.text, q.text, width, height);
}

int draw_question(flow::ItemView const& view, Rect const& area, Ui& ui)
{
    auto const q = measure(view, area.w, area.h, ui);
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

int draw_readout(flow::ItemView const& view, Rect const& area, Ui& ui, bool draw)
{
    auto said = (ui.areas().portrait && !ui.extra_large() ? ui.style_mm(11, false) : ui.style(Font::item)).bold();
    auto const hint = ui.style(Font::body).in(colour_of(view.hint_tone));
    if (view.readout.empty()) {
        int const height = ui.height_of(view.hint, hint, area.w);
        if (draw)
            ui.text(area, view.hint, hint);
        return height;
    }
    // Smaller where the choice and its explanation would not both find room.
    auto const needed = [&] {
        bool const beside = ui.width_of(view.readout, said) + ui.at(28) + ui.width_of(view.hint, hint) <= area.w;
        return ui.height_of(view.readout, said, area.w) + (beside || view.hint.empty() ? 0 : ui.height_of(view.hint, hint, area.w));
    };
    for (auto const smaller : { Font::item, Font::option, Font::body }) {
        if (needed() > area.h)
            said = ui.style(smaller).bold();
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

namespace {

/// A key of a stepper shows its sign alone; its word is for those who can't see it.
void sign_key(Ui& ui, Rect const& rect, flow::Key const& key)
{
    if (key.icon == flow::Icon::none)
        return draw_key(ui, rect, key, Look::quiet);
    auto const inner = draw_face(ui, rect, key, Look::quiet, ui.target(rect, key, "button"));
    int const size = std::min(ui.at(48), inner.h - ui.at(8));
    ui.icon(key.icon, { inner.centre_x() - size / 2, inner.centre_y() - size / 2, size, size }, colour_on_face(key, Look::quiet));
}

} // namespace

void draw_stepper(flow::Stepper const& stepper, Rect const& room, Ui& ui)
{
    // The keys stay near their value.
    Rect area = room;
    area.h = std::min(area.h, ui.at(360));
    area.y += (room.h - area.h) / 2;
    if (area.h < ui.at(250))
        return draw_flat_stepper(stepper, area, ui);
    Style value;
    value.em = ui.theme().mm(16); // large at every text size
    value.line = 1.1;
    int const key_h = std::min(ui.at(88), (area.h - Ui::line_height(value)) / 2); // the value is never cut
    sign_key(ui, { area.x, area.y, area.w, key_h }, stepper.more);
    sign_key(ui, { area.x, area.bottom() - key_h, area.w, key_h }, stepper.less);
    Rect const middle { area.x, area.y + key_h, area.w, area.h - 2 * key_h };
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
    sign_key(ui, { area.x, y, key_w, height }, stepper.less);
    sign_key(ui, { area.right() - key_w, y, key_w, height }, stepper.more);
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
    int const count = static_cast<int>(keys.size());
    for (int i = 0; i < count; ++i) {
        auto const& key = keys[static_cast<std::size_t>(i)];
        bool const digit = key.label.size() == 1;
        // Without a point, 0 stands in the middle all the same.
        int const place = columns == 3 && count % 3 == 2 && i >= count - 2 ? i + 1 : i;
        draw_key(ui, column(row(area, place / columns, rows, gap), place % columns, columns, gap), key, digit ? Look::digit : Look::quiet, "button",
            digit ? std::string_view(key.label) : std::string_view());
    }
}

} // namespace bedside::ui
