// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/screens/screens.h"

#include "kiosk/ui/band.h"

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

struct TaskText {
    Style title;
    Style detail;
    int title_h = 0;
    int detail_h = 0;
    int gap = 0;   ///< between title and detail
    int bar_h = 0;
    bool beside = false; ///< the detail stands right of the title
    int height() const { return beside ? title_h : title_h + gap + detail_h + bar_h; }
};

/// What a task needs in `row_width`.
TaskText measure(Ui& ui, flow::TaskRow const& task, int row_width)
{
    TaskText out;
    int const width = row_width - ui.at(2 * 32 + 44 + 28 + 4) - (task.done ? 0 : ui.at(44 + 24));
    out.title = ui.style(Font::option).leading(1.25);
    if (task.fraction && !task.done)
        out.title = out.title.bold();
    out.detail = ui.style(Font::body).in(task.done ? Colour::ok : Colour::ink_soft).leading(1.3);
    out.title_h = ui.height_of(task.title, out.title, width);
    out.detail_h = ui.height_of(task.detail, out.detail, width);
    out.gap = task.fraction && !task.done && !ui.extra_large() ? ui.at(8) : 0;
    out.bar_h = task.fraction && !task.done ? ui.at(22) : 0;
    out.beside = out.bar_h == 0 && ui.width_of(task.title, out.title) + ui.width_of(task.detail, out.detail) + ui.at(20) <= width;
    return out;
}

void draw_task(Ui& ui, Rect const& rect, flow::TaskRow const& task)
{
    auto const words = measure(ui, task, rect.w);
    Rect inner = rect;
    if (task.done) {
        ui.card(rect, Colour::bg);
    } else {
        auto const touch = ui.target(rect, task.key, "button");
        inner = draw_face(ui, rect, task.key, Look::option, touch);
    }
    int const dot = ui.at(44);
    int const left = inner.x + ui.at(30);
    mark(ui, { left, inner.centre_y() - dot / 2, dot, dot }, task);
    int const x = left + dot + ui.at(28);
    int right = inner.right() - ui.at(30);
    if (!task.done) {
        int const arrow = ui.at(44);
        ui.icon(flow::Icon::next, { right - arrow, inner.centre_y() - arrow / 2, arrow, arrow }, Colour::ink);
        right -= arrow + ui.at(24);
    }
    int const width = right - x;
    if (words.beside) {
        int const detail_w = ui.width_of(task.detail, words.detail);
        ui.text({ x, inner.y, width - detail_w - ui.at(10), inner.h }, task.title, words.title.at(Vertical::middle));
        ui.text({ right - detail_w, inner.y, detail_w, inner.h }, task.detail, words.detail.at(Vertical::middle));
        return;
    }
    int y = inner.y + (inner.h - words.height()) / 2;
    ui.text({ x, y, width, words.title_h }, task.title, words.title);
    y += words.title_h + words.gap;
    ui.text({ x, y, width, words.detail_h }, task.detail, words.detail);
    if (words.bar_h > 0)
        ui.bar({ x, y + words.detail_h + ui.at(14), width, ui.at(8) }, *task.fraction);
}

/// A task that was begun is twice as tall: the eye finds it.
int height_of(Ui& ui, flow::TaskRow const& task, int width)
{
    int const usual = ui.at(task.fraction && !task.done ? (ui.areas().portrait ? 180 : 240) : 118);
    return std::max(ui.extra_large() && task.fraction ? ui.at(150) : usual, measure(ui, task, width).height() + ui.at(20));
}

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
    int room = words.bottom() - episode_h - ui.at(20) - y;
    if (areas.portrait) {
        // The list comes first.
        for (auto const& task : view.rows)
            room -= height_of(ui, task, content.w) + ui.at(16);
    }
    for (auto const& style : { hint, ui.style(Font::caption).soft().leading(1.3) }) {
        if (!view.explanation.empty() && ui.height_of(view.explanation, style, words.w) <= room) {
            y += ui.text({ words.x, y, words.w, room }, view.explanation, style);
            break;
        }
    }
    if (areas.portrait)
        list = { content.x, y + ui.at(24), content.w, content.bottom() - y - ui.at(24) - (episode_h > 0 ? episode_h + ui.at(24) : 0) };

    if (view.episode) {
        Rect const rect { words.x, content.bottom() - episode_h, words.w, episode_h };
        auto const touch = ui.target(rect, *view.episode, "button");
        auto const inner = draw_face(ui, rect, *view.episode, Look::quiet, touch);
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

    // Pages where more is to do than fits.
    int const gap = ui.at(16);
    int total = -gap;
    for (auto const& task : view.rows)
        total += height_of(ui, task, list.w) + gap;
    std::vector<std::pair<std::size_t, std::size_t>> pages { { 0, view.rows.size() } };
    if (total > list.h) {
        pages.clear();
        int const page_room = list.h - ui.at(88);
        std::size_t first = 0;
        int used = 0;
        for (std::size_t i = 0; i < view.rows.size(); ++i) {
            int const height = height_of(ui, view.rows[i], list.w) + gap;
            if (used > 0 && used + height - gap > page_room) {
                pages.emplace_back(first, i);
                first = i;
                used = 0;
            }
            used += height;
        }
        pages.emplace_back(first, view.rows.size());
    }
    int const page = pager(ui, list.right(), list.bottom() - ui.at(44), view.page, static_cast<int>(pages.size()));
    int top = list.y;
    auto const [begin, end] = pages[static_cast<std::size_t>(page)];
    for (auto i = begin; i < end; ++i) {
        int const height = height_of(ui, view.rows[i], list.w);
        draw_task(ui, { list.x, top, list.w, height }, view.rows[i]);
        top += height + gap;
    }
    draw_band(ui, { &view.end }, view.go_on ? &*view.go_on : nullptr, 560);
}

} // namespace bedside::ui
