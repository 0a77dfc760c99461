// SPDX-License-Identifier: Apache-2.0
#include "sync/simulate/patient.h"

#include <algorithm>

namespace bedside::simulate {
namespace {

constexpr int rise_days = 12; ///< how long pain and dose rise before a rotation, and fall after it

std::string numbered(char const* prefix, int number)
{
    char text[16];
    std::snprintf(text, sizeof text, "%s-%03d", prefix, number);
    return text;
}

/// 0 far from the rotation, 1 on its day.
double trouble_on(Patient const& patient, Day day)
{
    if (!patient.rotation)
        return 0;
    auto const distance = static_cast<double>(std::abs(day - *patient.rotation));
    return std::max(0.0, 1 - distance / rise_days);
}

Patient recruit_one(Parameters const& parameters, study::Study const& study, std::uint64_t seed, int number, std::size_t arm)
{
    Random random(seed, "patient " + std::to_string(number));
    Patient patient;
    patient.arm = arm;
    auto& participant = patient.participant;
    participant.number = numbered("P", number);
    participant.initials = std::string(1, static_cast<char>('A' + random.whole(0, 25))) + "." + static_cast<char>('A' + random.whole(0, 25)) + ".";
    participant.birth_year = random.whole(1938, 1975);
    participant.language = study.languages[random.chance(0.8) ? 0 : static_cast<std::size_t>(random.whole(0, static_cast<int>(study.languages.size()) - 1))];
    participant.tablet = numbered("S", number);

    auto const trialing = days_since_epoch(parameters.start) + 4 + random.whole(0, parameters.recruitment_days - 1);
    patient.start_day = trialing + random.whole(parameters.trialing.least, parameters.trialing.most);
    auto const discharge = patient.start_day + random.whole(parameters.discharge.least, parameters.discharge.most);
    // Trialing, start of treatment, discharge, in the order of the study's anchors.
    Day const days[] = { trialing, patient.start_day, discharge };
    for (std::size_t i = 0; i < study.anchors.size(); ++i)
        participant.anchors[study.anchors[i]] = study.zone.instant(study.zone.moment(date_from_days(days[std::min<std::size_t>(i, 2)]), 9 * 60 + random.whole(0, 12) * 10));
    patient.first_day = trialing;
    patient.last_day = trialing;
    for (auto const& diary : study.diaries) {
        auto const anchor = days_since_epoch(study.zone.date_at(participant.anchors[diary.anchor].wall_ms));
        patient.first_day = std::min(patient.first_day, anchor + diary.first_day);
        patient.last_day = std::max(patient.last_day, anchor + diary.last_day);
    }

    auto const& conduct = parameters.conduct;
    if (parameters.arms[arm].drug == scoring::Opioid::morphine && random.chance(conduct.rotated))
        patient.rotation = patient.start_day + random.whole(25, 65);
    auto const fate = random.share();
    if (fate < conduct.withdrawn + conduct.died)
        patient.departure = Departure { fate < conduct.withdrawn ? study::ParticipantState::withdrawn : study::ParticipantState::died, patient.start_day + random.whole(12, 85) };
    if (random.chance(conduct.wrong_clock)) {
        auto const first = patient.start_day + random.whole(5, 50);
        patient.clock_fault = ClockFault { first, first + random.whole(4, 20), random.whole(-24 * 60, 24 * 60) * minute_ms };
    }
    patient.pain = 0.9 * random.normal();
    patient.dose = std::exp(0.35 * random.normal());
    patient.episodes = std::exp(0.4 * random.normal());
    patient.burden = 0.3 * random.normal();
    patient.side_effects = 0.4 * random.normal();
    return patient;
}

int rounded(double value, int low, int high) { return static_cast<int>(std::clamp(std::floor(value + 0.5), static_cast<double>(low), static_cast<double>(high))); }

/// One answer's value, by what the item asks.
class Respondent {
public:
    Respondent(Situation const& situation, Random& random)
        : m_situation(situation)
        , m_condition(situation.condition)
        , m_random(random)
    {
    }

    /// What this patient would say as a number; nothing when the item means nothing to the simulation.
    std::optional<double> number(std::string const& item)
    {
        auto const pain = m_condition.pain;
        if (item == "now")
            return pain + m_random.normal();
        if (item == "average" || item == "background")
            return pain + (item == "background" ? 0.6 * m_random.normal() - 0.5 : 0);
        if (item == "worst")
            return pain + 1 + std::abs(m_random.normal()) + (m_condition.episodes > 0 ? 1 : 0);
        if (item == "least")
            return pain - 1 - std::abs(m_random.normal());
        if (item == "peak")
            return pain + 3 + m_random.normal();
        if (item == "unlogged")
            return m_situation.unlogged;
        if (item.size() >= 2 && item[0] == 'q' && item[1] >= '0' && item[1] <= '9')
            return qlq(std::stoi(item.substr(1)));
        if (auto const value = side_effect(item))
            return value;
        return pump(item);
    }

