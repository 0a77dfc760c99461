// SPDX-License-Identifier: Apache-2.0
#include "sync/server/mirror/mirror_reader.h"

#include "forms/base/identifiers.h"
#include "forms/engine/fhir.h"
#include "forms/engine/vocabulary.h"
#include "sync/wire/transaction.h"

#include <algorithm>

namespace bedside::server {
namespace {

using forms::extension_in;
using forms::first_in;
using forms::Json;
using forms::referenced_id;
namespace vocabulary = forms::vocabulary;

/// The form (of a Device: the tablet) that a resource of this study belongs to; "" for others' resources.
std::string form_of(Json const& resource, std::string const& type, std::string_view study)
{
    if (type == "QuestionnaireResponse") {
        auto const* trial = extension_in(resource, vocabulary::research_study);
        bool const ours = extension_in(resource, vocabulary::extension(vocabulary::tablet)) != nullptr && trial != nullptr && referenced_id(trial->find("valueReference"), "ResearchStudy") == study;
        return ours ? resource.string_at("id") : "";
    }
    if (type == "Provenance")
        return extension_in(resource, vocabulary::extension("chain")) != nullptr ? referenced_id(first_in(resource, "target"), "QuestionnaireResponse") : "";
    if (type == "Communication")
        return referenced_id(first_in(resource, "about"), "QuestionnaireResponse");
    if (type == "Observation")
        return referenced_id(first_in(resource, "derivedFrom"), "QuestionnaireResponse");
    return type == "Device" && extension_in(resource, vocabulary::extension(vocabulary::signing_key)) != nullptr ? resource.string_at("id") : "";
}

std::int64_t updated_of(Json const& resource)
{
    auto const* meta = resource.find("meta");
    auto const moment = parse_iso8601(meta != nullptr ? meta->string_at("lastUpdated") : "");
    return moment ? moment->wall_ms : 0;
}

} // namespace

Result<SearchPage> read_search_page(std::string_view body, std::string_view type, std::string_view study)
{
    auto const none = [](char const* what) { return fail(Code::invalid_data, std::string("what the server answers is no FHIR searchset: ") + what); };
    if (!forms::is_clean_text(body))
        return none("it is not clean UTF-8");
    auto const bundle = Json::parse(body, wire::deepest_json);
    if (!bundle)
        return none("it is not JSON");
    auto const* entries = bundle->find("entry");
    auto const* links = bundle->find("link");
    auto const no_list = [](Json const* member) { return member != nullptr && !member->is_array(); };
    if (bundle->string_at("resourceType") != "Bundle" || bundle->string_at("type") != "searchset" || no_list(entries) || no_list(links))
        return none("no Bundle of type searchset");
    SearchPage page;
    for (auto const& entry : entries != nullptr ? entries->array() : Json::Array()) {
        auto const* resource = entry.find("resource");
        auto const* search = entry.find("search");
        if (search != nullptr && search->string_at("mode") == "outcome")
            continue;
        auto const id = resource != nullptr ? resource->string_at("id") : "";
        auto const kind = resource != nullptr ? resource->string_at("resourceType") : "";
        if (!is_fhir_id(id) || !is_resource_type(kind)) {
            ++page.unreadable;
            continue;
        }
        auto const updated = updated_of(*resource);
        page.highest_ms = std::max(page.highest_ms, updated);
        auto const form = kind == type ? form_of(*resource, kind, study) : "";
        if (!is_fhir_id(form))
            ++page.passed_over;
        else
            page.ours.push_back({ kind, id, form, updated, resource->dump() });
    }
    for (auto const& link : links != nullptr ? links->array() : Json::Array()) {
        if (link.string_at("relation") == "next")
            page.next = link.string_at("url");
    }
    return page;
}

std::string frozen_spelling(std::string_view response_json, std::string_view sha256)
{
    auto parsed = Json::parse(response_json, wire::deepest_json);
    if (!parsed || !parsed->is_object())
        return std::string(response_json);
    auto& response = *parsed;
    auto const meta = response.object_to_change().find("meta");
    if (meta == response.object_to_change().end() || !meta->second.is_object())
        return response.dump();
    auto& members = meta->second.object_to_change();
    for (auto const* added : { "versionId", "lastUpdated", "source" })
        members.erase(added);
    if (members.empty()) {
        response.object_to_change().erase(meta);
        return response.dump();
    }
    auto text = response.dump();
    auto const tags = members.find("tag");
    constexpr std::size_t most_tags = 6; // 720 orders
    if (sha256_hex(text) == sha256 || tags == members.end() || !tags->second.is_array() || tags->second.array().size() > most_tags)
        return text;
    auto const before = [](Json const& a, Json const& b) { return a.dump() < b.dump(); };
    auto& list = tags->second.array_to_change();
    std::ranges::sort(list, before);
    do {
        if (auto other = response.dump(); sha256_hex(other) == sha256)
            return other;
    } while (std::next_permutation(list.begin(), list.end(), before));
    return text;
}

Result<std::string> same_server(std::string_view base, std::string_view link)
{
    auto const path_at = base.find('/', base.find("//") + 2);
    auto const origin = base.substr(0, path_at);
    if (link.find("://") != std::string_view::npos) {
        bool const same = link.starts_with(origin) && (link.size() == origin.size() || link[origin.size()] == '/' || link[origin.size()] == '?');
        if (!same)
            return fail(Code::forbidden, "the server links its next page to another machine; that is not followed, because the credentials would go there");
        return std::string(link);
    }
    if (link.starts_with("//"))
        return fail(Code::forbidden, "the server links its next page to another machine; that is not followed, because the credentials would go there");
    return link.starts_with("/") ? std::string(origin) + std::string(link) : std::string(base) + (link.starts_with("?") ? "" : "/") + std::string(link);
}

} // namespace bedside::server
