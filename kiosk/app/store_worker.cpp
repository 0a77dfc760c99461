// SPDX-License-Identifier: Apache-2.0
#include "kiosk/app/store_worker.h"

#include "kiosk/app/pain_days.h"

#include "forms/base/crypto.h"
#include "forms/engine/response.h"
#include "kiosk/app/completion.h"
#include "kiosk/flow/entry.h"
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

/// What the call to open, or the server's documents, did not do: no patient data in it.
void log_failure(char const* what, Error const& error)
{
    std::fprintf(stderr, "bedside-kiosk: %s: %s (%s)\n", what, error.message.c_str(), std::string(name_of(error.code)).c_str());
}

/// To be read out on the phone: the kind of failure, and which sentence it was.
std::string reference_of(Error const& error)
{
    char text[32];
    std::snprintf(text, sizeof text, "R-%02d-%s", static_cast<int>(error.code), sha256_hex(error.message).substr(0, 4).c_str());
    return text;
}

} // namespace

StoreWorker::StoreWorker(std::filesystem::path directory, Clock const& clock, Post post)
    : m_directory(std::move(directory))
    , m_clock(clock)
    , m_post(std::move(post))
{
}

void StoreWorker::perform(flow::Effect const& effect) { std::visit(*this, effect); }

void StoreWorker::note(char const* what, Result<void> const& done) const
{
    if (!done)
        log_failure(what, done.error());
}

// --- opening

void StoreWorker::operator()(flow::OpenStore const& effect)
{
    auto const file = m_directory / "bedside.db";
    auto const journal = m_directory / "bedside.db-wal";
    auto const before = state_of(file);
    auto const journal_before = state_of(journal);
    m_store.reset();
    auto opened = open_store(effect.passphrase);
    if (opened) {
        m_store = std::move(*opened);
        m_post(flow::StoreOpened {});
        return;
    }
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

Result<store::Store> StoreWorker::open_store(std::string const& passphrase)
{
    if (!std::filesystem::exists(m_directory / "bedside.db"))
        return fail(Code::not_found, "there is no store in the data folder; enrol this tablet with bedside-sync");
    auto const key = TRY(passphrase.empty() ? store::key_from_credential() : store::key_from_passphrase(m_directory, passphrase));
    return store::Store::open(m_directory, key, m_clock);
}

// --- facts

void StoreWorker::operator()(flow::LoadFacts const&)
{
    if (!ready())
        return;
    if (auto const version = m_store->data_version())
        m_version = *version; // before reading: what is written meanwhile is looked at again
    auto facts = m_reader.read(*m_store);
    if (facts)
        m_post(flow::FactsLoaded { std::move(*facts) });
    else
        log_failure("the store's documents can't be read", facts.error());
}

void StoreWorker::look()
{
    if (!ready())
        return;
    auto const version = m_store->data_version();
    if (version && m_version && *version != *m_version)
        (*this)(flow::LoadFacts {});
}

// --- answers

void StoreWorker::retry()
{
    while (ready() && !m_unsaved.empty()) {
        auto const& next = m_unsaved.front();
        auto const saved = m_store->save_answer(next.response_id, next.path, next.answer, { next.actor, next.assisted_by });
        if (!saved) {
            m_post(flow::SaveFailed { next.ticket, saved.error().code });
            return;
        }
        m_post(flow::AnswerSaved { next.ticket });
        m_unsaved.pop_front();
    }
}

void StoreWorker::operator()(flow::SaveAnswer const& effect)
{
    m_unsaved.push_back(effect);
    retry();
}

/// What the store has of the form's wording pack; null where it has nothing.
Result<std::shared_ptr<flow::Recordings const>> StoreWorker::recordings_of(study::StudyForm const& form) const
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

Result<flow::ResponseOpened> StoreWorker::begin(flow::OpenResponse const& effect)
{
    flow::ResponseOpened opened { effect.response_id, effect.participant, effect.form, effect.visit, {}, {}, {}, {}, effect.amends };
    store::Actor const actor { effect.actor, effect.assisted_by };
    if (effect.response_id.empty()) {
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
            opened.answers = TRY(forms::parse_response(*opened.definition, original->bytes)).answers;
            if (opened.definition != form->definition)
                source = TRY(m_store->questionnaire(original->questionnaire));
        }
        if (opened.definition == form->definition)
            opened.recordings = TRY(recordings_of(*form));
        store::OpenResponse const header { .id = random_uuid(), .participant = effect.participant, .form = effect.form, .questionnaire = opened.definition->canonical(),
            .visit = effect.visit, .started = m_clock.now(), .current_path = {}, .begun_by = {}, .amends = effect.amends };
        opened.response_id = TRY(m_store->begin_response(header, actor, source)).id;
        for (auto const& [path, answer] : opened.answers)
            TRY(m_store->save_answer(opened.response_id, path, answer, actor));
        return opened;
    }
    retry();
    opened.answers = TRY(m_store->answers(effect.response_id));
    for (auto const& save : m_unsaved) {
        if (save.response_id == effect.response_id) { // given before the lock, and no room for it yet
            opened.answers[save.path] = save.answer;
            opened.waiting[save.path] = save.ticket;
        }
    }
    for (auto const& open : TRY(m_store->open_responses())) {
        if (open.id != effect.response_id)
            continue;
        opened.definition = TRY(m_reader.versions().of(*m_store, open));
        auto const* form = m_reader.study() ? m_reader.study()->form(open.form) : nullptr;
        if (form && form->definition == opened.definition)
            opened.recordings = TRY(recordings_of(*form));
        opened.current_path = open.current_path;
        return opened;
    }
    return fail(Code::not_found, "the store has no such open form");
}

