// SPDX-License-Identifier: Apache-2.0
// Writes and reads a QuestionnaireResponse.
#include "forms/engine/response.h"

#include "forms/base/identifiers.h"
#include "forms/engine/computation.h"
#include "forms/engine/fhir.h"
#include "forms/engine/occurrence.h"
#include "forms/engine/value_json.h"
#include "forms/engine/vocabulary.h"

#include <algorithm>

namespace bedside::forms {
namespace {

using namespace vocabulary;

std::string_view name_of(ResponseStatus status)
{
    switch (status) {
    case ResponseStatus::in_progress: return "in-progress";
    case ResponseStatus::completed: return "completed";
    case ResponseStatus::amended: return "amended";
    }
    return "in-progress";
}

Json extension_of(std::string_view url, std::string_view member, Json value)
{
    return Json::Object { { "url", Json(url) }, { std::string(member), std::move(value) } };
}

/// A person that is no resource: known by a value in one of our systems.
Json by_identifier(std::string_view system, std::string const& value)
{
    Json::Object identifier { { "system", Json(code_system(system)) }, { "value", Json(value) } };
    return Json::Object { { "identifier", std::move(identifier) } };
}

Json tag(std::string_view code) { return Json::Object { { "system", Json(code_system(tags)) }, { "code", Json(code) } }; }

Result<Json::Array> items_of(std::vector<std::unique_ptr<Occurrence>> const& level, int instance_of_answer);

Result<Json::Array> answers_of(Occurrence const& occurrence)
{
    auto const& answer = *occurrence.answer;
    if (auto const checked = check_answer(*occurrence.item, answer); !checked)
        return std::unexpected(checked.error());
    Json::Array answers;
    if (answer.absence) {
        Json::Array extensions { extension_of(data_absent_reason, "valueCode", "asked-declined") };
        answers.push_back(Json::Object { { "extension", std::move(extensions) } });
    }
    int instance = 0;
    for (auto const& value : answer.values) {
        Json::Object entry { { "value" + std::string(type_name_of(value)), json_of(value) } };
        if (occurrence.calculated)
            entry.emplace("extension", Json::Array { extension_of(extension(calculated), "valueString", Json(occurrence.item->formulas.calculated[0].hash)) });
        auto below = TRY(items_of(occurrence.children, ++instance));
        if (!below.empty())
            entry.emplace("item", std::move(below));
        answers.push_back(std::move(entry));
    }
    return answers;
}

Result<Json::Array> items_of(std::vector<std::unique_ptr<Occurrence>> const& level, int instance_of_answer)
{
    Json::Array items;
    for (auto const& occurrence : level) {
        bool const below_another_answer = instance_of_answer != 0 && occurrence->below_answer != instance_of_answer;
        if (!occurrence->enabled || below_another_answer)
            continue;
        Json::Object item { { "linkId", Json(occurrence->item->link_id) } };
        if (occurrence->is_group()) {
            auto below = TRY(items_of(occurrence->children, 0));
            if (below.empty())
                continue;
            item.emplace("item", std::move(below));
        } else if (occurrence->answer) {
            item.emplace("answer", TRY(answers_of(*occurrence)));
        } else {
            continue;
        }
        items.push_back(std::move(item));
    }
    return items;
}

Result<void> check_header(ResponseHeader const& header)
{
    if (!is_fhir_id(header.id))
        return fail(Code::invalid_response, "A response needs an id of letters, digits, '-' and '.'.");
    if (!is_fhir_id(header.subject))
        return fail(Code::invalid_response, "A study number must consist of letters, digits, '-' and '.'.");
    for (auto const* text : { &header.tablet, &header.study })
        if (!text->empty() && !is_fhir_id(*text))
            return fail(Code::invalid_response, "The names of tablet and study must consist of letters, digits, '-' and '.'.");
    if (!header.amends.empty() != (header.status == ResponseStatus::amended) || (!header.amends.empty() && !is_fhir_id(header.amends)))
        return fail(Code::invalid_response, "A correction must name the response that it corrects, and only a correction may.");
    for (auto const* text : { &header.language, &header.assisted_by, &header.staff, &header.visit, &header.reason, &header.corrected_by })
        if (!is_clean_text(*text))
            return fail(Code::invalid_response, "The response's context has characters that can't be stored.");
    return {};
}

} // namespace

Result<std::string> build_response(Definition const& definition, Answers const& answers, ResponseHeader const& header)
{
    TRY(check_header(header));
    if (definition.url.empty() || definition.version.empty())
        return fail(Code::invalid_response, "A form without url and version can't have responses.");
    for (auto const& [path, answer] : answers)
        if (!definition.find(path.link_id()))
            return fail(Code::invalid_response, "There is an answer to an item that is not in the form.");

    Occurrences const tree(definition, answers, header.authored);
    auto items = TRY(items_of(tree.top(), 0));

    Json::Array meta_tags;
    for (auto const& flag : header.flags)
        if (!flag.starts_with(constraint_flag))
            meta_tags.push_back(tag(flag));
    for (auto const& broken : broken_constraints(definition, tree.top(), header.authored))
        meta_tags.push_back(tag(std::string(constraint_flag) + broken.constraint->key));
    if (definition.wording == Wording::demonstration && std::ranges::find(header.flags, demonstration) == header.flags.end())
        meta_tags.push_back(tag(demonstration));
    Json::Array extensions;
    if (!header.tablet.empty())
        extensions.push_back(extension_of(extension(tablet), "valueReference", reference("Device", header.tablet)));
    if (!header.visit.empty())
        extensions.push_back(extension_of(extension(visit), "valueString", header.visit));
    if (!header.study.empty())
        extensions.push_back(extension_of(research_study, "valueReference", reference("ResearchStudy", header.study)));
    if (!header.amends.empty())
        extensions.push_back(extension_of(extension(amends), "valueReference", reference("QuestionnaireResponse", header.amends)));
    if (!header.reason.empty())
        extensions.push_back(extension_of(extension(amendment_reason), "valueCode", header.reason));
    if (!definition.wording_pack_hash.empty())
        extensions.push_back(extension_of(extension(wording_pack), "valueString", definition.wording_pack_hash));

    Json::Object response {
        { "resourceType", "QuestionnaireResponse" },
        { "id", Json(header.id) },
        { "questionnaire", Json(definition.canonical()) },
        { "status", Json(name_of(header.status)) },
        { "subject", reference("Patient", header.subject) },
        { "authored", Json(iso8601(header.authored)) },
    };
    if (!header.language.empty())
        response.emplace("language", header.language);
    if (!meta_tags.empty())
        response.emplace("meta", Json::Object { { "tag", std::move(meta_tags) } });
    if (!extensions.empty())
        response.emplace("extension", std::move(extensions));
    response.emplace("source", header.staff.empty() ? reference("Patient", header.subject) : by_identifier(staff, header.staff));
    auto const& author = header.corrected_by.empty() ? header.staff : header.corrected_by;
    if (!author.empty())
        response.emplace("author", by_identifier(staff, author));
    else if (!header.assisted_by.empty())
        response.emplace("author", by_identifier(roles, header.assisted_by));
    if (!items.empty())
        response.emplace("item", std::move(items));
    return Json(std::move(response)).dump();
}

} // namespace bedside::forms
