// SPDX-License-Identifier: Apache-2.0
// Compares items of two versions of a form, their repeating ancestors included.
#include "forms/engine/revision.h"

#include "forms/engine/occurrence.h"

#include <algorithm>

namespace bedside::forms {
namespace {

bool same_text(LocalizedText const& a, LocalizedText const& b) { return a.original == b.original && a.translations == b.translations; }

bool same_options(std::vector<Option> const& a, std::vector<Option> const& b, bool coded)
{
    return std::ranges::equal(a, b, [&](Option const& x, Option const& y) {
        return x.value == y.value && (coded || same_text(x.display, y.display)) && x.weight == y.weight && x.exclusive == y.exclusive;
    });
}

bool same_wording(Item const& a, Item const& b)
{
    if (a.anchors.has_value() != b.anchors.has_value())
        return false;
    if (a.anchors && (!same_text(a.anchors->low, b.anchors->low) || !same_text(a.anchors->high, b.anchors->high)))
        return false;
    return same_text(a.text, b.text) && same_text(a.header, b.header);
}

/// The two kinds are of the same alternative; whether their rules are the same too.
struct SameRules {
    ItemKind const& other;
    bool coded;

    bool operator()(GroupItem const&) const { return true; }
    bool operator()(DisplayItem const&) const { return true; }
    bool operator()(BooleanItem const&) const { return true; }
    bool operator()(AttachmentItem const&) const { return true; }
    bool operator()(IntegerItem const& one) const { return same_range(one); }
    bool operator()(DateItem const& one) const { return same_range(one); }
    bool operator()(TimeItem const& one) const { return same_range(one); }
    bool operator()(DateTimeItem const& one) const { return same_range(one); }
    bool operator()(DecimalItem const& one) const { return same_range(one) && one.max_decimal_places == std::get<DecimalItem>(other).max_decimal_places; }
    bool operator()(QuantityItem const& one) const
    {
        auto const& two = std::get<QuantityItem>(other);
        return same_range(one) && one.max_decimal_places == two.max_decimal_places && one.units == two.units;
    }
    bool operator()(StringItem const& one) const
    {
        auto const& two = std::get<StringItem>(other);
        return one.min_length == two.min_length && one.max_length == two.max_length && one.pattern == two.pattern;
    }
    bool operator()(ChoiceItem const& one) const
    {
        auto const& two = std::get<ChoiceItem>(other);
        return one.open == two.open && one.max_length == two.max_length && same_options(one.options, two.options, coded);
    }

private:
    template <typename Kind>
    bool same_range(Kind const& one) const
    {
        auto const& two = std::get<Kind>(other);
        return one.minimum == two.minimum && one.maximum == two.maximum;
    }
};

/// The linkIds of what encloses the item and gives its path instances, outermost first.
bool ancestors_of(std::vector<Item> const& items, std::string_view link_id, std::vector<std::string>& chain)
{
    for (auto const& item : items) {
        if (item.link_id == link_id)
            return true;
        chain.push_back(item.link_id + (item.repeats ? "*" : ""));
        if (ancestors_of(item.children, link_id, chain))
            return true;
        chain.pop_back();
    }
    return false;
}

} // namespace

bool same_meaning(Item const& before, Item const& after)
{
    if (before.link_id != after.link_id || before.kind.index() != after.kind.index() || before.repeats != after.repeats || before.codes != after.codes)
        return false;
    if (before.formulas.calculated != after.formulas.calculated)
        return false;
    bool const coded = !before.codes.empty();
    if (!same_text(before.unit, after.unit) || (!coded && !same_wording(before, after)))
        return false;
    return std::visit(SameRules { after.kind, coded }, before.kind);
}

CarriedAnswers carry_over(Definition const& before, Answers const& answers, Definition const& after)
{
    CarriedAnswers carried;
    for (auto const& [path, answer] : answers) {
        auto const link_id = path.link_id();
        auto const* old_item = before.find(link_id);
        auto const* new_item = after.find(link_id);
        std::vector<std::string> old_chain;
        std::vector<std::string> new_chain;
        bool const same_place = ancestors_of(before.items, link_id, old_chain) && ancestors_of(after.items, link_id, new_chain) && old_chain == new_chain;
        bool const same_kind_of_wording = (before.wording == Wording::demonstration) == (after.wording == Wording::demonstration);
        if (old_item && new_item && same_kind_of_wording && same_place && same_meaning(*old_item, *new_item) && check_answer(*new_item, answer))
            carried.kept.emplace(path, answer);
        else
            carried.dropped.push_back(path);
    }
    return carried;
}

} // namespace bedside::forms
