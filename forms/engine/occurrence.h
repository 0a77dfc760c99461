// SPDX-License-Identifier: Apache-2.0
// The form unrolled over its answers: one occurrence for each item in each instance of what repeats around it.
#pragma once

#include "forms/base/clock.h"
#include "forms/engine/answers.h"

#include <map>
#include <memory>
#include <set>
#include <vector>

namespace bedside::forms {

struct Occurrence {
    Item const* item = nullptr;
    Occurrence const* parent = nullptr; ///< nullptr at the top
    int instance = 1;                   ///< which repetition of its group this is
    int below_answer = 1;               ///< child of a question: which of its answers it stands below
    ItemPath path;
    Answer const* answer = nullptr;     ///< nullptr: not answered yet
    std::optional<Answer> calculated;   ///< what the form's expression gives; then `answer` is this one
    bool enabled = false;
    std::vector<std::unique_ptr<Occurrence>> children; ///< in the order of the form, instances beside each other

    bool is_group() const { return std::holds_alternative<GroupItem>(item->kind); }
    /// Enabled, visible, and waits for somebody's answer.
    bool asks() const;
};

/// The tree for (definition, answers), both of which must outlive it. At most 50000 occurrences are unrolled, 500 instances of one group.
/// Expressions that depend on each other settle within 20 rounds; what is still changing then stays as it is.
class Occurrences {
public:
    /// Without `now`, today() and now() give no value. What is asked never depends on them.
    Occurrences(Definition const& definition, Answers const& answers, std::optional<Instant> const& now = {});

    std::vector<std::unique_ptr<Occurrence>> const& top() const { return m_top; }
    Occurrence const* find(std::string_view path) const;

private:
    enum class Mark { unknown, working, decided };
    void unroll(std::vector<Item> const& items, Occurrence const* parent, int answer_instance, std::string const& prefix, std::vector<std::unique_ptr<Occurrence>>& into);
    void decide_all();
    bool decide(Occurrence& occurrence);
    void settle(Definition const& definition, std::optional<Instant> const& now);
    bool holds(EnableWhen const& when, Occurrence const& occurrence);

    Answers const& m_answers;
    std::vector<std::unique_ptr<Occurrence>> m_top;
    std::vector<Occurrence*> m_all;
    std::map<std::string, Occurrence*, std::less<>> m_by_path;
    std::map<Item const*, std::vector<Occurrence*>> m_by_item;
    std::map<std::string_view, Item const*> m_items;
    std::map<Occurrence const*, Mark> m_marks;
    std::set<Occurrence const*> m_asked; ///< whose enableWhenExpression gave true
};

/// A linkId as one segment of a path: "%", "/" and "#" are percent-encoded.
std::string segment_of(std::string_view link_id);
/// What precedes the paths of an instance's children: nothing for the first.
std::string prefix_of_instance(std::string const& prefix, std::string_view link_id, int instance);

} // namespace bedside::forms
