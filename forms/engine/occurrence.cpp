// SPDX-License-Identifier: Apache-2.0
// Unrolling, and FHIR's rules of enableWhen.
#include "forms/engine/occurrence.h"

#include "forms/engine/computation.h"

#include <algorithm>
#include <charconv>

namespace bedside::forms {
namespace {

constexpr int max_instances = 500;
constexpr std::size_t max_occurrences = 50000;
constexpr int max_rounds = 20;       ///< of expressions that depend on each other
constexpr int max_steps = 2'000'000; ///< of all expressions together: half a second

/// The highest instance number of "prefix+segment#N/" among the answers; 1 when there is none.
int last_instance(Answers const& answers, std::string const& stem)
{
    int last = 1;
    for (auto it = answers.lower_bound(stem); it != answers.end() && it->first.text().starts_with(stem); ++it) {
        int number = 0;
        auto const* begin = it->first.text().data() + stem.size();
        auto const* end = it->first.text().data() + it->first.text().size();
        auto const [stop, error] = std::from_chars(begin, end, number);
        if (error == std::errc() && stop != end && *stop == '/' && *begin != '0' && number <= max_instances)
            last = std::max(last, number);
    }
    return last;
}

/// One instance more than say yes to the group's own question, one after another; never more than maxOccurs.
int wanted_instances(Answers const& answers, Item const& group, std::string const& prefix)
{
    int const limit = std::min(group.max_occurs.value_or(max_instances), max_instances);
    int instance = 1;
    for (; !group.repeat_while.empty() && instance < limit; ++instance) {
        auto const found = answers.find(prefix_of_instance(prefix, group.link_id, instance) + segment_of(group.repeat_while));
        if (found == answers.end() || found->second.values != std::vector<Value> { true })
            break;
    }
    return instance;
}

bool holds_for(Operator op, Value const& given, Value const& wanted)
{
    switch (op) {
    case Operator::exists: return false; // decided by the caller
    case Operator::equal:
    case Operator::not_equal: return compare(given, wanted) == 0;
    case Operator::greater: return compare(given, wanted) > 0;
    case Operator::less: return compare(given, wanted) < 0;
    case Operator::greater_or_equal: return compare(given, wanted) >= 0;
    case Operator::less_or_equal: return compare(given, wanted) <= 0;
    }
    return false;
}

/// What an occurrence stands in: its ancestors, and of a question which of its answers.
std::vector<std::pair<Occurrence const*, int>> surroundings_of(Occurrence const& occurrence)
{
    std::vector<std::pair<Occurrence const*, int>> surroundings;
    for (auto const* at = &occurrence; at->parent; at = at->parent)
        surroundings.emplace_back(at->parent, at->parent->is_group() ? 0 : at->below_answer);
    return surroundings;
}

/// How much of their surroundings two occurrences share.
int shared_surroundings(Occurrence const& a, Occurrence const& b)
{
    auto const one = surroundings_of(a);
    auto const other = surroundings_of(b);
    return static_cast<int>(std::ranges::count_if(one, [&](auto const& entry) { return std::ranges::find(other, entry) != other.end(); }));
}

/// The candidate with the same parent, the common case; nullptr when there is none.
Occurrence const* find_beside(std::vector<Occurrence*> const& candidates, Occurrence const& occurrence)
{
    auto const found = std::ranges::find_if(candidates, [&](Occurrence const* candidate) {
        return candidate->parent == occurrence.parent && candidate->below_answer == occurrence.below_answer;
    });
    return found == candidates.end() ? nullptr : *found;
}

} // namespace

bool Occurrence::asks() const
{
    return enabled && !item->hidden && !item->read_only && !is_group() && !std::holds_alternative<DisplayItem>(item->kind);
}

std::string segment_of(std::string_view link_id)
{
    std::string segment;
    for (char const c : link_id) {
        if (c == '%')
            segment += "%25";
        else if (c == '/')
            segment += "%2F";
        else if (c == '#')
            segment += "%23";
        else
            segment += c;
    }
    return segment;
}

ItemPath ItemPath::of(std::string_view link_id) { return ItemPath(segment_of(link_id)); }

std::string ItemPath::link_id() const
{
    std::string_view path = m_text;
    if (auto const slash = path.rfind('/'); slash != std::string_view::npos)
        path.remove_prefix(slash + 1);
    path = path.substr(0, path.find('#')); // the path of a repeating group's later instance
    std::string link_id;
    for (std::size_t i = 0; i < path.size(); ++i) {
        auto const code = path.substr(i, 3);
        char const plain = code == "%25" ? '%' : code == "%2F" ? '/' : code == "%23" ? '#' : '\0';
        link_id += plain ? plain : path[i];
        i += plain ? 2 : 0;
    }
    return link_id;
}

int ItemPath::instance() const
{
    auto const hash = m_text.find('#');
    if (hash == std::string::npos)
        return 1;
    int number = 0;
    std::from_chars(m_text.data() + hash + 1, m_text.data() + m_text.size(), number);
    return number;
}

std::string prefix_of_instance(std::string const& prefix, std::string_view link_id, int instance)
{
    return instance < 2 ? prefix : prefix + segment_of(link_id) + "#" + std::to_string(instance) + "/";
}

Occurrences::Occurrences(Definition const& definition, Answers const& answers, std::optional<Instant> const& now)
    : m_answers(answers)
{
    unroll(definition.items, nullptr, 1, "", m_top);
    decide_all();
    if (std::ranges::any_of(m_all, [](auto const* occurrence) { return !occurrence->item->formulas.empty(); }))
        settle(definition, now);
}

void Occurrences::decide_all()
{
    m_marks.clear();
    for (auto* occurrence : m_all)
        decide(*occurrence);
}

void Occurrences::settle(Definition const& definition, std::optional<Instant> const& now)
{
    int steps = max_steps;
    auto const calculate = [&](Computation& computation) {
        bool changed = false;
        for (auto* occurrence : m_all) {
            if (occurrence->item->formulas.calculated.empty())
                continue;
            auto value = occurrence->enabled ? computation.value_of(*occurrence) : std::nullopt;
            changed = changed || value != occurrence->calculated;
            occurrence->calculated = std::move(value);
            if (occurrence->enabled)
                occurrence->answer = occurrence->calculated ? &*occurrence->calculated : nullptr;
        }
        return changed;
    };
    bool changed = true;
    for (int round = 0; changed && round < max_rounds; ++round) {
        Computation computation(definition, m_top, {}, steps);
        std::set<Occurrence const*> asked;
        for (auto* occurrence : m_all)
            if (computation.is_asked(*occurrence))
                asked.insert(occurrence);
        changed = calculate(computation) || asked != m_asked;
        m_asked = std::move(asked);
        decide_all();
    }
    changed = now.has_value();
    for (int round = 0; changed && round < max_rounds; ++round) {
        Computation computation(definition, m_top, now, steps);
        changed = calculate(computation);
    }
}

Occurrence const* Occurrences::find(std::string_view path) const
{
    auto const found = m_by_path.find(path);
    return found == m_by_path.end() ? nullptr : found->second;
}

void Occurrences::unroll(std::vector<Item> const& items, Occurrence const* parent, int answer_instance, std::string const& prefix, std::vector<std::unique_ptr<Occurrence>>& into)
{
    for (auto const& item : items) {
        bool const group = std::holds_alternative<GroupItem>(item.kind);
        auto const path = prefix + segment_of(item.link_id);
        int instances = 1;
        if (group && item.repeats)
            // with repeat-while, instances after the last "yes" are hidden answers
            instances = !item.repeat_while.empty() ? wanted_instances(m_answers, item, prefix)
                                                   : std::max({ 1, std::min(item.min_occurs, max_instances), last_instance(m_answers, path + "#") });
        for (int instance = 1; instance <= instances; ++instance) {
            if (m_all.size() >= max_occurrences)
                return;
            auto occurrence = std::make_unique<Occurrence>();
            occurrence->item = &item;
            occurrence->parent = parent;
            occurrence->instance = instance;
            occurrence->below_answer = answer_instance;
            occurrence->path = instance < 2 ? path : path + "#" + std::to_string(instance);
            if (auto const found = m_answers.find(occurrence->path); found != m_answers.end() && !group)
                occurrence->answer = &found->second;
            m_all.push_back(occurrence.get());
            m_by_path.emplace(occurrence->path, occurrence.get());
            m_by_item[&item].push_back(occurrence.get());
            m_items.emplace(item.link_id, &item);
            if (group) {
                unroll(item.children, occurrence.get(), 1, prefix_of_instance(prefix, item.link_id, instance), occurrence->children);
            } else if (!item.children.empty()) {
                auto const values = occurrence->answer ? static_cast<int>(std::min<std::size_t>(occurrence->answer->values.size(), max_instances)) : 0;
                for (int value = 1; value <= std::max(values, 1); ++value)
                    unroll(item.children, occurrence.get(), value, prefix_of_instance(prefix, item.link_id, value), occurrence->children);
            }
            into.push_back(std::move(occurrence));
        }
    }
}

bool Occurrences::decide(Occurrence& occurrence)
{
    auto& mark = m_marks[&occurrence];
    if (mark != Mark::unknown)
        return occurrence.enabled; // "working" can't be met in a checked form; it reads as not enabled
    mark = Mark::working;
    bool enabled = true;
    if (auto const* parent = occurrence.parent) {
        enabled = decide(*m_by_path.find(parent->path)->second);
        // FHIR nests the items of a question below its answers: without a value there is no place for them
        if (enabled && !parent->is_group())
            enabled = parent->answer && !parent->answer->values.empty();
    }
    if (!occurrence.item->formulas.enable_when.empty())
        enabled = enabled && m_asked.contains(&occurrence);
    auto const& conditions = occurrence.item->enable_when;
    if (enabled && !conditions.empty()) {
        auto const holds_here = [&](EnableWhen const& when) { return holds(when, occurrence); };
        enabled = occurrence.item->enable_behavior == EnableBehavior::all ? std::ranges::all_of(conditions, holds_here) : std::ranges::any_of(conditions, holds_here);
    }
    m_marks[&occurrence] = Mark::decided;
    occurrence.enabled = enabled;
    return enabled;
}

bool Occurrences::holds(EnableWhen const& when, Occurrence const& occurrence)
{
    auto const item = m_items.find(when.question);
    if (item == m_items.end())
        return false;
    auto const& candidates = m_by_item[item->second];
    // the question's occurrence in this instance when there is one, otherwise all of them
    auto const* beside = find_beside(candidates, occurrence);
    int nearest = 0;
    if (candidates.size() > 1 && !beside)
        for (auto const* candidate : candidates)
            nearest = std::max(nearest, shared_surroundings(occurrence, *candidate));
    bool any_value = false;
    bool any_holds = false;
    for (auto* candidate : candidates) {
        if (beside ? candidate != beside : candidates.size() > 1 && shared_surroundings(occurrence, *candidate) != nearest)
            continue;
        if (!decide(*candidate) || !candidate->answer)
            continue; // a hidden answer counts as none
        for (auto const& value : candidate->answer->values) {
            any_value = true;
            any_holds = any_holds || holds_for(when.op, value, when.answer);
        }
    }
    if (when.op == Operator::exists)
        return any_value == (std::holds_alternative<bool>(when.answer) && std::get<bool>(when.answer));
    // FHIR: "!=" is true when no answer equals, so also when there is none; the others need at least one
    return when.op == Operator::not_equal ? !any_holds : any_holds;
}

} // namespace bedside::forms
