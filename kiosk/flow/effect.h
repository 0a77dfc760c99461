// SPDX-License-Identifier: Apache-2.0
// What apply() asks of the program, and what comes back. Effects are done in order, off the drawing thread.
#pragma once

#include "kiosk/flow/state.h"

namespace bedside::flow {

// --- asked
/// Opens the store again; with a passphrase, unwraps the key first. -> StoreOpened or StoreFailed
struct OpenStore {
    std::string passphrase;
};
/// Reads Facts. -> FactsLoaded
struct LoadFacts {};
/// -> PinChecked
struct CheckPin {
    std::string pin;
};
/// Goes on with `response_id`, or begins a new response when it is empty. -> ResponseOpened
struct OpenResponse {
    std::string response_id;
    std::string participant;
    std::string form;
    std::string visit;
    std::string actor;         ///< "patient", "staff:<id>"
    std::string assisted_by;
    std::string amends = {};   ///< a new response begins with the answers and the form version of this completed one
};
/// Leaves a response that was begun for nothing. Its answers stay in the log.
struct Abandon {
    std::string response_id;
    std::string actor;
};
/// Appends the answer durably. -> AnswerSaved or SaveFailed with the same ticket
struct SaveAnswer {
    std::uint64_t ticket = 0;
    std::string response_id;
    forms::ItemPath path;
    forms::Answer answer;
    std::string actor;
    std::string assisted_by;
};
struct SetCurrentPath {
    std::string response_id;
    forms::ItemPath path;
};
/// Freezes the response from the answers that the store holds. -> ResponseCompleted or CompletionFailed
struct CompleteResponse {
    std::shared_ptr<forms::Definition const> definition;
    forms::ResponseHeader header; ///< `authored` is the moment of handing in
    std::string actor;
    bool urgent = false; ///< goes out first, as do forms that set off an urgent alert
};
struct Audit {
    std::string event;
    std::string detail; ///< no answers
    std::string actor;
};
/// Asks the sync program for a round now.
struct RequestSync {};
/// Walks chain and audit trail. -> StoreVerified
struct VerifyStore {};
/// The newest rows of the audit trail. -> AuditLoaded
struct LoadAudit {};
/// -> PainDaysLoaded
struct LoadPainDays {
    std::string participant;
};
/// -> RescueWritten
struct WriteRescue {};
/// Lights the screen, with or without a sound: something is due, or an alert was raised.
struct CallAttention {
    bool sound = true;
};
/// The machine's console in the kiosk's place, until the next boot.
struct EndKiosk {};
/// Remembers what the panel was measured at, dots an inch.
struct KeepDpi {
    int dpi = 0;
};
struct Speak {
    std::vector<SpokenPart> parts;
    std::string language;
    std::shared_ptr<Recordings const> recordings = {}; ///< come before the voice of its own; null: none
};
struct StopSpeaking {};
/// Answers and identity of the last patient must leave every cache.
struct Wipe {};

using Effect = std::variant<OpenStore, LoadFacts, CheckPin, OpenResponse, Abandon, LoadAudit, LoadPainDays, WriteRescue, EndKiosk, KeepDpi, CallAttention, SaveAnswer, SetCurrentPath, CompleteResponse, Audit, RequestSync, VerifyStore,
    Speak, StopSpeaking, Wipe>;

// --- came back
struct StoreOpened {};
struct StoreFailed {
    Code code = Code::io;
    std::string reference;
    std::optional<std::uint64_t> bytes;
    bool unchanged = false;
    bool can_unwrap = false;
};
struct FactsLoaded {
    Facts facts;
};
enum class PinVerdict { accepted, wrong, locked_out };
struct PinChecked {
    PinVerdict verdict = PinVerdict::wrong;
    std::string staff;
    std::string role;
    std::int64_t retry_after_ms = 0;
};
struct ResponseOpened {
    std::string response_id;
    std::string participant;
    std::string form;
    std::string visit;
    std::shared_ptr<forms::Definition const> definition;
    forms::Answers answers;       ///< in force, and what still waits to become durable
    forms::ItemPath current_path; ///< empty for a new one
    std::map<forms::ItemPath, std::uint64_t, std::less<>> waiting = {}; ///< paths whose answer found no room yet, with their tickets
    std::string amends = {};
    std::shared_ptr<Recordings const> recordings = {}; ///< of its wording pack; null: none
};
struct OpenFailed {
    Code code = Code::io;
};
struct AnswerSaved {
    std::uint64_t ticket = 0;
};
struct SaveFailed {
    std::uint64_t ticket = 0;
    Code code = Code::io;
};
struct ResponseCompleted {
    std::string response_id;
    std::int64_t sequence = 0;
    bool alerted = false; ///< it set off an urgent alert
};
struct CompletionFailed {
    Code code = Code::io;
};
struct StoreVerified {
    std::string broken; ///< empty: whole
};
struct PainDaysLoaded {
    std::string participant;
    PainDays days;
};
struct AuditLoaded {
    std::vector<AuditEntry> rows; ///< newest first
};
struct RescueWritten {
    std::string file; ///< its name; empty when it failed
    int forms = 0;
    Code failed = Code::io;
};
struct BatteryRead {
    std::optional<Battery> battery;
};
struct SpeechAt {
    int part = -1; ///< -1: it ended
};
/// Nothing can be heard on this tablet.
struct VoiceLost {};
/// A finger or key did something, wherever; puts off the privacy lock.
struct Touched {};
/// A deadline came.
struct TimePassed {};

using Event = std::variant<StoreOpened, StoreFailed, FactsLoaded, PinChecked, ResponseOpened, OpenFailed, AnswerSaved, SaveFailed, ResponseCompleted, CompletionFailed,
    StoreVerified, AuditLoaded, PainDaysLoaded, RescueWritten, BatteryRead, SpeechAt, VoiceLost, Touched, TimePassed>;

} // namespace bedside::flow
