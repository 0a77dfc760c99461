// SPDX-License-Identifier: Apache-2.0
// What the parts of the store share.
#pragma once

#include "sync/sql/connection.h"
#include "sync/store/store.h"

#include <initializer_list>

namespace bedside::store {

using sql::Connection;
using sql::Query;

/// The numbered steps of the tablet's schema.
std::vector<sql::Migration> schema();

/// Hash of a row of a chain: SHA-256 over its kind, its fields with their lengths, and the hash of the row before.
std::string linked_hash(std::string_view kind, std::initializer_list<std::string_view> fields, std::string_view previous);

/// Last row of a chain.
struct ChainHead {
    std::int64_t number = 0;
    std::string hash;
};

/// Wrong PINs of one counter.
struct WrongPins {
    std::int64_t count = 0;
    Instant since;            ///< the last one, or the first of the day; monotonic clock and boot only
};

struct Store::Impl {
    Impl(std::filesystem::path directory_, Secret const& key_, sql::Database database, Clock const& clock_)
        : directory(std::move(directory_))
        , key(key_.bytes())
        , connection(std::move(database))
        , clock(clock_)
    {
    }

    std::filesystem::path directory;
    Secret key;
    Connection connection;
    Clock const& clock;
    std::optional<SigningKey> signing_key;

    Result<void> load_signing_key();
    Result<std::optional<std::string>> setting(std::string_view name);
    /// Fails with not_found.
    Result<std::string> document(std::string_view kind, std::string_view name);
    // Inside the caller's transaction:
    Result<void> put_setting(std::string_view name, std::string_view value);
    /// Audited unless its name begins with "sync."; nothing when it has this value.
    Result<void> change_setting(std::string_view name, std::string_view value);
    Result<void> put_documents(std::string_view kind, std::map<std::string, std::string> const& documents);
    /// Fails with too_large.
    Result<void> put_staff(std::vector<StaffAccount> const& accounts);
    /// Tablet clock minus server clock as last measured, ms; 0 before the first contact.
    Result<std::int64_t> skew();
    Result<WrongPins> wrong_pins(std::string_view account);
    Result<void> set_wrong_pins(std::string_view account, WrongPins const& wrong);
    Result<ChainHead> chain_head(std::string_view chain);
    /// Inside the caller's transaction.
    Result<void> append_answer(std::string_view response_id, std::string_view path, std::optional<std::string> const& answer, Actor const& actor, Instant const& now);
    Result<void> append_audit(std::string_view event, std::string_view detail, Actor const& actor, Instant const& now);
};

/// Hash of a row of the answer log or the audit trail, as stored and as verified.
std::string answer_hash(std::int64_t number, std::string_view response_id, std::string_view path, std::optional<std::string> const& answer, Actor const& actor,
    Instant const& at, std::string_view previous);
std::string audit_hash(std::int64_t number, std::string_view event, std::string_view detail, Actor const& actor, std::int64_t skew_ms, Instant const& at,
    std::string_view previous);

/// The moment in four columns from `first` on.
Instant instant_at(Query const& row, int first);

} // namespace bedside::store
