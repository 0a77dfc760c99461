// SPDX-License-Identifier: Apache-2.0
// Handlers of tablets, compliance, participants, forms, alerts and audit.
#pragma once

#include "sync/server/console/compliance_board.h"
#include "sync/server/console/compliance_page.h"
#include "sync/server/console/fleet_page.h"
#include "sync/server/console/records.h"
#include "sync/server/console/timeline.h"
#include "sync/server/tablets/study_server.h"

#include <memory>
#include <mutex>

namespace bedside::server {

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
    Result<HttpResponse> query_list(HttpRequest const& request, PageContext const& context);
    Result<HttpResponse> audit_trail(HttpRequest const& request, PageContext const& context);
    Result<HttpResponse> tablet_list(HttpRequest const& request, PageContext const& context);
    Result<HttpResponse> one_tablet(HttpRequest const& request, PageContext const& context);
    /// Reads everything once, so that nobody waits for it.
    void warm_up();

private:
    Result<std::shared_ptr<forms::Definition const>> definition(ReadConnection& connection, std::string const& canonical);
    Result<CompliancePage> shown(HttpRequest const& request, StudyInForce const& study, std::size_t page_size);

    StudyServer& m_server;
    std::mutex m_mutex;
    ComplianceBoard m_board;
    std::map<std::string, std::shared_ptr<forms::Definition const>, std::less<>> m_definitions; ///< shared with requests that are still reading them
};

} // namespace bedside::server
