// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/screens/screens.h"

#include "kiosk/ui/band.h"

#include <algorithm>
#include <span>

namespace bedside::ui {
namespace {

constexpr int greatest_rating = 10;

/// Where the days are, and one plot's values.
struct Plot {
    Rect area;
    int days = 1;
    int top_value = greatest_rating;

    int x(int day) const { return area.x + static_cast<int>((static_cast<double>(day) + 0.5) * area.w / days); }
    int y(int value) const { return area.bottom() - value * area.h / top_value; }
};

void cross(Ui& ui, int x, int y)
{
    auto const arm = static_cast<float>(ui.at(4));
    auto const cx = static_cast<float>(x);
    auto const cy = static_cast<float>(y);
    Point const falling[] = { { cx - arm, cy - arm }, { cx + arm, cy + arm } };
    Point const rising[] = { { cx - arm, cy + arm }, { cx + arm, cy - arm } };
    ui.canvas().stroke(falling, static_cast<float>(ui.at(2)), ui.theme().colour(Colour::ink_soft));
    ui.canvas().stroke(rising, static_cast<float>(ui.at(2)), ui.theme().colour(Colour::ink_soft));
}

void circle(Ui& ui, int x, int y, Colour colour)
{
    int const radius = ui.at(6);
    Rect const box { x - radius, y - radius, 2 * radius, 2 * radius };
    ui.disc(box, colour);
    ui.disc(box.inset(ui.at(2)), Colour::surface);
}

void column_of(Ui& ui, Plot const& plot, int day, int value)
{
    int const width = std::clamp(plot.area.w / plot.days - ui.at(3), ui.at(4), ui.at(22));
    ui.canvas().fill({ plot.x(day) - width / 2, plot.y(value), width, plot.area.bottom() - plot.y(value) }, ui.theme().colour(Colour::wait));
}

void line_piece(Ui& ui, std::vector<Point>& points)
{
    if (points.size() == 1)
        ui.disc({ static_cast<int>(points[0].x) - ui.at(4), static_cast<int>(points[0].y) - ui.at(4), ui.at(8), ui.at(8) }, Colour::primary);
    else if (points.size() > 1)
        ui.canvas().stroke(points, static_cast<float>(ui.at(4)), ui.theme().colour(Colour::primary));
    points.clear();
}

/// Lines of the scale with their values, and the visits' dotted verticals.
void grid(Ui& ui, Plot const& plot, std::vector<flow::ChartMark> const& visits, int step, Style const& small)
{
    for (int value = 0; value <= plot.top_value; value += step) {
        ui.canvas().fill({ plot.area.x, plot.y(value), plot.area.w, ui.at(1) + 1 }, ui.theme().colour(Colour::line));
        ui.text({ plot.area.x - ui.at(60), plot.y(value) - ui.at(18), ui.at(48), ui.at(36) }, std::to_string(value), small.to(Align::right).at(Vertical::middle));
    }
    for (auto const& visit : visits) {
        for (int y = plot.area.y; y < plot.area.bottom(); y += ui.at(9))
            ui.canvas().fill({ plot.x(visit.day), y, ui.at(2), ui.at(4) }, ui.theme().colour(Colour::outline));
    }
}

/// A heading with signs and their words at the right; returns the height.
struct Sign {
    std::string const& words;
    void (*draw)(Ui& ui, int x, int y);
};
int heading(Ui& ui, Rect const& line, std::string const& title, std::span<Sign const> signs, Style const& bold, Style const& small)
{
    ui.text({ line.x, line.y, ui.width_of(title, bold), line.h }, title, bold.at(Vertical::middle));
    int x = line.right();
    for (auto sign = signs.rbegin(); sign != signs.rend(); ++sign) {
        int const width = ui.width_of(sign->words, small);
        x -= width;
        ui.text({ x, line.y, width, line.h }, sign->words, small.at(Vertical::middle));
        x -= ui.at(22);
        sign->draw(ui, x, line.centre_y());
        x -= ui.at(30);
    }
    return line.h;
}

void labels(Ui& ui, Plot const& plot, std::vector<flow::ChartMark> const& marks, int y, Style const& small)
{
    int free = plot.area.x - ui.at(40);
    for (auto const& mark : marks) {
        int const width = ui.width_of(mark.label, small);
        int const x = std::clamp(plot.x(mark.day) - width / 2, plot.area.x - ui.at(40), plot.area.right() - width);
        if (x < free)
            continue; // the next one has room
        ui.text({ x, y, width, Ui::line_height(small) }, mark.label, small);
        free = x + width + ui.at(10);
    }
}

void draw_plots(flow::ChartView const& view, Rect const& card, Ui& ui)
{
    auto const small = ui.style(Font::strip).leading(1.2);
    auto const bold = ui.style_mm(4.7, true).bold().leading(1.2);
    int const head = std::max(ui.at(40), Ui::line_height(bold) + ui.at(4));
    int const label_h = Ui::line_height(small);
    Rect const inner = card.inset(ui.at(24), ui.at(12));
    int const left = ui.at(60);
    int const plots_h = inner.h - 2 * head - 2 * label_h - ui.at(44);
    Plot pain { { inner.x + left, inner.y + head + label_h + ui.at(14), inner.w - left, plots_h * 3 / 5 }, static_cast<int>(view.days.size()), greatest_rating };
    Sign const pain_signs[] = { { view.average, [](Ui& u, int x, int y) { u.round({ x - u.at(14), y - u.at(2), u.at(28), u.at(4) }, u.at(2), Colour::primary); } },
        { view.worst, [](Ui& u, int x, int y) { circle(u, x, y, Colour::primary); } }, { view.missing, cross } };
    heading(ui, { inner.x, inner.y, inner.w, head }, view.pain, pain_signs, bold, small);
    grid(ui, pain, view.visits, 2, small.soft());
    labels(ui, pain, view.visits, inner.y + head, small.bold());
    for (int x = pain.area.x; x < pain.area.right(); x += ui.at(16))
        ui.canvas().fill({ x, pain.y(view.alert_from), ui.at(9), ui.at(2) }, ui.theme().colour(Colour::alert));
    std::vector<Point> points;
    for (int day = 0; day < pain.days; ++day) {
        auto const& shown = view.days[static_cast<std::size_t>(day)];
        if (!shown.average)
            line_piece(ui, points); // what is missing breaks the line
        else
            points.push_back({ static_cast<float>(pain.x(day)), static_cast<float>(pain.y(*shown.average)) });
    }
    line_piece(ui, points);
    for (int day = 0; day < pain.days; ++day) {
        auto const& shown = view.days[static_cast<std::size_t>(day)];
        if (shown.worst)
            circle(ui, pain.x(day), pain.y(*shown.worst), Colour::primary);
        if (!shown.average && !shown.worst)
            cross(ui, pain.x(day), pain.area.bottom() - ui.at(8));
    }

    int most = 4;
    for (auto const& day : view.days)
        most = std::max(most, day.episodes.value_or(0));
    int const lower = pain.area.bottom() + ui.at(8);
    Plot sudden { { pain.area.x, lower + head + ui.at(8), pain.area.w, plots_h * 2 / 5 }, pain.days, (most + 1) / 2 * 2 };
    Sign const sudden_signs[] = { { view.none_confirmed, [](Ui& u, int x, int y) { circle(u, x, y, Colour::wait); } }, { view.missing, cross } };
    heading(ui, { inner.x, lower, inner.w, head }, view.episodes, sudden_signs, bold, small);
    grid(ui, sudden, view.visits, std::max(1, sudden.top_value / 2), small.soft());
    for (int day = 0; day < sudden.days; ++day) {
        auto const& episodes = view.days[static_cast<std::size_t>(day)].episodes;
        if (!episodes)
            cross(ui, sudden.x(day), sudden.area.bottom() - ui.at(8));
        else if (*episodes == 0)
            circle(ui, sudden.x(day), sudden.area.bottom(), Colour::wait);
        else
            column_of(ui, sudden, day, *episodes);
    }
    labels(ui, sudden, view.ticks, sudden.area.bottom() + ui.at(10), small.soft());
}

} // namespace

/// One time axis for both plots; the scale of ratings is shown whole.
void draw_view(flow::ChartView const& view, Ui& ui)
{
    auto const& areas = ui.areas();
    auto const& open = areas.open;
    auto const title = ui.style_mm(8.4, true).bold().leading(1.25);
    auto const text = ui.style_mm(4.7, true).soft().leading(1.3);
    int y = open.y;
    y += ui.text({ open.x, y, open.w, open.h }, view.title, title);
    if (!view.text.empty())
        y += ui.text({ open.x, y, open.w, open.bottom() - y }, view.text, text);
    y += ui.at(12);
    if (!view.empty.empty()) {
        ui.text({ open.x, y, open.w, open.bottom() - y }, view.empty, ui.style(Font::body).soft());
    } else {
        Rect const card { open.x, y, open.w, open.bottom() - y };
        ui.card(card);
        draw_plots(view, card, ui);
    }
    draw_band(ui, { &view.back }, nullptr);
}

} // namespace bedside::ui
