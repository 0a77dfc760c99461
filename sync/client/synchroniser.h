// SPDX-License-Identifier: Apache-2.0
// One tablet's talk with its server: drains the outbox, reports, pulls documents.
#pragma once

#include "sync/client/http_client.h"
#include "sync/client/update.h"
#include "sync/store/store.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace bedside::client {

/// What one round achieved. A failed round is no error: forms wait.
struct Round {
    int received = 0;               ///< receipts stored
    int quarantined = 0;
    bool documents_changed = false;
    bool complete = false;          ///< outbox empty (but for quarantine) and the heartbeat answered
    bool barred = false;            ///< the server knows this tablet no more
    bool answered = false;          ///< the server is there, but takes no forms now
    bool wiped = false;             ///< by order: key and store are gone, nothing can follow
    std::string trouble;            ///< one sentence without patient data; empty when complete
    std::optional<std::int64_t> wish_ms; ///< the server's Retry-After
};

class Synchroniser {
public:
    /// `store`, `clock` must outlive it. `directory` is measured for free space. Fails with not_found when the store is not enrolled.
    static Result<Synchroniser> open(store::Store& store, std::filesystem::path const& directory, std::string_view version, Clock const& clock, Patience patience = {}, UpdatePlace updates = {});

    /// Sends what waits (most urgent first, several in flight), reports, pulls. No database lock is held while the network is waited for.
    /// Fails only when the store does.
    Result<Round> round();
    /// The end of this tablet in the study: only once the server says that it has received everything. `wiped` says whether key and store are
    /// gone, which the server has then as a signed certificate; else `trouble` says why not. Fails only when the store does.
    Result<Round> give_back();
    /// Only what waits; for alerts between rounds.
    Result<Round> send_waiting();

private:
    struct Settings {
        std::string url;
        std::string kind; ///< "bedside" or "fhir"
        std::string tablet;
        Bytes receipt_key; ///< empty: the server signs nothing
    };
    std::string fhir_url() const { return m_settings.kind == "fhir" ? m_settings.url : m_settings.url + "/fhir"; }
    Synchroniser(store::Store& store, std::filesystem::path directory, std::string_view version, Clock const& clock, Settings settings, std::unique_ptr<HttpClient> client, UpdatePlace updates);

    Result<void> send(std::vector<std::int64_t> const& sequences, Round& round);
    Result<void> heartbeat(Round& round);
    Result<void> pull_documents(Round& round);
    /// What others did about this tablet's participants, when the server knows something newer than number `newest` says is here.
    Result<void> pull_facts(std::int64_t newest, Round& round);
    /// The recordings (sha256 hex) that the store lacks, one by one; those of a replaced pack are forgotten.
    Result<void> pull_recordings(std::set<std::string> const& wanted, Round& round);
    Result<void> carry_out_orders(std::string_view reply_body, Round& round);
    Result<std::string> send_again(std::int64_t sequence, Round& round);
    Result<std::string> wipe(std::int64_t order, std::string_view reason, bool forced);
    /// Tells the server what became of an order; false when it did not hear.
    bool report(std::int64_t order, std::string const& outcome);
    /// What forms refer to, to a server that is not ours; only when it changed.
    Result<void> send_references(Round& round);
    Result<void> note_contact(Reply const& reply);
    /// The audit trail from row `held` + 1 on. Returns how many rows the server holds then; a failure waits for the next round.
    Result<std::int64_t> send_audit(std::int64_t held, Round& round);
    /// The offered programs, as far as the time goes; a failure waits for the next round and is no trouble of it.
    Result<void> fetch_update(wire::UpdateOffer const& offer);
    Result<std::string> heartbeat_body(store::Continuity const& link) const;
    Result<std::vector<std::int64_t>> lost_by_server(std::string_view reply_body) const;

    store::Store* m_store;
    std::filesystem::path m_directory;
    std::string m_version;
    Clock const* m_clock;
    Settings m_settings;
    std::unique_ptr<HttpClient> m_client;
    UpdatePlace m_updates;
};

} // namespace bedside::client
