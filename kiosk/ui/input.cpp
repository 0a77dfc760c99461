// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/input.h"

#include <algorithm>
#include <cmath>

namespace bedside::ui {
namespace {

constexpr std::int64_t second_digit_ms = 600;

float distance_to(Rect const& rect, Point at)
{
    float const dx = std::max({ static_cast<float>(rect.x) - at.x, 0.0f, at.x - static_cast<float>(rect.right()) });
    float const dy = std::max({ static_cast<float>(rect.y) - at.y, 0.0f, at.y - static_cast<float>(rect.bottom()) });
    return std::hypot(dx, dy);
}

bool on_target(Target const& target, Point at)
{
    if (target.shapes.empty())
        return target.rect.contains(at);
    Point const local { (at.x - static_cast<float>(target.origin_x)) / target.scale, (at.y - static_cast<float>(target.origin_y)) / target.scale };
    for (auto const& shape : target.shapes) {
        if (inside(shape, local))
            return true;
    }
    return false;
}

float distance(Target const& target, Point at)
{
    if (on_target(target, at))
        return 0;
    if (target.shapes.empty())
        return distance_to(target.rect, at);
    Point const local { (at.x - static_cast<float>(target.origin_x)) / target.scale, (at.y - static_cast<float>(target.origin_y)) / target.scale };
    float best = 1e9f;
    for (auto const& shape : target.shapes)
        best = std::min(best, distance_to_edge(shape, local) * target.scale);
    return best;
}

} // namespace

Target const* Input::hit(Point at) const
{
    Target const* best = nullptr;
    float best_distance = 0;
    for (auto const& target : m_targets) {
        float const reach = target.shapes.empty() ? m_reach.pad : m_reach.slip;
        float const away = distance(target, at);
        if (away <= reach && (!best || away < best_distance)) {
            best = &target;
            best_distance = away;
        }
    }
    return best;
}

std::string_view Input::target_at(Point at) const
{
    auto const* const target = hit(at);
    return target ? std::string_view(target->id) : std::string_view();
}

Target const* Input::find(std::string_view id) const
{
    for (auto const& target : m_targets) {
        if (target.id == id)
            return &target;
    }
    return nullptr;
}

void Input::pointer(PointerPhase phase, Point at, std::int64_t time_ms)
{
    if (phase == PointerPhase::down) {
        m_focus_shown = false;
        m_pressed.clear();
        m_dirty = true;
        if (time_ms < m_guard_until)
            return;
        auto const* const target = hit(at);
        if (!target || !target->enabled)
            return;
        m_pressed = target->id;
        m_touched_at = at;
        m_inside = true;
        m_ink.clear();
        if (target->ink)
            m_ink.push_back(at);
        return;
    }
    if (m_pressed.empty())
        return;
    auto const* const pressed = find(m_pressed);
    if (phase == PointerPhase::cancel || !pressed) {
        m_pressed.clear();
        m_ink.clear();
        m_dirty = true;
        return;
    }
    if (pressed->ink) {
        if (phase == PointerPhase::move && pressed->rect.contains(at))
            m_ink.push_back(at);
        if (phase == PointerPhase::up) {
            m_stroke.emplace(m_pressed, std::move(m_ink));
            m_ink.clear();
            m_pressed.clear();
        }
        m_dirty = true;
        return;
    }
    // Outside still counts within the slip tolerance, unless the finger is over another target.
    bool acts = distance(*pressed, at) <= m_reach.slip;
    if (acts && !on_target(*pressed, at)) {
        for (auto const& other : m_targets)
            acts = acts && (other.id == pressed->id || !on_target(other, at));
    }
    if (acts != m_inside)
        m_dirty = true;
    m_inside = acts;
    if (phase == PointerPhase::up) {
        if (acts)
            m_activated.push_back(m_pressed);
        m_pressed.clear();
        m_dirty = true;
    }
}

void Input::press_key(PhysicalKey key, std::int64_t time_ms)
{
    m_dirty = true;
    m_one_until = 0;
    m_touched_at.reset();
    switch (key) {
    case PhysicalKey::tab:
        step_focus(1);
        return;
    case PhysicalKey::back_tab:
        step_focus(-1);
        return;
    case PhysicalKey::left:
        move_focus(-1, 0);
        return;
    case PhysicalKey::right:
        move_focus(1, 0);
        return;
    case PhysicalKey::up:
        move_focus(0, -1);
        return;
    case PhysicalKey::down:
        move_focus(0, 1);
        return;
    case PhysicalKey::enter: {
        auto const* const target = find(m_focus);
        if (time_ms >= m_guard_until && m_focus_shown && target && target->enabled && !target->ink)
            m_activated.push_back(m_focus);
        m_focus_shown = true;
        return;
    }
    case PhysicalKey::escape:
        for (auto const& target : m_targets) {
            if (target.escape && target.enabled && time_ms >= m_guard_until) {
                m_activated.push_back(target.id);
                return;
            }
        }
        return;
    }
}

void Input::press_digit(int digit, std::int64_t time_ms)
{
    if (time_ms < m_guard_until)
        return;
    m_dirty = true;
    auto const choose = [&](std::string const& wanted) {
        for (auto const& target : m_targets) {
            if (target.digit == wanted && target.enabled) {
                m_activated.push_back(target.id);
                return true;
            }
        }
        return false;
    };
    if (digit == 0 && time_ms < m_one_until && choose("10")) {
        m_one_until = 0;
        return;
    }
    m_one_until = digit == 1 ? time_ms + second_digit_ms : 0;
    choose(std::to_string(digit));
}

void Input::step_focus(int step)
{
    std::vector<Target const*> order;
    for (auto const& target : m_targets) {
        if (target.enabled)
            order.push_back(&target);
    }
    if (order.empty())
        return;
    auto const count = static_cast<int>(order.size());
    int at = step > 0 ? -1 : count;
    for (int i = 0; i < count; ++i) {
        if (m_focus_shown && order[static_cast<std::size_t>(i)]->id == m_focus)
            at = i;
    }
    m_focus = order[static_cast<std::size_t>((at + step + count) % count)]->id;
    m_focus_shown = true;
}

void Input::move_focus(int dx, int dy)
{
    auto const* const from = find(m_focus);
    if (!m_focus_shown || !from)
        return step_focus(dx + dy > 0 ? 1 : -1);
    Target const* best = nullptr;
    float best_cost = 0;
    for (auto const& target : m_targets) {
        if (!target.enabled || target.id == from->id)
            continue;
        auto const away_x = static_cast<float>(target.rect.centre_x() - from->rect.centre_x());
        auto const away_y = static_cast<float>(target.rect.centre_y() - from->rect.centre_y());
        float const along = away_x * static_cast<float>(dx) + away_y * static_cast<float>(dy);
        float const across = std::fabs(away_x * static_cast<float>(dy)) + std::fabs(away_y * static_cast<float>(dx));
        if (along <= 1)
            continue;
        float const cost = along + 3 * across;
        if (!best || cost < best_cost) {
            best = &target;
            best_cost = cost;
        }
    }
    if (best)
        m_focus = best->id;
}

void Input::begin(Reach reach)
{
    m_reach = reach;
    m_coming.clear();
}

void Input::enter_place(std::int64_t guard_until_ms)
{
    m_guard_until = guard_until_ms;
    m_pressed.clear();
    m_ink.clear();
    m_stroke.reset();
    m_activated.clear();
    m_focus.clear();
    m_one_until = 0;
}

void Input::end(bool acted)
{
    m_targets.swap(m_coming);
    if (!m_activated.empty())
        m_activated.erase(m_activated.begin());
    m_stroke.reset();
    m_dirty = acted;
}

std::vector<Point> const* Input::stroke_on(std::string_view id) const
{
    return m_stroke && m_stroke->first == id && !m_stroke->second.empty() ? &m_stroke->second : nullptr;
}

} // namespace bedside::ui
