// SPDX-License-Identifier: Apache-2.0
#include "forms/engine/fhir.h"

namespace bedside::forms {

Json reference(std::string_view type, std::string_view id) { return Json::Object { { "reference", Json(std::string(type) + "/" + std::string(id)) } }; }

std::string referenced_id(Json const* reference, std::string_view type)
{
    std::string_view const text = reference != nullptr ? reference->string_at("reference") : std::string_view();
    bool const fits = text.size() > type.size() && text.starts_with(type) && text[type.size()] == '/';
    return fits ? std::string(text.substr(type.size() + 1)) : std::string();
}

Json const* first_in(Json const& object, std::string_view member)
{
    auto const* list = object.find(member);
    return list != nullptr && !list->array().empty() ? &list->array().front() : nullptr;
}

Json const* extension_in(Json const& element, std::string_view url)
{
    auto const* all = element.find("extension");
    if (all == nullptr)
        return nullptr;
    for (auto const& one : all->array())
        if (one.string_at("url") == url)
            return &one;
    return nullptr;
}

} // namespace bedside::forms
