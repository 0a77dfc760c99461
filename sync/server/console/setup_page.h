// SPDX-License-Identifier: Apache-2.0
// The study as it is published, new tablets, and who may use the console; and everybody's own account.
#pragma once

#include "sync/server/console/page.h"
#include "sync/server/console/record_routes.h"
#include "sync/server/storage/data_management.h"
#include "sync/server/storage/users.h"

namespace bedside::server {

struct SetupView {
    std::shared_ptr<StudyInForce const> study; ///< shared with the console; empty before the first publication
    std::vector<Publication> publications;     ///< newest first
    std::vector<EnrolmentOffer> offers;
    std::vector<ConsoleUser> users;
    std::vector<MirrorSource> mirrors;
    std::optional<StudyLock> lock;
    long open_queries = 0;
    std::string incomplete; ///< tablets with a form that is not here, "T-01, T-03"
};
HttpResponse setup_page(PageContext const& context, SetupView const& view);
/// A fresh code, shown once: as text to type and as a QR code.
Result<HttpResponse> code_page(PageContext const& context, std::string const& tablet, std::string const& code, std::string const& server_url, std::string const& expires);

/// `offered`: the secret to confirm now; empty: none.
Result<HttpResponse> account_page(PageContext const& context, ConsoleUser const& user, Bytes const& offered, std::string const& notice);

} // namespace bedside::server
