// SPDX-License-Identifier: Apache-2.0
// From a type's name to its kind; kinds that ask nothing, or have no rules of their own.
#include "forms/engine/items/kinds.h"

#include "forms/base/crypto.h"

#include <algorithm>

namespace bedside::forms {

ItemKind read_kind(Json const& json, Json const& questionnaire, std::vector<std::string> const& controls, Reader& reader, std::string const& where)
{
    auto const type = json.string_at("type");
    bool const choice = type == "choice" || type == "open-choice";
    if (!choice && (json.find("answerOption") || json.find("answerValueSet"))) {
        reader.invalid(where, "Only choice and open-choice have answer options (FHIR rule que-5).");
        return DisplayItem {};
    }
    bool const counts_characters = type == "string" || type == "text" || type == "open-choice";
    if (json.find("maxLength") && !counts_characters) {
        bool const simple = type == "boolean" || type == "decimal" || type == "integer" || type == "url";
        if (simple)
            reader.unsupported(where, "maxLength is understood on string, text and open-choice only.");
        else
            reader.invalid(where, "maxLength is for simple questions only (FHIR rule que-10).");
    }
    if (type == "group")
        return GroupItem {};
    if (type == "display")
        return DisplayItem {};
    if (type == "boolean")
        return read_boolean(json, reader, where);
    if (type == "integer")
        return read_integer(json, reader, where);
    if (type == "decimal")
        return read_decimal(json, reader, where);
    if (type == "date")
        return read_date(json, reader, where);
    if (type == "time")
        return read_time(json, reader, where);
    if (type == "dateTime")
        return read_date_time(json, reader, where);
    if (type == "string" || type == "text")
        return read_string(json, type == "text", reader, where);
    if (type == "quantity")
        return read_quantity(json, reader, where);
    if (choice)
        return read_choice(json, questionnaire, controls, reader, where);
    if (type == "attachment")
        return AttachmentItem {};
    if (type == "url" || type == "reference" || type == "coding" || type == "question")
        reader.unsupported(where, "Items of type " + type + " can't be asked on this tablet.");
    else
        reader.invalid(where, type.empty() ? "An item needs a type." : "FHIR R4 has no item type of this name.");
    return DisplayItem {};
}

BooleanItem read_boolean(Json const&, Reader&, std::string const&) { return {}; }

Complaint complaint_of(GroupItem const&, Value const&) { return "A group has no answer of its own."; }

Complaint complaint_of(DisplayItem const&, Value const&) { return "A text on the screen has no answer."; }

Complaint complaint_of(BooleanItem const&, Value const& value)
{
    if (!std::holds_alternative<bool>(value))
        return "The answer must be yes or no.";
    return {};
}

Complaint complaint_of(AttachmentItem const&, Value const& value)
{
    auto const* attachment = std::get_if<Attachment>(&value);
    if (!attachment)
        return "The answer must be an attachment.";
    if (attachment->content_type.empty() || attachment->base64.empty() || !is_clean_text(attachment->content_type) || !from_base64(attachment->base64))
        return "The attachment needs its content type, and data in base64.";
    return {};
}

} // namespace bedside::forms
