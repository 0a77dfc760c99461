// SPDX-License-Identifier: Apache-2.0
// Facts out of the responses that a store or a server holds, whichever version of the form they were answered with.
#pragma once

#include "forms/course/facts.h"
#include "forms/engine/response.h"

#include <functional>

namespace bedside::course {

/// A form as it was answered, and the form of the study that it belongs to now.
struct FormVersion {
    study::StudyForm const* form = nullptr;
    std::shared_ptr<forms::Definition const> definition;
};

/// Finds the definition that a response was answered with: the study's own, or one that it has replaced. Keeps what it parsed.
class FormVersions {
public:
    struct Replaced {
        std::string form;  ///< form id of the study
        std::string bytes; ///< the Questionnaire
    };
    /// By canonical url|version; nullopt when nobody has it.
    using Find = std::function<Result<std::optional<Replaced>>(std::string const& canonical)>;

    FormVersions(std::shared_ptr<study::Study const> study, Find find);

    std::shared_ptr<study::Study const> const& study() const { return m_study; }
    /// Fails with not_found when the study has no such form or nobody has this version, or as the search does.
    Result<FormVersion> of(std::string const& canonical);

private:
    std::shared_ptr<study::Study const> m_study;
    Find m_find;
    std::map<std::string, FormVersion> m_known;
};

/// The fact that a response is, its answers as answers to the present version of the form.
FormFact fact_of(FormVersion const& version, forms::ParsedResponse const& parsed);
/// The fact that a console's version of a response is: `before` is the version that it follows.
FormFact fact_of_correction(FormVersion const& version, forms::ParsedResponse const& parsed, FormFact const& before, std::int64_t number, std::string_view by, std::string_view reason, Instant const& at);

} // namespace bedside::course
