// SPDX-License-Identifier: Apache-2.0
// What apply() asks of the program, and what comes back. Effects are done in order, off the drawing thread.
#pragma once

#include "forms/base/error.h"
#include "kiosk/flow/state.h"

#include <type_traits>

namespace bedside::flow {

/// What comes back from an effect E that has nothing to tell but that it was done.
template <typename E>
struct Done {};
/// What comes back from an effect E that could not be done.
template <typename E>
struct Failed {
    Code code = Code::io;
};

// --- asked of the store: each names the one event of its success and the one of its failure

struct StoreOpened;
struct StoreFailed;
/// Opens the store again; with a passphrase, unwraps the key first.
struct OpenStore {
    using Success = StoreOpened;
    using Failure = StoreFailed;
    std::string passphrase;
};
struct FactsLoaded;
struct LoadFacts {
    using Success = FactsLoaded;
    using Failure = Failed<LoadFacts>;
};
struct PinChecked;
struct CheckPin {
    using Success = PinChecked;
    using Failure = Failed<CheckPin>;
    std::string pin;
};
struct ResponseOpened;
/// Goes on with `response_id`, or begins a new response when it is empty.
struct OpenResponse {
    using Success = ResponseOpened;
    using Failure = Failed<OpenResponse>;
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
    using Success = Done<Abandon>;
    using Failure = Failed<Abandon>;
    std::string response_id;
    std::string actor;
};
struct AnswerSaved;
struct SaveFailed;
/// Appends the answer durably. One that finds no room waits, and is tried again until it is saved.
struct SaveAnswer {
    using Success = AnswerSaved;
    using Failure = SaveFailed;
    std::uint64_t ticket = 0;
    std::string response_id;
    forms::ItemPath path;
    forms::Answer answer;
    std::string actor;
    std::string assisted_by;
};
struct SetCurrentPath {
    using Success = Done<SetCurrentPath>;
    using Failure = Failed<SetCurrentPath>;
    std::string response_id;
    forms::ItemPath path;
};
struct ResponseCompleted;
/// Freezes the response from the answers that the store holds.
struct CompleteResponse {
    using Success = ResponseCompleted;
    using Failure = Failed<CompleteResponse>;
    std::shared_ptr<forms::Definition const> definition;
    forms::ResponseHeader header; ///< `authored` is the moment of handing in
    std::string actor;
    bool urgent = false; ///< goes out first, as do forms that set off an urgent alert
};
/// A row of the audit trail. One that finds no room waits, and is tried again until it is written.
struct Audit {
    using Success = Done<Audit>;
    using Failure = Failed<Audit>;
    std::string event;
    std::string detail; ///< no answers
    std::string actor;
};
/// Asks the sync program for a round now.
struct RequestSync {
    using Success = Done<RequestSync>;
    using Failure = Failed<RequestSync>;
};
struct StoreVerified;
/// Walks chain and audit trail. Data that do not fit together are a success that says so.
struct VerifyStore {
    using Success = StoreVerified;
    using Failure = Failed<VerifyStore>;
};
struct AuditLoaded;
/// The newest rows of the audit trail.
struct LoadAudit {
    using Success = AuditLoaded;
    using Failure = Failed<LoadAudit>;
};
struct PainDaysLoaded;
struct LoadPainDays {
    using Success = PainDaysLoaded;
    using Failure = Failed<LoadPainDays>;
    std::string participant;
};
struct RescueWritten;
struct WriteRescue {
    using Success = RescueWritten;
    using Failure = Failed<WriteRescue>;
};
/// Remembers what the panel was measured at, dots an inch.
struct KeepDpi {
    using Success = Done<KeepDpi>;
    using Failure = Failed<KeepDpi>;
    int dpi = 0;
};

using StoreEffect = std::variant<OpenStore, LoadFacts, CheckPin, OpenResponse, Abandon, SaveAnswer, SetCurrentPath, CompleteResponse, Audit,
    RequestSync, VerifyStore, LoadAudit, LoadPainDays, WriteRescue, KeepDpi>;

// --- asked of the machine: nothing waits for these

/// Lights the screen, with or without a sound: something is due, or an alert was raised.
struct CallAttention {
    bool sound = true;
};
/// The machine's console in the kiosk's place, until the next boot.
struct EndKiosk {};
struct Speak {
    std::vector<SpokenPart> parts;
    std::string language;
    std::shared_ptr<Recordings const> recordings = {}; ///< come before the voice of its own; null: none
};
struct StopSpeaking {};

using Effect = std::variant<OpenStore, LoadFacts, CheckPin, OpenResponse, Abandon, SaveAnswer, SetCurrentPath, CompleteResponse, Audit, RequestSync,
    VerifyStore, LoadAudit, LoadPainDays, WriteRescue, KeepDpi, CallAttention, EndKiosk, Speak, StopSpeaking>;

// --- came back

struct StoreOpened {};
struct StoreFailed {
    Code code = Code::io;
    std::string reference = {};
    std::optional<std::uint64_t> bytes = {};
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
    forms::Answers original = {}; ///< of a correction: what was handed in
};
struct AnswerSaved {
    std::uint64_t ticket = 0;
};
struct SaveFailed {
    enum class Then {
        waits, ///< it is tried again
        drops, ///< its form takes no answers any more
    };
    std::uint64_t ticket = 0;
    Code code = Code::io;
    Then then = Then::waits;
};
struct ResponseCompleted {
    std::string response_id;
    std::int64_t sequence = 0;
    bool alerted = false; ///< it set off an urgent alert
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
    std::string file; ///< its name
    int forms = 0;
};

// --- happened by itself

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

using Event = std::variant<StoreOpened, StoreFailed, FactsLoaded, Failed<LoadFacts>, PinChecked, Failed<CheckPin>, ResponseOpened, Failed<OpenResponse>,
    Done<Abandon>, Failed<Abandon>, AnswerSaved, SaveFailed, Done<SetCurrentPath>, Failed<SetCurrentPath>, ResponseCompleted, Failed<CompleteResponse>,
    Done<Audit>, Failed<Audit>, Done<RequestSync>, Failed<RequestSync>, StoreVerified, Failed<VerifyStore>, AuditLoaded, Failed<LoadAudit>, PainDaysLoaded,
    Failed<LoadPainDays>, RescueWritten, Failed<WriteRescue>, Done<KeepDpi>, Failed<KeepDpi>, BatteryRead, SpeechAt, VoiceLost, Touched, TimePassed>;

// --- no screen can wait for ever: every effect on the store has its two events, and no two effects share one

template <typename T, typename... In>
constexpr bool is_one_of(std::variant<In...> const*)
{
    return (std::is_same_v<T, In> || ...);
}
template <typename T, typename... E>
constexpr int times_answered_by(std::variant<E...> const*)
{
    return ((std::is_same_v<T, typename E::Success> ? 1 : 0) + ...) + ((std::is_same_v<T, typename E::Failure> ? 1 : 0) + ...);
}
template <typename E>
constexpr bool has_its_events = is_one_of<typename E::Success>(static_cast<Event const*>(nullptr))
    && is_one_of<typename E::Failure>(static_cast<Event const*>(nullptr)) && is_one_of<E>(static_cast<Effect const*>(nullptr))
    && times_answered_by<typename E::Success>(static_cast<StoreEffect const*>(nullptr)) == 1
    && times_answered_by<typename E::Failure>(static_cast<StoreEffect const*>(nullptr)) == 1;
template <typename... E>
constexpr bool all_have_their_events(std::variant<E...> const*)
{
    return (has_its_events<E> && ...);
}
static_assert(all_have_their_events(static_cast<StoreEffect const*>(nullptr)), "an effect on the store without its two events");

/// The event that tells of this effect's failure.
template <typename E>
typename E::Failure failure_of(E const& effect, Code code)
{
    typename E::Failure failure;
    if constexpr (std::is_same_v<E, SaveAnswer>)
        failure.ticket = effect.ticket;
    failure.code = code;
    return failure;
}

} // namespace bedside::flow
