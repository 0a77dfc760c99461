// SPDX-License-Identifier: Apache-2.0
#include "sync/server/console/record_routes.h"

#include "sync/server/console/record_pages.h"
#include "sync/server/console/tablet_page.h"
#include "sync/server/storage/facts.h"
#include "sync/server/storage/participants.h"
#include "sync/server/storage/settings.h"

#include <algorithm>
#include <charconv>
#include <spdlog/spdlog.h>

namespace bedside::server {
namespace {

constexpr std::size_t page_size = 50;
constexpr int records_listed = 500;
constexpr int alerts_listed = 100;

/// A number of the query; 0 when it is absent or none.
std::int64_t number_of(std::string const& text)
{
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && value > 0 ? value : 0;
}

study::Participant const* participant_in(StudyInForce const& study, std::string_view number)
{
    auto const found = std::find_if(study.roster.begin(), study.roster.end(), [&](auto const& one) { return one.number == number; });
    return found == study.roster.end() ? nullptr : &*found;
}

/// Rules by their titles; one that the study no longer has keeps its id.
void name_rules(std::vector<Alert>& alerts, StudyInForce const& study, locales::Catalogue const& words)
{
    for (auto& alert : alerts)
        for (auto const& rule : study.study.alerts)
            if (rule.id == alert.rule)
                alert.rule_title = rule.title.in(words.language());
}

/// Letters, digits and hyphens of what somebody searches: it goes into links.
std::string search_text(std::string const& text)
{
    std::string kept;
    for (auto const c : text.substr(0, 40))
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-')
            kept += c;
    return kept;
}

} // namespace

void RecordRoutes::warm_up()
{
    auto const study = m_server.study_in_force();
    if (!study)
        return;
    auto const read = m_server.storage().read([&](ReadConnection& connection) { return m_board.current(connection, **study, m_server.clock().now()); });
    if (!read)
        spdlog::error("the compliance of the roster could not be computed: {}", read.error().message);
}

Result<std::shared_ptr<forms::Definition const>> RecordRoutes::definition(ReadConnection& connection, std::string const& canonical)
{
    {
        std::lock_guard const lock(m_mutex);
        if (auto const found = m_definitions.find(canonical); found != m_definitions.end())
            return found->second;
    }
    auto const published = TRY(published_form(connection, canonical));
    if (!published)
        return fail(Code::not_found, "this form version was never published here");
    auto made = std::make_shared<forms::Definition const>(TRY(forms::load_questionnaire(published->bytes))); // shared with requests that are still reading it
    std::lock_guard const lock(m_mutex);
    return m_definitions.emplace(canonical, std::move(made)).first->second;
}

Result<HttpResponse> RecordRoutes::tablet_list(HttpRequest const&, PageContext const& context)
{
    auto const study = m_server.study_in_force();
    if (!study && study.error().code != Code::not_found)
        return std::unexpected(study.error());
    return m_server.storage().read([&](ReadConnection& connection) -> Result<HttpResponse> {
        FleetView view { TRY(fleet(connection)), TRY(alerts(connection, 50)), {}, TRY(mirror_sources(connection)) };
        if (study) {
            name_rules(view.alerts, **study, context.words);
            std::map<std::string_view, FleetRow*> by_id;
            for (auto& row : view.rows)
                by_id.emplace(row.tablet.id, &row);
            auto const standings = TRY(m_board.soon(connection, **study, context.now));
            view.counted = standings.has_value();
            for (std::size_t i = 0; i < (*study)->roster.size(); ++i) {
                auto const& one = (*study)->roster[i];
                if (standings && (*standings)[i].late)
                    view.late.push_back(one.number);
                if (auto const lent = by_id.find(one.tablet); lent != by_id.end())
                    lent->second->participants.push_back(one.number);
            }
        }
        return fleet_page(context, view);
    });
}

Result<HttpResponse> RecordRoutes::one_tablet(HttpRequest const& request, PageContext const& context)
{
    auto const id = request.path_parameters.find("id")->second;
    auto const study = m_server.study_in_force();
    return m_server.storage().read([&](ReadConnection& connection) -> Result<HttpResponse> {
        auto about = TRY(tablet(connection, id));
        TabletView view { TRY(fleet_row(connection, std::move(about))), TRY(open_conflicts(connection, id)), TRY(given_up(connection, id)), TRY(orders_of(connection, id)), {} };
        constexpr std::size_t most = 500;
        if (study) {
            for (auto const& one : (*study)->roster) {
                if (one.tablet == id)
                    view.row.participants.push_back(one.number);
                else if (one.tablet.empty() && one.state == study::ParticipantState::on_study && view.free_participants.size() < most)
                    view.free_participants.push_back(one.number);
            }
        }
        return tablet_page(context, view);
    });
}

Result<CompliancePage> RecordRoutes::shown(HttpRequest const& request, StudyInForce const& study, std::size_t size)
{
    CompliancePage page { .study = study.study, .rows = {}, .first = static_cast<std::size_t>(number_of(request.parameter("from"))), .only_attention = request.parameter("only") == "attention",
        .form = request.parameter("form"), .search = search_text(request.parameter("q")) };
    if (study.study.form(page.form) == nullptr)
        page.form.clear();
    auto const now = m_server.clock().now();
    auto const read = m_server.storage().read([&](ReadConnection& connection) -> Result<void> {
        auto const standings = TRY(m_board.current(connection, study, now));
        for (std::size_t i = 0; i < standings.size(); ++i) {
            auto const& participant = study.roster[i];
            page.complete += standings[i].complete;
            page.countable += standings[i].countable;
            if ((page.only_attention && !standings[i].attention) || participant.number.find(page.search) == std::string::npos)
                continue;
            ++page.matching;
            if (page.matching > page.first && page.rows.size() < size) {
                auto const course = TRY(planning_course(connection, study.planning, participant));
                page.rows.push_back(compliance_row(study.study, course.participant(), course.planned(now), now, page.form));
            }
        }
        return {};
    });
    TRY(Result<void>(read));
    return page;
}

Result<HttpResponse> RecordRoutes::compliance(HttpRequest const& request, PageContext const& context)
{
    auto const study = TRY(m_server.study_in_force());
    auto const rows = TRY(shown(request, *study, page_size));
    return compliance_page(context, rows);
}

Result<HttpResponse> RecordRoutes::compliance_file(HttpRequest const& request, PageContext const& context)
{
    auto const study = TRY(m_server.study_in_force());
    auto const rows = TRY(shown(request, *study, page_size));
    return compliance_csv(context.words, rows);
}

Result<HttpResponse> RecordRoutes::participant(HttpRequest const& request, PageContext const& context)
{
    auto const study = TRY(m_server.study_in_force());
    auto const number = request.path_parameters.find("number")->second;
    auto const* found = participant_in(*study, number);
    if (found == nullptr)
        return fail(Code::not_found, "nobody has this number");
    return m_server.storage().read([&](ReadConnection& connection) -> Result<HttpResponse> {
        auto const course = TRY(course_of(connection, std::shared_ptr<study::Study const>(study, &study->study), *found));
        auto const records = TRY(form_records(connection, number, records_listed));
        ParticipantView const view { study->study, course, compliance_row(study->study, course.participant(), course.planned(context.now), context.now, ""), records, timeline_of(course),
            TRY(changes_of(connection, number)) };
        return participant_page(context, view);
    });
}

Result<HttpResponse> RecordRoutes::response(HttpRequest const& request, PageContext const& context)
{
    auto const id = request.path_parameters.find("id")->second;
    return m_server.storage().read([&](ReadConnection& connection) -> Result<HttpResponse> {
        auto const record = TRY(form_record(connection, id));
        auto const form = TRY(definition(connection, record.questionnaire));
        study::Participant nobody;
        nobody.number = record.participant;
        auto const study = m_server.study_in_force();
        auto const* roster = study ? participant_in(**study, record.participant) : nullptr;
        auto const course = study ? course_of(connection, std::shared_ptr<study::Study const>(*study, &(*study)->study), roster != nullptr ? *roster : nobody)
                                  : Result<course::Course>(std::unexpected(study.error()));
        ResponseView view { record, *form, course ? course->form_with(id) : nullptr, {}, TRY(corrections_of(connection, id)), TRY(queries_of(connection, id)), TRY(audit_of_form(connection, id, 50)) };
        // A form that was accepted amended can't be read as it came; its version 2 can.
        if (auto original = forms::parse_response(*form, TRY(response_bytes(connection, id))))
            view.versions.push_back(std::move(*original));
        for (auto const& correction : view.corrections)
            view.versions.push_back(TRY(forms::parse_response(*form, correction.bytes)));
        if (view.versions.empty())
            return fail(Code::corrupted, "this form can't be read");
        return response_page(context, view);
    });
}

Result<HttpResponse> RecordRoutes::alert_list(HttpRequest const&, PageContext const& context)
{
    auto rows = TRY(m_server.storage().read([](ReadConnection& connection) { return alerts(connection, alerts_listed); }));
    if (auto const study = m_server.study_in_force())
        name_rules(rows, **study, context.words);
    return alerts_page(context, rows, context.now.wall_ms);
}

Result<HttpResponse> RecordRoutes::query_list(HttpRequest const& request, PageContext const& context)
{
    auto const study = TRY(m_server.study_in_force());
    bool const all = request.parameter("all") == "yes";
    auto const rows = TRY(m_server.storage().read([&](ReadConnection& connection) { return data_queries(connection, all ? Queries::all : Queries::open); }));
    return queries_page(context, study->study, rows, all);
}

Result<HttpResponse> RecordRoutes::audit_trail(HttpRequest const& request, PageContext const& context)
{
    auto const before = number_of(request.parameter("before"));
    auto const rows = TRY(m_server.storage().read([&](ReadConnection& connection) { return audit_rows(connection, before, 100); }));
    return audit_page(context, rows);
}

} // namespace bedside::server
