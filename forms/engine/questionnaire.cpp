// SPDX-License-Identifier: Apache-2.0
// A Questionnaire as a whole: identity, wording, footer; what the loaders promise.
#include "forms/engine/formula_reader.h"
#include "forms/engine/inspection.h"
#include "forms/engine/reader.h"
#include "forms/engine/vocabulary.h"

#include <algorithm>

namespace bedside::forms {
namespace {

using namespace vocabulary;

bool is_digest(std::string_view text)
{
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

void read_wording(Json const& json, Definition& definition, Reader& reader)
{
    std::string const where = "Questionnaire";
    if (auto const* meta = json.find("meta"))
        for (auto const& tag : reader.codings(*meta, "tag", where + ".meta"))
            if (tag.system == code_system(tags) && tag.code == demonstration)
                definition.wording = Wording::demonstration;
    if (auto const* extension = reader.extension(json, vocabulary::extension(wording_pack), where)) {
        definition.wording_pack_hash = reader.string(*extension, "valueString", where);
        if (!is_digest(definition.wording_pack_hash))
            reader.invalid(where, "The wording pack's hash must be 64 lower-case hexadecimal digits.");
        if (definition.wording == Wording::demonstration)
            reader.invalid(where, "A form with a wording pack can't be marked as demonstration wording.");
        definition.wording = Wording::licensed;
    }
    if (auto const* extension = reader.extension(json, vocabulary::extension(footer), where))
        definition.footer = reader.localized(*extension, "valueString", where);
}

Definition read_definition(Json const& json, Reader& reader)
{
    std::string const where = "Questionnaire";
    Definition definition;
    reader.check_members(json, where,
        { "resourceType", "meta", "implicitRules", "language", "text", "contained", "url", "identifier", "version", "name", "title", "derivedFrom", "status",
            "experimental", "subjectType", "date", "publisher", "contact", "description", "useContext", "jurisdiction", "purpose", "copyright",
            "approvalDate", "lastReviewDate", "effectivePeriod", "code", "item" });
    reader.check_extensions(json, where, { vocabulary::extension(footer), vocabulary::extension(wording_pack), url::variable, url::constraint, url::target_constraint });
    if (json.find("implicitRules"))
        reader.unsupported(where, "implicitRules refers to rules that are not in the form.");
    auto const status = json.string_at("status");
    if (status != "draft" && status != "active" && status != "retired" && status != "unknown")
        reader.invalid(where, "A Questionnaire needs a status: draft, active, retired or unknown.");
    definition.url = reader.string(json, "url", where);
    definition.version = reader.string(json, "version", where);
    if (definition.url.empty() || definition.version.empty())
        reader.note(where, "Without url and version the form can be checked, but no study can use it.");
    if (definition.url.find('|') != std::string::npos)
        reader.invalid(where, "A canonical url can't contain a vertical bar.");
    definition.title = reader.localized(json, "title", where);
    definition.language = reader.string(json, "language", where);
    definition.codes = reader.codings(json, "code", where);
    read_wording(json, definition, reader);
    KnownVariables variables;
    definition.formulas = read_formulas(json, variables, reader, where);
    definition.items = read_items(json, variables, reader);
    check_branching(definition.items, reader);
    return definition;
}

Item const* find_in(std::vector<Item> const& items, std::string_view link_id)
{
    for (auto const& item : items) {
        if (item.link_id == link_id)
            return &item;
        if (auto const* found = find_in(item.children, link_id))
            return found;
    }
    return nullptr;
}

} // namespace

std::string const& LocalizedText::in(std::string_view language) const
{
    while (!language.empty()) {
        if (auto const found = translations.find(language); found != translations.end())
            return found->second;
        auto const dash = language.rfind('-');
        language = language.substr(0, dash == std::string_view::npos ? 0 : dash);
    }
    return original;
}

Item const* Definition::find(std::string_view link_id) const { return find_in(items, link_id); }

Inspection inspect_questionnaire(std::string_view text, Limits const& limits)
{
    Reader reader(limits);
    Inspection inspection;
    if (text.size() > limits.bytes) {
        reader.invalid("Questionnaire", "The file is larger than " + std::to_string(limits.bytes >> 20) + " MiB.");
        reader.full = true;
    } else if (auto json = Json::parse(text); !json) {
        reader.invalid("Questionnaire", json.error().message);
    } else if (json->string_at("resourceType") != "Questionnaire") {
        reader.invalid("Questionnaire", "This is not a FHIR Questionnaire.");
    } else {
        auto definition = read_definition(*json, reader);
        if (std::ranges::all_of(reader.issues, [](FormIssue const& issue) { return issue.verdict == FormVerdict::note; }))
            inspection.definition = std::move(definition);
    }
    inspection.issues = std::move(reader.issues);
    inspection.too_large = reader.full;
    return inspection;
}

Result<Definition> load_questionnaire(std::string_view json, Limits const& limits)
{
    auto inspection = inspect_questionnaire(json, limits);
    if (inspection.definition)
        return std::move(*inspection.definition);
    auto const of = [&](FormVerdict verdict) { return std::ranges::find(inspection.issues, verdict, &FormIssue::verdict); };
    auto const sentence = [](FormIssue const& issue) { return issue.where + ": " + issue.text; };
    if (auto const first = of(FormVerdict::invalid); first != inspection.issues.end())
        return fail(inspection.too_large ? Code::too_large : Code::invalid_form, sentence(*first));
    return fail(Code::unsupported_form, sentence(*of(FormVerdict::unsupported)));
}

} // namespace bedside::forms
