// SPDX-License-Identifier: Apache-2.0
// The tablet's database: answers as they are given, frozen responses, audit chain, outbox, roster, study. One file, encrypted.
#pragma once

#include "forms/base/clock.h"
#include "forms/engine/answers.h"
#include "sync/sql/database.h"
#include "sync/store/key.h"
#include "sync/wire/audit_event.h"
#include "sync/wire/bundle.h"
#include "sync/wire/receipt.h"

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace bedside::store {

/// Who did it: "patient", "staff:<id>", "system:kiosk", "system:sync".
struct Actor {
    std::string who;
    std::string assisted_by; ///< role of a helper, empty when alone
};

/// A response that was begun and is neither completed nor abandoned.
struct OpenResponse {
    std::string id;            ///< UUID
    std::string participant;
    std::string form;          ///< study form id
    std::string questionnaire; ///< canonical url|version it began with
    std::string visit;
    Instant started;
    std::string current_path;  ///< item shown last
    std::string begun_by = {}; ///< Actor::who that began it; filled in by the store
    std::string amends = {};   ///< id of the completed response that it corrects; empty as a rule
};

/// A completed form: frozen bytes and its place in the chain.
struct FrozenResponse {
    wire::ChainEntry entry;
    std::string signature;     ///< base64
    std::string participant;
    std::string form;
    std::string visit;
    std::string bytes;
    Instant completed;
    std::int64_t skew_ms = 0;  ///< tablet clock minus server clock, as known at completion
    std::string questionnaire; ///< canonical url|version it was answered with
};

/// A completed form without its bytes, for planning and lists.
struct CompletedForm {
    std::string response_id;
    std::string participant;
    std::string form;
    std::string visit;
    std::int64_t sequence = 0;
    bool received = false;     ///< the server has it
    Instant completed;
    std::string amends = {};   ///< id of the completed response that it corrects
};

/// One row of the answer log: what was said, by whom, when. Without an answer it was taken back.
struct AnswerRow {
    std::int64_t number = 0;
    forms::ItemPath path;
    std::optional<forms::Answer> answer;
    Actor actor;
    Instant at;
};

struct AuditRow {
    std::int64_t number = 0;   ///< 1, 2, 3 ... without gaps
    std::string event;         ///< "pin-accepted", "response-completed", ...
    std::string detail;        ///< identifiers, no answers
    Actor actor;
    Instant at;
    std::int64_t skew_ms = 0;
    std::string hash;          ///< of this row and, through it, of all before
};

/// A resource that travels with a completed form.
struct FrozenResource {
    std::string response_id;
    std::string bytes;         ///< JSON
    bool received = false;     ///< the server has the form, and this with it
};

/// Something about a participant that was made elsewhere, as the server told it; course::decode reads it.
struct PulledFact {
    std::string id;
    std::string participant;
    std::string json;
    std::int64_t number = 0;   ///< the order in which they came; given by the store
};
/// How far the server has told, and about whom.
struct FactPlace {
    std::int64_t after = 0;    ///< the server's number of the last one
    std::set<std::string> participants;
};

enum class OutboxState { waiting, received, quarantined };
struct OutboxRow {
    std::int64_t sequence = 0;
    std::string response_id;
    OutboxState state = OutboxState::waiting;
    int priority = 0;          ///< higher goes first (alerts)
    std::string reason;        ///< the server's, for quarantine
    int attempts = 0;
};
struct OutboxCounts {
    std::int64_t waiting = 0;
    std::int64_t received = 0;
    std::int64_t quarantined = 0;
};

/// Sent with a heartbeat, so that the server sees a cloned tablet or a restored backup: `previous` must be the `current` that it saw last
/// (or the same pair comes again, because a reply was lost). Two stores that grew from one can't both go on.
struct Continuity {
    std::string instance;      ///< made with the store
    std::string previous;      ///< empty at the first heartbeat
    std::string current;
    std::int64_t sequence = 0; ///< forms completed so far; smaller than the server's own count: an old backup
};

/// A staff account as the tablet holds it.
struct StaffAccount {
    std::string id;            ///< "N-03"
    std::string role;          ///< "nurse", "coordinator", "administrator"
    std::string pin_hash;      ///< Argon2id
    bool revoked = false;
};

/// What the study gives this tablet.
struct PublicationForTablet {
    std::map<std::string, std::string> study; ///< files by name
    std::string roster;                       ///< CSV
    std::vector<StaffAccount> staff;
    std::string study_id;
    std::string mode;                         ///< "home" or "bedside"
    std::string etag;                         ///< by which the server names it; empty when it came from a folder
};

/// Every PIN is tried against every account, each for some 50 ms.
inline constexpr std::size_t most_staff_accounts = 40;
enum class PinVerdict { accepted, wrong, locked_out };
/// Result of checking a PIN.
struct PinCheck {
    PinVerdict verdict = PinVerdict::wrong;
    std::string staff;         ///< id when accepted
    std::string role;
    std::int64_t retry_after_ms = 0; ///< how long no PIN will be looked at, also after a wrong one
};

/// The row as it travels.
wire::AuditRecord audit_record(AuditRow const& row);

class Store {
public:
    /// Opens DIR/bedside.db; never creates. Every page is authenticated first, and a refusal leaves every byte as it was. An older schema is
    /// copied to DIR/backup/ and upgraded. `clock` must outlive the store. Fails as sql::check_file, sql::Database::open and migrate do.
    static Result<Store> open(std::filesystem::path const& directory, Secret const& key, Clock const& clock);
    /// Creates DIR/bedside.db with a new signing key; enrolment calls it. Refuses an existing file.
    static Result<Store> create(std::filesystem::path const& directory, Secret const& key, Clock const& clock);
    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;
    ~Store();

    // --- settings and identity (one text per name: "tablet", "server_url", "study_id", "receipt_public_key", certificates, ...)
    Result<std::optional<std::string>> setting(std::string_view name) const;
    /// Changes are audited by name, except of what the sync program notes down all the time: names that begin with "sync.".
    /// "sync.skew_ms" (tablet clock minus server clock) is copied into every completed form and audit row.
    Result<void> set_setting(std::string_view name, std::string_view value);
    std::array<std::uint8_t, 32> public_key() const;
    /// Base64 of the tablet's signature on a statement, by the key that signs its forms.
    std::string sign_statement(std::string_view statement) const;

    // --- responses in progress (kiosk)
    /// An empty id and an unset start are filled in. Keeps the Questionnaire's bytes: it is answered with the version it began with, whatever
    /// is pulled meanwhile. Fails with conflict when the id is known.
    Result<OpenResponse> begin_response(OpenResponse const& header, Actor const& actor, std::string_view questionnaire = {});
    /// The bytes given to begin_response, of an open response. Fails with not_found when there are none.
    Result<std::string> begun_questionnaire(std::string_view response_id) const;
    Result<void> set_current_path(std::string_view response_id, std::string_view path);
    /// Appends a row; durable when it returns. The old answer stays in the log. An Answer with neither values nor absence takes the answer back.
    /// Fails with not_found, conflict (completed already), disk_full or read_only: then the old answer is in force, and trying again is right.
    Result<void> save_answer(std::string_view response_id, forms::ItemPath const& path, forms::Answer const& answer, Actor const& actor);
    Result<std::vector<OpenResponse>> open_responses() const;
    /// Closes an open response without completing it; its answers stay in the log.
    Result<void> abandon(std::string_view response_id, std::string_view reason, Actor const& actor);
    /// The answers in force of an open response.
    Result<forms::Answers> answers(std::string_view response_id) const;
    /// Everything that was ever answered in a response, in order.
    Result<std::vector<AnswerRow>> answer_history(std::string_view response_id) const;
    /// One transaction: freezes `bytes`, sha256, signature, next sequence, previous hash, outbox row, audit row; closes the response.
    /// `resources` (alerts, scores) travel with it; `priority` > 0 goes first. The same bytes again give the same result.
    /// Fails with invalid_response, conflict (completed with other bytes), not_found (no such open response, or not enrolled), or as a write does.
    Result<FrozenResponse> complete(std::string_view response_id, std::string_view bytes, Actor const& actor, std::vector<std::string> const& resources = {}, int priority = 0);

    // --- completed responses
    Result<std::vector<FrozenResponse>> frozen(std::string_view participant) const;
    Result<std::optional<FrozenResponse>> frozen_by_id(std::string_view response_id) const;
    /// The bytes of a form version (url|version) that a completed response was answered with. Fails with not_found.
    Result<std::string> questionnaire(std::string_view canonical) const;

    /// Every completed form, in sequence.
    Result<std::vector<CompletedForm>> completed_forms() const;

    /// Resources of one FHIR type that travel with completed forms, newest form first.
    Result<std::vector<FrozenResource>> resources(std::string_view type, int limit) const;

    // --- outbox (sync)
    Result<std::vector<OutboxRow>> outbox(OutboxState state, int limit) const;
    Result<FrozenResponse> outbox_item(std::int64_t sequence) const;
    Result<std::vector<std::string>> outbox_resources(std::int64_t sequence) const;
    /// The whole of what is sent for a completed form.
    Result<wire::Submission> submission(std::int64_t sequence) const;
    Result<OutboxCounts> outbox_counts() const;
    /// Keeps the receipt and marks the form received; the first receipt of a form stays. The caller has verified the signature.
    /// Fails with not_found or conflict when it does not fit what the tablet holds.
    Result<void> store_receipt(wire::Receipt const& receipt);
    /// Several in one transaction, all or none.
    Result<void> store_receipts(std::span<wire::Receipt const> receipts);
    Result<void> quarantine(std::int64_t sequence, std::string_view reason);
    /// Out of quarantine, to be sent again.
    Result<void> release(std::int64_t sequence, Actor const& actor);
    Result<void> count_attempt(std::int64_t sequence);
    Result<std::optional<wire::Receipt>> receipt(std::string_view response_id) const;

    // --- documents pulled from the server (study files, roster, staff)
    /// In one transaction: after a cut the tablet has the old study or the new one, never parts of both. Fails with too_large.
    Result<void> replace_publication(PublicationForTablet const& publication);
    /// Documents of one kind, "study" or "roster".
    Result<void> replace_documents(std::string_view kind, std::map<std::string, std::string> const& documents);
    Result<std::map<std::string, std::string>> documents(std::string_view kind) const;

    // --- facts pulled from the server: never handed in, never in the outbox
    /// One transaction: those already known stay as they are, and those of participants who are not named go. Writes nothing when nothing is new.
    Result<void> apply_facts(std::set<std::string> const& participants, std::vector<PulledFact> const& facts, std::int64_t after);
    Result<FactPlace> fact_place() const;
    /// Of one participant, in the order in which they came; those with a number above `after`.
    Result<std::vector<PulledFact>> facts(std::string_view participant, std::int64_t after = 0) const;

    // --- recordings of wording packs, each known by the sha256 hex of its bytes, which the signed pack names
    /// Fails with invalid_data when the bytes have another sha256.
    Result<void> keep_recording(std::string_view sha256, std::string_view bytes);
    Result<std::set<std::string>> recordings() const;
    /// Fails with not_found.
    Result<std::string> recording(std::string_view sha256) const;
    Result<void> forget_recordings_except(std::set<std::string> const& wanted);

    // --- staff
    Result<void> replace_staff(std::vector<StaffAccount> const& accounts);
    Result<std::vector<StaffAccount>> staff() const;
    /// Whose PIN is this? Some 50 ms for each account. Wrong PINs in a row wait longer and longer (from the third: 5 s to 1 h); the wait
    /// survives a restart and no clock change shortens it. Audited. Call it off the drawing thread.
    Result<PinCheck> check_pin(std::string_view pin);
    /// Is this the PIN of that account? Counts wrong ones by account.
    Result<PinCheck> check_pin(std::string_view staff_id, std::string_view pin);

    // --- audit: append-only, hash-chained
    Result<void> audit(std::string_view event, std::string_view detail, Actor const& actor);
    /// Rows after number `after`, oldest first.
    Result<std::vector<AuditRow>> audit_rows(std::int64_t after, int limit) const;
    /// The newest rows, newest first.
    Result<std::vector<AuditRow>> latest_audit_rows(int limit) const;
    /// Every row of one event, oldest first.
    Result<std::vector<AuditRow>> audit_rows_of(std::string_view event) const;
    /// Authenticates every page, then walks answer log, audit trail and sequence; fails with corrupted naming the first broken link.
    Result<void> verify() const;
    /// Changes whenever another process wrote (PRAGMA data_version): the kiosk looks at this to refresh "received".
    Result<std::int64_t> data_version() const;

    // --- heartbeat
    /// The link to send; the same until it is confirmed.
    Result<Continuity> continuity();
    Result<void> confirm_continuity(std::string_view current);

private:
    struct Impl;
    Result<PinCheck> check_pin_of(std::string_view staff_id, std::string_view pin);
    explicit Store(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace bedside::store
