// SPDX-License-Identifier: Apache-2.0
// Responses in progress, and the one transaction that completes them.
#include "sync/store/implementation.h"
#include "sync/wire/bundle.h"

namespace bedside::store {
namespace {

constexpr char const* frozen_columns = "SELECT f.tablet, f.sequence, f.response_id, f.sha256, f.previous, f.signature, r.participant, r.form, r.visit, f.bytes,"
                                       " f.skew_ms, f.completed_wall_ms, f.completed_offset_min, f.completed_monotonic_ms, f.completed_boot_id, r.questionnaire"
                                       " FROM frozen AS f JOIN response AS r ON r.id = f.response_id ";

FrozenResponse frozen_of(Query const& row)
{
    FrozenResponse frozen;
    frozen.entry = { row.text(0), row.integer(1), row.text(2), row.text(3), row.text(4) };
    frozen.signature = row.text(5);
    frozen.participant = row.text(6);
    frozen.form = row.text(7);
    frozen.visit = row.text(8);
    frozen.bytes = row.text(9);
    frozen.skew_ms = row.integer(10);
    frozen.completed = instant_at(row, 11);
    frozen.questionnaire = row.text(15);
    return frozen;
}

/// Documents of this kind are the Questionnaires of open responses, named by response id.
constexpr std::string_view begun_kind = "begun";
/// Of this kind: the Questionnaires of completed responses, named by url|version.
constexpr std::string_view answered_kind = "answered";

auto no_such_response() { return fail(Code::not_found, "There is no such response in the store."); }

} // namespace

Result<OpenResponse> Store::begin_response(OpenResponse const& header, Actor const& actor, std::string_view questionnaire)
{
    auto& connection = m_impl->connection;
    auto begun = header;
    if (begun.id.empty())
        begun.id = random_uuid();
    if (begun.started.wall_ms == 0)
        begun.started = m_impl->clock.now();
    begun.begun_by = actor.who;
    auto transaction = TRY(sql::Transaction::immediate(connection.database()));
    TRY(connection.run("INSERT INTO response (id, participant, form, questionnaire, visit, started_wall_ms, started_offset_min, started_monotonic_ms,"
                       " started_boot_id, current_path, begun_by, amends) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        begun.id, begun.participant, begun.form, begun.questionnaire, begun.visit, begun.started.wall_ms, begun.started.offset_min, begun.started.monotonic_ms,
        begun.started.boot_id, begun.current_path, begun.begun_by, begun.amends));
    if (!questionnaire.empty()) {
        auto const* bytes = reinterpret_cast<std::uint8_t const*>(questionnaire.data());
        TRY(connection.run("INSERT INTO document (kind, name, bytes) VALUES (?, ?, ?)", begun_kind, begun.id, std::span(bytes, questionnaire.size())));
    }
    TRY(m_impl->append_audit("response-begun", begun.id + " " + begun.form + " " + begun.visit, actor, m_impl->clock.now()));
    TRY(transaction.commit());
    return begun;
}

Result<std::string> Store::begun_questionnaire(std::string_view response_id) const
{
    return m_impl->document(begun_kind, response_id);
}

Result<std::string> Store::questionnaire(std::string_view canonical) const
{
    return m_impl->document(answered_kind, canonical);
}

Result<void> Store::set_current_path(std::string_view response_id, std::string_view path)
{
    TRY(m_impl->connection.run("UPDATE response SET current_path = ? WHERE id = ? AND state = 'open'", path, response_id));
    if (m_impl->connection.database().changes() != 1)
        return no_such_response();
    return {};
}

Result<void> Store::save_answer(std::string_view response_id, forms::ItemPath const& path, forms::Answer const& answer, Actor const& actor)
{
    std::optional<std::string> text;
    if (answer.absence || !answer.values.empty())
        text = forms::encode_answer(answer);
    auto& connection = m_impl->connection;
    auto transaction = TRY(sql::Transaction::immediate(connection.database()));
    {
        auto row = TRY(connection.query("SELECT state FROM response WHERE id = ?", response_id));
        if (!TRY(row.step()))
            return no_such_response();
        if (row.text(0) != "open")
            return fail(Code::conflict, "A completed form takes no more answers.");
    }
    TRY(m_impl->append_answer(response_id, path, text, actor, m_impl->clock.now()));
    return transaction.commit();
}

Result<std::vector<OpenResponse>> Store::open_responses() const
{
    std::vector<OpenResponse> found;
    auto rows = TRY(m_impl->connection.query("SELECT id, participant, form, questionnaire, visit, current_path, started_wall_ms, started_offset_min,"
                                             " started_monotonic_ms, started_boot_id, begun_by, amends FROM response WHERE state = 'open' ORDER BY started_wall_ms, id"));
    while (TRY(rows.step()))
        found.push_back({ rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4), instant_at(rows, 6), rows.text(5), rows.text(10), rows.text(11) });
    return found;
}