void StoreWorker::operator()(flow::OpenResponse const& effect)
{
    auto opened = ready() ? begin(effect) : Result<flow::ResponseOpened>(fail(Code::io, "the store is not open"));
    if (opened) {
        m_post(std::move(*opened));
        return;
    }
    log_failure("the form can't be opened", opened.error());
    m_post(flow::OpenFailed { opened.error().code });
}

void StoreWorker::operator()(flow::Abandon const& effect)
{
    if (ready())
        note("the form was not left", m_store->abandon(effect.response_id, "left without a change", { effect.actor, {} }));
}

void StoreWorker::operator()(flow::SetCurrentPath const& effect)
{
    if (ready())
        note("the place in the form was not noted", m_store->set_current_path(effect.response_id, effect.path));
}

Result<flow::ResponseCompleted> StoreWorker::complete(flow::CompleteResponse const& effect)
{
    retry();
    if (!m_unsaved.empty())
        return fail(Code::disk_full, "answers are still waiting to be saved");
    if (!m_reader.study())
        return fail(Code::not_found, "the study is not known");
    return complete_form(*m_store, *m_reader.study(), m_reader.versions(), effect);
}

void StoreWorker::operator()(flow::CompleteResponse const& effect)
{
    auto completed = ready() ? complete(effect) : Result<flow::ResponseCompleted>(fail(Code::io, "the store is not open"));
    if (completed) {
        m_post(std::move(*completed));
        return;
    }
    log_failure("the form was not handed in", completed.error());
    m_post(flow::CompletionFailed { completed.error().code });
}

// --- staff

void StoreWorker::operator()(flow::CheckPin const& effect)
{
    flow::PinChecked checked;
    if (ready()) {
        auto const result = m_store->check_pin(effect.pin);
        if (!result) {
            log_failure("the PIN can't be checked", result.error());
        } else {
            checked.verdict = result->verdict == store::PinVerdict::accepted ? flow::PinVerdict::accepted
                : result->verdict == store::PinVerdict::locked_out           ? flow::PinVerdict::locked_out
                                                                             : flow::PinVerdict::wrong;
            checked.staff = result->staff;
            checked.role = result->role;
            checked.retry_after_ms = result->retry_after_ms;
        }
    }
    m_post(std::move(checked));
}

void StoreWorker::operator()(flow::Audit const& effect)
{
    if (ready())
        note("an audit entry was not written", m_store->audit(effect.event, effect.detail, { effect.actor, {} }));
}

void StoreWorker::operator()(flow::LoadAudit const&)
{
    if (!ready())
        return;
    auto const rows = m_store->latest_audit_rows(shown_audit_rows);
    if (!rows)
        return log_failure("the audit trail can't be read", rows.error());
    flow::AuditLoaded loaded;
    for (auto const& row : *rows)
        loaded.rows.push_back({ row.number, row.event, row.detail, row.actor.who, row.at });
    m_post(std::move(loaded));
}

void StoreWorker::operator()(flow::LoadPainDays const& effect)
{
    if (!ready() || !m_reader.study())
        return;
    auto days = pain_days_of(*m_store, *m_reader.study(), m_reader.versions(), effect.participant);
    if (!days)
        return log_failure("the forms can't be read", days.error());
    m_post(flow::PainDaysLoaded { effect.participant, std::move(*days) });
}

Result<flow::RescueWritten> StoreWorker::write_rescue()
{
    if (!ready())
        return fail(Code::io, "the store is not open");
    auto const digits = TRY(m_store->setting("rescue_public_key")).value_or("");
    auto const key = from_hex(digits);
    if (!key || key->size() != 32)
        return fail(Code::not_found, "the study's key is not here yet");
    auto const folder = m_directory / "rescue";
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    auto const file = TRY(store::write_rescue(*m_store, *key, folder, m_clock));
    return flow::RescueWritten { file.filename().string(), static_cast<int>(TRY(m_store->completed_forms()).size()), Code::io };
}

void StoreWorker::operator()(flow::WriteRescue const&)
{
    auto written = write_rescue();
    if (!written)
        log_failure("the rescue file was not written", written.error());
    m_post(written ? std::move(*written) : flow::RescueWritten { {}, 0, written.error().code });
}

void StoreWorker::operator()(flow::KeepDpi const& effect)
{
    if (ready())
        note("the panel's density was not kept", m_store->set_setting("panel.dpi", std::to_string(effect.dpi)));
}

void StoreWorker::operator()(flow::RequestSync const&)
{
    if (ready())
        note("the sync program was not asked", m_store->set_setting("sync.requested", iso8601(m_clock.now())));
}

void StoreWorker::operator()(flow::VerifyStore const&)
{
    if (!ready())
        return;
    auto const whole = m_store->verify();
    m_post(flow::StoreVerified { whole ? std::string {} : whole.error().message });
}

} // namespace bedside::app
