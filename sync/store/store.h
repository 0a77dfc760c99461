// SPDX-License-Identifier: Apache-2.0
// The tablet's database: answers as they are given, frozen responses, audit chain, outbox, roster, study. One file, encrypted.
#pragma once

#include "forms/base/clock.h"
#include "forms/engine/answers.h"
#include "sync/sql/database.h"
#include "sync/wire/chain.h"
#include "sync/wire/receipt.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bedside::store {

/// Where the raw key comes from: $CREDENTIALS_DIRECTORY/bedside-store-key (64 hex digits), a systemd credential. Fails with missing_key or invalid_data.
Result<Secret> key_from_credential();

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

/// A staff account as the tablet holds it.
struct StaffAccount {
    std::string id;            ///< "N-03"
    std::string role;          ///< "nurse", "coordinator", "administrator"
    std::string pin_hash;      ///< Argon2id
    bool revoked = false;
};

/// Result of checking a PIN.
enum class PinVerdict { accepted, wrong, locked_out };
struct PinCheck {
    PinVerdict verdict = PinVerdict::wrong;
    std::string staff;         ///< id when accepted
    std::string role;
    std::int64_t retry_after_ms = 0; ///< when locked out
};

class Store {
public:
    /// Opens DIR/bedside.db; never creates. Fails as sql::Database::open and migrate do.
    static Result<Store> open(std::filesystem::path const& directory, Secret const& key, Clock const& clock);
    /// Creates DIR/bedside.db with a new signing key; enrolment calls it. Refuses an existing file.
    static Result<Store> create(std::filesystem::path const& directory, Secret const& key, Clock const& clock);
    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;
    ~Store();

    // --- settings and identity (one text per name: "tablet", "server_url", "study_id", "receipt_public_key", certificates, ...)
    Result<std::optional<std::string>> setting(std::string_view name) const;
    Result<void> set_setting(std::string_view name, std::string_view value);
    std::array<std::uint8_t, 32> public_key() const;

    // --- responses in progress (kiosk)
    Result<OpenResponse> begin_response(OpenResponse const& header, Actor const& actor);
    Result<void> set_current_path(std::string_view response_id, std::string_view path);
    /// Appends a row; durable when it returns. The old answer stays.
    Result<void> save_answer(std::string_view response_id, forms::ItemPath const& path, forms::Answer const& answer, Actor const& actor);
    Result<std::vector<OpenResponse>> open_responses() const;
    /// The answers in force of an open response.
    Result<forms::Answers> answers(std::string_view response_id) const;
    /// One transaction: freezes `bytes`, sha256, signature, next sequence, previous hash, outbox row, audit row; closes the response.
    /// `resources` (alerts, scores) travel with it; `priority` > 0 goes first.
    Result<FrozenResponse> complete(std::string_view response_id, std::string_view bytes, Actor const& actor, std::vector<std::string> const& resources = {}, int priority = 0);

    // --- completed responses
    Result<std::vector<FrozenResponse>> frozen(std::string_view participant) const;
    Result<std::optional<FrozenResponse>> frozen_by_id(std::string_view response_id) const;

    // --- outbox (sync)
    Result<std::vector<OutboxRow>> outbox(OutboxState state, int limit) const;
    Result<FrozenResponse> outbox_item(std::int64_t sequence) const;
    Result<std::vector<std::string>> outbox_resources(std::int64_t sequence) const;
    Result<void> store_receipt(wire::Receipt const& receipt);
    Result<void> quarantine(std::int64_t sequence, std::string_view reason);
    Result<std::optional<wire::Receipt>> receipt(std::string_view response_id) const;

    // --- documents pulled from the server (study files, roster, staff), replaced as one set
    Result<void> replace_documents(std::string_view kind, std::map<std::string, std::string> const& documents);
    Result<std::map<std::string, std::string>> documents(std::string_view kind) const;

    // --- staff
    Result<void> replace_staff(std::vector<StaffAccount> const& accounts);
    Result<PinCheck> check_pin(std::string_view pin);

    // --- audit: append-only, hash-chained
    Result<void> audit(std::string_view event, std::string_view detail, Actor const& actor);
    /// Walks answer log, audit trail and sequence; fails with corrupted naming the first broken link.
    Result<void> verify() const;
    /// Changes whenever another process wrote (PRAGMA data_version): the kiosk looks at this to refresh "received".
    Result<std::int64_t> data_version() const;

private:
    struct Impl;
    explicit Store(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace bedside::store
