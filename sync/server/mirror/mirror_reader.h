// SPDX-License-Identifier: Apache-2.0
// Pages of a FHIR search, and which of their resources are this study's.
#pragma once

#include "sync/server/storage/mirrors.h"

namespace bedside::server {

/// What is asked for, in this order: a form before whatever travelled with it, so that nothing of a form is later than the form.
inline constexpr std::array mirrored_types { "QuestionnaireResponse", "Communication", "Observation", "Device", "Provenance" };

struct SearchPage {
    std::vector<StagedResource> ours;
    std::int64_t highest_ms = 0; ///< newest meta.lastUpdated of all entries; 0: none says it
    int passed_over = 0;         ///< resources of others
    int unreadable = 0;          ///< entries that are no resources
    std::string next {};         ///< link to the next page; empty: the last one
};
/// A Bundle of type searchset. Fails with invalid_data when it is none.
Result<SearchPage> read_search_page(std::string_view body, std::string_view type, std::string_view study);

/// A QuestionnaireResponse in the spelling that its tablet froze: without what a server adds, names sorted. `sha256`: the hash that it should
/// have; a server may keep tags in another order.
std::string frozen_spelling(std::string_view response_json, std::string_view sha256);

/// An address on the same server as `base`; `link` may be relative. Fails with forbidden when it leads elsewhere.
Result<std::string> same_server(std::string_view base, std::string_view link);

} // namespace bedside::server
