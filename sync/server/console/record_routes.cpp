// SPDX-License-Identifier: Apache-2.0
#include "sync/server/console/record_routes.h"

#include "sync/server/console/record_pages.h"
#include "sync/server/storage/settings.h"

#include <algorithm>
#include <charconv>

namespace bedside::server {
namespace {

constexpr std::size_t page_size = 50;
constexpr int records_shown = 500;
constexpr int pain_forms_drawn = 150;
constexpr std::int64_t late_for_ms = 60'000;

/// A number of the query; 0 when it is absent or none.
std::int64_t number_of(std::string const& text)
{
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && value > 0 ? value : 0;
}

std::optional<int> integer_answer(forms::Answers const& answers, std::string_view path)
{
    auto const found = answers.find(path);
    if (found == answers.end() || found->second.values.empty())
        return std::nullopt;
    auto const* value = std::get_if<std::int32_t>(&found->second.values.front());
    return value == nullptr ? std::nullopt : std::optional<int>(*value);
}

/// A form by the version that it names, and its answers.
Result<forms::ParsedResponse> parsed_response(Connection& connection, FormRecord const& record, std::shared_ptr<forms::Definition const>& definition)
{
    if (!definition || definition->canonical() != record.questionnaire) {
        auto const published = TRY(published_form(connection, record.questionnaire));
        if (!published)
            return fail(Code::not_found, "this form version was never published here");
        definition = std::make_shared<forms::Definition const>(TRY(forms::load_questionnaire(published->bytes))); // shared with nobody; replaced when the version changes
    }
    auto const bytes = TRY(response_bytes(connection, record.id));
    return forms::parse_response(*definition, bytes);
}

/// Pain forms, oldest first. A form of an unknown version is left out of the chart; the list below it shows it.
Result<std::vector<PainPoint>> pain_points(Connection& connection, std::vector<FormRecord> const& records)
{
    std::vector<PainPoint> points;
    std::shared_ptr<forms::Definition const> definition;
    for (auto const& record : records) {
        if (record.form != "pain-nrs" || points.size() == pain_forms_drawn)
            continue;
        auto const parsed = parsed_response(connection, record, definition);
        if (!parsed)
            continue;
        auto const date = local_date(parsed->header.authored);
        points.push_back({ record.id, days_since_epoch(date), to_string(date), integer_answer(parsed->answers, "average"), integer_answer(parsed->answers, "worst") });
    }
    std::reverse(points.begin(), points.end());
    return points;
}

} // namespace

Result<std::shared_ptr<StudyInForce const>> RecordRoutes::in_force()
{
    auto const published = TRY(m_server.storage().read([](Connection& connection) { return publication(connection); }));
    if (!published)
        return fail(Code::not_found, "no study is published yet");
    auto const etag = published->etag;
    {
        std::lock_guard const lock(m_mutex);
        if (m_study && m_study->etag == etag)
            return m_study;
    }
    auto const files = TRY(m_server.storage().read([](Connection& connection) { return documents(connection, "study"); }));
    auto const roster = TRY(m_server.storage().read([](Connection& connection) { return documents(connection, "roster"); }));
    auto made = std::make_shared<StudyInForce>();
    made->etag = etag;
    made->study = TRY(study::load_study(files));
    if (auto const found = roster.find("roster.csv"); found != roster.end())
        made->roster = TRY(study::load_roster(found->second, made->study));
    std::lock_guard const lock(m_mutex);
    m_study = made;
    return std::shared_ptr<StudyInForce const>(made);
}

Result<CompliancePage> RecordRoutes::shown(HttpRequest const& request, StudyInForce const& study, std::size_t size)
{
    CompliancePage page { study.study, {}, static_cast<std::size_t>(number_of(request.parameter("from"))), 0, study.roster.size(), request.parameter("only") == "attention" };
    auto const now = m_server.clock().now();
    auto const read = m_server.storage().read([&](Connection& connection) -> Result<void> {
        for (auto const& participant : study.roster) {
            bool const in_page = page.matching >= page.first && page.rows.size() < size;
            if (!page.only_attention && !in_page) {
                ++page.matching; // nothing to compute for a row that is not shown
                continue;
            }
            auto const facts = TRY(response_facts(connection, participant.number));
            auto row = compliance_row(study.study, participant, facts, now);
            if (page.only_attention && !row.wants_attention())
                continue;
            ++page.matching;
            if (in_page)
                page.rows.push_back(std::move(row));
        }
        return {};
    });
    TRY(Result<void>(read));
    return page;
}

Result<HttpResponse> RecordRoutes::compliance(HttpRequest const& request, PageContext const& context)
{
    auto const study = TRY(in_force());
    auto const rows = TRY(shown(request, *study, page_size));
    return compliance_page(context, rows);
}

Result<HttpResponse> RecordRoutes::compliance_file(HttpRequest const& request, PageContext const& context)
{
    auto const study = TRY(in_force());
    auto const rows = TRY(shown(request, *study, page_size));
    return compliance_csv(context.words, rows);
}

Result<HttpResponse> RecordRoutes::participant(HttpRequest const& request, PageContext const& context)
{
    auto const study = TRY(in_force());
    auto const number = request.path_parameters.find("number")->second;
    auto const found = std::find_if(study->roster.begin(), study->roster.end(), [&](auto const& participant) { return participant.number == number; });
    if (found == study->roster.end())
        return fail(Code::not_found, "nobody has this number");
    return m_server.storage().read([&](Connection& connection) -> Result<HttpResponse> {
        auto const facts = TRY(response_facts(connection, number));
        auto const row = compliance_row(study->study, *found, facts, m_server.clock().now());
        auto const records = TRY(form_records(connection, number, records_shown));
        auto const pain = TRY(pain_points(connection, records));
        return participant_page(context, study->study, row, records, pain);
    });
}

Result<HttpResponse> RecordRoutes::response(HttpRequest const& request, PageContext const& context)
{
    auto const id = request.path_parameters.find("id")->second;
    return m_server.storage().read([&](Connection& connection) -> Result<HttpResponse> {
        auto const record = TRY(form_record(connection, id));
        std::shared_ptr<forms::Definition const> definition;
        auto const parsed = TRY(parsed_response(connection, record, definition));
        return response_page(context, record, *definition, parsed);
    });
}

Result<HttpResponse> RecordRoutes::alert_list(HttpRequest const&, PageContext const& context)
{
    auto const rows = TRY(m_server.storage().read([](Connection& connection) { return alerts(connection, 200); }));
    return alerts_page(context, rows, m_server.clock().now().wall_ms);
}

Result<HttpResponse> RecordRoutes::audit_trail(HttpRequest const& request, PageContext const& context)
{
    auto const before = number_of(request.parameter("before"));
    auto const rows = TRY(m_server.storage().read([&](Connection& connection) { return audit_rows(connection, before, 100); }));
    return audit_page(context, rows);
}

Result<LateParticipants> RecordRoutes::late_participants()
{
    auto const study = in_force();
    if (!study && study.error().code == Code::not_found)
        return LateParticipants {};
    auto const held = TRY(Result<std::shared_ptr<StudyInForce const>>(study));
    auto const now = m_server.clock().now();
    {
        std::lock_guard const lock(m_mutex);
        if (m_late.etag == held->etag && now.wall_ms - m_late.at_ms < late_for_ms && now.wall_ms >= m_late.at_ms)
            return m_late;
    }
    LateParticipants late { held->etag, now.wall_ms, {} };
    auto const read = m_server.storage().read([&](Connection& connection) -> Result<void> {
        for (auto const& participant : held->roster) {
            auto const facts = TRY(response_facts(connection, participant.number));
            if (compliance_row(held->study, participant, facts, now).is_late())
                late.numbers.push_back(participant.number);
        }
        return {};
    });
    TRY(Result<void>(read));
    std::lock_guard const lock(m_mutex);
    m_late = late;
    return late;
}

} // namespace bedside::server
