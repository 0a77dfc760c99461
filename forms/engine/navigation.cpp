// SPDX-License-Identifier: Apache-2.0
// Walks over the unrolled form.
#include "forms/engine/navigation.h"

#include "forms/engine/occurrence.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace bedside::forms {
namespace {

using Level = std::vector<std::unique_ptr<Occurrence>>;

void collect_asking(Occurrence const& occurrence, std::vector<Occurrence const*>& asking)
{
    if (!occurrence.enabled || occurrence.item->hidden)
        return;
    if (occurrence.asks())
        asking.push_back(&occurrence);
    for (auto const& child : occurrence.children)
        collect_asking(*child, asking);
}

/// A step and what it asks; the asked are empty for a text.
struct Screen {
    Occurrence const* occurrence;
    std::vector<Occurrence const*> asked;
    bool unanswered() const
    {
        return std::ranges::any_of(asked, [](auto const* one) { return !one->answer; });
    }
};

enum class Pages { whole, opened };

void collect_screens(Level const& level, Pages pages, std::vector<Screen>& screens)
{
    for (auto const& occurrence : level) {
        auto const& item = *occurrence->item;
        if (!occurrence->enabled || item.hidden)
            continue;
        if (occurrence->is_group() && item.page && pages == Pages::whole) {
            Screen page { occurrence.get(), {} };
            collect_asking(*occurrence, page.asked);
            screens.push_back(std::move(page));
            continue;
        }
        if (occurrence->asks())
            screens.push_back({ occurrence.get(), { occurrence.get() } });
        else if (std::holds_alternative<DisplayItem>(item.kind))
            screens.push_back({ occurrence.get(), {} });
        collect_screens(occurrence->children, pages, screens);
    }
}

std::vector<Screen> screens_of(Occurrences const& tree, Pages pages = Pages::whole)
{
    std::vector<Screen> screens;
    collect_screens(tree.top(), pages, screens);
    return screens;
}

Step step_of(Screen const& screen) { return { screen.occurrence->path, screen.occurrence->item }; }

std::vector<Step> steps_of(std::vector<Screen> const& screens)
{
    std::vector<Step> steps;
    std::ranges::transform(screens, std::back_inserter(steps), step_of);
    return steps;
}

auto find_screen(std::vector<Screen> const& screens, ItemPath const& path)
{
    return std::ranges::find_if(screens, [&](Screen const& screen) { return screen.occurrence->path == path; });
}

void collect_enabled_paths(Level const& level, std::set<std::string_view>& paths)
{
    for (auto const& occurrence : level) {
        if (!occurrence->enabled)
            continue;
        paths.insert(occurrence->path);
        collect_enabled_paths(occurrence->children, paths);
    }
}

} // namespace

std::vector<Step> steps(Definition const& definition, Answers const& answers)
{
    return steps_of(screens_of(Occurrences(definition, answers)));
}

std::vector<Step> single_steps(Definition const& definition, Answers const& answers)
{
    return steps_of(screens_of(Occurrences(definition, answers), Pages::opened));
}

bool is_enabled(Definition const& definition, Answers const& answers, ItemPath const& path)
{
    Occurrences const tree(definition, answers);
    auto const* occurrence = tree.find(path);
    return occurrence && occurrence->enabled;
}

Progress progress(Definition const& definition, Answers const& answers, ItemPath const& path)
{
    Occurrences const tree(definition, answers);
    Progress progress;
    for (auto const& screen : screens_of(tree)) {
        if (screen.asked.empty())
            continue;
        ++progress.total;
        if (!screen.unanswered())
            ++progress.answered;
        if (screen.occurrence->path == path)
            progress.position = progress.total;
    }
    return progress;
}

std::optional<Step> next_step(Definition const& definition, Answers const& answers, ItemPath const& path)
{
    Occurrences const tree(definition, answers);
    auto const screens = screens_of(tree);
    auto at = screens.begin();
    if (!path.empty()) {
        at = find_screen(screens, path);
        if (at == screens.end())
            return {};
        ++at;
    }
    if (at == screens.end())
        return {};
    return step_of(*at);
}

std::optional<Step> previous_step(Definition const& definition, Answers const& answers, ItemPath const& path)
{
    Occurrences const tree(definition, answers);
    auto const screens = screens_of(tree);
    auto const at = find_screen(screens, path);
    if (at == screens.end() || at == screens.begin())
        return {};
    return step_of(*std::prev(at));
}

std::optional<Step> first_unanswered(Definition const& definition, Answers const& answers)
{
    Occurrences const tree(definition, answers);
    for (auto const& screen : screens_of(tree))
        if (screen.unanswered())
            return step_of(screen);
    return {};
}

std::vector<ItemPath> missing(Definition const& definition, Answers const& answers)
{
    Occurrences const tree(definition, answers);
    std::vector<ItemPath> paths;
    for (auto const& screen : screens_of(tree))
        for (auto const* asked : screen.asked)
            if (!asked->answer)
                paths.push_back(asked->path);
    return paths;
}

std::vector<ItemPath> hidden_answers(Definition const& definition, Answers const& answers)
{
    Occurrences const tree(definition, answers);
    std::set<std::string_view> enabled;
    collect_enabled_paths(tree.top(), enabled);
    std::vector<ItemPath> hidden;
    for (auto const& [path, answer] : answers)
        if (!enabled.contains(path))
            hidden.push_back(path);
    return hidden;
}

} // namespace bedside::forms
