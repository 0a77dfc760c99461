// SPDX-License-Identifier: Apache-2.0
// The data sets, written as the participants go by.
#include "sync/server/report/export.h"
#include "forms/base/csv.h"
#include "forms/engine/fhir.h"
#include "sync/server/report/output.h"
#include "sync/server/report/rows.h"

#include "embedded_report_scripts.h"

#include <concepts>

namespace bedside::report {
namespace {

using forms::Json;

char const* status_of(study::ParticipantState state)
{
    switch (state) {
    case study::ParticipantState::screened: return "screening";
    case study::ParticipantState::on_study: return "on-study";
    case study::ParticipantState::withdrawn: return "withdrawn";
    case study::ParticipantState::died: return "off-study";
    case study::ParticipantState::completed: return "off-study";
    }
    return "on-study";
}

/// Of files, forms or bytes, as a number of JSON.
Json json_count(std::integral auto number) { return Json(static_cast<std::int64_t>(number)); }

void write_fhir_ground(OutputFolder& out, Ground const& ground)
{
    Json::Object study { { "resourceType", Json("ResearchStudy") }, { "id", Json(ground.study.id) }, { "status", Json("active") }, { "title", Json(ground.study.title.in("en")) } };
    out.add("ResearchStudy.ndjson", Json(std::move(study)).dump() + "\n");
    for (auto const& one : ground.participants) {
        Json::Object patient { { "resourceType", Json("Patient") }, { "id", Json(one.number) } };
        Json::Object subject { { "resourceType", Json("ResearchSubject") }, { "id", Json(ground.study.id + "." + one.number) }, { "status", Json(status_of(one.state)) }, { "study", forms::reference("ResearchStudy", ground.study.id) }, { "individual", forms::reference("Patient", one.number) } };
        out.add("Patient.ndjson", Json(std::move(patient)).dump() + "\n");
        out.add("ResearchSubject.ndjson", Json(std::move(subject)).dump() + "\n");
    }
    for (auto const& form : ground.study.forms) {
        // A form's own text is on one line in NDJSON; a licensed one stays with the licensee.
        if (form.definition->wording == forms::Wording::licensed)
            continue;
        if (auto const questionnaire = Json::parse(form.source))
            out.add("Questionnaire.ndjson", questionnaire->dump() + "\n");
    }
}

Result<void> write_audit(OutputFolder& out, Source const& source, bool simulated)
{
    out.add("audit.csv", csv_record({ "number", "at", "who", "event", "detail" }));
    if (!source.each_audit_line)
        return {};
    return source.each_audit_line([&](AuditLine line) -> Result<void> {
        // The certificates of a simulation are made anew in every run; everything else comes from its seed.
        auto const detail = simulated && line.event == "enrolled" ? std::string() : line.detail;
        out.add("audit.csv", csv_record({ std::to_string(line.number), line.at, line.who, line.event, detail }));
        return {};
    });
}

Result<void> write_queries(OutputFolder& out, Source const& source)
{
    out.add("queries.csv", csv_record({ "number", "response", "item", "state", "question", "raised_by", "raised", "answer", "answered_by", "answered", "closed_by", "closed" }));
    if (!source.each_query)
        return {};
    return source.each_query([&](QueryLine one) -> Result<void> {
        out.add("queries.csv", csv_record({ std::to_string(one.number), one.response, one.item, one.state, one.text, one.raised_by, one.raised, one.answer, one.answered_by, one.answered, one.closed_by, one.closed }));
        return {};
    });
}

/// One participant's part of every file.
struct Part {
    std::vector<std::pair<char const*, std::string>> pieces; ///< file and what it grows by
    int left_out = 0;                                        ///< of qs.csv, for demonstration wording
    std::vector<std::string> unreadable;
    Share share;
};

Part part_of(Ground const& ground, Participation const& participation)
{
    Part part;
    part.share = share_of(ground, participation);
    auto const* values = part.share.values ? &*part.share.values : nullptr;
    part.pieces.emplace_back("long.csv", long_rows(ground, participation, values));
    if (values)
        part.pieces.emplace_back("wide.csv", wide_rows(ground, *values));
    part.pieces.emplace_back("qs.csv", qs_rows(ground, participation, part.left_out));
    part.pieces.emplace_back("forms.csv", forms_rows(participation));
    part.pieces.emplace_back("odm.xml", odm_subject(ground, participation));
    std::string responses;
    for (auto const* form : participation.last_versions())
        responses += form->bytes + "\n";
    for (auto const& [id, bytes] : participation.unreadable) {
        responses += bytes + "\n";
        part.unreadable.push_back(id);
    }
    if (!responses.empty())
        part.pieces.emplace_back("QuestionnaireResponse.ndjson", std::move(responses));
    return part;
}

} // namespace

Result<int> write_export(Source const& source, std::filesystem::path const& folder, std::string const& software_version)
{
    Collected collected;
    collected.ground = TRY(read_ground(source));
    auto const& ground = collected.ground;
    auto out = TRY(OutputFolder::open(folder));
    int left_out = 0;
    std::vector<std::string> unreadable;
    out.add("long.csv", long_header());
    out.add("wide.csv", wide_header());
    out.add("qs.csv", qs_header());
    out.add("forms.csv", forms_header());
    out.add("odm.xml", odm_head(ground, software_version));
    out.add("dictionary.csv", dictionary(ground));
    for (auto const& script : scripts::files())
        out.add(std::string(script.name), script.bytes);
    write_fhir_ground(out, ground);
    TRY(write_audit(out, source, ground.study.simulated));
    TRY(write_queries(out, source));
    TRY(each_participation(source, ground, [&](Participation const& participation) -> InOrder {
        return [&, part = part_of(ground, participation)]() mutable -> Result<void> {
            for (auto const& [name, piece] : part.pieces)
                out.add(name, piece);
            left_out += part.left_out;
            unreadable.insert(unreadable.end(), part.unreadable.begin(), part.unreadable.end());
            collected.add(std::move(part.share));
            return {};
        };
    }));
    out.add("odm.xml", odm_tail());
    if (source.each_resource) {
        TRY(source.each_resource([&](std::string type, std::string json) -> Result<void> {
            out.add(type + ".ndjson", json + "\n");
            return {};
        }));
    }
    out.add("compliance.csv", table_csv(compliance(collected)));

    Json::Object packs;
    for (auto const& form : ground.study.forms) {
        if (!form.definition->wording_pack_hash.empty())
            packs.insert_or_assign(form.id, Json(form.definition->wording_pack_hash));
    }
    Json::Object files;
    for (auto const& [name, written] : TRY(out.finish()))
        files.emplace(name, Json::Object { { "sha256", Json(written.sha256) }, { "bytes", json_count(written.bytes) } });
    Json const manifest(Json::Object {
        { "study", Json(ground.study.id) },
        { "studyVersion", Json(ground.study.version) },
        { "simulated", Json(ground.study.simulated) },
        { "demonstration", Json(ground.study.demonstration) },
        { "software", Json("bedside-server " + software_version) },
        { "asOf", Json(iso8601(ground.as_of)) },
        { "locked", Json(source.locked) },
        { "participants", json_count(ground.participants.size()) },
        { "responses", json_count(collected.forms) },
        { "unreadable", Json(Json::Array(unreadable.begin(), unreadable.end())) },
        { "demonstrationLeftOutOfQs", json_count(left_out) },
        { "files", Json(std::move(files)) },
        { "packs", Json(std::move(packs)) },
    });
    out.add("manifest.json", manifest.dump(Json::Layout::indented) + "\n");
    return out.commit();
}

Result<int> write_report(Collected const& data, Allocation const& allocation, std::filesystem::path const& folder)
{
    auto out = TRY(OutputFolder::open(folder));
    auto const tables = all_tables(data, allocation);
    for (auto const& table : tables)
        out.add(table.name + ".csv", table_csv(table));
    out.add("report.html", report_page(data, allocation, tables));
    return out.commit();
}

} // namespace bedside::report
