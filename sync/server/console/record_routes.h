// SPDX-License-Identifier: Apache-2.0
// Handlers of compliance, participants, forms, alerts and audit, and the published study that they read.
#pragma once

#include "sync/server/console/compliance_page.h"
#include "sync/server/study_server.h"

#include <memory>
#include <mutex>

namespace bedside::server {

/// The study and roster in force, read once for each publication.
struct StudyInForce {
    std::string etag;
    study::Study study;
    std::vector<study::Participant> roster;
};

/// Participants with something overdue, as of a moment.
struct LateParticipants {
    std::string etag;
    std::int64_t at_ms = 0;
    std::vector<std::string> numbers;
};

class RecordRoutes {
public:
    /// `server` must outlive it.
    explicit RecordRoutes(StudyServer& server)
        : m_server(server)
    {
    }
    Result<HttpResponse> compliance(HttpRequest const& request, PageContext const& context);
    Result<HttpResponse> compliance_file(HttpRequest const& request, PageContext const& context);
    Result<HttpResponse> participant(HttpRequest const& request, PageContext const& context);
    Result<HttpResponse> response(HttpRequest const& request, PageContext const& context);
    Result<HttpResponse> alert_list(HttpRequest const& request, PageContext const& context);
    Result<HttpResponse> audit_trail(HttpRequest const& request, PageContext const& context);
    /// Who is late, at most a minute old. Empty before a study is published.
    Result<LateParticipants> late_participants();

private:
    /// Fails with not_found before the first publication.
    Result<std::shared_ptr<StudyInForce const>> in_force();
    Result<CompliancePage> shown(HttpRequest const& request, StudyInForce const& study, std::size_t page_size);

    StudyServer& m_server;
    std::mutex m_mutex;
    std::shared_ptr<StudyInForce const> m_study; ///< shared with requests that are still reading it
    LateParticipants m_late;
};

} // namespace bedside::server
