// SPDX-License-Identifier: Apache-2.0
// Licensed words into the instrument's structure.
#include "forms/engine/json.h"
#include "forms/engine/vocabulary.h"
#include "forms/packs/wording_json.h"

namespace bedside::packs {
namespace {

using forms::Json;
namespace vocabulary = forms::vocabulary;

/// The text that stands at an item of the instrument; nothing when the pack has none for it.
std::optional<std::string> text_for(std::string const& link_id, Wording const& wording)
{
    if (link_id == "general")
        return wording.general_header;
    if (link_id == "week")
        return wording.week_header;
    if (link_id.ends_with(".low"))
        return wording.lowest;
    if (link_id.ends_with(".high"))
        return wording.highest;
    if (link_id.starts_with('q') && link_id.size() <= 3) {
        int number = 0;
        for (auto const digit : std::string_view(link_id).substr(1))
            number = digit >= '0' && digit <= '9' ? number * 10 + (digit - '0') : 1000;
        if (number >= 1 && number <= 30)
            return wording.items[static_cast<std::size_t>(number - 1)];
    }
    return {};
}

std::unexpected<Error> wrong_shape() { return refuse("the instrument's Questionnaire does not have the shape that the pack is for"); }

/// The members of an object, to be changed.
Result<Json::Object*> members_of(Json& json)
{
    if (!json.is_object())
        return wrong_shape();
    return &json.object_to_change();
}

/// The list of this name in an object, to be changed.
Result<Json::Array*> list_in(Json::Object& members, std::string_view name)
{
    auto const found = members.find(name);
    if (found == members.end() || !found->second.is_array())
        return wrong_shape();
    return &found->second.array_to_change();
}

Result<void> replace_items(Json::Array& items, Wording const& wording, int& replaced)
{
    for (auto& item : items) {
        auto& members = *TRY(members_of(item));
        auto const link_id = item.string_at("linkId");
        auto const text = text_for(link_id, wording);
        if (!text)
            return refuse("the instrument has an item '" + link_id + "' that the pack does not cover");
        members.erase("_text");
        members.erase("text");
        if (!text->empty())
            members.emplace("text", Json(*text));
        replaced += link_id.starts_with('q') && link_id.find('.') == std::string::npos;
        if (item.find("answerOption") != nullptr)
            return refuse("the instrument has options of its own at '" + link_id + "' that the pack does not cover");
        if (item.find("item") == nullptr)
            continue;
        auto& inner = *TRY(list_in(members, "item"));
        TRY(replace_items(inner, wording, replaced));
    }
    return {};
}

Result<void> replace_options(Json::Array& contained, Wording const& wording)
{
    for (auto& value_set : contained) {
        auto& members = *TRY(members_of(value_set));
        auto const found = members.find("compose");
        if (found == members.end())
            return wrong_shape();
        auto& compose = *TRY(members_of(found->second));
        for (auto& include : *TRY(list_in(compose, "include"))) {
            auto& included = *TRY(members_of(include));
            auto& concepts = *TRY(list_in(included, "concept"));
            if (concepts.size() != wording.options.size())
                return refuse("the instrument has another number of options than the pack");
            for (std::size_t i = 0; i < wording.options.size(); ++i) {
                auto& option = *TRY(members_of(concepts[i]));
                option.insert_or_assign("display", Json(wording.options[i]));
                option.erase("designation");
                option.erase("_display");
            }
        }
    }
    return {};
}

Json text_extension(std::string_view name, std::string const& text)
{
    return Json::Object { { "url", Json(vocabulary::extension(name)) }, { "valueString", Json(text) } };
}

} // namespace

Result<std::string> apply_pack(std::string_view questionnaire, Pack const& pack)
{
    auto read = Json::parse(questionnaire);
    if (!read)
        return wrong_shape();
    auto& form = *TRY(members_of(*read));
    auto const& wording = pack.wording;
    auto& items = *TRY(list_in(form, "item"));
    int replaced = 0;
    TRY(replace_items(items, wording, replaced));
    if (replaced != 30)
        return refuse("the instrument does not have the 30 items of the pack");
    auto& contained = *TRY(list_in(form, "contained"));
    TRY(replace_options(contained, wording));
    if (!wording.instructions.empty())
        items.insert(items.begin(), Json::Object { { "linkId", Json("instructions") }, { "type", Json("display") }, { "text", Json(wording.instructions) } });

    form.insert_or_assign("language", Json(pack.manifest.language));
    form.insert_or_assign("title", Json(wording.title));
    form.erase("_title");
    form.insert_or_assign("copyright", Json(pack.manifest.copyright));
    form.erase("_copyright");
    form.insert_or_assign("version", Json(pack.manifest.instrument_version + "-pack." + pack.hash.substr(0, 12)));
    if (auto const meta = form.find("meta"); meta != form.end()) {
        auto& tags = *TRY(members_of(meta->second));
        tags.erase("tag");
        if (tags.empty())
            form.erase(meta);
    }
    Json::Array extensions;
    if (auto const* there = read->find("extension")) {
        for (auto const& extension : there->array())
            if (extension.string_at("url") != vocabulary::extension(vocabulary::footer))
                extensions.push_back(extension);
    }
    extensions.push_back(text_extension(vocabulary::footer, pack.manifest.copyright));
    extensions.push_back(text_extension(vocabulary::wording_pack, pack.hash));
    form.insert_or_assign("extension", Json(std::move(extensions)));
    return read->dump();
}

} // namespace bedside::packs
