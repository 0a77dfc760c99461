// SPDX-License-Identifier: Apache-2.0
// What the flow needs to know, read out of the store.
#pragma once

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
    /// The form that an open response began with, which the study may have replaced since. Fails with not_found when nobody has it any more.
    Result<std::shared_ptr<forms::Definition const>> definition_of(store::Store const& store, store::OpenResponse const& open);

private:
    Result<void> read_study(store::Store const& store);
    Result<void> apply_status(store::Store const& store, flow::Facts& facts) const;
    std::map<std::string, std::string> m_documents;
    std::shared_ptr<study::Study const> m_study;
    std::map<std::string, std::shared_ptr<forms::Definition const>> m_replaced; ///< by response id: forms of open responses that the study has replaced
};

} // namespace bedside::app
