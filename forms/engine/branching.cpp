// SPDX-License-Identifier: Apache-2.0
// enableWhen over the whole form: every reference leads to a question, fits its type, and no item depends on itself.
#include "forms/base/utf8.h"
#include "forms/engine/reader.h"

#include <algorithm>
#include <map>

namespace bedside::forms {
namespace {

struct Node {
    Item const* item = nullptr;
    Item const* parent = nullptr;
    enum class Mark { unseen, open, done } mark = Mark::unseen;
};
using Nodes = std::map<std::string_view, Node>;

void collect(std::vector<Item> const& items, Item const* parent, Nodes& nodes)
{
    for (auto const& item : items) {
        nodes.emplace(item.link_id, Node { &item, parent });
        collect(item.children, &item, nodes);
    }
}

bool is_ordering(Operator op) { return op != Operator::exists && op != Operator::equal && op != Operator::not_equal; }

/// Whether an answer of the question can be compared with this value at all.
struct Comparable {
    Value const& value;
    bool ordering;

    bool operator()(GroupItem const&) const { return false; }
    bool operator()(DisplayItem const&) const { return false; }
    bool operator()(BooleanItem const&) const { return is<bool>() && !ordering; }
    bool operator()(IntegerItem const&) const { return is<std::int32_t>() || is<Decimal>(); }
    bool operator()(DecimalItem const&) const { return is<std::int32_t>() || is<Decimal>(); }
    bool operator()(DateItem const&) const { return is<Date>(); }
    bool operator()(TimeItem const&) const { return is<Time>(); }
    bool operator()(DateTimeItem const&) const { return is<DateTime>(); }
    bool operator()(StringItem const&) const { return is<Text>() && !ordering; }
    bool operator()(QuantityItem const&) const { return is<Quantity>(); }
    bool operator()(AttachmentItem const&) const { return false; }
    bool operator()(ChoiceItem const& kind) const
    {
        bool const ordered = is<std::int32_t>() || is<Date>() || is<Time>();
        if (ordering && !ordered)
            return false;
        auto const fits = [&](Option const& option) { return option.value.index() == value.index(); };
        return std::ranges::any_of(kind.options, fits) || (kind.open && is<Text>());
    }

private:
    template <typename T>
    bool is() const
    {
        return std::holds_alternative<T>(value);
    }
};

void check_condition(EnableWhen const& when, Nodes const& nodes, Reader& reader, std::string const& where)
{
    auto const found = nodes.find(when.question);
    if (found == nodes.end()) {
        reader.invalid(where, "The condition refers to the linkId \"" + std::string(utf8::prefix(when.question, 80)) + "\", which is not in this form.");
        return;
    }
    if (reader.unread.contains(when.question))
        return;
    auto const& question = *found->second.item;
    if (std::holds_alternative<GroupItem>(question.kind) || std::holds_alternative<DisplayItem>(question.kind)) {
        reader.invalid(where, "The condition refers to an item that asks nothing.");
    } else if (when.op == Operator::exists) {
        if (!std::holds_alternative<bool>(when.answer))
            reader.invalid(where, "The operator exists needs answerBoolean (FHIR rule que-7).");
    } else if (!std::visit(Comparable { when.answer, is_ordering(when.op) }, question.kind)) {
        reader.invalid(where, "The condition's answer can't be compared with an answer to its question.");
    } else if (auto const* choice = std::get_if<ChoiceItem>(&question.kind);
               choice && !choice->open && !is_ordering(when.op)
               && std::ranges::none_of(choice->options, [&](Option const& option) { return option.value == when.answer; })) {
        reader.invalid(where, "The condition's answer is none of the options of its question.");
    }
}

/// Depth first along "depends on": the parent, and the questions of the conditions. Each level of the recursion is another item,
/// so its depth is bounded by the number of items.
bool reaches_itself(Node& node, Nodes& nodes)
{
    if (node.mark == Node::Mark::done)
        return false;
    if (node.mark == Node::Mark::open)
        return true;
    node.mark = Node::Mark::open;
    bool loop = node.parent && reaches_itself(nodes.find(node.parent->link_id)->second, nodes);
    for (auto const& when : node.item->enable_when)
        if (auto const found = nodes.find(when.question); !loop && found != nodes.end())
            loop = reaches_itself(found->second, nodes);
    node.mark = Node::Mark::done;
    return loop;
}

} // namespace

void check_branching(std::vector<Item> const& items, Reader& reader)
{
    Nodes nodes;
    collect(items, nullptr, nodes);
    for (auto& [link_id, node] : nodes) {
        for (std::size_t i = 0; i < node.item->enable_when.size(); ++i)
            check_condition(node.item->enable_when[i], nodes, reader, place_of(link_id) + ".enableWhen[" + std::to_string(i) + "]");
        if (reaches_itself(node, nodes))
            reader.invalid(place_of(link_id), "The conditions lead back to this item, so it could never be decided whether it is shown.");
    }
}

} // namespace bedside::forms
