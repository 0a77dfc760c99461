// SPDX-License-Identifier: Apache-2.0
// One row a type: its name, how it is written, how it is read.
#include "forms/engine/value_json.h"

#include "forms/base/utf8.h"

namespace bedside::forms {
namespace {

void add_text(Json::Object& object, char const* name, std::string const& text)
{
    if (!text.empty())
        object.emplace(name, text);
}

Result<std::string> text_of(Json const& json, std::string_view what)
{
    if (!json.is_string() || json.text().empty() || !is_clean_text(json.text()))
        return fail(Code::invalid_data, "A value of type " + std::string(what) + " must be a text that is not empty.");
    return json.text();
}

Result<std::string> member_text(Json const& object, std::string_view name)
{
    auto const* member = object.find(name);
    if (!member)
        return std::string();
    return text_of(*member, name);
}

template <typename T>
Result<Value> checked(Json const& json, std::string_view what, bool (*is_one)(std::string_view))
{
    auto text = TRY(text_of(json, what));
    if (!is_one(text))
        return fail(Code::invalid_data, "A value of type " + std::string(what) + " is not written as FHIR writes it, or does not exist.");
    return T { std::move(text) };
}

Result<Decimal> decimal_of(Json const& json)
{
    if (!json.is_number() || !is_decimal(json.text()))
        return fail(Code::invalid_data, "A decimal must be a JSON number of at most 40 characters.");
    return Decimal { json.text() };
}

Result<Value> quantity_of(Json const& json)
{
    auto const* value = json.find("value");
    if (!value)
        return fail(Code::invalid_data, "A quantity must have a value.");
    if (json.find("comparator"))
        return fail(Code::invalid_data, "A quantity with a comparator is not an exact answer.");
    Quantity quantity;
    quantity.value = TRY(decimal_of(*value));
    quantity.unit = TRY(member_text(json, "unit"));
    quantity.system = TRY(member_text(json, "system"));
    quantity.code = TRY(member_text(json, "code"));
    return quantity;
}

Result<Value> read_value(std::string_view type, Json const& json)
{
    if (type == "Boolean") {
        if (!json.is_boolean())
            return fail(Code::invalid_data, "A boolean must be true or false.");
        return json.boolean();
    }
    if (type == "Integer") {
        auto const value = json.integer();
        if (!value)
            return fail(Code::invalid_data, "An integer must be a whole number of 32 bits.");
        return *value;
    }
    if (type == "Decimal")
        return TRY(decimal_of(json));
    if (type == "Date")
        return checked<Date>(json, "date", is_date);
    if (type == "Time")
        return checked<Time>(json, "time", is_time);
    if (type == "DateTime")
        return checked<DateTime>(json, "dateTime", is_date_time);
    if (type == "String")
        return Text { TRY(text_of(json, "string")) };
    if (type == "Coding")
        return TRY(coding_of(json));
    if (type == "Quantity")
        return quantity_of(json);
    if (type == "Attachment") {
        Attachment attachment;
        attachment.content_type = TRY(member_text(json, "contentType"));
        attachment.base64 = TRY(member_text(json, "data"));
        return attachment;
    }
    return fail(Code::invalid_data, "Answers of type " + std::string(utf8::prefix(type, 32)) + " are not known here.");
}

} // namespace

std::string_view type_name_of(Value const& value)
{
    struct Namer {
        std::string_view operator()(bool) const { return "Boolean"; }
        std::string_view operator()(std::int32_t) const { return "Integer"; }
        std::string_view operator()(Decimal const&) const { return "Decimal"; }
        std::string_view operator()(Date const&) const { return "Date"; }
        std::string_view operator()(Time const&) const { return "Time"; }
        std::string_view operator()(DateTime const&) const { return "DateTime"; }
        std::string_view operator()(Text const&) const { return "String"; }
        std::string_view operator()(Coding const&) const { return "Coding"; }
        std::string_view operator()(Quantity const&) const { return "Quantity"; }
        std::string_view operator()(Attachment const&) const { return "Attachment"; }
    };
    return std::visit(Namer {}, value);
}

Json json_of(Value const& value)
{
    struct Writer {
        Json operator()(bool value) const { return Json(value); }
        Json operator()(std::int32_t value) const { return Json(std::int64_t { value }); }
        Json operator()(Decimal const& value) const { return Json::number(value.text); }
        Json operator()(Date const& value) const { return Json(value.text); }
        Json operator()(Time const& value) const { return Json(value.text); }
        Json operator()(DateTime const& value) const { return Json(value.text); }
        Json operator()(Text const& value) const { return Json(value.text); }
        Json operator()(Coding const& value) const
        {
            Json::Object object;
            add_text(object, "system", value.system);
            add_text(object, "code", value.code);
            add_text(object, "display", value.display);
            return object;
        }
        Json operator()(Quantity const& value) const
        {
            Json::Object object;
            object.emplace("value", Json::number(value.value.text));
            add_text(object, "unit", value.unit);
            add_text(object, "system", value.system);
            add_text(object, "code", value.code);
            return object;
        }
        Json operator()(Attachment const& value) const
        {
            Json::Object object;
            add_text(object, "contentType", value.content_type);
            add_text(object, "data", value.base64);
            return object;
        }
    };
    return std::visit(Writer {}, value);
}

Result<Coding> coding_of(Json const& json)
{
    if (!json.is_object())
        return fail(Code::invalid_data, "A coding must be an object.");
    Coding coding;
    coding.system = TRY(member_text(json, "system"));
    coding.code = TRY(member_text(json, "code"));
    coding.display = TRY(member_text(json, "display"));
    if (coding.code.empty() && coding.display.empty())
        return fail(Code::invalid_data, "A coding must have a code.");
    return coding;
}

Result<Value> value_of(Json const& holder, std::string_view prefix)
{
    Json const* found = nullptr;
    std::string_view type;
    if (holder.is_object()) {
        for (auto const& [name, member] : holder.object()) {
            if (!name.starts_with(prefix) || name.size() == prefix.size() || name[prefix.size()] < 'A' || name[prefix.size()] > 'Z')
                continue;
            if (found)
                return fail(Code::invalid_data, "There must be one " + std::string(prefix) + ", not several.");
            found = &member;
            type = std::string_view(name).substr(prefix.size());
        }
    }
    if (!found)
        return fail(Code::invalid_data, "There is no " + std::string(prefix) + ".");
    return read_value(type, *found);
}

} // namespace bedside::forms
