// SPDX-License-Identifier: Apache-2.0
// choice and open-choice: options from the item or from a value set contained in the form.
#include "forms/engine/items/kinds.h"
#include "forms/engine/vocabulary.h"

#include <algorithm>
#include <set>

namespace bedside::forms {
namespace {

using namespace vocabulary;

/// What makes two options the same: the code in its system, or the value, but not what is displayed.
std::string key_of(Value const& value)
{
    if (auto const* coding = std::get_if<Coding>(&value))
        return coding->system + '\n' + coding->code;
    return std::string(type_name_of(value)) + '\n' + json_of(value).dump();
}

std::optional<Decimal> weight_at(Json const& holder, Reader& reader, std::string const& where)
{
    for (auto const url : { url::ordinal_value, url::item_weight })
        if (auto const* extension = reader.extension(holder, url, where)) {
            auto const value = reader.value(*extension, "value", where);
            if (value && std::holds_alternative<Decimal>(*value))
                return std::get<Decimal>(*value);
            if (value && std::holds_alternative<std::int32_t>(*value))
                return Decimal { std::to_string(std::get<std::int32_t>(*value)) };
            reader.invalid(where, "A weight must be a decimal.");
        }
    return {};
}

/// Options in the item itself.
void read_answer_options(Json const& json, ChoiceItem& kind, Reader& reader, std::string const& where)
{
    auto const& options = reader.list(json, "answerOption", where);
    for (std::size_t i = 0; i < options.size() && static_cast<int>(i) <= reader.limits().options; ++i) {
        auto const& entry = options[i];
        auto const place = where + ".answerOption[" + std::to_string(i) + "]";
        if (!entry.is_object()) {
            reader.invalid(place, "An option must be an object.");
            continue;
        }
        reader.check_members(entry, place,
            { "valueInteger", "valueDate", "valueTime", "valueString", "valueCoding", "valueReference", "initialSelected" });
        reader.check_extensions(entry, place, { url::option_exclusive, url::ordinal_value, url::item_weight });
        if (reader.flag(entry, "initialSelected", false, place))
            reader.unsupported(place, "An option selected from the start would answer for the patient, so it is refused.");
        auto value = reader.value(entry, "value", place);
        if (!value)
            continue;
        Option option;
        option.weight = weight_at(entry, reader, place);
        if (auto* coding = std::get_if<Coding>(&*value)) {
            auto const& written = *entry.find("valueCoding");
            reader.check_extensions(written, place, { url::ordinal_value, url::item_weight });
            if (coding->code.empty())
                reader.invalid(place, "An option needs a code: what is recorded must not depend on the language shown.");
            option.display = reader.localized(written, "display", place);
            if (option.display.empty())
                option.display.original = coding->code;
            if (!option.weight)
                option.weight = weight_at(written, reader, place);
        } else {
            for (auto const* name : { "_valueInteger", "_valueString", "_valueDate", "_valueTime" })
                if (auto const* more = entry.find(name); more && !option.weight)
                    option.weight = weight_at(*more, reader, place);
            if (std::holds_alternative<Text>(*value))
                option.display = reader.localized(entry, "valueString", place);
            else
                option.display.original = json_of(*value).text();
        }
        if (auto const* exclusive = reader.extension(entry, url::option_exclusive, place))
            option.exclusive = reader.flag(*exclusive, "valueBoolean", false, place);
        option.value = std::move(*value);
        kind.options.push_back(std::move(option));
    }
}

/// One concept of a value set, in an expansion or in a listed part of its definition.
void add_concept(Json const& entry, std::string const& system, ChoiceItem& kind, Reader& reader, std::string const& where)
{
    if (!entry.is_object()) {
        reader.invalid(where, "A concept must be an object.");
        return;
    }
    reader.check_extensions(entry, where, { url::ordinal_value, url::item_weight });
    Option option;
    auto coding = Coding { system, reader.string(entry, "code", where), reader.string(entry, "display", where) };
    if (coding.code.empty()) {
        reader.invalid(where, "An option needs a code: what is recorded must not depend on the language shown.");
        return;
    }
    option.display = reader.localized(entry, "display", where);
    if (option.display.empty())
        option.display.original = coding.code;
    for (auto const& designation : reader.list(entry, "designation", where)) {
        auto const language = reader.string(designation, "language", where);
        auto const words = reader.string(designation, "value", where);
        if (!language.empty() && !words.empty())
            option.display.translations.emplace(language, words);
    }
    option.weight = weight_at(entry, reader, where);
    option.value = std::move(coding);
    kind.options.push_back(std::move(option));
}

void read_expansion(Json const& holder, ChoiceItem& kind, Reader& reader, std::string const& where)
{
    for (auto const& entry : reader.list(holder, "contains", where)) {
        if (entry.find("contains"))
            reader.unsupported(where, "An expansion with levels is not understood here.");
        if (reader.flag(entry, "abstract", false, where) || reader.flag(entry, "inactive", false, where))
            continue;
        add_concept(entry, reader.string(entry, "system", where), kind, reader, where);
        if (static_cast<int>(kind.options.size()) > reader.limits().options)
            return;
    }
}

void read_compose(Json const& compose, ChoiceItem& kind, Reader& reader, std::string const& where)
{
    if (compose.find("exclude"))
        reader.unsupported(where, "A value set that excludes codes needs a terminology server.");
    for (auto const& include : reader.list(compose, "include", where)) {
        if (include.find("filter") || include.find("valueSet") || !include.find("concept")) {
            reader.unsupported(where, "A value set that does not list its codes needs a terminology server.");
            continue;
        }
        auto const system = reader.string(include, "system", where);
        for (auto const& entry : reader.list(include, "concept", where)) {
            add_concept(entry, system, kind, reader, where);
            if (static_cast<int>(kind.options.size()) > reader.limits().options)
                return;
        }
    }
}

void read_value_set(Json const& json, Json const& questionnaire, ChoiceItem& kind, Reader& reader, std::string const& where)
{
    auto const reference = reader.string(json, "answerValueSet", where);
    if (!reference.starts_with('#')) {
        reader.unsupported(where, "A value set that is not contained in the form needs a terminology server.");
        return;
    }
    Json const* found = nullptr;
    if (auto const* contained = questionnaire.find("contained"); contained && contained->is_array())
        for (auto const& resource : contained->array())
            if (resource.string_at("resourceType") == "ValueSet" && resource.string_at("id") == reference.substr(1))
                found = &resource;
    if (!found) {
        reader.invalid(where, "The form contains no value set of the id that answerValueSet names.");
        return;
    }
    reader.check_extensions(*found, where);
    if (auto const* expansion = found->find("expansion"))
        read_expansion(*expansion, kind, reader, where);
    else if (auto const* compose = found->find("compose"))
        read_compose(*compose, kind, reader, where);
    else
        reader.invalid(where, "The value set is empty.");
}

} // namespace

ChoiceItem read_choice(Json const& json, Json const& questionnaire, std::vector<std::string> const& controls, Reader& reader, std::string const& where)
{
    ChoiceItem kind;
    kind.open = json.string_at("type") == "open-choice";
    if (json.find("answerOption") && json.find("answerValueSet"))
        reader.invalid(where, "A choice has answerOption or answerValueSet, not both (FHIR rule que-4).");
    else if (json.find("answerValueSet"))
        read_value_set(json, questionnaire, kind, reader, where);
    else if (json.find("answerOption"))
        read_answer_options(json, kind, reader, where);
    else
        reader.invalid(where, "A choice needs options.");

    if (static_cast<int>(kind.options.size()) > reader.limits().options) {
        reader.invalid(where, "There are more than " + std::to_string(reader.limits().options) + " options.");
        reader.full = true;
        kind.options.clear();
        return kind;
    }
    reader.options += static_cast<int>(kind.options.size());
    if (reader.options > reader.limits().all_options) {
        reader.invalid(where, "There are more than " + std::to_string(reader.limits().all_options) + " options in all.");
        reader.full = true;
        kind.options.clear();
        return kind;
    }
    std::set<std::string> seen;
    for (auto const& option : kind.options)
        if (!seen.insert(key_of(option.value)).second)
            reader.invalid(where, "Two options have the same value.");
    if (auto const* length = json.find("maxLength")) {
        kind.max_length = length->integer();
        if (!kind.open || !kind.max_length || *kind.max_length < 1)
            reader.invalid(where, "maxLength is for open-choice and needs a whole number from 1.");
    }
    for (auto const& code : controls) {
        if (code == "check-box")
            kind.control = ChoiceControl::check_box;
        else if (code == "drop-down" || code == "autocomplete" || code == "lookup")
            kind.control = ChoiceControl::drop_down;
        else if (code == "slider")
            kind.control = ChoiceControl::slider;
    }
    if (auto const* map = reader.extension(json, url::body_map, where); map && reader.flag(*map, "valueBoolean", false, where))
        kind.control = ChoiceControl::body_map;
    return kind;
}

Complaint complaint_of(ChoiceItem const& kind, Value const& value)
{
    if (std::ranges::any_of(kind.options, [&](Option const& option) { return option.value == value; }))
        return {};
    auto const* text = std::get_if<Text>(&value);
    if (!kind.open || !text)
        return "The answer is none of the form's options.";
    StringItem words;
    words.max_length = kind.max_length;
    return complaint_of(words, value);
}

} // namespace bedside::forms
