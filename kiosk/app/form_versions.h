// SPDX-License-Identifier: Apache-2.0
// The form that a response was answered with, which the study may have replaced since.
#pragma once

#include "forms/study/study.h"
#include "sync/store/store.h"

#include <map>
#include <memory>
#include <string>

namespace bedside::app {

using SharedForm = std::shared_ptr<forms::Definition const>;

/// Keeps what it parsed, because a form has few versions.
class FormVersions {
public:
    /// `present`: the study in force from now on; null before the first pull.
    void follow(std::shared_ptr<study::Study const> present);
    /// The form that an open response began with. Fails with not_found when nobody has it any more.
    Result<SharedForm> of(store::Store const& store, store::OpenResponse const& open);
    /// The form that a completed response was answered with. Fails with not_found when nobody has it any more.
    Result<SharedForm> of(store::Store const& store, store::FrozenResponse const& frozen);

private:
    Result<SharedForm> of(std::string const& form, std::string const& canonical, Result<std::string> const& bytes, SharedForm& known) const;
    std::shared_ptr<study::Study const> m_present;
    std::map<std::string, SharedForm> m_open;      ///< by response id
    std::map<std::string, SharedForm> m_completed; ///< by canonical url|version
};

} // namespace bedside::app
