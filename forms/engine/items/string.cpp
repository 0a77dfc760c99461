// SPDX-License-Identifier: Apache-2.0
// string and text.
#include "forms/base/utf8.h"
#include "forms/engine/items/kinds.h"
#include "forms/engine/pattern.h"
#include "forms/engine/vocabulary.h"

namespace bedside::forms {

StringItem read_string(Json const& json, bool multiline, Reader& reader, std::string const& where)
{
    StringItem kind;
    kind.multiline = multiline;
    if (auto const* length = json.find("maxLength")) {
        kind.max_length = length->integer();
        if (!kind.max_length || *kind.max_length < 1)
            reader.invalid(where, "maxLength needs a whole number from 1.");
    }
    if (auto const* extension = reader.extension(json, vocabulary::url::min_length, where)) {
        auto const* value = extension->find("valueInteger");
        auto const length = value ? value->integer() : std::nullopt;
        if (!length || *length < 0)
            reader.invalid(where, "minLength needs a whole number from 0.");
        kind.min_length = length.value_or(0);
    }
    if (auto const* extension = reader.extension(json, vocabulary::url::regex, where)) {
        kind.pattern = reader.string(*extension, "valueString", where);
        if (auto const pattern = Pattern::compile(kind.pattern); !pattern) {
            if (pattern.error().code == Code::unsupported_form)
                reader.unsupported(where, pattern.error().message);
            else
                reader.invalid(where, pattern.error().message);
        }
    }
    return kind;
}

Complaint complaint_of(StringItem const& kind, Value const& value)
{
    auto const* text = std::get_if<Text>(&value);
    if (!text)
        return "The answer must be a text.";
    if (text->text.find_first_not_of(" \t\r\n") == std::string::npos)
        return "The answer is empty.";
    if (text->text.size() > 65536)
        return "The answer is longer than 65536 bytes.";
    if (!is_clean_text(text->text))
        return "The answer has characters that can't be stored.";
    auto const length = utf8::count(text->text);
    if (length < static_cast<std::size_t>(kind.min_length))
        return "The answer is shorter than " + std::to_string(kind.min_length) + " characters.";
    if (kind.max_length && length > static_cast<std::size_t>(*kind.max_length))
        return "The answer is longer than " + std::to_string(*kind.max_length) + " characters.";
    if (!kind.pattern.empty()) {
        auto const pattern = Pattern::compile(kind.pattern);
        if (!pattern || !pattern->matches(text->text))
            return "The answer does not have the form that is asked for.";
    }
    return {};
}

} // namespace bedside::forms
