// SPDX-License-Identifier: Apache-2.0
// Rows for statisticians: one item a row, one visit a row, one form a row.
#include "sync/server/report/rows.h"
#include "forms/base/crypto.h"
#include "forms/base/csv.h"
#include "forms/engine/navigation.h"
#include "sync/server/report/tables.h"

#include <algorithm>

namespace bedside::report {
namespace {

struct TextOf {
    ValueText operator()(bool value) const { return { value ? "true" : "false", "" }; }
    ValueText operator()(std::int32_t value) const { return { std::to_string(value), "" }; }
    ValueText operator()(forms::Decimal const& value) const { return { value.text, "" }; }
    ValueText operator()(forms::Date const& value) const { return { value.text, "" }; }
    ValueText operator()(forms::Time const& value) const { return { value.text, "" }; }
    ValueText operator()(forms::DateTime const& value) const { return { value.text, "" }; }
    ValueText operator()(forms::Text const& value) const { return { value.text, "" }; }
    ValueText operator()(forms::Coding const& value) const { return { value.code, value.system }; }
    ValueText operator()(forms::Quantity const& value) const { return { value.value.text, value.code }; }
    ValueText operator()(forms::Attachment const&) const { return { "attachment", "" }; }
};

bool asks(forms::Item const& item)
{
    return !std::holds_alternative<forms::GroupItem>(item.kind) && !std::holds_alternative<forms::DisplayItem>(item.kind);
}

void collect_asking(std::vector<forms::Item> const& items, std::vector<forms::Item const*>& all)
{
    for (auto const& item : items) {
        if (asks(item))
            all.push_back(&item);
        collect_asking(item.children, all);
    }
}

std::string joined(std::vector<std::string> const& words)
{
    std::string text;
    for (auto const& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

std::string wording_of(forms::Definition const& definition)
{
    switch (definition.wording) {
    case forms::Wording::licensed: return definition.wording_pack_hash;
    case forms::Wording::demonstration: return "demonstration";
    case forms::Wording::own: return "own";
    }
    return "own";
}

std::optional<std::size_t> visit_index(study::Study const& study, std::string const& id)
{
    auto const found = std::find_if(study.visits.begin(), study.visits.end(), [&](auto const& one) { return one.id == id; });
    return found == study.visits.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - study.visits.begin()));
}

} // namespace

ValueText text_of(forms::Value const& value) { return std::visit(TextOf {}, value); }

std::vector<forms::Item const*> asking_items(forms::Definition const& definition)
{
    std::vector<forms::Item const*> items;
    collect_asking(definition.items, items);
    return items;
}

std::string long_header()
{
    return csv_record({ "study", "participant", "visit", "form", "questionnaire", "response", "completed", "language", "tablet", "assisted_by", "staff", "flags", "wording", "stands", "after_rotation", "item", "path", "value", "system_or_unit", "status", "reason" });
}

std::string long_rows(Ground const& ground, Participation const& participation, Values const* values)
{
    std::string csv;
    auto const add = [&](ReceivedForm const& form, bool stands) {
        auto const& header = form.header;
        auto const& definition = *form.definition;
        auto const visit = visit_index(ground.study, header.visit);
        auto const after = values && visit ? (values->after_rotation(*visit) ? "true" : "false") : "";
        auto const head = csv_record({ ground.study.id, header.subject, header.visit, form.completed.form, definition.canonical(), header.id, iso8601(form.completed.authored), header.language, header.tablet, header.assisted_by, header.staff, joined(header.flags),
            wording_of(definition), stands ? "true" : "false", after });
        auto const prefix = head.substr(0, head.size() - 1) + ",";
        auto const row = [&](std::string const& item, forms::ItemPath const& path, ValueText const& value, char const* status, char const* reason) {
            csv += prefix;
            csv += csv_record({ item, path.text(), value.value, value.code, status, reason });
        };
        for (auto const* item : asking_items(definition)) {
            bool found = false;
            for (auto const& [path, answer] : form.answers()) {
                if (path.link_id() != item->link_id)
                    continue;
                found = true;
                if (answer.absence)
                    row(item->link_id, path, {}, "NOT DONE", "refused");
                for (auto const& value : answer.values)
                    row(item->link_id, path, text_of(value), "DONE", "");
            }
            if (!found)
                row(item->link_id, forms::ItemPath::of(item->link_id), {}, "NOT DONE", forms::is_enabled(definition, form.answers(), forms::ItemPath::of(item->link_id)) ? "not reached" : "not shown");
        }
    };
    for (auto const& form : participation.forms)
        add(form, true);
    for (auto const& form : participation.beside) // of several versions or responses the tables use one
        add(form, false);
    return csv;
}

std::string wide_header()
{
    std::vector<std::string> header { "study", "participant", "visit", "after_rotation" };
    for (auto const& measure : measures())
        header.push_back(measure.code);
    for (auto const& effect : side_effects())
        header.push_back("SE_" + effect);
    return csv_record(header);
}

std::string wide_rows(Ground const& ground, Values const& values)
{
    std::string csv;
    for (std::size_t v = 0; v < ground.study.visits.size(); ++v) {
        std::vector<std::string> row { ground.study.id, values.number, ground.study.visits[v].id, values.after_rotation(v) ? "true" : "false" };
        for (auto const& value : values.measured[v])
            row.push_back(number_text(value));
        for (auto const& severity : values.severity[v])
            row.push_back(severity ? std::to_string(*severity) : "");
        csv += csv_record(row);
    }
    return csv;
}

std::string qs_header() { return csv_record({ "STUDYID", "DOMAIN", "USUBJID", "QSCAT", "QSTESTCD", "QSORRES", "QSSTRESN", "QSSTAT", "QSREASND", "VISIT", "QSDTC" }); }

std::string qs_rows(Ground const& ground, Participation const& participation, int& left_out)
{
    std::string csv;
    for (auto const& form : participation.forms) {
        auto const& definition = *form.definition;
        if (definition.wording == forms::Wording::demonstration) {
            ++left_out;
            continue;
        }
        auto const category = form.completed.form == "qlq-c30" ? "EORTC QLQ-C30 V3.0" : form.completed.form == "pain-nrs" ? "PI" : "";
        if (*category == '\0')
            continue;
        auto const& header = form.header;
        auto const row = [&](std::string const& test, std::string const& result, char const* reason) {
            csv += csv_record({ ground.study.id, "QS", ground.study.id + "-" + header.subject, category, test, result, result, result.empty() ? "NOT DONE" : "", result.empty() ? reason : "", header.visit, iso8601(header.authored) });
        };
        study::CompletedForm const asked { form.completed.form, header.visit, header.authored, form.definition, form.answers() }; // in its own version
        for (auto const* item : asking_items(definition)) {
            auto const code = std::find_if(item->codes.begin(), item->codes.end(), [](auto const& coding) { return coding.system.ends_with("/cdisc-qstestcd"); });
            if (code != item->codes.end())
                row(code->code, number_text(study::number_at(asked, item->link_id)), "REFUSED");
        }
        if (form.completed.form != "qlq-c30")
            continue;
        auto const scores = scoring::score_qlq_c30(study::qlq_c30_items_of(form.completed));
        for (auto const& scale : scoring::qlq_c30_scales())
            row(std::string(scale.cdisc), scores ? number_text(scores->of(scale.code)) : "", "TOO FEW ITEMS ANSWERED");
    }
    return csv;
}

std::string forms_header()
{
    return csv_record({ "response", "participant", "form", "visit", "completed", "tablet", "sequence", "sha256", "received", "clock_ahead_ms", "via", "flags", "readable", "version", "corrects", "corrected_by", "reason", "stands" });
}

std::string forms_rows(Participation const& participation)
{
    std::string csv;
    auto const add = [&](ReceivedForm const& form, char const* stands) {
        auto const& came = form.arrival;
        bool const by_console = came.version > 1;
        csv += csv_record({ came.response_id, came.participant, came.form, form.completed.visit, iso8601(form.completed.authored), came.tablet, std::to_string(came.sequence), came.sha256, came.received,
            std::to_string(came.skew_ms), came.via, joined(form.header.flags), "true", std::to_string(came.version), by_console ? came.response_id : form.header.amends,
            by_console ? came.corrected_by : form.header.corrected_by, by_console ? came.reason : form.header.reason, stands });
    };
    for (auto const& form : participation.forms)
        add(form, "true");
    for (auto const& form : participation.beside)
        add(form, "false");
    for (auto const& [id, bytes] : participation.unreadable)
        csv += csv_record({ id, participation.number, "", "", "", "", "", sha256_hex(bytes), "", "", "", "", "false", "", "", "", "", "false" });
    return csv;
}

std::string dictionary(Ground const& ground)
{
    auto csv = csv_record({ "form", "questionnaire", "item", "text", "codes", "options" });
    for (auto const& form : ground.study.forms) {
        auto const licensed = form.definition->wording == forms::Wording::licensed;
        for (auto const* item : asking_items(*form.definition)) {
            std::string codes;
            for (auto const& coding : item->codes)
                codes += (codes.empty() ? "" : " ") + coding.system + "|" + coding.code;
            std::string options;
            if (auto const* choice = std::get_if<forms::ChoiceItem>(&item->kind)) {
                for (auto const& option : choice->options)
                    options += (options.empty() ? "" : " ") + text_of(option.value).value;
            }
            csv += csv_record({ form.id, form.definition->canonical(), item->link_id, licensed ? "" : item->text.original, codes, options });
        }
    }
    csv += csv_record({ "wide.csv", "", "after_rotation", "From the first visit on whose pump record names another drug than the first one", "", "true false" });
    for (auto const& measure : measures())
        csv += csv_record({ "wide.csv", "", measure.code, measure.label, "", measure.unit });
    for (auto const& effect : side_effects())
        csv += csv_record({ "wide.csv", "", "SE_" + effect, "Severity", "", "0 1 2 3 4" });
    return csv;
}

} // namespace bedside::report