Result<forms::Answers> Store::answers(std::string_view response_id) const
{
    forms::Answers found;
    auto rows = TRY(m_impl->connection.query("SELECT path, answer, max(number) FROM answer_log WHERE response_id = ? GROUP BY path", response_id));
    while (TRY(rows.step()))
        if (!rows.is_null(1))
            found.emplace(rows.text(0), TRY(forms::decode_answer(rows.text(1))));
    return found;
}

Result<std::vector<AnswerRow>> Store::answer_history(std::string_view response_id) const
{
    std::vector<AnswerRow> found;
    auto rows = TRY(m_impl->connection.query("SELECT number, path, answer, actor, assisted_by, at_wall_ms, at_offset_min, at_monotonic_ms, at_boot_id"
                                             " FROM answer_log WHERE response_id = ? ORDER BY number",
        response_id));
    while (TRY(rows.step())) {
        AnswerRow row { rows.integer(0), rows.text(1), {}, { rows.text(3), rows.text(4) }, instant_at(rows, 5) };
        if (!rows.is_null(2))
            row.answer = TRY(forms::decode_answer(rows.text(2)));
        found.push_back(std::move(row));
    }
    return found;
}

Result<void> Store::abandon(std::string_view response_id, std::string_view reason, Actor const& actor)
{
    auto& connection = m_impl->connection;
    auto transaction = TRY(sql::Transaction::immediate(connection.database()));
    TRY(connection.run("UPDATE response SET state = 'abandoned' WHERE id = ? AND state = 'open'", response_id));
    if (connection.database().changes() != 1)
        return no_such_response();
    TRY(connection.run("DELETE FROM document WHERE kind = ? AND name = ?", begun_kind, response_id));
    TRY(m_impl->append_audit("response-abandoned", std::string(response_id) + " " + std::string(reason), actor, m_impl->clock.now()));
    return transaction.commit();
}