    bool truth(std::string const& item)
    {
        struct Share {
            char const* item;
            double yes;
        };
        static constexpr Share shares[] = { { "over", 0.9 }, { "other-rescue", 0.15 }, { "relief-meaningful", 0.75 }, { "reservoir-read", 0.8 }, { "basal-more", 0 }, { "no-urine", 0.05 }, { "hard-to-wake", 0.02 }, { "pump-alarm", 0.03 }, { "alarm", 0.03 } };
        auto const known = std::find_if(std::begin(shares), std::end(shares), [&](Share const& share) { return item == share.item; });
        return m_random.chance(known == std::end(shares) ? 0.5 : known->yes);
    }

    /// The code that this patient would choose; empty when any will do.
    std::string code(std::string const& item)
    {
        if (item == "episodes")
            return m_situation.episodes > 0 ? "some" : "none";
        if (item == "drug")
            return m_condition.drug == scoring::Opioid::morphine ? "morphine" : "hydromorphone";
        if (item == "onset-precision")
            return m_random.chance(0.6) ? "exact" : "estimated";
        return "";
    }

    Instant moment(std::string const& item)
    {
        auto instant = m_situation.now;
        if (item == "onset" && m_situation.onset)
            return *m_situation.onset;
        if (item == "from")
            instant.wall_ms -= 24 * 60 * minute_ms;
        return instant;
    }

private:
    double qlq(int item)
    {
        if (item >= 29)
            return 6.6 - 1.5 * m_condition.burden + 0.6 * m_random.normal();
        auto const factor = item == 9 || item == 19 ? m_condition.pain / 3.5 : item == 17 ? 0.3 : item == 8 || item == 25 || item == 15 ? 0.6 : 1.0;
        auto const level = item == 9 || item == 19 ? factor : item == 28 ? 1.2 : factor * m_condition.burden;
        return 1 + level + 0.7 * m_random.normal();
    }
    std::optional<double> side_effect(std::string const& item)
    {
        struct Weight {
            char const* item;
            double weight;
        };
        static constexpr Weight weights[] = { { "constipation", 1.3 }, { "nausea", 0.9 }, { "vomiting", 0.5 }, { "drowsiness", 1.0 }, { "itching", 0.6 }, { "urinary-retention", 0.5 }, { "dizziness", 0.6 }, { "sweating", 0.5 }, { "jerks", 0.2 }, { "breathing", 0.05 } };
        for (auto const& one : weights) {
            if (item == one.item)
                return one.weight * m_condition.side_effects + 0.5 * m_random.normal();
        }
        return {};
    }
    std::optional<double> pump(std::string const& item)
    {
        constexpr double bolus_ul = 100;
        auto const ratio = m_condition.drug == scoring::Opioid::hydromorphone ? static_cast<double>(m_situation.opioid.ratio_numerator) / m_situation.opioid.ratio_denominator : 1;
        auto const volume_ul = m_condition.dose * 1000 / ratio / m_condition.concentration_ug_per_ml * 1000;
        auto const boluses = std::min(2.0 * m_condition.episodes, std::floor(volume_ul * 0.4 / bolus_ul));
        if (item == "concentration")
            return m_condition.concentration_ug_per_ml;
        if (item == "observed-minutes" || item == "basal-minutes")
            return 1440;
        if (item == "basal-rate")
            return (volume_ul - boluses * bolus_ul) / 24;
        if (item == "boluses-delivered")
            return boluses;
        if (item == "boluses-demanded")
            return boluses + m_random.poisson(1);
        if (item == "bolus-volume")
            return bolus_ul;
        if (item == "reservoir-start")
            return 20'000;
        if (item == "reservoir-end")
            return 20'000 - std::floor(volume_ul + 0.5);
        struct Minutes {
            char const* item;
            double mean;
        };
        static constexpr Minutes lengths[] = { { "to-peak", 6 }, { "duration", 30 }, { "to-relief", 15 }, { "relief", 2.5 }, { "satisfaction", 2.5 }, { "boluses", 1.2 } };
        for (auto const& length : lengths) {
            if (item == length.item)
                return length.mean * (0.5 + m_random.share());
        }
        return {};
    }

    Situation const& m_situation;
    Condition const& m_condition;
    Random& m_random;
};

/// The value of one kind of item.
struct ValueOf {
    Respondent& respondent;
    Random& random;
    forms::Item const& item;

