// SPDX-License-Identifier: Apache-2.0
// What the flow needs to know, read out of the store.
#pragma once

#include "kiosk/app/form_versions.h"
#include "kiosk/flow/state.h"
#include "sync/store/store.h"

#include <map>
#include <memory>
#include <string>

namespace bedside::app {

/// Reads Facts; keeps the study it parsed, because its documents change seldom.
class FactsReader {
public:
    /// Fails as the store's reads do, or with invalid_study when the documents pulled from the server do not read.
    Result<flow::Facts> read(store::Store const& store);
    /// The study read last; none before the first pull.
    std::shared_ptr<study::Study const> study() const { return m_study; }
    /// The forms that responses were answered with, beside that study's.
    FormVersions& versions() { return m_versions; }

private:
    Result<void> read_study(store::Store const& store);
    Result<void> read_courses(store::Store const& store, flow::Facts& facts);
    std::map<std::string, std::string> m_documents;
    std::shared_ptr<study::Study const> m_study;
    std::shared_ptr<study::Study const> m_planning; ///< the same without alert rules, for courses that only plan
    FormVersions m_versions;
};

} // namespace bedside::app
