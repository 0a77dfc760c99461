// SPDX-License-Identifier: Apache-2.0
// Which alert rules a participant's completed forms set off. Pure.
#pragma once

#include "forms/study/readings.h"

#include <span>

namespace bedside::study {

/// A rule that was set off. A prompt for staff to look, never an instruction.
struct Alert {
    std::string rule; ///< AlertRule::id
    forms::LocalizedText title;
    bool urgent = true;
};

/// What the study's rules need of one completed form, looked up once. Belongs to the study that it was made with.
class RuleInput {
public:
    RuleInput(Study const& study, CompletedForm const& form);

    Instant const& authored() const { return m_authored; }

private:
    friend class AlertRules;
    struct OfRule {
        bool about = false;                        ///< the rule looks at this form
        bool reached = false;                      ///< value
        double count = 0;                          ///< count
        std::vector<std::optional<double>> numbers; ///< rise: by AlertRule::items
    };
    Instant m_authored;
    std::int64_t m_day = 0; ///< days since 1970 of the study-local date that the form is about
    std::optional<scoring::Consumption> m_dose;
    std::vector<OfRule> m_rules; ///< by Study::alerts
};

/// A participant's forms in order of time, and the rules that each of them set off together with those before it.
class AlertRules {
public:
    /// `study` must outlive it.
    explicit AlertRules(Study const& study);

    /// One form; `order` breaks ties of `authored`. Everything that comes after it in time is judged anew: in the usual case nothing does.
    void add(std::string order, RuleInput input);
    void remove(std::string_view order);
    /// Indices into Study::alerts, in their order. Empty for an unknown form.
    std::vector<std::size_t> raised_by(std::string_view order) const;

private:
    struct Entry {
        std::string order;
        RuleInput input;
        std::vector<bool> raised; ///< by Study::alerts
    };
    void judge_from(std::size_t first);
    bool is_raised(std::size_t rule, std::size_t entry) const;
    template<typename Test>
    bool any_recent(std::size_t rule, std::size_t entry, Test const& test) const;

    Study const* m_study;
    std::vector<Entry> m_entries; ///< by authored, then order
};

/// Alerts that `completed` sets off, in the order of the study's rules. `earlier` are the same participant's responses before it, in
/// any order; later ones among them are not looked at.
std::vector<Alert> alerts_of(Study const& study, CompletedForm const& completed, std::span<CompletedForm const> earlier);

} // namespace bedside::study
