// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/store_effects.h"

#include "forms/base/crypto.h"
#include "forms/engine/response.h"
#include "kiosk/app/completion.h"
#include "kiosk/app/log.h"
#include "kiosk/app/pain_days.h"
#include "sync/store/key.h"
#include "sync/store/rescue.h"

#include <sys/stat.h>

#include <cstdio>

namespace bedside::app {
namespace {

constexpr int shown_audit_rows = 500;

/// Size and times of a file as the kernel keeps them: any write changes them.
struct FileState {
    bool exists = false;
    std::int64_t size = 0;
    std::int64_t modified_ns = 0;
    std::int64_t changed_ns = 0;
    bool operator==(FileState const&) const = default;
};

FileState state_of(std::filesystem::path const& file)
{
    struct stat64 found {};
    if (stat64(file.c_str(), &found) != 0)
        return {};
    auto const ns = [](timespec const& time) { return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec; };
    return { true, found.st_size, ns(found.st_mtim), ns(found.st_ctim) };
}

/// To be read out on the phone: the kind of failure, and which sentence it was.
std::string reference_of(Error const& error)
{
    char text[32];
    std::snprintf(text, sizeof text, "R-%02d-%s", static_cast<int>(error.code), sha256_hex(error.message).substr(0, 4).c_str());
    return text;
}

flow::PinVerdict verdict_of(store::PinVerdict verdict)
{
    switch (verdict) {
    case store::PinVerdict::accepted:
        return flow::PinVerdict::accepted;
    case store::PinVerdict::wrong:
        return flow::PinVerdict::wrong;
    case store::PinVerdict::locked_out:
        return flow::PinVerdict::locked_out;
    }
    return flow::PinVerdict::wrong;
}

/// A check that was not carried to its end.
bool says_nothing_of_the_data(Code code)
{
    return code == Code::io || code == Code::busy || code == Code::disk_full || code == Code::read_only || code == Code::unavailable;
}

// --- what was not done, for the journal

char const* failure_text(flow::LoadFacts const&) { return "the store's documents can't be read"; }
char const* failure_text(flow::CheckPin const&) { return "the PIN can't be checked"; }
char const* failure_text(flow::OpenResponse const&) { return "the form can't be opened"; }
char const* failure_text(flow::Abandon const&) { return "the form could not be given up"; }
char const* failure_text(flow::SetCurrentPath const&) { return "the place in the form was not noted"; }
char const* failure_text(flow::CompleteResponse const&) { return "the form was not handed in"; }
char const* failure_text(flow::LoadAudit const&) { return "the audit trail can't be read"; }
char const* failure_text(flow::LoadPainDays const&) { return "the forms can't be read"; }
char const* failure_text(flow::WriteRescue const&) { return "the rescue file was not written"; }
char const* failure_text(flow::RequestSync const&) { return "the sync program was not asked"; }
char const* failure_text(flow::VerifyStore const&) { return "the store can't be checked"; }
char const* failure_text(flow::KeepDpi const&) { return "the panel's density was not kept"; }

} // namespace

StoreEffects::StoreEffects(std::filesystem::path directory, Clock const& clock, Post post)
    : m_directory(std::move(directory))
    , m_clock(clock)
    , m_post(std::move(post))
{
}

void StoreEffects::perform(flow::StoreEffect const& effect)
{
    std::visit([this](auto const& asked) { answer(asked); }, effect);
}

template <typename E>
void StoreEffects::answer(E const& effect)
{
    Result<typename E::Success> outcome = fail(Code::io, "The store is not open.");
    if (m_store)
        outcome = guarded([&] { return done(effect); });
    if (outcome)
        return m_post(std::move(*outcome));
    log_failure(failure_text(effect), outcome.error());
    m_post(flow::failure_of(effect, outcome.error().code));
}

// --- opening

void StoreEffects::answer(flow::OpenStore const& effect)
{
    auto const file = m_directory / "bedside.db";
    auto const journal = m_directory / "bedside.db-wal";
    auto const before = state_of(file);
    auto const journal_before = state_of(journal);
    m_store.reset();
    auto opened = guarded([&] { return done(effect); });
    if (opened)
        return m_post(std::move(*opened));
    log_failure("the store can't be opened", opened.error());
    flow::StoreFailed failure;
    failure.code = before.exists || opened.error().code == Code::missing_key ? opened.error().code : Code::not_found;
    failure.reference = reference_of(opened.error());
    if (before.exists)
        failure.bytes = static_cast<std::uint64_t>(before.size);
    failure.unchanged = state_of(file) == before && state_of(journal) == journal_before;
    failure.can_unwrap = std::filesystem::exists(m_directory / "key.wrapped");
    m_post(std::move(failure));
}

Result<flow::StoreOpened> StoreEffects::done(flow::OpenStore const& effect)
{
    if (!std::filesystem::exists(m_directory / "bedside.db"))
        return fail(Code::not_found, "there is no store in the data folder; enrol this tablet with bedside-sync");
    auto const key = TRY(effect.passphrase.empty() ? store::key_from_credential() : store::key_from_passphrase(m_directory, effect.passphrase));
    m_store = TRY(store::Store::open(m_directory, key, m_clock));
    return flow::StoreOpened {};
}

// --- facts

Result<flow::FactsLoaded> StoreEffects::done(flow::LoadFacts const&)
{
    if (auto const version = m_store->data_version())
        m_version = *version; // before reading: what is written meanwhile is looked at again
    return flow::FactsLoaded { TRY(m_reader.read(*m_store)) };
}

void StoreEffects::look()
{
    if (!m_store)
        return;
    auto const version = guarded([&] { return m_store->data_version(); });
    if (version && m_version && *version != *m_version)
        answer(flow::LoadFacts {});
}

// --- answers

void StoreEffects::retry()
{
    if (m_store)
        m_waiting.write_to(*m_store, m_post);
}

void StoreEffects::answer(flow::SaveAnswer const& effect)
{
    m_waiting.add(effect);
    if (!m_store)
        m_post(flow::failure_of(effect, Code::io));
    retry();
}

/// What the store has of the form's wording pack; null where it has nothing.
Result<std::shared_ptr<flow::Recordings const>> StoreEffects::recordings_of(study::StudyForm const& form) const
{
    auto found = std::make_shared<flow::Recordings>();
    for (auto const& [text, sha256] : form.recordings) {
        if (auto bytes = m_store->recording(sha256))
            found->emplace(text, std::move(*bytes));
        else if (bytes.error().code != Code::not_found)
            return std::unexpected(bytes.error());
    }
    return found->empty() ? nullptr : found;
}

Result<flow::ResponseOpened> StoreEffects::begin(flow::OpenResponse const& effect)
{
    flow::ResponseOpened opened { {}, effect.participant, effect.form, effect.visit, {}, {}, {}, {}, effect.amends };
    store::Actor const actor { effect.actor, effect.assisted_by };
    auto const* form = m_reader.study() ? m_reader.study()->form(effect.form) : nullptr;
    if (!form || !form->definition)
        return fail(Code::not_found, "the study has no such form");
    opened.definition = form->definition;
    auto source = form->source;
    if (!effect.amends.empty()) {
        auto const original = TRY(m_store->frozen_by_id(effect.amends));
        if (!original)
            return fail(Code::not_found, "the form to be corrected is not on this tablet");
        opened.definition = TRY(m_reader.versions().of(*m_store, *original));
        opened.original = TRY(forms::parse_response(*opened.definition, original->bytes)).answers;
        opened.answers = opened.original;
        if (opened.definition != form->definition)
            source = TRY(m_store->questionnaire(original->questionnaire));
    }
    if (opened.definition == form->definition)
        opened.recordings = TRY(recordings_of(*form));
    store::OpenResponse const header { .id = random_uuid(), .participant = effect.participant, .form = effect.form,
        .questionnaire = opened.definition->canonical(), .visit = effect.visit, .started = m_clock.now(), .current_path = {}, .begun_by = {},
        .amends = effect.amends };
    opened.response_id = TRY(m_store->begin_response(header, actor, source)).id;
    for (auto const& [path, answer] : opened.answers)
        TRY(m_store->save_answer(opened.response_id, path, answer, actor));
    return opened;
}

Result<flow::ResponseOpened> StoreEffects::go_on_with(flow::OpenResponse const& effect)
{
    flow::ResponseOpened opened { effect.response_id, effect.participant, effect.form, effect.visit, {}, {}, {}, {}, effect.amends };
    retry();
    opened.answers = TRY(m_store->answers(effect.response_id));
    m_waiting.overlay(effect.response_id, opened); // given before the lock, and no room for it yet
    for (auto const& open : TRY(m_store->open_responses())) {
        if (open.id != effect.response_id)
            continue;
        opened.definition = TRY(m_reader.versions().of(*m_store, open));
        if (!open.amends.empty()) {
            auto const original = TRY(m_store->frozen_by_id(open.amends));
            if (!original)
                return fail(Code::not_found, "the form to be corrected is not on this tablet");
            opened.original = TRY(forms::parse_response(*opened.definition, original->bytes)).answers;
        }
        auto const* form = m_reader.study() ? m_reader.study()->form(open.form) : nullptr;
        if (form && form->definition == opened.definition)
            opened.recordings = TRY(recordings_of(*form));
        opened.current_path = open.current_path;
        return opened;
    }
    return fail(Code::not_found, "the store has no such open form");
}

Result<flow::ResponseOpened> StoreEffects::done(flow::OpenResponse const& effect) { return effect.response_id.empty() ? begin(effect) : go_on_with(effect); }

Result<flow::Done<flow::Abandon>> StoreEffects::done(flow::Abandon const& effect)
{
    TRY(m_store->abandon(effect.response_id, "left without a change", { effect.actor, {} }));
    m_waiting.forget(effect.response_id);
    return flow::Done<flow::Abandon> {};
}

Result<flow::Done<flow::SetCurrentPath>> StoreEffects::done(flow::SetCurrentPath const& effect)
{
    TRY(m_store->set_current_path(effect.response_id, effect.path));
    return flow::Done<flow::SetCurrentPath> {};
}

Result<flow::ResponseCompleted> StoreEffects::done(flow::CompleteResponse const& effect)
{
    retry();
    if (auto const held = m_waiting.held_up(effect.header.id))
        return fail(*held, "answers are still waiting to be saved");
    if (!m_reader.study())
        return fail(Code::not_found, "the study is not known");
    return complete_form(*m_store, *m_reader.study(), m_reader.versions(), effect);
}

// --- staff

Result<flow::PinChecked> StoreEffects::done(flow::CheckPin const& effect)
{
    auto const checked = TRY(m_store->check_pin(effect.pin));
    return flow::PinChecked { verdict_of(checked.verdict), checked.staff, checked.role, checked.retry_after_ms };
}

void StoreEffects::answer(flow::Audit const& effect)
{
    m_waiting.add(effect);
    if (!m_store)
        m_post(flow::failure_of(effect, Code::io));
    retry();
}

Result<flow::AuditLoaded> StoreEffects::done(flow::LoadAudit const&)
{
    flow::AuditLoaded loaded;
    for (auto const& row : TRY(m_store->latest_audit_rows(shown_audit_rows)))
        loaded.rows.push_back({ row.number, row.event, row.detail, row.actor.who, row.at });
    return loaded;
}

Result<flow::PainDaysLoaded> StoreEffects::done(flow::LoadPainDays const& effect)
{
    if (!m_reader.study())
        return fail(Code::not_found, "the study is not known");
    return flow::PainDaysLoaded { effect.participant, TRY(pain_days_of(*m_store, *m_reader.study(), m_reader.versions(), effect.participant)) };
}

Result<flow::RescueWritten> StoreEffects::done(flow::WriteRescue const&)
{
    auto const digits = TRY(m_store->setting("rescue_public_key")).value_or("");
    auto const key = from_hex(digits);
    if (!key || key->size() != 32)
        return fail(Code::not_found, "the study's key is not here yet");
    auto const folder = m_directory / "rescue";
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    auto const file = TRY(store::write_rescue(*m_store, *key, folder, m_clock));
    auto const forms = TRY(m_store->completed_forms()).size();
    return flow::RescueWritten { file.filename().string(), static_cast<int>(forms) };
}

Result<flow::Done<flow::KeepDpi>> StoreEffects::done(flow::KeepDpi const& effect)
{
    TRY(m_store->set_setting("panel.dpi", std::to_string(effect.dpi)));
    return flow::Done<flow::KeepDpi> {};
}

Result<flow::Done<flow::RequestSync>> StoreEffects::done(flow::RequestSync const&)
{
    TRY(m_store->set_setting("sync.requested", iso8601(m_clock.now())));
    return flow::Done<flow::RequestSync> {};
}

Result<flow::StoreVerified> StoreEffects::done(flow::VerifyStore const&)
{
    auto const whole = m_store->verify();
    if (!whole && says_nothing_of_the_data(whole.error().code))
        return std::unexpected(whole.error());
    return flow::StoreVerified { whole ? std::string {} : whole.error().message };
}

} // namespace bedside::app
