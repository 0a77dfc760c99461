// SPDX-License-Identifier: Apache-2.0
// Rows for statisticians, one item a row and one visit a row.
#include "sync/server/report/export.h"
#include "forms/base/crypto.h"
#include "forms/base/csv.h"
#include "forms/engine/navigation.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>

namespace bedside::report {
namespace {

struct ValueText {
    std::string value;
    std::string code; ///< of a choice
};

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

/// Every asking item, in the form's order.
void collect(std::vector<forms::Item> const& items, std::vector<forms::Item const*>& all)
{
    for (auto const& item : items) {
        if (asks(item))
            all.push_back(&item);
        collect(item.children, all);
    }
}

std::string joined(std::vector<std::string> const& words)
{
    std::string text;
    for (auto const& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

std::string long_csv(DataSet const& data)
{
    auto csv = csv_record({ "study", "participant", "visit", "form", "questionnaire", "response", "completed", "language", "tablet", "assisted_by", "staff", "flags", "wording", "item", "path", "value", "system_or_unit", "status", "reason" });
    for (auto const& form : data.forms) {
        auto const& header = form.parsed.header;
        auto const& definition = *form.definition;
        auto const wording = definition.wording == forms::Wording::licensed ? definition.wording_pack_hash : definition.wording == forms::Wording::demonstration ? "demonstration" : "own";
        auto const row = [&](std::string const& item, std::string const& path, ValueText const& value, char const* status, char const* reason) {
            csv += csv_record({ data.study.id, header.subject, header.visit, form.completed.form, form.parsed.questionnaire, header.id, iso8601(header.authored), header.language, header.tablet, header.assisted_by, header.staff, joined(header.flags),
                wording, item, path, value.value, value.code, status, reason });
        };
        std::vector<forms::Item const*> items;
        collect(definition.items, items);
        for (auto const* item : items) {
            bool found = false;
            for (auto const& [path, answer] : form.parsed.answers) {
                auto const slash = path.rfind('/');
                if ((slash == std::string::npos ? path : path.substr(slash + 1)) != item->link_id)
                    continue;
                found = true;
                if (answer.absence)
                    row(item->link_id, path, {}, "NOT DONE", "refused");
                for (auto const& value : answer.values)
                    row(item->link_id, path, std::visit(TextOf {}, value), "DONE", "");
            }
            if (!found)
                row(item->link_id, item->link_id, {}, "NOT DONE", forms::is_enabled(definition, form.parsed.answers, item->link_id) ? "not reached" : "not shown");
        }
    }
    return csv;
}

std::string wide_csv(DataSet const& data)
{
    std::vector<std::string> header { "study", "participant", "visit" };
    for (auto const& measure : measures())
        header.push_back(measure.code);
    for (auto const& effect : side_effects())
        header.push_back("SE_" + effect);
    auto csv = csv_record(header);
    for (auto const& participant : data.participants) {
        for (auto const& visit : data.study.visits) {
            std::vector<std::string> row { data.study.id, participant.number, visit.id };
            for (auto const& measure : measures())
                row.push_back(number_text(value_at(data, participant, visit, measure.code)));
            for (auto const& effect : side_effects()) {
                auto const severity = severity_at(data, participant, visit, effect);
                row.push_back(severity ? std::to_string(*severity) : "");
            }
            csv += csv_record(row);
        }
    }
    return csv;
}

/// CDISC QS-like: one row per coded item and per score. Returns how many responses were left out as demonstration.
std::string qs_csv(DataSet const& data, int& left_out)
{
    auto csv = csv_record({ "STUDYID", "DOMAIN", "USUBJID", "QSCAT", "QSTESTCD", "QSORRES", "QSSTRESN", "QSSTAT", "QSREASND", "VISIT", "QSDTC" });
    for (auto const& form : data.forms) {
        if (form.definition->wording == forms::Wording::demonstration) {
            ++left_out;
            continue;
        }
        auto const category = form.completed.form == "qlq-c30" ? "EORTC QLQ-C30 V3.0" : form.completed.form == "pain-nrs" ? "PI" : "";
        if (*category == '\0')
            continue;
        auto const& header = form.parsed.header;
        auto const row = [&](std::string const& test, std::string const& result, char const* reason) {
            csv += csv_record({ data.study.id, "QS", data.study.id + "-" + header.subject, category, test, result, result, result.empty() ? "NOT DONE" : "", result.empty() ? reason : "", header.visit, iso8601(header.authored) });
        };
        std::vector<forms::Item const*> items;
        collect(form.definition->items, items);
        study::CompletedForm const asked { form.completed.form, header.visit, header.authored, form.definition, form.parsed.answers }; // in its own version
        for (auto const* item : items) {
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

std::string dictionary_csv(DataSet const& data)
{
    auto csv = csv_record({ "form", "questionnaire", "item", "text", "codes", "options" });
    for (auto const& form : data.study.forms) {
        std::vector<forms::Item const*> items;
        collect(form.definition->items, items);
        auto const licensed = form.definition->wording == forms::Wording::licensed;
        for (auto const* item : items) {
            std::string codes;
            for (auto const& coding : item->codes)
                codes += (codes.empty() ? "" : " ") + coding.system + "|" + coding.code;
            std::string options;
            if (auto const* choice = std::get_if<forms::ChoiceItem>(&item->kind)) {
                for (auto const& option : choice->options)
                    options += (options.empty() ? "" : " ") + std::visit(TextOf {}, option.value).value;
            }
            csv += csv_record({ form.id, form.definition->canonical(), item->link_id, licensed ? "" : item->text.original, codes, options });
        }
    }
    for (auto const& measure : measures())
        csv += csv_record({ "wide.csv", "", measure.code, measure.label, "", measure.unit });
    return csv;
}

std::string ndjson(DataSet const& data)
{
    std::string lines;
    for (auto const& form : data.forms)
        lines += form.bytes + "\n";
    for (auto const& bytes : data.unreadable_bytes)
        lines += bytes + "\n";
    return lines;
}

std::string table_csv(Table const& table)
{
    auto csv = csv_record(table.columns);
    for (auto const& row : table.rows)
        csv += csv_record(row);
    return csv;
}

} // namespace

Outputs export_files(DataSet const& data, Instant const& now, std::string const& software_version)
{
    Outputs files;
    int left_out = 0;
    files["long.csv"] = long_csv(data);
    files["wide.csv"] = wide_csv(data);
    files["qs.csv"] = qs_csv(data, left_out);
    files["dictionary.csv"] = dictionary_csv(data);
    files["compliance.csv"] = table_csv(compliance(data, now));
    files["QuestionnaireResponse.ndjson"] = ndjson(data);
    nlohmann::json manifest { { "study", data.study.id }, { "studyVersion", data.study.version }, { "software", "bedside-server " + software_version }, { "asOf", iso8601(now) }, { "responses", data.forms.size() + data.unreadable.size() },
        { "unreadable", data.unreadable }, { "demonstrationLeftOutOfQs", left_out }, { "files", nlohmann::json::object() }, { "packs", nlohmann::json::object() } };
    for (auto const& form : data.study.forms) {
        if (!form.definition->wording_pack_hash.empty())
            manifest["packs"][form.id] = form.definition->wording_pack_hash;
    }
    for (auto const& [name, bytes] : files)
        manifest["files"][name] = sha256_hex(bytes);
    files["manifest.json"] = manifest.dump(1) + "\n";
    return files;
}

Result<int> write_outputs(Outputs const& outputs, std::filesystem::path const& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    for (auto const& [name, bytes] : outputs) {
        auto const beside = folder / (name + ".new");
        std::ofstream file(beside, std::ios::binary | std::ios::trunc);
        file << bytes;
        file.close();
        if (file)
            std::filesystem::rename(beside, folder / name, error);
        if (!file || error) {
            std::filesystem::remove(beside, error);
            return fail(Code::io, "'" + (folder / name).string() + "' cannot be written; check the disk and its permissions");
        }
    }
    return static_cast<int>(outputs.size());
}

} // namespace bedside::report
