// SPDX-License-Identifier: Apache-2.0
// Items of a Questionnaire: what is common to all kinds; each kind reads its own in items/.
#include "forms/engine/formula_reader.h"
#include "forms/engine/items/kinds.h"
#include "forms/engine/reader.h"
#include "forms/engine/vocabulary.h"

#include <algorithm>
#include <set>

namespace bedside::forms {
namespace {

using namespace vocabulary;

struct Walk {
    Reader& reader;
    Json const& questionnaire;
    int count = 0;
    bool full = false;
    std::set<std::string, std::less<>> link_ids;
    KnownVariables variables; ///< that an expression may use here
};

/// What an item may not say beside its expressions.
void check_formulas(Item const& item, bool asks, Reader& reader, std::string const& where)
{
    if (!item.formulas.calculated.empty() && !asks)
        reader.unsupported(where + ".calculatedExpression", "Only a question can have a calculated value.");
    if (!item.formulas.calculated.empty() && !item.children.empty())
        reader.unsupported(where + ".calculatedExpression", "Items below a calculated value are not understood.");
    if (!item.formulas.enable_when.empty() && !item.enable_when.empty())
        reader.unsupported(where + ".enableWhenExpression", "It stands beside enableWhen, and SDC does not say which of them holds.");
}

/// FHIR's codes of questionnaire-itemControl that stand on this item.
std::vector<std::string> controls_of(Json const& json, Reader& reader, std::string const& where)
{
    std::vector<std::string> codes;
    if (auto const* extension = reader.extension(json, url::item_control, where)) {
        if (auto const* concept_ = extension->find("valueCodeableConcept")) {
            for (auto const& coding : reader.list(*concept_, "coding", where))
                codes.push_back(coding.string_at("code"));
        }
        if (codes.empty())
            reader.invalid(where, "The itemControl extension needs a coding.");
    }
    return codes;
}

std::optional<int> whole_number(Json const& json, std::string_view url, Reader& reader, std::string const& where)
{
    auto const* extension = reader.extension(json, url, where);
    if (!extension)
        return {};
    auto const* value = extension->find("valueInteger");
    auto const number = value ? value->integer() : std::nullopt;
    if (!number || *number < 0)
        reader.invalid(where, "The extension " + std::string(url) + " needs a whole number from 0.");
    return number;
}

std::optional<Operator> operator_of(std::string_view text)
{
    if (text == "exists")
        return Operator::exists;
    if (text == "=")
        return Operator::equal;
    if (text == "!=")
        return Operator::not_equal;
    if (text == ">")
        return Operator::greater;
    if (text == "<")
        return Operator::less;
    if (text == ">=")
        return Operator::greater_or_equal;
    if (text == "<=")
        return Operator::less_or_equal;
    return {};
}

void read_enable_when(Json const& json, Item& item, Reader& reader, std::string const& where)
{
    auto const& conditions = reader.list(json, "enableWhen", where);
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        auto const& condition = conditions[i];
        auto const place = where + ".enableWhen[" + std::to_string(i) + "]";
        if (!condition.is_object()) {
            reader.invalid(place, "A condition must be an object.");
            continue;
        }
        reader.check_members(condition, place,
            { "question", "operator", "answerBoolean", "answerDecimal", "answerInteger", "answerDate", "answerDateTime", "answerTime", "answerString",
                "answerCoding", "answerQuantity", "answerReference" });
        reader.check_extensions(condition, place);
        EnableWhen when;
        when.question = reader.string(condition, "question", place);
        auto const op = operator_of(condition.string_at("operator"));
        auto answer = reader.value(condition, "answer", place);
        if (when.question.empty())
            reader.invalid(place, "A condition needs the linkId of its question.");
        if (!op)
            reader.invalid(place, "A condition's operator is one of exists = != > < >= <=.");
        if (when.question.empty() || !op || !answer)
            continue;
        when.op = *op;
        when.answer = std::move(*answer);
        item.enable_when.push_back(std::move(when));
    }
    auto const behaviour = json.string_at("enableBehavior");
    if (behaviour == "any")
        item.enable_behavior = EnableBehavior::any;
    else if (!behaviour.empty() && behaviour != "all")
        reader.invalid(where, "enableBehavior is all or any.");
    else if (behaviour.empty() && conditions.size() > 1)
        reader.invalid(where, "Several conditions need an enableBehavior, all or any (FHIR rule que-12).");
}

/// Texts that FHIR writes as display items below a question: anchors, help. They belong to the question's screen and are no steps of their own.
void fold_labels(Item& item, std::vector<std::vector<std::string>> const& controls)
{
    if (std::holds_alternative<GroupItem>(item.kind))
        return;
    for (std::size_t i = 0; i < item.children.size(); ++i) {
        auto& child = item.children[i];
        if (!std::holds_alternative<DisplayItem>(child.kind) || !child.enable_when.empty() || !child.formulas.enable_when.empty())
            continue;
        auto const has = [&](std::string_view code) { return std::ranges::find(controls[i], code) != controls[i].end(); };
        if (has("lower") || has("upper")) {
            if (!item.anchors)
                item.anchors.emplace();
            (has("lower") ? item.anchors->low : item.anchors->high) = child.text;
        } else if (item.help.empty()) {
            item.help = child.text;
        }
        child.hidden = true;
    }
}

std::vector<Item> read_level(Json const& holder, Walk& walk, int depth, LocalizedText const& header, std::vector<std::vector<std::string>>* controls);

Item read_item(Json const& json, Walk& walk, int depth, LocalizedText const& header, std::vector<std::string>& controls, std::string const& link_id)
{
    auto& reader = walk.reader;
    auto const where = place_of(link_id);
    Item item;
    item.link_id = link_id;
    reader.check_members(json, where,
        { "linkId", "definition", "code", "prefix", "text", "type", "enableWhen", "enableBehavior", "required", "repeats", "readOnly", "maxLength",
            "answerValueSet", "answerOption", "initial", "item" });
    reader.check_extensions(json, where,
        { url::item_control, url::hidden, url::min_occurs, url::max_occurs, url::min_value, url::max_value, url::max_decimal_places, url::entry_format,
            url::unit, url::unit_option, url::regex, url::min_length, url::slider_step, url::body_map, url::repeat_while, url::variable,
            url::calculated_expression, url::enable_when_expression, url::constraint, url::target_constraint });
    item.prefix = reader.string(json, "prefix", where);
    item.text = reader.localized(json, "text", where);
    item.codes = reader.codings(json, "code", where);
    item.required = reader.flag(json, "required", false, where);
    item.repeats = reader.flag(json, "repeats", false, where);
    item.read_only = reader.flag(json, "readOnly", false, where);
    if (auto const* hidden = reader.extension(json, url::hidden, where))
        item.hidden = reader.flag(*hidden, "valueBoolean", false, where);
    if (auto const* format = reader.extension(json, url::entry_format, where))
        item.help = reader.localized(*format, "valueString", where);
    item.min_occurs = whole_number(json, url::min_occurs, reader, where).value_or(0);
    item.max_occurs = whole_number(json, url::max_occurs, reader, where);
    if (item.max_occurs && *item.max_occurs < std::max(item.min_occurs, 1))
        reader.invalid(where, "maxOccurs is less than minOccurs, or 0.");
    if (!item.repeats && (item.min_occurs > 1 || (item.max_occurs && *item.max_occurs > 1)))
        reader.invalid(where, "An item that does not repeat can't occur more than once.");
    if (json.find("initial"))
        reader.unsupported(where, "An initial value would answer for the patient, so it is refused.");
    if (auto const* unit = reader.extension(json, url::unit, where); unit && unit->find("valueCoding")) {
        item.unit = reader.localized(*unit->find("valueCoding"), "display", where);
        if (item.unit.empty())
            item.unit.original = unit->find("valueCoding")->string_at("code");
    }
    if (auto const* condition = reader.extension(json, url::repeat_while, where))
        item.repeat_while = reader.string(*condition, "valueString", where);
    read_enable_when(json, item, reader, where);
    auto const outer = walk.variables; // what this item adds is known below it only
    item.formulas = read_formulas(json, walk.variables, reader, where);

    controls = controls_of(json, reader, where);
    auto const is = [&](std::string_view code) { return std::ranges::find(controls, code) != controls.end(); };
    auto const complaints = reader.issues.size();
    item.kind = read_kind(json, walk.questionnaire, controls, reader, where);
    if (reader.issues.size() != complaints)
        reader.unread.insert(link_id);
    bool const group = std::holds_alternative<GroupItem>(item.kind);
    bool const display = json.string_at("type") == "display";
    item.page = group && is("page");
    if (!group)
        item.header = header;

    auto const* children = json.find("item");
    if (group && !children)
        reader.invalid(where, "A group needs items (FHIR rule que-1).");
    if (display) {
        if (children)
            reader.invalid(where, "A display item can't have items (FHIR rule que-1).");
        if (item.required || item.repeats)
            reader.invalid(where, "A display item can't be required or repeat (FHIR rule que-6).");
        if (!item.codes.empty())
            reader.invalid(where, "A display item can't have a code (FHIR rule que-3).");
        if (item.read_only)
            reader.invalid(where, "A display item can't be readOnly (FHIR rule que-9).");
    }
    std::vector<std::vector<std::string>> child_controls;
    // a page shows its own text once; any other group's text stands above each of its items
    item.children = read_level(json, walk, depth + 1, item.page ? LocalizedText {} : group && !item.text.empty() ? item.text : header, &child_controls);
    walk.variables = outer;
    fold_labels(item, child_controls);
    check_formulas(item, !group && !display, reader, where);
    item.read_only = item.read_only || !item.formulas.calculated.empty(); // nobody answers what is calculated
    if (!item.repeat_while.empty()) {
        auto const condition = std::ranges::find(item.children, item.repeat_while, &Item::link_id);
        if (!group || !item.repeats || condition == item.children.end() || !std::holds_alternative<BooleanItem>(condition->kind))
            reader.invalid(where, "repeat-while is for a repeating group and names a boolean directly in it.");
    }
    if (is("slider") && !item.anchors)
        item.anchors.emplace();
    return item;
}

std::vector<Item> read_level(Json const& holder, Walk& walk, int depth, LocalizedText const& header, std::vector<std::vector<std::string>>* controls)
{
    auto& reader = walk.reader;
    std::vector<Item> items;
    if (!holder.find("item"))
        return items;
    auto const owner = holder.string_at("linkId");
    auto const place = owner.empty() ? std::string("Questionnaire") : place_of(owner);
    if (depth > reader.limits().depth) {
        walk.full = true;
        reader.invalid(place, "Items are nested deeper than " + std::to_string(reader.limits().depth) + " levels.");
        return items;
    }
    auto const& list = reader.list(holder, "item", place);
    for (std::size_t i = 0; i < list.size(); ++i) {
        auto const where = place + ".item[" + std::to_string(i) + "]";
        if (++walk.count > reader.limits().items) {
            if (!walk.full)
                reader.invalid(where, "There are more than " + std::to_string(reader.limits().items) + " items.");
            walk.full = true;
            return items;
        }
        if (!list[i].is_object()) {
            reader.invalid(where, "An item must be an object.");
            continue;
        }
        auto const link_id = reader.string(list[i], "linkId", where);
        if (link_id.empty() || link_id.size() > 255) {
            reader.invalid(where, "An item needs a linkId of at most 255 bytes.");
            continue;
        }
        if (!walk.link_ids.insert(link_id).second) {
            reader.invalid(place_of(link_id), "The linkId stands twice in this form (FHIR rule que-2).");
            continue;
        }
        std::vector<std::string> own;
        items.push_back(read_item(list[i], walk, depth, header, own, link_id));
        if (controls)
            controls->push_back(std::move(own));
    }
    return items;
}

} // namespace

std::vector<Item> read_items(Json const& questionnaire, KnownVariables const& variables, Reader& reader)
{
    Walk walk { reader, questionnaire, 0, false, {}, variables };
    auto items = read_level(questionnaire, walk, 1, {}, nullptr);
    if (!questionnaire.find("item"))
        reader.invalid("Questionnaire", "A form without items asks nothing.");
    reader.full = reader.full || walk.full;
    return items;
}

} // namespace bedside::forms
