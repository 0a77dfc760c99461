// SPDX-License-Identifier: Apache-2.0
// Reads a QuestionnaireResponse of a known form back.
#include "forms/engine/fhir.h"
#include "forms/engine/occurrence.h"
#include "forms/engine/response.h"
#include "forms/engine/value_json.h"
#include "forms/engine/vocabulary.h"

#include <algorithm>

namespace bedside::forms {
namespace {

using namespace vocabulary;

auto refuse(std::string sentence) { return fail(Code::invalid_response, std::move(sentence)); }

/// The value of { "identifier": { "system": ours, "value": ... } }.
std::string identifier_in(Json const* reference, std::string_view system)
{
    auto const* identifier = reference ? reference->find("identifier") : nullptr;
    return identifier && identifier->string_at("system") == code_system(system) ? identifier->string_at("value") : std::string();
}

bool is_refusal(Json const& answer)
{
    auto const* extensions = answer.find("extension");
    return extensions && extensions->is_array() && std::ranges::any_of(extensions->array(), [](Json const& extension) {
        return extension.string_at("url") == data_absent_reason && extension.string_at("valueCode") == "asked-declined";
    });
}

class Reading {
public:
    Answers answers;

    Result<void> read_level(Json const* list, std::vector<Item> const& items, std::string const& prefix)
    {
        if (!list)
            return {};
        if (!list->is_array())
            return refuse("A response's items must be a list.");
        std::vector<int> seen(items.size()); // how often
        for (auto const& json : list->array()) {
            auto const& link_id = json.string_at("linkId");
            auto const found = std::ranges::find(items, link_id, &Item::link_id);
            if (found == items.end())
                return refuse("The response has an item that the form does not have at this place.");
            auto const& item = *found;
            int const instance = ++seen[static_cast<std::size_t>(found - items.begin())];
            bool const group = std::holds_alternative<GroupItem>(item.kind);
            if (instance > 1 && (!group || !item.repeats))
                return refuse("Item " + item.link_id + ": It stands twice in the response.");
            if (instance > 500)
                return refuse("Item " + item.link_id + ": It repeats more than 500 times.");
            if (group) {
                TRY(read_level(json.find("item"), item.children, prefix_of_instance(prefix, item.link_id, instance)));
            } else if (auto const* given = json.find("answer")) {
                TRY(read_answers(*given, item, prefix));
            }
        }
        return {};
    }

private:
    Result<void> read_answers(Json const& list, Item const& item, std::string const& prefix)
    {
        if (!list.is_array() || list.array().empty())
            return refuse("Item " + item.link_id + ": Its answers must be a list that is not empty.");
        Answer answer;
        for (auto const& json : list.array()) {
            if (is_refusal(json)) {
                answer.absence = Absence::asked_declined;
                continue;
            }
            auto value = value_of(json, "value");
            if (!value)
                return refuse("Item " + item.link_id + ": " + value.error().message);
            answer.values.push_back(std::move(*value));
            TRY(read_level(json.find("item"), item.children, prefix_of_instance(prefix, item.link_id, static_cast<int>(answer.values.size()))));
        }
        TRY(check_answer(item, answer));
        answers.emplace(prefix + segment_of(item.link_id), std::move(answer));
        return {};
    }
};

Result<ResponseHeader> read_header(Json const& json)
{
    ResponseHeader header;
    header.id = json.string_at("id");
    header.language = json.string_at("language");
    auto const status = json.string_at("status");
    if (status == "completed")
        header.status = ResponseStatus::completed;
    else if (status == "amended")
        header.status = ResponseStatus::amended;
    else if (status == "in-progress")
        header.status = ResponseStatus::in_progress;
    else
        return refuse("The response's status must be in-progress, completed or amended.");
    header.subject = referenced_id(json.find("subject"), "Patient");
    if (header.id.empty() || header.subject.empty())
        return refuse("The response needs an id and a subject.");
    header.authored = TRY(parse_iso8601(json.string_at("authored")));
    header.assisted_by = identifier_in(json.find("author"), roles);
    header.staff = identifier_in(json.find("source"), staff);
    if (header.status == ResponseStatus::amended)
        header.corrected_by = identifier_in(json.find("author"), staff);
    if (auto const* extensions = json.find("extension"); extensions && extensions->is_array()) {
        for (auto const& one : extensions->array()) {
            auto const url = one.string_at("url");
            if (url == extension(tablet))
                header.tablet = referenced_id(one.find("valueReference"), "Device");
            else if (url == extension(visit))
                header.visit = one.string_at("valueString");
            else if (url == extension(amends))
                header.amends = referenced_id(one.find("valueReference"), "QuestionnaireResponse");
            else if (url == extension(amendment_reason))
                header.reason = one.string_at("valueCode");
            else if (url == research_study)
                header.study = referenced_id(one.find("valueReference"), "ResearchStudy");
        }
    }
    if (auto const* meta = json.find("meta"))
        if (auto const* all = meta->find("tag"); all && all->is_array())
            for (auto const& one : all->array())
                if (one.string_at("system") == code_system(tags))
                    header.flags.push_back(one.string_at("code"));
    return header;
}

} // namespace

Result<ParsedResponse> parse_response(Definition const& definition, std::string_view text)
{
    auto const json = Json::parse(text);
    if (!json)
        return refuse(json.error().message);
    return response_of(definition, *json);
}

Result<ParsedResponse> response_of(Definition const& definition, Json const& json)
{
    if (json.string_at("resourceType") != "QuestionnaireResponse")
        return refuse("This is not a FHIR QuestionnaireResponse.");
    ParsedResponse response;
    response.questionnaire = json.string_at("questionnaire");
    if (response.questionnaire != definition.canonical())
        return refuse("The response belongs to another form, or to another version of this form.");
    auto header = read_header(json);
    if (!header)
        return refuse(header.error().message);
    response.header = std::move(*header);
    Reading reading;
    TRY(reading.read_level(json.find("item"), definition.items, ""));
    response.answers = std::move(reading.answers);
    return response;
}

} // namespace bedside::forms
