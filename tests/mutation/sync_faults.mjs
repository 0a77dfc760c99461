// SPDX-License-Identifier: Apache-2.0
// Faults of store, sync and server: see run.mjs for the three kinds. `inTable` names the lines of tests/faults that must see one: for each
// line there is a fault that it sees.
import { expression, inTable, omission, statement } from "./kinds.mjs";

/// A commit in the middle of what belongs together, and time for a death there.
const torn = (database, then) => `TRY(${database}.execute("COMMIT")); seeded::pause(100); TRY(${database}.execute("BEGIN IMMEDIATE")); ${then}`;
const body = "TRY(connection.run(\"INSERT INTO response_body (number, bytes) VALUES (?1, ?2)\", number, as_bytes(submission.response_json)));";
const outbox = "TRY(connection.run(\"INSERT INTO outbox (sequence, priority) VALUES (?, ?)\", entry.sequence, priority));";
const unsigned = "{ entry.response_id, entry.sha256, entry.tablet, entry.sequence, {}, entry.hash(), {} }";
const saved = "code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW";
const network = "Judgement(Later { finished->reply.error().message, {} })";

export default [
    {
        file: "sync/wire/chain.cpp", test: "wire", faults: [
            expression("the sequence is not in the chain", "std::to_string(sequence)", "std::string()"),
            statement("the form before is not in the hash", "return sha256_hex(canonical());", "auto alone = *this; alone.previous.clear(); return sha256_hex(alone.canonical());"),
        ],
    },
    {
        file: "sync/store/verify.cpp", test: "store", faults: [
            expression("a missing number is not seen", "number != m_last.number + 1", "false"),
            expression("another order is not seen", "previous != m_last.hash", "false"),
            expression("a changed row is not seen", "stored != computed", "false"),
            expression("a cut end is not seen", "m_last.number < head.number", "false"),
            expression("changed bytes are not seen", "sha256_hex(rows.text(6)) != entry.sha256", "false"),
            expression("a wrong signature is not seen", "!signature || !bedside::verify(m_impl->signing_key->public_key, entry.canonical(), *signature)", "false"),
            expression("a form without outbox is not seen", "rows.text(7) != \"completed\" || rows.is_null(8)", "false"),
            expression("a receipt for other bytes is not seen", "(rows.text(8) == \"received\") != !rows.is_null(9) || (!rows.is_null(9) && rows.text(9) != entry.sha256)", "false"),
        ],
    },
    {
        file: "sync/client/verdict.cpp", test: "sync", faults: [
            expression("a receipt for another form", "receipt->response_id == entry.response_id", "true"),
            expression("a receipt for other bytes", "receipt->sha256 == entry.sha256", "true"),
            expression("a receipt for another number", "receipt->sequence == entry.sequence", "true"),
            expression("a receipt that nobody signed", "receipt->signed_by(receipt_key)", "true"),
            expression("any page is an answer", "type != \"Bundle\" || body->string_at(\"type\") != \"transaction-response\"", "false"),
            inTable(["503 and 429 storm", "disk of the server fails"],
                statement("a busy server has refused", "return Later { \"the server cannot take it now (status \" + status + \")\", reply.retry_after_ms, type == \"OperationOutcome\" };", "return Refused { \"busy\" };")),
            inTable(["garbage replies"],
                statement("no receipt is as good", "return Later { \"the server's receipt is missing, or not signed by this study\", {} };", `return Received { ${unsigned} };`)),
            inTable(["captive portal"],
                statement("a 200 is enough", "return judge_reply(reply, [&](Json const& bundle) { return judge_success(reply, bundle, submission, receipt_key); });",
                    `auto const& entry = submission.entry; if (reply.status == 200) return Received { ${unsigned} }; return judge_reply(reply, [&](Json const& bundle) { return judge_success(reply, bundle, submission, receipt_key); });`)),
            inTable(["one poisoned form among many"],
                statement("a refused form stays in the way", "return Refused { first_issue(*body) };", "return Later { first_issue(*body), {} };")),
        ],
    },
    {
        file: "sync/client/synchroniser.cpp", test: "sync", faults: [
            inTable(["replies cut on the wire"], expression("what was sent has arrived", network,
                `[&] { auto const& entry = sent.mapped().entry; return Judgement(Received { ${unsigned} }); }()`)),
            inTable(["DNS gone", "server's clock off by years"], expression("a server that cannot be reached has refused", network, "Judgement(Refused { finished->reply.error().message })")),
            inTable(["kill -9 of bedside-sync", "two bedside-sync at once"], statement("a form is received once it is sent", "in_flight.emplace(sequence, std::move(submission));",
                `{ auto const& entry = submission.entry; TRY(m_store->store_receipts(std::vector<wire::Receipt> { ${unsigned} })); } in_flight.emplace(sequence, std::move(submission));`)),
        ],
    },
    {
        file: "sync/client/http_client.cpp", test: "sync", faults: [
            inTable(["slow and lossy link"], statement("no patience", "curl_easy_setopt(handle, CURLOPT_TIMEOUT, static_cast<long>(patience.whole));", "curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, 120L);")),
            inTable(["tablet's clock stepped, zone changed"], omission("the right time is needed; a wrong one", "curl_easy_setopt(handle, CURLOPT_SSL_CTX_FUNCTION, ignore_dates);")),
        ],
    },
    {
        file: "sync/store/responses.cpp", test: "store", faults: [
            inTable(["kill -9 of the kiosk's stand-in"], statement("a form is frozen first and queued later", outbox, torn("connection.database()", outbox))),
        ],
    },
    {
        file: "sync/store/pin.cpp", test: "store", faults: [
            statement("a restart forgets wrong PINs", "row = TRY(m_impl->wrong_pins(staff_id));", "row = TRY(m_impl->wrong_pins(staff_id)); if (row.since.boot_id != now.boot_id) row = {};"),
        ],
    },
    {
        file: "sync/sql/failure.cpp", test: "sql", faults: [
            inTable(["disk full on the tablet", "disk full on the server"], expression("a full disk has saved", saved, `${saved} || (code & 0xFF) == SQLITE_FULL`)),
            inTable(["disk read-only while the tablet writes", "disk of the tablet fails"],
                expression("a failing disk has saved", saved, `${saved} || (code & 0xFF) == SQLITE_IOERR || (code & 0xFF) == SQLITE_READONLY`)),
        ],
    },
    {
        file: "sync/sql/database.cpp", test: "sql", faults: [
            omission("a copy that others may read", "::chmod(partial.c_str(), 0600);"),
        ],
    },
    {
        file: "sync/server/tablets/intake.cpp", test: "sync", faults: [
            inTable(["the same form twice, altered forms and receipts"], omission("an altered form", "return std::unexpected(refused(verified.error()));")),
        ],
    },
    {
        file: "sync/server/storage/tablets.cpp", test: "sync", faults: [
            expression("a revoked tablet is let in", "found.revoked_ms", "false"),
            inTable(["old backup restored on the server"], expression("receipts without forms are not noticed", "said.receipts > current.contiguous && !current.lost", "false")),
            inTable(["cloned tablet"], omission("a fork", "TRY(connection.run(\"UPDATE tablet SET fork_ms = ?2, fork_reason = ?3 WHERE id = ?1\", id, now.wall_ms, reason));")),
        ],
    },
    {
        file: "sync/server/storage/submissions.cpp", test: "sync", faults: [
            expression("the first form may follow another", "entry.sequence == 1 && entry.previous != wire::chain_genesis", "false"),
            expression("a fork behind is not seen", "query.integer(0) < entry.sequence && query.text(1) != entry.previous", "false"),
            expression("a fork ahead is not seen", "query.integer(0) > entry.sequence && query.text(2) != entry.hash()", "false"),
            expression("a gap is jumped over", "query.integer(0) == contiguous + 1", "true"),
            inTable(["cut after the commit, before the reply"],
                statement("a form that comes again is a contradiction", "return Admission { Verdict::known, std::move(*receipt), {} };", "return keep_conflict(connection, now, submission, \"known already\");")),
            inTable(["kill -9 of bedside-server"], statement("a form is noted first and stored later", body, torn("connection.database()", body))),
            expression("other bytes under the same id are known", "query.text(0) != entry.sha256", "false"),
        ],
    },
];
