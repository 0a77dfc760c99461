// SPDX-License-Identifier: Apache-2.0
#include "sync/server/tablets/alert_watch.h"

#include "sync/server/storage/facts.h"
#include "sync/server/storage/submissions.h"

#include <charconv>
#include <set>
#include <spdlog/spdlog.h>

namespace bedside::server {
namespace {

constexpr std::chrono::seconds judge_every { 2 }; // a tablet's round is longer
constexpr std::string_view judged_setting = "alerts.judged";

struct Work {
    std::int64_t judged = 0; ///< facts up to this number were looked at
    std::int64_t newest = 0;
    std::vector<std::string> participants; ///< who has facts since
};

Result<Work> work_of(ReadConnection& connection)
{
    Work work;
    auto const text = TRY(setting(connection, judged_setting));
    std::from_chars(text.data(), text.data() + text.size(), work.judged);
    auto query = TRY(connection.query("SELECT number, participant FROM fact WHERE number > ?1 ORDER BY number", work.judged));
    std::set<std::string> touched;
    while (TRY(query.step())) {
        work.newest = query.integer(0);
        touched.insert(query.text(1));
    }
    work.participants.assign(touched.begin(), touched.end());
    return work;
}

/// What a participant's new facts changed.
struct Judgement {
    std::vector<Alert> raised;
    std::vector<std::string> holding;    ///< names of all that hold
    std::vector<std::string> taken_back; ///< names that corrected forms may have had, and hold no more
};

Alert alert_of(course::Alert const& alert, std::string_view participant, std::string_view language)
{
    Alert made;
    made.id = alert.id;
    made.participant = participant;
    made.tablet = alert.tablet;
    made.rule = alert.rule;
    made.priority = alert.urgent ? "urgent" : "routine";
    made.text = alert.title.in(language);
    made.raised_ms = alert.raised.wall_ms;
    made.response_id = alert.root;
    return made;
}

Result<Judgement> judge(ReadConnection& connection, std::shared_ptr<study::Study const> const& study, study::Participant const& roster, Work const& work)
{
    auto versions = form_versions(connection, study);
    course::Course course(study, TRY(facts_of(connection, versions, roster, { .after = 0, .upto = work.judged, .form = {} })).facts);
    std::set<std::string> before;
    for (auto const& alert : course.alerts())
        before.insert(alert.id);
    auto news = TRY(facts_of(connection, versions, roster, { .after = work.judged, .upto = work.newest, .form = {} })).facts;
    for (auto& fact : news.forms)
        course.add(std::move(fact));
    for (auto& fact : news.decisions)
        course.add(std::move(fact));
    Judgement judgement;
    auto const language = study->languages.empty() ? std::string_view() : std::string_view(study->languages.front());
    for (auto const& alert : course.alerts()) {
        judgement.holding.push_back(alert.id);
        if (!before.contains(alert.id)) // what a tablet raised itself came with its form, under the same name
            judgement.raised.push_back(alert_of(alert, roster.number, language));
    }
    std::set<std::string> const holding(judgement.holding.begin(), judgement.holding.end());
    for (auto const* form : course.forms()) {
        for (auto const& rule : study->alerts) {
            auto id = form->corrected() ? course::alert_id(rule.id, form->root) : std::string();
            if (!id.empty() && !holding.contains(id))
                judgement.taken_back.push_back(std::move(id));
        }
    }
    return judgement;
}

} // namespace

Result<int> judge_new_facts(StudyServer& server, Instant const& now)
{
    auto const work = TRY(server.storage().read([](ReadConnection& connection) { return work_of(connection); }));
    if (work.participants.empty())
        return 0;
    auto const published = server.study_in_force();
    if (!published)
        return published.error().code == Code::not_found ? Result<int>(0) : std::unexpected(published.error());
    std::shared_ptr<study::Study const> const study(*published, &(*published)->study);
    int raised = 0;
    std::vector<std::pair<std::string, Judgement>> judgements;
    for (auto const& participant : work.participants) {
        study::Participant nobody;
        nobody.number = participant;
        study::Participant const* roster = &nobody; // somebody who left the roster still has pain
        for (auto const& one : (*published)->roster) {
            if (one.number == participant)
                roster = &one;
        }
        auto judgement = TRY(server.storage().read([&](ReadConnection& connection) { return judge(connection, study, *roster, work); }));
        judgements.emplace_back(participant, std::move(judgement));
    }
    auto const keep = [&](Connection& connection) -> Result<void> {
        for (auto const& [participant, judgement] : judgements) {
            for (auto const& alert : judgement.raised) {
                if (TRY(raise_alert(connection, now, alert)))
                    ++raised;
            }
            TRY(mark_holding(connection, judgement.holding, judgement.taken_back));
        }
        return set_setting(connection, judged_setting, std::to_string(work.newest));
    };
    TRY(server.storage().write(keep));
    return raised;
}

AlertWatch::AlertWatch(StudyServer& server)
    : m_server(server)
    , m_thread([this] { run(); })
{
}

AlertWatch::~AlertWatch()
{
    {
        std::lock_guard const lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void AlertWatch::run()
{
    std::string trouble;
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        lock.unlock();
        auto const judged = judge_new_facts(m_server, m_server.clock().now());
        auto const now_trouble = judged ? std::string() : judged.error().message;
        if (now_trouble != trouble && !now_trouble.empty())
            spdlog::error("new facts could not be judged for alerts: {}", now_trouble);
        trouble = now_trouble;
        lock.lock();
        m_wake.wait_for(lock, judge_every, [&] { return m_stopping; });
    }
}

} // namespace bedside::server