Result<FrozenResponse> Store::complete(
    std::string_view response_id, std::string_view bytes, Actor const& actor, std::vector<std::string> const& resources, int priority)
{
    auto const name = wire::name_of_resource(bytes);
    if (!name || name->type != "QuestionnaireResponse" || name->id != response_id)
        return fail(Code::invalid_response, "What should be frozen is not this response.");
    for (auto const& resource : resources)
        TRY(wire::name_of_resource(resource));

    auto& connection = m_impl->connection;
    auto transaction = TRY(sql::Transaction::immediate(connection.database()));
    if (auto const known = TRY(frozen_by_id(response_id))) {
        // Asked again, because the answer to the first time was lost.
        if (known->bytes != bytes)
            return fail(Code::conflict, "This form was completed already with other bytes; those stay.");
        return *known;
    }
    auto const tablet = TRY(m_impl->setting("tablet"));
    if (!tablet || tablet->empty())
        return fail(Code::not_found, "The tablet has no name yet; enrol it first.");
    TRY(connection.run("UPDATE response SET state = 'completed' WHERE id = ? AND state = 'open'", response_id));
    if (connection.database().changes() != 1)
        return no_such_response();
    TRY(connection.run("INSERT INTO document (kind, name, bytes) SELECT ?, r.questionnaire, d.bytes FROM response AS r JOIN document AS d ON d.kind = ? AND d.name = r.id"
                       " WHERE r.id = ? ON CONFLICT (kind, name) DO NOTHING",
        answered_kind, begun_kind, response_id));
    TRY(connection.run("DELETE FROM document WHERE kind = ? AND name = ?", begun_kind, response_id));

    FrozenResponse frozen;
    frozen.completed = m_impl->clock.now();
    frozen.skew_ms = TRY(m_impl->skew());
    frozen.entry = { *tablet, 1, std::string(response_id), sha256_hex(bytes), wire::chain_genesis };
    {
        auto last = TRY(connection.query("SELECT tablet, sequence, response_id, sha256, previous FROM frozen ORDER BY sequence DESC LIMIT 1"));
        if (TRY(last.step())) {
            wire::ChainEntry const before { last.text(0), last.integer(1), last.text(2), last.text(3), last.text(4) };
            frozen.entry.sequence = before.sequence + 1;
            frozen.entry.previous = before.hash();
        }
    }
    frozen.signature = base64(sign(*m_impl->signing_key, frozen.entry.canonical()));
    frozen.bytes = bytes;
    auto const& entry = frozen.entry;
    auto const& at = frozen.completed;
    TRY(connection.run("INSERT INTO frozen (sequence, response_id, tablet, bytes, sha256, previous, signature, skew_ms, completed_wall_ms, completed_offset_min,"
                       " completed_monotonic_ms, completed_boot_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        entry.sequence, response_id, entry.tablet, bytes, entry.sha256, entry.previous, frozen.signature, frozen.skew_ms, at.wall_ms, at.offset_min,
        at.monotonic_ms, at.boot_id));
    for (std::size_t i = 0; i < resources.size(); ++i)
        TRY(connection.run("INSERT INTO frozen_resource (sequence, position, bytes) VALUES (?, ?, ?)", entry.sequence, static_cast<std::int64_t>(i), resources[i]));
    TRY(connection.run("INSERT INTO outbox (sequence, priority) VALUES (?, ?)", entry.sequence, priority));
    TRY(m_impl->append_audit("response-completed", std::string(response_id) + " as " + std::to_string(entry.sequence) + " " + entry.hash(), actor, at));
    {
        auto about = TRY(connection.query("SELECT participant, form, visit, questionnaire FROM response WHERE id = ?", response_id));
        if (!TRY(about.step()))
            return no_such_response();
        frozen.participant = about.text(0);
        frozen.form = about.text(1);
        frozen.visit = about.text(2);
        frozen.questionnaire = about.text(3);
    }
    TRY(transaction.commit());
    return frozen;
}

Result<std::vector<FrozenResponse>> Store::frozen(std::string_view participant) const
{
    static std::string const sql = std::string(frozen_columns) + "WHERE r.participant = ? ORDER BY f.sequence";
    std::vector<FrozenResponse> found;
    auto rows = TRY(m_impl->connection.query(sql.c_str(), participant));
    while (TRY(rows.step()))
        found.push_back(frozen_of(rows));
    return found;
}

Result<std::optional<FrozenResponse>> Store::frozen_by_id(std::string_view response_id) const
{
    static std::string const sql = std::string(frozen_columns) + "WHERE f.response_id = ?";
    auto row = TRY(m_impl->connection.query(sql.c_str(), response_id));
    if (!TRY(row.step()))
        return std::optional<FrozenResponse>();
    return std::optional(frozen_of(row));
}

Result<FrozenResponse> Store::outbox_item(std::int64_t sequence) const
{
    static std::string const sql = std::string(frozen_columns) + "WHERE f.sequence = ?";
    auto row = TRY(m_impl->connection.query(sql.c_str(), sequence));
    if (!TRY(row.step()))
        return fail(Code::not_found, "The tablet has no completed form with this number.");
    return frozen_of(row);
}

Result<std::vector<CompletedForm>> Store::completed_forms() const
{
    std::vector<CompletedForm> found;
    auto rows = TRY(m_impl->connection.query(
        "SELECT f.response_id, r.participant, r.form, r.visit, f.sequence, o.state, f.completed_wall_ms, f.completed_offset_min, f.completed_monotonic_ms,"
        " f.completed_boot_id, r.amends FROM frozen AS f JOIN response AS r ON r.id = f.response_id JOIN outbox AS o ON o.sequence = f.sequence ORDER BY f.sequence"));
    while (TRY(rows.step()))
        found.push_back({ rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.integer(4), rows.text(5) == "received", instant_at(rows, 6), rows.text(10) });
    return found;
}

} // namespace bedside::store
