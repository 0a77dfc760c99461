// SPDX-License-Identifier: Apache-2.0
// The compliance table as a page and as a file with exactly the same cells.
#pragma once

#include "sync/server/console/compliance.h"
#include "sync/server/console/page.h"

namespace bedside::server {

/// What one page of the table shows.
struct CompliancePage {
    study::Study const& study;
    std::vector<ComplianceRow> rows {}; ///< of this page
    std::size_t first = 0;           ///< index of the first row among all that match
    std::size_t matching = 0;
    bool only_attention = false;
    std::string form {};                ///< id of the one form that is looked at; empty: all
    std::string search {};              ///< what the numbers must contain
    int complete = 0;                ///< visits of everybody in the study, all forms
    int countable = 0;
};

HttpResponse compliance_page(PageContext const& context, CompliancePage const& shown);
HttpResponse compliance_csv(locales::Catalogue const& words, CompliancePage const& shown);

} // namespace bedside::server
