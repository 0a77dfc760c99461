// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/form_versions.h"

namespace bedside::app {

void FormVersions::follow(std::shared_ptr<study::Study const> present)
{
    m_present = std::move(present);
    m_open.clear();
    m_completed.clear();
}

/// The present form where it is the same, so that the two can be compared by address.
Result<SharedForm> FormVersions::of(std::string const& form, std::string const& canonical, Result<std::string> const& bytes, SharedForm& known) const
{
    auto const* present = m_present ? m_present->form(form) : nullptr;
    if (present && present->definition && (bytes ? *bytes == present->source : canonical == present->definition->canonical()))
        return known = present->definition;
    auto const source = TRY(bytes);
    auto definition = TRY(forms::load_questionnaire(source));
    return known = std::make_shared<forms::Definition const>(std::move(definition));
}

Result<SharedForm> FormVersions::of(store::Store const& store, store::OpenResponse const& open)
{
    auto& known = m_open[open.id];
    return known ? known : of(open.form, open.questionnaire, store.begun_questionnaire(open.id), known);
}

Result<SharedForm> FormVersions::of(store::Store const& store, store::FrozenResponse const& frozen)
{
    auto& known = m_completed[frozen.questionnaire];
    return known ? known : of(frozen.form, frozen.questionnaire, store.questionnaire(frozen.questionnaire), known);
}

} // namespace bedside::app
