// SPDX-License-Identifier: Apache-2.0
// Texts, values and extensions of a Questionnaire, with a complaint for whatever is not understood.
#include "forms/engine/reader.h"

#include "forms/engine/vocabulary.h"

#include <algorithm>
#include <array>

namespace bedside::forms {
namespace {

/// Extensions of FHIR core and SDC that change neither what is asked nor what is recorded, as suffixes of their URLs.
constexpr std::array harmless_core {
    "translation", "questionnaire-choiceOrientation", "questionnaire-optionPrefix", "questionnaire-displayCategory", "questionnaire-supportLink",
    "questionnaire-fhirType", "questionnaire-unit", "designNote", "entryFormat", "rendering-style", "rendering-xhtml", "rendering-markdown",
    "rendering-styleSensitive", "preferredTerminologyServer", "terminology-server", "ordinalValue", "itemWeight", "valueset-label",
    "questionnaire-sourceStructureMap", "structuredefinition-wg", "structuredefinition-standards-status", "structuredefinition-fmm", "cqf-library",
    "artifact-contact", "iso21090-preferred", "questionnaire-referenceResource", "questionnaire-referenceProfile", "questionnaire-usageMode", "replaces",
    "workflow-researchStudy", "cqf-scope", "data-absent-reason",
};
constexpr std::array harmless_sdc {
    "sdc-questionnaire-shortText", "sdc-questionnaire-openLabel", "sdc-questionnaire-width", "sdc-questionnaire-collapsible", "sdc-questionnaire-keyboard",
    "sdc-questionnaire-observationExtract", "sdc-questionnaire-observation-extract-category", "sdc-questionnaire-observationLinkPeriod",
    "sdc-questionnaire-itemExtractionContext", "sdc-questionnaire-itemPopulationContext", "sdc-questionnaire-itemContext", "sdc-questionnaire-launchContext",
    "sdc-questionnaire-optionalDisplay", "sdc-questionnaire-performerType", "sdc-questionnaire-endpoint", "sdc-questionnaire-sourceQueries",
    "sdc-questionnaire-sourceStructureMap", "sdc-questionnaire-targetStructureMap", "sdc-questionnaire-preferredTerminologyServer", "sdc-questionnaire-variable",
    "sdc-questionnaire-assembledFrom", "sdc-questionnaire-definitionExtract", "sdc-questionnaire-definitionExtractValue", "sdc-questionnaire-templateExtract",
    "sdc-questionnaire-columnCount", "sdc-questionnaire-choiceColumn", "sdc-questionnaire-itemMedia", "sdc-questionnaire-itemAnswerMedia",
    "sdc-questionnaire-referenceProfile", "sdc-questionnaire-referenceFilter", "sdc-questionnaire-lookupQuestionnaire",
};

template <std::size_t N>
bool is_one_of(std::array<char const*, N> const& names, std::string_view name)
{
    return std::ranges::any_of(names, [&](char const* known) { return name == known; });
}

} // namespace

std::string place_of(std::string_view link_id) { return "Questionnaire.item.where(linkId='" + std::string(link_id) + "')"; }

void Reader::add(FormVerdict verdict, std::string const& where, std::string text)
{
    // enough for any author; a hostile file must not fill the memory with sentences
    if (issues.size() < 1000)
        issues.push_back({ verdict, where, std::move(text) });
}

Json::Array const& Reader::list(Json const& holder, std::string_view name, std::string const& where)
{
    static Json::Array const none;
    auto const* member = holder.find(name);
    if (!member)
        return none;
    if (!member->is_array() || member->array().empty()) {
        invalid(where, std::string(name) + " must be a list that is not empty.");
        return none;
    }
    return member->array();
}

bool Reader::flag(Json const& holder, std::string_view name, bool otherwise, std::string const& where)
{
    auto const* member = holder.find(name);
    if (!member)
        return otherwise;
    if (!member->is_boolean())
        invalid(where, std::string(name) + " must be true or false.");
    return member->boolean();
}

std::string Reader::string(Json const& holder, std::string_view name, std::string const& where)
{
    auto const* member = holder.find(name);
    if (!member)
        return {};
    if (!member->is_string() || member->text().find_first_not_of(" \t\r\n") == std::string::npos || !is_clean_text(member->text())) {
        invalid(where, std::string(name) + " must be a text that is not empty and has no control characters.");
        return {};
    }
    return member->text();
}

LocalizedText Reader::localized(Json const& holder, std::string const& name, std::string const& where)
{
    LocalizedText text;
    text.original = string(holder, name, where);
    auto const* more = holder.find("_" + name);
    if (!more)
        return text;
    auto const place = where + "." + name;
    check_extensions(*more, place, { vocabulary::translation });
    for (auto const& extension : list(*more, "extension", place)) {
        if (extension.string_at("url") != vocabulary::translation)
            continue;
        std::string language;
        std::string content;
        for (auto const& part : list(extension, "extension", place)) {
            if (part.string_at("url") == "lang")
                language = string(part, part.find("valueCode") ? "valueCode" : "valueString", place);
            if (part.string_at("url") == "content")
                content = string(part, part.find("valueMarkdown") ? "valueMarkdown" : "valueString", place);
        }
        if (language.empty() || content.empty())
            invalid(place, "A translation needs its language and its content.");
        else if (!text.translations.emplace(language, content).second)
            invalid(place, "There are two translations into " + language + ".");
    }
    return text;
}

std::vector<Coding> Reader::codings(Json const& holder, std::string_view name, std::string const& where)
{
    std::vector<Coding> all;
    for (auto const& element : list(holder, name, where)) {
        if (auto coding = coding_of(element))
            all.push_back(std::move(*coding));
        else
            invalid(where + "." + std::string(name), coding.error().message);
    }
    return all;
}

std::optional<Value> Reader::value(Json const& holder, std::string_view prefix, std::string const& where)
{
    auto value = value_of(holder, prefix);
    if (value)
        return std::move(*value);
    invalid(where, value.error().message);
    return {};
}

Json const* Reader::extension(Json const& holder, std::string_view url, std::string const& where)
{
    Json const* found = nullptr;
    auto const* all = holder.find("extension");
    if (!all || !all->is_array())
        return nullptr;
    for (auto const& extension : all->array()) {
        if (extension.string_at("url") != url)
            continue;
        if (found)
            invalid(where, "The extension " + std::string(url) + " stands here twice.");
        found = &extension;
    }
    return found;
}

void Reader::check_extensions(Json const& holder, std::string const& where, std::initializer_list<std::string_view> understood)
{
    if (holder.find("modifierExtension"))
        unsupported(where, "A modifierExtension changes the meaning of what it stands on, and none is understood here.");
    for (auto const& extension : list(holder, "extension", where)) {
        auto const url = string(extension, "url", where);
        if (url.empty()) {
            invalid(where, "An extension needs its url.");
            continue;
        }
        auto const known = [&](std::string_view one) { return one == url; };
        if (std::ranges::any_of(understood, known))
            continue;
        auto const name = [&](std::string_view base) { return std::string_view(url).substr(base.size()); };
        if (url.starts_with(vocabulary::core) && is_one_of(harmless_core, name(vocabulary::core)))
            continue;
        if (url.starts_with(vocabulary::sdc) && is_one_of(harmless_sdc, name(vocabulary::sdc)))
            continue;
        bool const defined_for_forms = url.starts_with(vocabulary::core) || url.starts_with(vocabulary::sdc) || url.starts_with(vocabulary::base);
        if (defined_for_forms)
            unsupported(where, "The extension " + url.substr(0, 200) + " is not understood here.");
        else
            note(where, "The extension " + url.substr(0, 200) + " is not known and has no effect.");
    }
}

void Reader::check_members(Json const& holder, std::string const& where, std::initializer_list<std::string_view> known)
{
    for (auto const& [name, member] : holder.object()) {
        // "_text" carries the id and the extensions of "text"
        auto const plain = name.starts_with('_') ? std::string_view(name).substr(1) : std::string_view(name);
        if (std::ranges::find(known, plain) == known.end() && plain != "id" && plain != "extension" && plain != "modifierExtension")
            invalid(where, "FHIR R4 has no " + name.substr(0, 64) + " here.");
    }
}

} // namespace bedside::forms
