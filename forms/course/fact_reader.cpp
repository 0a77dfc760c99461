// SPDX-License-Identifier: Apache-2.0
#include "forms/course/fact_reader.h"

#include "forms/engine/revision.h"

namespace bedside::course {

FormVersions::FormVersions(std::shared_ptr<study::Study const> study, Find find)
    : m_study(std::move(study))
    , m_find(std::move(find))
{
}

Result<FormVersion> FormVersions::of(std::string const& canonical)
{
    if (auto const found = m_known.find(canonical); found != m_known.end())
        return found->second;
    for (auto const& form : m_study->forms) {
        if (form.definition && form.definition->canonical() == canonical)
            return m_known[canonical] = { &form, form.definition };
    }
    auto const replaced = TRY(m_find(canonical));
    auto const* form = replaced ? m_study->form(replaced->form) : nullptr;
    if (!form)
        return fail(Code::not_found, "The study has no form of this version.");
    auto definition = TRY(forms::load_questionnaire(replaced->bytes));
    return m_known[canonical] = { form, std::make_shared<forms::Definition const>(std::move(definition)) };
}

FormFact fact_of(FormVersion const& version, forms::ParsedResponse const& parsed)
{
    auto const& header = parsed.header;
    FormFact fact;
    fact.id = header.id;
    fact.amends = header.amends == header.id ? "" : header.amends; // a version that the console accepted in the form's place
    fact.tablet = header.tablet;
    fact.by = header.corrected_by.empty() ? header.staff : header.corrected_by;
    fact.reason = header.reason;
    fact.flags = header.flags;
    fact.form = { version.form->id, header.visit, header.authored, version.form->definition, {} };
    fact.form.answers = version.definition == version.form->definition ? parsed.answers : forms::carry_over(*version.definition, parsed.answers, *version.form->definition).kept;
    return fact;
}

FormFact fact_of_correction(FormVersion const& version, forms::ParsedResponse const& parsed, FormFact const& before, std::int64_t number, std::string_view by, std::string_view reason, Instant const& at)
{
    auto fact = fact_of(version, parsed);
    fact.id = version_id(parsed.header.id, number);
    fact.amends = before.id;
    fact.tablet.clear();
    fact.by = by;
    fact.reason = reason;
    fact.form.authored = at;
    for (auto const& [path, answer] : before.form.answers) {
        auto const now = fact.form.answers.find(path);
        if (now == fact.form.answers.end() || !(now->second == answer))
            fact.changed.push_back(path);
    }
    for (auto const& [path, answer] : fact.form.answers) {
        if (!before.form.answers.contains(path))
            fact.changed.push_back(path);
    }
    return fact;
}

} // namespace bedside::course