    std::vector<forms::Value> operator()(forms::GroupItem const&) const { return {}; }
    std::vector<forms::Value> operator()(forms::DisplayItem const&) const { return {}; }
    std::vector<forms::Value> operator()(forms::BooleanItem const&) const { return { respondent.truth(item.link_id) }; }
    std::vector<forms::Value> operator()(forms::IntegerItem const& kind) const
    {
        auto const low = kind.minimum.value_or(0);
        auto const high = kind.maximum.value_or(low + 100'000);
        auto const number = respondent.number(item.link_id);
        return { static_cast<std::int32_t>(number ? rounded(*number, low, high) : random.whole(low, std::min(high, low + 10))) };
    }
    std::vector<forms::Value> operator()(forms::DecimalItem const& kind) const { return { kind.minimum.value_or(forms::Decimal { "1" }) }; }
    std::vector<forms::Value> operator()(forms::DateItem const& kind) const { return { kind.minimum.value_or(forms::Date { to_string(local_date(respondent.moment(item.link_id))) }) }; }
    std::vector<forms::Value> operator()(forms::TimeItem const& kind) const { return { kind.minimum.value_or(forms::Time { "08:00:00" }) }; }
    std::vector<forms::Value> operator()(forms::DateTimeItem const&) const { return { forms::DateTime { iso8601(respondent.moment(item.link_id)) } }; }
    std::vector<forms::Value> operator()(forms::StringItem const& kind) const { return { forms::Text { std::string(static_cast<std::size_t>(std::max(1, kind.min_length)), 'x') } }; }
    std::vector<forms::Value> operator()(forms::QuantityItem const& kind) const
    {
        forms::Quantity quantity { kind.minimum.value_or(forms::Decimal { "1" }), "", "", "" };
        if (!kind.units.empty()) {
            quantity.unit = kind.units.front().display;
            quantity.system = kind.units.front().system;
            quantity.code = kind.units.front().code;
        }
        return { quantity };
    }
    std::vector<forms::Value> operator()(forms::ChoiceItem const& kind) const
    {
        if (kind.options.empty())
            return { forms::Text { "x" } };
        auto const wanted = respondent.code(item.link_id);
        for (auto const& option : kind.options) {
            auto const* coding = std::get_if<forms::Coding>(&option.value);
            if (coding && !wanted.empty() && coding->code == wanted)
                return { option.value };
        }
        auto const last = static_cast<int>(kind.options.size()) - 1;
        if (auto const number = respondent.number(item.link_id))
            return { kind.options[static_cast<std::size_t>(rounded(*number - 1, 0, last))].value };
        auto const& first = kind.options[static_cast<std::size_t>(random.whole(0, last))];
        auto const& second = kind.options[static_cast<std::size_t>(random.whole(0, last))];
        if (!item.repeats || first.exclusive || second.exclusive || first.value == second.value)
            return { first.value };
        return { first.value, second.value };
    }
    std::vector<forms::Value> operator()(forms::AttachmentItem const&) const { return { forms::Attachment { "text/plain", "eA==" } }; }
};

} // namespace

std::vector<Patient> recruit(Parameters const& parameters, study::Study const& study, std::uint64_t seed, int count)
{
    std::vector<std::size_t> arms;
    for (int i = 0; i < count; ++i)
        arms.push_back(static_cast<std::size_t>(i) % parameters.arms.size());
    Random random(seed, "allocation");
    for (auto i = arms.size(); i > 1; --i)
        std::swap(arms[i - 1], arms[random.next() % i]);
    std::vector<Patient> patients;
    for (int i = 0; i < count; ++i)
        patients.push_back(recruit_one(parameters, study, seed, i + 1, arms[static_cast<std::size_t>(i)]));
    return patients;
}

Condition condition_on(Parameters const& parameters, Patient const& patient, std::uint64_t seed, Day day)
{
    auto const& arm = parameters.arms[patient.arm];
    Random random(seed, patient.participant.number + " on day " + std::to_string(day));
    auto const since = static_cast<double>(day - patient.start_day);
    auto const course = [&](std::vector<double> const& values) { return at_day(parameters.days, values, since); };
    auto const trouble = trouble_on(patient, day);
    Condition condition;
    condition.pain = std::clamp(course(arm.pain) + patient.pain + 4.5 * trouble + 0.7 * random.normal(), 0.0, 10.0);
    condition.episodes = random.poisson(course(arm.episodes) * patient.episodes * (1 + trouble));
    condition.dose = course(arm.dose) * patient.dose * (1 + 1.2 * trouble) * std::exp(0.08 * random.normal());
    condition.burden = std::max(0.0, course(arm.burden) + patient.burden + 0.5 * trouble);
    condition.side_effects = std::max(0.0, course(arm.side_effects) + patient.side_effects);
    condition.drug = arm.drug;
    condition.concentration_ug_per_ml = arm.concentration_ug_per_ml;
    if (patient.rotation && day >= *patient.rotation) {
        condition.drug = scoring::Opioid::hydromorphone;
        condition.concentration_ug_per_ml = std::max(1, arm.concentration_ug_per_ml * 3 / 10);
    }
    return condition;
}

forms::Answer answer_to(forms::Item const& item, Situation const& situation, Random& random)
{
    Respondent respondent(situation, random);
    return { std::visit(ValueOf { respondent, random, item }, item.kind), {} };
}

} // namespace bedside::simulate
