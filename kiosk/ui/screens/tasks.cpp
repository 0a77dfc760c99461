// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/screens/screens.h"

namespace bedside::ui {
namespace {

/// The round mark in front of a task: its number, or a check.
void mark(Ui& ui, Rect const& box, flow::TaskRow const& task)
{
    if (task.done) {
        ui.disc(box, Colour::ok);
        ui.icon(flow::Icon::check, box.inset(box.w / 7), Colour::surface);
        return;
    }
    ui.disc(box, Colour::outline);
    ui.disc(box.inset(ui.at(3)), Colour::surface);
    Style number;
    number.em = ui.at(28);
    number.line = 1.0;
    ui.text(box, task.number, number.to(Align::centre).at(Vertical::middle));
}

void draw_task(Ui& ui, Rect const& rect, flow::TaskRow const& task)
{
    Rect inner = rect;
    if (task.done) {
        ui.card(rect, Colour::bg);
    } else {
        auto const touch = ui.target(rect, task.key, "button");
        inner = ui.face(rect, task.key, Look::option, touch);
    }
    int const dot = ui.at(44);
    int const left = inner.x + ui.at(32);
    mark(ui, { left, inner.centre_y() - dot / 2, dot, dot }, task);
    int const x = left + dot + ui.at(28);
    int right = inner.right() - ui.at(32);
    if (!task.done) {
        int const arrow = ui.at(44);
        ui.icon(flow::Icon::next, { right - arrow, inner.centre_y() - arrow / 2, arrow, arrow }, Colour::ink);
        right -= arrow + ui.at(24);
    }
    auto const title = ui.style(Font::option).leading(1.25);
    auto const detail = ui.style(Font::body).in(task.done ? Colour::ok : Colour::ink_soft).leading(1.3);
    if (task.fraction) {
        auto const strong = title.bold();
        int const width = right - x;
        int const title_h = ui.height_of(task.title, strong, width);
        int const detail_h = ui.height_of(task.detail, detail, width);
        int const total = title_h + ui.at(8) + detail_h + ui.at(14) + ui.at(8);
        int y = inner.y + (inner.h - total) / 2;
        ui.text({ x, y, width, title_h }, task.title, strong);
        y += title_h + ui.at(8);
        ui.text({ x, y, width, detail_h }, task.detail, detail);
        ui.bar({ x, y + detail_h + ui.at(14), width, ui.at(8) }, *task.fraction);
        return;
    }
    int const detail_w = ui.width_of(task.detail, detail);
    int const title_w = ui.width_of(task.title, title);
    if (title_w + detail_w + ui.at(20) <= right - x) {
        ui.text({ x, inner.y, right - x - detail_w - ui.at(20), inner.h }, task.title, title.at(Vertical::middle));
        ui.text({ right - detail_w, inner.y, detail_w, inner.h }, task.detail, detail.at(Vertical::middle));
        return;
    }
    int const title_h = ui.height_of(task.title, title, right - x);
    int const detail_h = ui.height_of(task.detail, detail, right - x);
    int const y = inner.y + (inner.h - title_h - detail_h) / 2;
    ui.text({ x, y, right - x, title_h }, task.title, title);
    ui.text({ x, y + title_h, right - x, detail_h }, task.detail, detail);
}

/// A task that was begun is twice as tall: the eye finds it.
int weight_of(flow::TaskRow const& task) { return task.fraction && !task.done ? 2 : 1; }

} // namespace

void draw_view(flow::TasksView const& view, Ui& ui)
{
    auto const& areas = ui.areas();
    auto const& content = areas.content;
    Rect words { content.x, content.y + ui.at(6), areas.portrait ? content.w : ui.at(400), content.h };
    Rect list { content.x + ui.at(440), content.y, content.w - ui.at(440), content.h };
    if (areas.mirrored && !areas.portrait) {
        list.x = content.x;
        words.x = content.right() - words.w;
    }
    int const episode_h = view.episode ? std::max(ui.at(150), ui.height_of(view.episode->label, ui.style(Font::button).bold().leading(1.3), words.w - ui.at(60))
                                                   + ui.height_of(view.episode->detail, ui.style(Font::button).leading(1.3), words.w - ui.at(60)) + ui.at(40))
                                       : 0;
    auto const title = ui.style(Font::title).bold();
    auto const hint = ui.style(Font::body).soft();
    int y = words.y + ui.text(words, view.title, title) + ui.at(14);
    int const room = areas.portrait ? ui.at(200) : words.bottom() - episode_h - ui.at(20) - y;
    if (!view.explanation.empty() && ui.height_of(view.explanation, hint, words.w) <= room)
        y += ui.text({ words.x, y, words.w, room }, view.explanation, hint);
    if (areas.portrait)
        list = { content.x, y + ui.at(24), content.w, content.bottom() - y - ui.at(24) - (episode_h > 0 ? episode_h + ui.at(24) : 0) };

    if (view.episode) {
        Rect const rect { words.x, content.bottom() - episode_h, words.w, episode_h };
        auto const touch = ui.target(rect, *view.episode, "button");
        auto const inner = ui.face(rect, *view.episode, Look::quiet, touch);
        int left = inner.x + ui.at(28);
        if (!ui.extra_large() || areas.portrait) {
            int const size = ui.at(54);
            ui.icon(view.episode->icon, { left, inner.centre_y() - size / 2, size, size }, Colour::ink);
            left += size + ui.at(22);
        }
        int const width = inner.right() - ui.at(14) - left;
        auto const strong = ui.style(Font::button).bold().leading(1.3);
        auto const plain = ui.style(Font::button).leading(1.3);
        int const strong_h = ui.height_of(view.episode->label, strong, width);
        int const plain_h = ui.height_of(view.episode->detail, plain, width);
        int const top = inner.y + (inner.h - strong_h - plain_h) / 2;
        ui.text({ left, top, width, strong_h }, view.episode->label, strong);
        ui.text({ left, top + strong_h, width, plain_h }, view.episode->detail, plain);
    }

    // Rows of one height unit each; pages where more is to do than fits.
    int const gap = ui.at(16);
    int const least = ui.at(118);
    int total = 0;
    for (auto const& task : view.rows)
        total += weight_of(task);
    int const fitting = std::max(1, (list.h + gap) / (least + gap));
    std::vector<std::pair<std::size_t, std::size_t>> pages;
    if (total <= fitting) {
        pages.emplace_back(0, view.rows.size());
    } else {
        int const fewer = std::max(1, (list.h - ui.at(100) + gap) / (least + gap));
        std::size_t begin = 0;
        int used = 0;
        for (std::size_t i = 0; i < view.rows.size(); ++i) {
            if (used > 0 && used + weight_of(view.rows[i]) > fewer) {
                pages.emplace_back(begin, i);
                begin = i;
                used = 0;
            }
            used += weight_of(view.rows[i]);
        }
        pages.emplace_back(begin, view.rows.size());
    }
    int left_end = 0;
    int const page = pager(ui, list.right(), list.bottom() - ui.at(44), view.page, static_cast<int>(pages.size()), left_end);
    int top = list.y;
    auto const [begin, end] = pages[static_cast<std::size_t>(page)];
    for (auto i = begin; i < end; ++i) {
        int const height = weight_of(view.rows[i]) * least + (weight_of(view.rows[i]) - 1) * ui.at(4);
        draw_task(ui, { list.x, top, list.w, height }, view.rows[i]);
        top += height + gap;
    }
    ui.band({ &view.end }, view.go_on ? &*view.go_on : nullptr, 560);
}

} // namespace bedside::ui
