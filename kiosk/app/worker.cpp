// SPDX-License-Identifier: Apache-2.0
// The store on a thread of its own: effects in, events out. A save that finds no room is kept and tried again until it is durable.
#include "forms/base/crypto.h"
#include "kiosk/app/facts.h"
#include "kiosk/app/storage.h"
#include "kiosk/flow/entry.h"
#include "kiosk/flow/session.h"
#include "sync/store/key.h"

#include <sys/stat.h>

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

namespace bedside::app {
namespace {

constexpr auto retry_after = std::chrono::seconds(3);

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

class StoreStorage final : public Storage {
public:
    StoreStorage(std::filesystem::path directory, Clock const& clock, Post post)
        : m_directory(std::move(directory))
        , m_clock(clock)
        , m_post(std::move(post))
        , m_thread([this] { run(); })
    {
    }

    ~StoreStorage() override
    {
        {
            std::lock_guard const guard(m_mutex);
            m_stop = true;
        }
        m_wake.notify_one();
        m_thread.join();
    }

    void perform(flow::Effect effect) override
    {
        {
            std::lock_guard const guard(m_mutex);
            m_queue.push_back(std::move(effect));
        }
        m_wake.notify_one();
    }

    void look() override
    {
        {
            std::lock_guard const guard(m_mutex);
            m_look = true;
        }
        m_wake.notify_one();
    }

private:
    void run()
    {
        std::unique_lock lock(m_mutex);
        for (;;) {
            auto const something = [&] { return !m_queue.empty() || m_look || m_stop; };
            bool const in_time = m_unsaved.empty() ? (m_wake.wait(lock, something), true) : m_wake.wait_for(lock, retry_after, something);
            if (!in_time) {
                lock.unlock();
                retry();
                lock.lock();
                continue;
            }
            if (!m_queue.empty()) {
                auto const effect = std::move(m_queue.front());
                m_queue.pop_front();
                lock.unlock();
                std::visit(*this, effect);
                lock.lock();
                continue;
            }
            if (m_look) {
                m_look = false;
                lock.unlock();
                look_now();
                lock.lock();
                continue;
            }
            lock.unlock();
            retry();
            return; // asked to stop, and everything given was done
        }
    }

    // --- opening

