// SPDX-License-Identifier: Apache-2.0
// CDISC ODM-XML 1.3.2 (Operational Data Model, 2013): metadata from the study's forms, a snapshot of the clinical data.
#include "sync/server/markup/markup.h"
#include "sync/server/report/rows.h"

#include <algorithm>

namespace bedside::report {
namespace {

constexpr char const* diary_event = "SE.DIARY";     ///< one repetition a diary day
constexpr char const* episode_event = "SE.EPISODE"; ///< one repetition an episode

std::string attribute(char const* name, std::string_view value) { return std::string(" ") + name + "=\"" + escaped(value) + "\""; }

struct DataTypeOf {
    std::string operator()(forms::GroupItem const&) const { return "text"; }
    std::string operator()(forms::DisplayItem const&) const { return "text"; }
    std::string operator()(forms::BooleanItem const&) const { return "boolean"; }
    std::string operator()(forms::IntegerItem const&) const { return "integer"; }
    std::string operator()(forms::DecimalItem const&) const { return "float"; }
    std::string operator()(forms::DateItem const&) const { return "partialDate"; }
    std::string operator()(forms::TimeItem const&) const { return "time"; }
    std::string operator()(forms::DateTimeItem const&) const { return "partialDatetime"; }
    std::string operator()(forms::StringItem const&) const { return "text"; }
    std::string operator()(forms::QuantityItem const&) const { return "float"; }
    std::string operator()(forms::ChoiceItem const&) const { return "text"; }
    std::string operator()(forms::AttachmentItem const&) const { return "text"; }
};

std::string translated(forms::LocalizedText const& text, std::string const& language)
{
    auto xml = "<TranslatedText" + attribute("xml:lang", language.empty() ? "zh-Hans" : language) + ">" + escaped(text.original) + "</TranslatedText>";
    for (auto const& [tag, words] : text.translations)
        xml += "<TranslatedText" + attribute("xml:lang", tag) + ">" + escaped(words) + "</TranslatedText>";
    return xml;
}

std::string item_def(study::StudyForm const& form, forms::Item const& item)
{
    auto const type = std::visit(DataTypeOf {}, item.kind);
    auto xml = "<ItemDef" + attribute("OID", "I." + form.id + "." + item.link_id) + attribute("Name", item.link_id) + attribute("DataType", type);
    if (type == "text")
        xml += attribute("Length", "4000");
    if (type == "integer" || type == "float")
        xml += attribute("Length", "12");
    if (type == "float")
        xml += attribute("SignificantDigits", "6");
    xml += ">";
    auto const licensed = form.definition->wording == forms::Wording::licensed;
    if (!licensed && !item.text.empty())
        xml += "<Question>" + translated(item.text, form.definition->language) + "</Question>";
    auto const* choice = std::get_if<forms::ChoiceItem>(&item.kind);
    if (choice && !choice->open && !choice->options.empty())
        xml += "<CodeListRef" + attribute("CodeListOID", "CL." + form.id + "." + item.link_id) + "/>";
    return xml + "</ItemDef>\n";
}

std::string code_list(study::StudyForm const& form, forms::Item const& item)
{
    auto const* choice = std::get_if<forms::ChoiceItem>(&item.kind);
    if (!choice || choice->open || choice->options.empty())
        return "";
    auto xml = "<CodeList" + attribute("OID", "CL." + form.id + "." + item.link_id) + attribute("Name", item.link_id) + attribute("DataType", "text") + ">";
    for (auto const& option : choice->options) {
        auto const code = text_of(option.value).value;
        auto const hidden = form.definition->wording == forms::Wording::licensed || option.display.empty();
        xml += "<CodeListItem" + attribute("CodedValue", code) + "><Decode>" + (hidden ? "<TranslatedText>" + escaped(code) + "</TranslatedText>" : translated(option.display, form.definition->language)) + "</Decode></CodeListItem>";
    }
    return xml + "</CodeList>\n";
}

std::string event_def(std::string const& oid, std::string const& name, bool repeating, std::vector<std::string> const& forms)
{
    auto xml = "<StudyEventDef" + attribute("OID", oid) + attribute("Name", name) + attribute("Repeating", repeating ? "Yes" : "No") + attribute("Type", repeating ? "Unscheduled" : "Scheduled") + ">";
    for (auto const& form : forms)
        xml += "<FormRef" + attribute("FormOID", "F." + form) + " Mandatory=\"No\"/>";
    return xml + "</StudyEventDef>\n";
}

std::vector<std::string> diary_forms(study::Study const& study, study::DiaryKind kind)
{
    std::vector<std::string> all;
    for (auto const& diary : study.diaries) {
        if (diary.kind == kind)
            all.push_back(diary.form);
    }
    return all;
}

/// Which repetition of its item group a value belongs to: "site#2/severity" is in the second; so is the second of several values.
std::size_t repetition_of(std::string_view path, std::size_t value)
{
    auto const hash = path.rfind('#');
    std::size_t instance = 0;
    for (auto i = hash + 1; hash != std::string_view::npos && i < path.size() && path[i] >= '0' && path[i] <= '9'; ++i)
        instance = instance * 10 + static_cast<std::size_t>(path[i] - '0');
    return (instance == 0 ? 1 : instance) + value;
}

std::string form_data(ReceivedForm const& form, int repeat)
{
    auto xml = "<FormData" + attribute("FormOID", "F." + form.completed.form) + attribute("FormRepeatKey", std::to_string(repeat)) + ">";
    std::map<std::size_t, std::string> groups;
    for (auto const& [path, answer] : form.completed.answers) { // the metadata are those of the present version
        auto const oid = "I." + form.completed.form + "." + path.link_id();
        if (answer.absence)
            groups[repetition_of(path, 0)] += "<ItemData" + attribute("ItemOID", oid) + " IsNull=\"Yes\"><Annotation SeqNum=\"1\"><Comment SponsorOrSite=\"Site\">asked-declined</Comment></Annotation></ItemData>";
        for (std::size_t i = 0; i < answer.values.size(); ++i)
            groups[repetition_of(path, i)] += "<ItemData" + attribute("ItemOID", oid) + attribute("Value", text_of(answer.values[i]).value) + "/>";
    }
    for (auto const& [key, items] : groups)
        xml += "<ItemGroupData" + attribute("ItemGroupOID", "IG." + form.completed.form) + attribute("ItemGroupRepeatKey", std::to_string(key)) + ">" + items + "</ItemGroupData>";
    return xml + "</FormData>";
}

} // namespace

std::string odm_head(Ground const& ground, std::string const& software_version)
{
    auto const& study = ground.study;
    auto const version = "MDV." + study.version;
    auto const moment = iso8601(ground.as_of);
    auto xml = std::string("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ODM xmlns=\"http://www.cdisc.org/ns/odm/v1.3\" ODMVersion=\"1.3.2\" FileType=\"Snapshot\"") + attribute("FileOID", study.id + "." + moment) + attribute("CreationDateTime", moment)
        + attribute("AsOfDateTime", moment) + attribute("SourceSystem", "Bedside") + attribute("SourceSystemVersion", software_version) + ">\n<Study" + attribute("OID", study.id) + ">\n<GlobalVariables><StudyName>" + escaped(study.id) + "</StudyName><StudyDescription>"
        + escaped(study.title.in("en")) + (study.simulated ? " (simulated)" : study.demonstration ? " (demonstration)" : "") + "</StudyDescription><ProtocolName>" + escaped(study.id) + "</ProtocolName></GlobalVariables>\n<MetaDataVersion"
        + attribute("OID", version) + attribute("Name", study.version) + ">\n<Protocol>";
    int order = 0;
    auto const refer = [&](std::string const& oid) { xml += "<StudyEventRef" + attribute("StudyEventOID", oid) + attribute("OrderNumber", std::to_string(++order)) + " Mandatory=\"No\"/>"; };
    for (auto const& visit : study.visits)
        refer("SE." + visit.id);
    refer(diary_event);
    refer(episode_event);
    xml += "</Protocol>\n";
    for (auto const& visit : study.visits)
        xml += event_def("SE." + visit.id, visit.title.in("en"), false, visit.forms);
    xml += event_def(diary_event, "Diary day", true, diary_forms(study, study::DiaryKind::end_of_day)) + event_def(episode_event, "Episode", true, diary_forms(study, study::DiaryKind::event));
    for (auto const& form : study.forms)
        xml += "<FormDef" + attribute("OID", "F." + form.id) + attribute("Name", form.definition->title.in("en")) + " Repeating=\"Yes\"><ItemGroupRef" + attribute("ItemGroupOID", "IG." + form.id) + " Mandatory=\"No\"/></FormDef>\n";
    for (auto const& form : study.forms) {
        xml += "<ItemGroupDef" + attribute("OID", "IG." + form.id) + attribute("Name", form.id) + " Repeating=\"Yes\">";
        int number = 0;
        for (auto const* item : asking_items(*form.definition))
            xml += "<ItemRef" + attribute("ItemOID", "I." + form.id + "." + item->link_id) + attribute("OrderNumber", std::to_string(++number)) + attribute("Mandatory", "No") + "/>";
        xml += "</ItemGroupDef>\n";
    }
    std::string lists;
    for (auto const& form : study.forms) {
        for (auto const* item : asking_items(*form.definition)) {
            xml += item_def(form, *item);
            lists += code_list(form, *item);
        }
    }
    return xml + lists + "</MetaDataVersion>\n</Study>\n<ClinicalData" + attribute("StudyOID", study.id) + attribute("MetaDataVersionOID", version) + ">\n";
}

std::string odm_subject(Ground const& ground, Participation const& participation)
{
    if (participation.forms.empty())
        return "";
    std::map<std::string, std::string> visits; // visit id -> its forms
    std::map<std::string, int> repeats;        // visit and form -> how often so far
    std::string diary;
    int episodes = 0;
    for (auto const& form : participation.forms) {
        auto const& visit = form.completed.visit;
        auto const repeat = ++repeats[visit + " " + form.completed.form];
        if (ground.study.visit(visit))
            visits[visit] += form_data(form, repeat);
        else if (!visit.empty())
            diary += "<StudyEventData" + attribute("StudyEventOID", diary_event) + attribute("StudyEventRepeatKey", visit + (repeat > 1 ? "." + std::to_string(repeat) : "")) + ">" + form_data(form, 1) + "</StudyEventData>\n";
        else
            diary += "<StudyEventData" + attribute("StudyEventOID", episode_event) + attribute("StudyEventRepeatKey", std::to_string(++episodes)) + ">" + form_data(form, 1) + "</StudyEventData>\n";
    }
    auto xml = "<SubjectData" + attribute("SubjectKey", participation.number) + ">\n";
    for (auto const& visit : ground.study.visits) {
        if (auto const found = visits.find(visit.id); found != visits.end())
            xml += "<StudyEventData" + attribute("StudyEventOID", "SE." + visit.id) + ">" + found->second + "</StudyEventData>\n";
    }
    return xml + diary + "</SubjectData>\n";
}

std::string odm_tail() { return "</ClinicalData>\n</ODM>\n"; }

} // namespace bedside::report
