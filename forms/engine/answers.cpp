// SPDX-License-Identifier: Apache-2.0
// One answer: whether it fits its item, and its form in the store's log.
#include "forms/engine/answers.h"

#include "forms/engine/items/kinds.h"

#include <algorithm>

namespace bedside::forms {

Complaint value_complaint(Item const& item, Value const& value)
{
    return std::visit([&](auto const& kind) { return complaint_of(kind, value); }, item.kind);
}

Complaint combination_complaint(Item const& item, std::vector<Value> const& values)
{
    auto const count = static_cast<int>(values.size());
    if (count > 1 && !item.repeats)
        return "It takes one answer and has several.";
    if (count < item.min_occurs)
        return "It needs at least " + std::to_string(item.min_occurs) + " answers.";
    if (item.max_occurs && count > *item.max_occurs)
        return "It takes at most " + std::to_string(*item.max_occurs) + " answers.";
    auto const* choice = std::get_if<ChoiceItem>(&item.kind);
    if (!choice || count < 2)
        return {};
    for (auto const& option : choice->options) {
        auto const times = std::ranges::count(values, option.value);
        if (times > 1)
            return "The same option is chosen twice.";
        if (times == 1 && option.exclusive)
            return "An option that excludes the others is chosen beside others.";
    }
    return {};
}

Result<void> check_answer(Item const& item, Answer const& answer)
{
    auto const refuse = [&](std::string const& sentence) { return fail(Code::invalid_response, "Item " + item.link_id + ": " + sentence); };
    if (std::holds_alternative<GroupItem>(item.kind) || std::holds_alternative<DisplayItem>(item.kind))
        return refuse("It asks nothing, so it can't have an answer.");
    if (answer.absence && !answer.values.empty())
        return refuse("It is refused and answered at the same time.");
    if (!answer.absence && answer.values.empty())
        return refuse("It has neither an answer nor a refusal.");
    if (answer.absence)
        return {};
    for (auto const& value : answer.values)
        if (auto const complaint = value_complaint(item, value))
            return refuse(*complaint);
    if (auto const complaint = combination_complaint(item, answer.values))
        return refuse(*complaint);
    return {};
}

std::string encode_answer(Answer const& answer)
{
    Json::Object object;
    if (answer.absence)
        object.emplace("absent", "asked-declined");
    Json::Array values;
    for (auto const& value : answer.values)
        values.push_back(Json::Object { { "value" + std::string(type_name_of(value)), json_of(value) } });
    if (!values.empty())
        object.emplace("values", std::move(values));
    return Json(std::move(object)).dump();
}

Result<Answer> decode_answer(std::string_view text)
{
    auto const json = TRY(Json::parse(text, 8));
    Answer answer;
    if (auto const* absent = json.find("absent")) {
        if (!absent->is_string() || absent->text() != "asked-declined")
            return fail(Code::invalid_data, "A stored refusal has a reason that is not known.");
        answer.absence = Absence::asked_declined;
    }
    if (auto const* values = json.find("values")) {
        if (!values->is_array())
            return fail(Code::invalid_data, "A stored answer's values must be a list.");
        for (auto const& holder : values->array())
            answer.values.push_back(TRY(value_of(holder, "value")));
    }
    if (answer.values.empty() != answer.absence.has_value())
        return fail(Code::invalid_data, "A stored answer must have values or a refusal.");
    return answer;
}

} // namespace bedside::forms
