// SPDX-License-Identifier: Apache-2.0
// What the store holds, as the flow needs it: read at once, replaced at once.
#pragma once

#include "forms/base/clock.h"
#include "forms/engine/answers.h"
#include "forms/study/planner.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bedside::flow {

struct AppState;

/// A response that was begun and is neither completed nor abandoned.
struct OpenForm {
    std::string response_id;
    std::string participant;
    std::string form;
    std::string visit;
    Instant started;
    forms::ItemPath current_path;
    int position = 0; ///< 1-based number of the item shown last
    int total = 0;
    bool by_staff = false;    ///< begun on staff's screens; no patient is offered it
    std::string amends = {};  ///< completed response that it corrects
};

enum class Delivery { waiting, received, refused };

/// A completed form and how far it got. Newest first where there are several.
struct SentForm {
    std::int64_t sequence = 0;
    std::string response_id;
    std::string participant;
    std::string form;
    std::string visit;
    Instant completed;
    Delivery delivery = Delivery::waiting;
    std::optional<Instant> received; ///< the server's time in its receipt
    std::string reason;              ///< of a refusal
    bool corrected = false;          ///< a later response amends this one
};

/// A rule that a completed form set off, and how far the word of it got.
struct AlertFact {
    std::string id;
    std::string response_id;
    std::string participant;
    std::string rule;                       ///< of the study
    bool urgent = true;
    Instant raised;
    bool delivered = false;                 ///< the server's receipt is here
    std::string acknowledged_by = {};       ///< staff id; empty: nobody yet
    std::optional<Instant> acknowledged = {};
};

/// A row of the audit trail.
struct AuditEntry {
    std::int64_t number = 0;
    std::string event;
    std::string detail;
    std::string who;
    Instant at;
};

/// What the tablet knows of its connection. Times come from the sync program; the kiosk itself has no network.
struct SyncFacts {
    std::vector<SentForm> forms;          ///< newest first
    std::optional<Instant> last_contact;
    std::optional<std::int64_t> skew_ms;  ///< tablet clock minus server clock
    bool contiguous = true;               ///< sequences 1..n without a gap
    std::optional<Instant> verified;      ///< chain checked at, and found whole
    std::string broken;                   ///< sentence of a failed check; empty when whole or not checked
    bool unchecked = false;               ///< the last check could not be done
};

/// Everything read from the store at once.
struct Facts {
    std::string tablet;                                        ///< "T-03"
    std::shared_ptr<study::Study const> study;                 ///< none before the first pull
    std::vector<study::Participant> roster;
    std::map<std::string, std::vector<study::ResponseFact>, std::less<>> history; ///< by participant
    std::vector<OpenForm> open;
    std::vector<AlertFact> alerts;                             ///< newest first
    SyncFacts sync;
    std::optional<int> dpi;                                    ///< of the panel, measured at a self-test
};

/// The participant of the roster, or nullptr.
study::Participant const* participant(AppState const& state, std::string_view number);
/// The participant to whom this tablet is lent (home mode), or nullptr.
study::Participant const* owner(AppState const& state);
/// The completed form with this id, or nullptr.
SentForm const* sent_form(AppState const& state, std::string_view response_id);
/// Alerts that nobody has acknowledged.
std::vector<AlertFact const*> open_alerts(AppState const& state);

} // namespace bedside::flow
