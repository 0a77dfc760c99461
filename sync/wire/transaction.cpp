// SPDX-License-Identifier: Apache-2.0
#include "sync/wire/transaction.h"

#include "forms/base/identifiers.h"
#include "forms/engine/vocabulary.h"

namespace bedside::wire {
namespace {

using forms::Json;

auto no_transaction(std::string const& what) { return fail(Code::invalid_data, "This is not a transaction of PUTs: " + what + "."); }

} // namespace

Result<ResourceName> name_of(Json const& resource)
{
    ResourceName name { resource.string_at("resourceType"), resource.string_at("id") };
    if (!is_resource_type(name.type) || !is_fhir_id(name.id))
        return fail(Code::invalid_data, "A resource must have a type and an id.");
    return name;
}

Result<ResourceName> name_of_resource(std::string_view json)
{
    auto const resource = TRY(Json::parse(json, deepest_json));
    return name_of(resource);
}

void TransactionWriter::put(ResourceName const& name, std::string_view resource)
{
    auto const path = name.path();
    m_entries += m_entries.empty() ? "" : ",";
    m_entries += R"({"fullUrl":")";
    m_entries += forms::vocabulary::base;
    m_entries += "/" + path + R"(","request":{"method":"PUT","url":")" + path + R"("},"resource":)";
    m_entries += resource;
    m_entries += "}";
}

std::string TransactionWriter::finish() && { return R"({"resourceType":"Bundle","type":"transaction","entry":[)" + m_entries + "]}"; }

Result<Transaction> Transaction::parse(std::string_view json)
{
    if (json.size() > largest_transaction)
        return fail(Code::too_large, "The transaction is larger than 8 MB.");
    if (!forms::is_clean_text(json))
        return no_transaction("it is not clean UTF-8");
    Transaction transaction;
    transaction.m_bundle = TRY(Json::parse(json, deepest_json));
    auto const& bundle = transaction.m_bundle;
    auto const* entries = bundle.find("entry");
    if (bundle.string_at("resourceType") != "Bundle" || bundle.string_at("type") != "transaction" || entries == nullptr || !entries->is_array())
        return no_transaction("no Bundle of type transaction with entries");
    if (entries->array().size() > most_entries)
        return fail(Code::too_large, "The transaction has more than 1000 entries.");
    for (auto const& entry : entries->array()) {
        auto const* resource = entry.find("resource");
        auto const* request = entry.find("request");
        if (resource == nullptr || request == nullptr)
            return no_transaction("an entry lacks its resource or its request");
        auto name = TRY(name_of(*resource));
        if (request->string_at("method") != "PUT" || request->string_at("url") != name.path())
            return no_transaction("an entry is not a PUT of its own resource");
        transaction.m_entries.push_back({ std::move(name), resource, resource->source_in(json) });
    }
    return transaction;
}

} // namespace bedside::wire