    void open(std::string const& passphrase)
    {
        auto const file = m_directory / "bedside.db";
        auto const journal = m_directory / "bedside.db-wal";
        auto const before = state_of(file);
        auto const journal_before = state_of(journal);
        m_store.reset();
        auto opened = open_store(passphrase);
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

    Result<store::Store> open_store(std::string const& passphrase)
    {
        if (!std::filesystem::exists(m_directory / "bedside.db"))
            return fail(Code::not_found, "there is no store in the data folder; enrol this tablet with bedside-sync");
        auto const key = TRY(passphrase.empty() ? store::key_from_credential() : store::key_from_passphrase(m_directory, passphrase));
        return store::Store::open(m_directory, key, m_clock);
    }

    bool ready()
    {
        return m_store.has_value();
    }

    // --- facts

    void load_facts()
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

    void look_now()
    {
        if (!ready())
            return;
        auto const version = m_store->data_version();
        if (version && m_version && *version != *m_version)
            load_facts();
    }

    // --- answers

    Result<void> save(flow::SaveAnswer const& effect)
    {
        return m_store->save_answer(effect.response_id, effect.path, effect.answer, { effect.actor, effect.assisted_by });
    }

    /// Saves what is still waiting, in the order in which it was answered.
    void retry()
    {
        while (!m_unsaved.empty()) {
            auto const& next = m_unsaved.front();
            auto const saved = save(next);
            if (!saved) {
                m_post(flow::SaveFailed { next.ticket, saved.error().code });
                return;
            }
            m_post(flow::AnswerSaved { next.ticket });
            m_unsaved.pop_front();
        }
    }

    Result<void> complete(flow::CompleteResponse const& effect)
    {
        retry();
        if (!m_unsaved.empty())
            return fail(Code::disk_full, "answers are still waiting to be saved");
        auto answers = TRY(m_store->answers(effect.header.id));
        std::erase_if(answers, [](auto const& entry) { return !flow::says_something(entry.second); });
        auto const bytes = TRY(forms::build_response(*effect.definition, answers, effect.header));
        (void)TRY(m_store->complete(effect.header.id, bytes, { effect.actor, effect.header.assisted_by }, {}, effect.urgent ? 1 : 0));
        return {};
    }

    Result<flow::ResponseOpened> begin(flow::OpenResponse const& effect)
    {
        auto const* form = m_reader.study() ? m_reader.study()->form(effect.form) : nullptr;
        if (!form || !form->definition)
            return fail(Code::not_found, "the study has no such form");
        flow::ResponseOpened opened { effect.response_id, effect.participant, effect.form, effect.visit, form->definition, {}, {}, {} };
        if (effect.response_id.empty()) {
            store::OpenResponse header { random_uuid(), effect.participant, effect.form, effect.questionnaire, effect.visit, m_clock.now(), {} };
            opened.response_id = TRY(m_store->begin_response(header, { effect.actor, effect.assisted_by })).id;
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
            if (open.id == effect.response_id)
                opened.current_path = open.current_path;
        }
        return opened;
    }

public:
    // --- one function an effect

    void operator()(flow::OpenStore const& effect) { open(effect.passphrase); }
    void operator()(flow::LoadFacts const&) { load_facts(); }

    void operator()(flow::CheckPin const& effect)
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

    void operator()(flow::OpenResponse const& effect)
    {
        auto opened = ready() ? begin(effect) : Result<flow::ResponseOpened>(fail(Code::io, "the store is not open"));
        if (opened) {
            m_post(std::move(*opened));
            return;
        }
        log_failure("the form can't be opened", opened.error());
        m_post(flow::OpenFailed { opened.error().code });
    }

    void operator()(flow::SaveAnswer const& effect)
    {
        m_unsaved.push_back(effect);
        if (ready())
            retry();
    }

    void operator()(flow::SetCurrentPath const& effect)
    {
        if (!ready())
            return;
        if (auto const set = m_store->set_current_path(effect.response_id, effect.path); !set)
            log_failure("the place in the form was not noted", set.error());
    }

    void operator()(flow::CompleteResponse const& effect)
    {
        auto const completed = ready() ? complete(effect) : Result<void>(fail(Code::io, "the store is not open"));
        if (completed) {
            m_post(flow::ResponseCompleted { effect.header.id, 0 });
            return;
        }
        log_failure("the form was not handed in", completed.error());
        m_post(flow::CompletionFailed { completed.error().code });
    }

    void operator()(flow::Audit const& effect)
    {
        if (!ready())
            return;
        if (auto const noted = m_store->audit(effect.event, effect.detail, { effect.actor, {} }); !noted)
            log_failure("an audit entry was not written", noted.error());
    }

    void operator()(flow::RequestSync const&)
    {
        if (!ready())
            return;
        if (auto const asked = m_store->set_setting("sync.requested", iso8601(m_clock.now())); !asked)
            log_failure("the sync program was not asked", asked.error());
    }

    void operator()(flow::VerifyStore const&)
    {
        if (!ready())
            return;
        auto const whole = m_store->verify();
        m_post(flow::StoreVerified { whole ? std::string {} : whole.error().message });
    }

    void operator()(flow::Speak const&) { }
    void operator()(flow::StopSpeaking const&) { }
    void operator()(flow::Wipe const&) { }

private:
    std::filesystem::path m_directory;
    Clock const& m_clock;
    Post m_post;

    std::mutex m_mutex; ///< of the next four
    std::condition_variable m_wake;
    std::deque<flow::Effect> m_queue;
    bool m_look = false;
    bool m_stop = false;

    // only the thread touches these
    std::optional<store::Store> m_store;
    std::optional<std::int64_t> m_version;
    FactsReader m_reader;
    std::deque<flow::SaveAnswer> m_unsaved;

    std::thread m_thread; ///< last: it uses all of the above
};

} // namespace

std::unique_ptr<Storage> make_store_storage(std::filesystem::path directory, Clock const& clock, Post post)
{
    return std::make_unique<StoreStorage>(std::move(directory), clock, std::move(post));
}

} // namespace bedside::app
