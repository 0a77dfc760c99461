// SPDX-License-Identifier: Apache-2.0
// Proves that nothing in the store was changed, taken out or put in between.
#include "sync/sql/page_check.h"
#include "sync/store/implementation.h"

namespace bedside::store {
namespace {

std::unexpected<Error> broken(std::string_view chain, std::int64_t number, std::string_view what)
{
    return fail(Code::corrupted, "The " + std::string(chain) + " is broken at number " + std::to_string(number) + ": " + std::string(what));
}

/// The walk over one chain; rows come in order.
class Walk {
public:
    Walk(std::string_view name, std::string genesis)
        : m_name(name)
        , m_last { 0, std::move(genesis) }
    {
    }

    Result<void> row(std::int64_t number, std::string const& previous, std::string const& stored, std::string const& computed)
    {
        if (number != m_last.number + 1)
            return broken(m_name, m_last.number + 1, "it is missing");
        if (previous != m_last.hash)
            return broken(m_name, number, "it does not follow from the one before");
        if (stored != computed)
            return broken(m_name, number, "it was changed");
        m_last = { number, stored };
        return {};
    }
    Result<void> ends_at(ChainHead const& head) const
    {
        if (m_last.number < head.number)
            return broken(m_name, m_last.number + 1, "it is missing at the end");
        if (m_last.number != head.number || m_last.hash != head.hash)
            return broken(m_name, m_last.number, "it is not the recorded end");
        return {};
    }
    ChainHead const& last() const { return m_last; }

private:
    std::string_view m_name;
    ChainHead m_last;
};

} // namespace

Result<void> Store::verify() const
{
    auto& connection = m_impl->connection;
    TRY(sql::check_file(m_impl->directory / "bedside.db", m_impl->key, sql::Extent::every_page));
    {
        auto row = TRY(connection.query("PRAGMA quick_check(1)"));
        if (!TRY(row.step()) || row.text(0) != "ok")
            return fail(Code::corrupted, "The database's own structure is damaged.");
    }
    // One read transaction, so that a form completed meanwhile is seen either everywhere or nowhere.
    TRY(connection.database().execute("BEGIN"));
    struct End {
        sql::Database& database;
        ~End() { (void)database.execute("ROLLBACK"); }
    } const end { connection.database() };
    {
        Walk walk("answer log", wire::chain_genesis);
        auto rows = TRY(connection.query("SELECT number, response_id, path, answer, actor, assisted_by, previous, hash, at_wall_ms, at_offset_min, at_monotonic_ms,"
                                         " at_boot_id FROM answer_log ORDER BY number"));
        while (TRY(rows.step())) {
            std::optional<std::string> answer;
            if (!rows.is_null(3))
                answer = rows.text(3);
            TRY(walk.row(rows.integer(0), rows.text(6), rows.text(7),
                answer_hash(rows.integer(0), rows.text(1), rows.text(2), answer, { rows.text(4), rows.text(5) }, instant_at(rows, 8), rows.text(6))));
        }
        auto const head = TRY(m_impl->chain_head("answer"));
        TRY(walk.ends_at(head));
    }
    {
        Walk walk("audit trail", wire::chain_genesis);
        auto rows = TRY(connection.query("SELECT number, event, detail, actor, assisted_by, skew_ms, previous, hash, at_wall_ms, at_offset_min, at_monotonic_ms,"
                                         " at_boot_id FROM audit ORDER BY number"));
        while (TRY(rows.step()))
            TRY(walk.row(rows.integer(0), rows.text(6), rows.text(7),
                audit_hash(rows.integer(0), rows.text(1), rows.text(2), { rows.text(3), rows.text(4) }, rows.integer(5), instant_at(rows, 8), rows.text(6))));
        auto const head = TRY(m_impl->chain_head("audit"));
        TRY(walk.ends_at(head));
    }
    {
        constexpr std::string_view sequence_name = "sequence of completed forms";
        Walk walk(sequence_name, wire::chain_genesis);
        auto rows = TRY(connection.query("SELECT f.tablet, f.sequence, f.response_id, f.sha256, f.previous, f.signature, f.bytes, r.state, o.state, c.sha256"
                                         " FROM frozen AS f LEFT JOIN response AS r ON r.id = f.response_id LEFT JOIN outbox AS o ON o.sequence = f.sequence"
                                         " LEFT JOIN receipt AS c ON c.response_id = f.response_id ORDER BY f.sequence"));
        while (TRY(rows.step())) {
            wire::ChainEntry const entry { rows.text(0), rows.integer(1), rows.text(2), rows.text(3), rows.text(4) };
            auto const signature = from_base64(rows.text(5));
            TRY(walk.row(entry.sequence, entry.previous, entry.hash(), entry.hash()));
            if (sha256_hex(rows.text(6)) != entry.sha256)
                return broken(sequence_name, entry.sequence, "its bytes were changed");
            if (!signature || !bedside::verify(m_impl->signing_key->public_key, entry.canonical(), *signature))
                return broken(sequence_name, entry.sequence, "its signature does not fit");
            if (rows.text(7) != "completed" || rows.is_null(8))
                return broken(sequence_name, entry.sequence, "its response or its place in the outbox is missing");
            if ((rows.text(8) == "received") != !rows.is_null(9) || (!rows.is_null(9) && rows.text(9) != entry.sha256))
                return broken(sequence_name, entry.sequence, "its receipt does not fit");
        }
    }
    {
        auto rows = TRY(connection.query("SELECT count(*) FROM response WHERE state = 'completed' AND id NOT IN (SELECT response_id FROM frozen)"));
        if (TRY(rows.step()) && rows.integer(0) != 0)
            return fail(Code::corrupted, "A form was completed whose bytes are missing.");
    }
    return {};
}

} // namespace bedside::store
