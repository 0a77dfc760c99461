// SPDX-License-Identifier: Apache-2.0
// Chains of corrections into forms, forms into a participant's standing, and what follows from both.
#include "forms/course/course.h"

#include "forms/base/crypto.h"
#include "forms/study/status.h"

#include <algorithm>

namespace bedside::course {
namespace {

bool is_earlier(FormFact const& a, FormFact const& b)
{
    auto const at = a.form.authored.wall_ms;
    auto const other = b.form.authored.wall_ms;
    return at != other ? at < other : a.id < b.id;
}

/// The answers of a version that is not whole, put over those of the version that it corrects.
forms::Answers over(forms::Answers answers, FormFact const& fact)
{
    for (auto const& path : fact.changed) {
        auto const found = fact.form.answers.find(path);
        if (found == fact.form.answers.end())
            answers.erase(path);
        else
            answers[path] = found->second;
    }
    return answers;
}

/// Whether the latest word that names this version set it aside.
bool is_set_aside(std::string const& id, std::map<std::string, DecisionFact, std::less<>> const& decisions)
{
    DecisionFact const* last = nullptr;
    for (auto const& [key, decision] : decisions) {
        auto const names = decision.stands == id || std::find(decision.over.begin(), decision.over.end(), id) != decision.over.end();
        if (names && (!last || decision.at.wall_ms >= last->at.wall_ms))
            last = &decision;
    }
    return last && last->stands != id;
}

} // namespace

FormFact const& Form::in_force() const
{
    return **std::find_if(versions.begin(), versions.end(), [&](Fact const& one) { return one->id == id; });
}

std::string alert_id(std::string_view rule, std::string_view root)
{
    auto digits = sha256_hex("bedside-alert-1\n" + std::string(rule) + "\n" + std::string(root)).substr(0, 32);
    digits[12] = '8'; // a UUID of the version that is left to whoever makes it
    digits[16] = "89ab"[static_cast<std::size_t>(digits[16] >= 'a' ? digits[16] - 'a' + 10 : digits[16] - '0') % 4];
    return digits.substr(0, 8) + "-" + digits.substr(8, 4) + "-" + digits.substr(12, 4) + "-" + digits.substr(16, 4) + "-" + digits.substr(20);
}

Course::Course(std::shared_ptr<study::Study const> study, Facts facts)
    : m_study(std::move(study))
    , m_roster(std::move(facts.roster))
    , m_rules(*m_study)
{
    for (auto& change : facts.changes)
        m_changes.emplace(change.id, std::move(change));
    for (auto& decision : facts.decisions)
        m_decisions.emplace(decision.id, std::move(decision));
    for (auto& one : facts.acknowledgements)
        add(std::move(one));
    for (auto& fact : facts.forms) {
        auto& known = m_facts[fact->id];
        if (!known || (fact->whole && !known->whole))
            known = fact;
    }
    std::vector<std::pair<Instant, std::string>> roots;
    for (auto const& [id, fact] : m_facts) {
        auto root = root_of(*fact);
        if (m_roots.emplace(id, root).second)
            m_forms[root].versions.push_back(fact);
    }
    for (auto const& [root, form] : m_forms)
        roots.emplace_back((*std::min_element(form.versions.begin(), form.versions.end(), [](auto const& a, auto const& b) { return is_earlier(*a, *b); }))->form.authored, root);
    std::sort(roots.begin(), roots.end(), [](auto const& a, auto const& b) { return a.first.wall_ms < b.first.wall_ms; }); // in time: each is judged once
    for (auto const& [at, root] : roots)
        settle(root);
    settle_standing();
}

/// Follows what it corrects to the first: the id of a form that is not here itself is one, too.
std::string Course::root_of(FormFact const& fact) const
{
    auto const* at = &fact;
    for (std::size_t steps = 0; !at->amends.empty() && steps <= m_facts.size(); ++steps) {
        auto const before = m_facts.find(at->amends);
        if (before == m_facts.end())
            return at->amends;
        at = before->second.get();
    }
    return at->id;
}

/// A version with all the answers that can be known: its own, or its changes over those of the version before.
Fact Course::with_base(Fact const& fact) const
{
    if (fact->whole || fact->amends.empty())
        return fact;
    auto const before = m_facts.find(fact->amends);
    if (before == m_facts.end() || before->second == fact)
        return fact;
    auto const base = with_base(before->second);
    if (!base->whole)
        return fact;
    auto made = std::make_shared<FormFact>(*fact);
    made->whole = true;
    made->form.definition = base->form.definition;
    made->form.answers = over(base->form.answers, *fact);
    return made;
}

void Course::settle(std::string const& root)
{
    auto& form = m_forms[root];
    std::sort(form.versions.begin(), form.versions.end(), [](Fact const& a, Fact const& b) { return is_earlier(*a, *b); });
    std::set<std::string_view> corrected;
    for (auto const& one : form.versions)
        corrected.insert(one->amends);
    std::vector<Fact> last; // that nobody corrected
    for (auto const& one : form.versions) {
        if (!corrected.contains(one->id))
            last.push_back(one);
    }
    if (last.empty())
        last = form.versions; // a circle: no program of ours makes one
    auto standing = last;
    std::erase_if(standing, [&](Fact const& one) { return is_set_aside(one->id, m_decisions); });
    if (standing.empty())
        standing = last;
    auto const present = with_base(standing.back());
    auto const first = m_facts.find(root);
    auto const& original = first == m_facts.end() ? *form.versions.front() : *first->second;

    auto const before = m_slots.find({ form.completed.form, form.completed.visit });
    form.root = root;
    form.id = present->id;
    form.completed = present->form;
    form.completed.authored = original.form.authored;
    form.whole = present->whole;
    form.tablet = original.tablet;
    form.flags = present->flags;
    form.duplicate_of.clear();
    form.fork.clear();
    if (standing.size() > 1) {
        for (auto one = standing.rbegin(); one != standing.rend(); ++one)
            form.fork.push_back((*one)->id);
    }
    if (before != m_slots.end() && before->second.erase(root) > 0)
        settle_slot(before->first, before->second);
    auto const slot = m_slots.try_emplace({ form.completed.form, form.completed.visit }).first;
    slot->second.insert(root);
    settle_slot(slot->first, slot->second);
    m_rules.remove(root);
    m_rules.add(root, { *m_study, form.completed });
}

void Course::settle_standing()
{
    std::vector<StatusRecord> records;
    for (auto const& [root, form] : m_forms) {
        auto const* known = m_study->form(form.completed.form);
        if (known && known->definition && study::is_status_form(*known->definition))
            records.push_back({ &form.in_force(), &form.completed });
    }
    std::vector<ChangeFact> changes;
    for (auto const& [id, change] : m_changes)
        changes.push_back(change);
    m_standing = standing_of(*m_study, m_roster, records, changes);
    for (auto const& [slot, roots] : m_slots)
        settle_slot(slot, roots);
}

/// Two tablets without a network may fill the same form: the planner says which stands.
void Course::settle_slot(Slot const& slot, std::set<std::string> const& roots)
{
    if (slot.second.empty())
        return; // events happen as often as they happen
    std::string stands;
    if (roots.size() > 1) {
        std::vector<study::ResponseFact> facts;
        for (auto const& root : roots)
            facts.push_back({ slot.first, slot.second, m_forms.find(root)->second.completed.authored, true, root });
        stands = study::response_that_stands(*m_study, m_standing.participant, slot.first, slot.second, facts);
    }
    for (auto const& root : roots)
        m_forms.find(root)->second.duplicate_of = root == stands ? "" : stands;
}

void Course::add(Fact fact)
{
    if (!m_facts.emplace(fact->id, fact).second) {
        if (fact->whole && !m_facts.find(fact->id)->second->whole) { // the same, of which there is more now
            auto const root = m_roots.find(fact->id)->second;
            auto& versions = m_forms.find(root)->second.versions;
            *std::find_if(versions.begin(), versions.end(), [&](Fact const& one) { return one->id == fact->id; }) = fact;
            m_facts.find(fact->id)->second = fact;
            settle(root);
        }
        return;
    }
    auto const root = root_of(*fact);
    m_roots.emplace(fact->id, root);
    auto& versions = m_forms[root].versions;
    versions.push_back(fact);
    // What was known before what it corrects came stood under the missing form's name, which is this one's or an earlier one's.
    if (root != fact->id) {
        if (auto const orphans = m_forms.find(fact->id); orphans != m_forms.end()) {
            for (auto const& one : orphans->second.versions) {
                m_roots[one->id] = root;
                versions.push_back(one);
            }
            m_slots.find({ orphans->second.completed.form, orphans->second.completed.visit })->second.erase(fact->id);
            m_rules.remove(fact->id);
            m_forms.erase(orphans);
        }
    }
    settle(root);
    auto const* known = m_study->form(fact->form.form);
    if (known && known->definition && study::is_status_form(*known->definition))
        settle_standing();
}

void Course::add(ChangeFact fact)
{
    if (m_changes.emplace(fact.id, fact).second)
        settle_standing();
}

void Course::add(AcknowledgementFact fact)
{
    auto const [known, is_new] = m_acknowledgements.emplace(fact.alert, fact);
    auto const& other = known->second;
    // The first to see it; the rest breaks ties.
    if (!is_new && std::tie(fact.at.wall_ms, fact.by, fact.where, fact.note) < std::tie(other.at.wall_ms, other.by, other.where, other.note))
        known->second = std::move(fact);
}

void Course::add(DecisionFact fact)
{
    auto const stands = fact.stands;
    auto const id = fact.id;
    if (!m_decisions.emplace(id, std::move(fact)).second)
        return;
    if (auto const root = m_roots.find(stands); root != m_roots.end()) {
        settle(root->second);
        settle_standing();
    }
}

void Course::follow(study::Participant roster)
{
    m_roster = std::move(roster);
    settle_standing();
}

std::vector<Form const*> Course::forms() const
{
    std::vector<Form const*> all;
    for (auto const& [root, form] : m_forms)
        all.push_back(&form);
    std::sort(all.begin(), all.end(), [](Form const* a, Form const* b) {
        auto const at = a->completed.authored.wall_ms;
        auto const other = b->completed.authored.wall_ms;
        return at != other ? at < other : a->root < b->root;
    });
    return all;
}

Form const* Course::form_with(std::string_view version) const
{
    auto const root = m_roots.find(version);
    return root == m_roots.end() ? nullptr : &m_forms.find(root->second)->second;
}

Form const* Course::at(std::string_view form, std::string_view visit) const
{
    auto const slot = m_slots.find({ std::string(form), std::string(visit) });
    if (slot == m_slots.end())
        return nullptr;
    for (auto const& root : slot->second) {
        auto const& one = m_forms.find(root)->second;
        if (one.duplicate_of.empty())
            return &one;
    }
    return nullptr;
}

std::vector<study::PlannedForm> Course::planned(Instant const& now, std::vector<Begun> const& begun) const
{
    std::vector<study::ResponseFact> facts;
    facts.reserve(m_forms.size() + begun.size());
    for (auto const& [root, form] : m_forms)
        facts.push_back({ form.completed.form, form.completed.visit, form.completed.authored, true, root });
    for (auto const& one : begun)
        facts.push_back({ one.form, one.visit, one.at, false, {} });
    return study::plan(*m_study, m_standing.participant, facts, now);
}

std::vector<study::PlannedForm> Course::events(Instant const& now) const { return study::event_forms(*m_study, m_standing.participant, now); }

std::vector<Alert> Course::alerts() const
{
    std::vector<Alert> alerts;
    for (auto const* form : forms()) {
        for (auto const index : m_rules.raised_by(form->root)) {
            auto const& rule = m_study->alerts[index];
            Alert alert { alert_id(rule.id, form->root), rule.id, rule.title, rule.urgent, form->root, form->completed.form, form->completed.visit, form->tablet, form->in_force().form.authored, {} };
            if (auto const seen = m_acknowledgements.find(alert.id); seen != m_acknowledgements.end())
                alert.acknowledged = seen->second;
            alerts.push_back(std::move(alert));
        }
    }
    return alerts;
}

std::vector<Form const*> Course::forks() const
{
    auto all = forms();
    std::erase_if(all, [](Form const* one) { return one->fork.empty(); });
    return all;
}

std::vector<Form const*> Course::duplicates() const
{
    auto all = forms();
    std::erase_if(all, [](Form const* one) { return one->duplicate_of.empty(); });
    return all;
}

} // namespace bedside::course
