// SPDX-License-Identifier: Apache-2.0
// What other tablets and the console know about this tablet's participants.
#include "sync/store/implementation.h"

#include <charconv>

namespace bedside::store {
namespace {

constexpr std::string_view after_setting = "sync.facts_after";
constexpr std::string_view participants_setting = "sync.facts_participants"; // a line each

std::string lines_of(std::set<std::string> const& texts)
{
    std::string lines;
    for (auto const& text : texts)
        lines += text + "\n";
    return lines;
}

} // namespace

Result<void> Store::apply_facts(std::set<std::string> const& participants, std::vector<PulledFact> const& facts, std::int64_t after)
{
    auto& connection = m_impl->connection;
    auto transaction = TRY(sql::Transaction::immediate(connection.database()));
    auto const place = TRY(fact_place());
    for (auto const& gone : place.participants) {
        if (!participants.contains(gone))
            TRY(connection.run("DELETE FROM fact WHERE participant = ?", gone));
    }
    for (auto const& fact : facts) {
        if (participants.contains(fact.participant))
            TRY(connection.run("INSERT INTO fact (id, participant, json) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING", fact.id, fact.participant, fact.json));
    }
    if (after != place.after)
        TRY(m_impl->put_setting(after_setting, std::to_string(after)));
    if (participants != place.participants)
        TRY(m_impl->put_setting(participants_setting, lines_of(participants)));
    return transaction.commit();
}

Result<FactPlace> Store::fact_place() const
{
    FactPlace place;
    if (auto const text = TRY(m_impl->setting(after_setting)))
        std::from_chars(text->data(), text->data() + text->size(), place.after);
    auto const lines = TRY(m_impl->setting(participants_setting)).value_or("");
    for (std::size_t begin = 0, end = 0; (end = lines.find('\n', begin)) != std::string::npos; begin = end + 1)
        place.participants.insert(lines.substr(begin, end - begin));
    return place;
}

Result<std::vector<PulledFact>> Store::facts(std::string_view participant, std::int64_t after) const
{
    std::vector<PulledFact> found;
    auto rows = TRY(m_impl->connection.query("SELECT id, participant, json, number FROM fact WHERE participant = ? AND number > ? ORDER BY number", participant, after));
    while (TRY(rows.step()))
        found.push_back({ rows.text(0), rows.text(1), rows.text(2), rows.integer(3) });
    return found;
}

} // namespace bedside::store
