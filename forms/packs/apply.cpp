// SPDX-License-Identifier: Apache-2.0
// Licensed words into the instrument's structure.
#include "forms/engine/vocabulary.h"
#include "forms/packs/wording_json.h"

#include <nlohmann/json.hpp>

namespace bedside::packs {
namespace {

using nlohmann::json;
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

Result<bool> replace_items(json& items, Wording const& wording, int& replaced)
{
    for (auto& item : items) {
        auto const link_id = item.value("linkId", std::string());
        auto const text = text_for(link_id, wording);
        if (!text)
            return refuse("the instrument has an item '" + link_id + "' that the pack does not cover");
        item.erase("_text");
        item.erase("text");
        if (!text->empty())
            item["text"] = *text;
        replaced += link_id.starts_with('q') && link_id.find('.') == std::string::npos;
        if (item.contains("answerOption"))
            return refuse("the instrument has options of its own at '" + link_id + "' that the pack does not cover");
        if (item.contains("item"))
            TRY(replace_items(item["item"], wording, replaced));
    }
    return true;
}

Result<bool> replace_options(json& contained, Wording const& wording)
{
    for (auto& value_set : contained) {
        for (auto& include : value_set["compose"]["include"]) {
            if (include["concept"].size() != wording.options.size())
                return refuse("the instrument has another number of options than the pack");
            for (std::size_t i = 0; i < wording.options.size(); ++i) {
                include["concept"][i]["display"] = wording.options[i];
                include["concept"][i].erase("designation");
                include["concept"][i].erase("_display");
            }
        }
    }
    return true;
}

} // namespace

Result<std::string> apply_pack(std::string_view questionnaire, Pack const& pack)
{
    try {
        auto form = json::parse(questionnaire);
        auto const& wording = pack.wording;
        int replaced = 0;
        TRY(replace_items(form.at("item"), wording, replaced));
        if (replaced != 30)
            return refuse("the instrument does not have the 30 items of the pack");
        TRY(replace_options(form.at("contained"), wording));
        if (!wording.instructions.empty())
            form["item"].insert(form["item"].begin(), json { { "linkId", "instructions" }, { "type", "display" }, { "text", wording.instructions } });

        form["language"] = pack.manifest.language;
        form["title"] = wording.title;
        form.erase("_title");
        form["copyright"] = pack.manifest.copyright;
        form.erase("_copyright");
        form["version"] = pack.manifest.instrument_version + "-pack." + pack.hash.substr(0, 12);
        if (form.contains("meta"))
            form["meta"].erase("tag");
        if (form.contains("meta") && form["meta"].empty())
            form.erase("meta");
        auto extensions = json::array();
        for (auto const& extension : form.value("extension", json::array())) {
            if (extension.value("url", "") != vocabulary::extension(vocabulary::footer))
                extensions.push_back(extension);
        }
        extensions.push_back({ { "url", vocabulary::extension(vocabulary::footer) }, { "valueString", pack.manifest.copyright } });
        extensions.push_back({ { "url", vocabulary::extension(vocabulary::wording_pack) }, { "valueString", pack.hash } });
        form["extension"] = std::move(extensions);
        return form.dump();
    } catch (json::exception const&) {
        return refuse("the instrument's Questionnaire does not have the shape that the pack is for");
    }
}

} // namespace bedside::packs
