// SPDX-License-Identifier: Apache-2.0
// The kiosk's storage on a real encrypted store, while another program (the sync program) writes into it.
#pragma once

#include "forms/study/publication.h"
#include "kiosk/app/storage.h"
#include "sync/store/store.h"
#include "tests/support/temporary_folder.h"

#include <catch2/catch_test_macros.hpp>

#include <condition_variable>
#include <deque>
#include <fstream>
#include <mutex>

namespace bedside::test {

inline SystemClock const clock_of_machine;

/// A tablet with the example study; `publish` puts one form in the place of the shipped pain score, as a pull does.
class StoredTablet {
public:
    /// `clock` is the kiosk's own; it must outlive this.
    explicit StoredTablet(Clock const& clock = clock_of_machine)
        : m_clock(clock)
        , m_publication(study::prepare_publication(std::string(BEDSIDE_SOURCE_DIR) + "/forms/studies/idds-hydromorphone", clock_of_machine.now()).value())
    {
        auto const key = Secret::random(32);
        std::ofstream(m_folder.path() / "bedside-store-key") << hex(key.bytes()) << "\n";
        ::setenv("CREDENTIALS_DIRECTORY", m_folder.path().c_str(), 1);
        m_store = store::Store::create(m_folder.path(), key, clock_of_machine).value();
        REQUIRE(m_store->set_setting("tablet", "T-03"));
        REQUIRE(m_store->replace_documents("roster", { { "roster.csv", m_publication.roster } }));
    }

    void publish(std::string const& version, std::string const& question)
    {
        m_publication.files["instruments/pain-nrs.json"] = R"({"resourceType":"Questionnaire","url":"http://example.org/pain","version":")" + version
            + R"(","status":"active","item":[{"linkId":"now","code":[{"system":"http://example.org","code":"PI0101"}],"type":"integer","text":")" + question + R"("},{"linkId":"average","type":"integer","text":"Average?"}]})";
        auto const published = m_store->replace_documents("study", m_publication.files);
        REQUIRE(published);
        if (m_storage)
            look();
    }
    /// Lets the kiosk see what the sync program wrote.
    void look()
    {
        m_storage->look();
        wait_for<flow::FactsLoaded>();
    }
    /// A storage thread that was asked to open its store, whatever comes of it.
    void ask_to_open()
    {
        m_storage.reset();
        m_events.clear();
        m_storage = app::make_store_storage(m_folder.path(), m_clock, [this](flow::Event event) {
            std::lock_guard const guard(m_mutex);
            m_events.push_back(std::move(event));
            m_arrived.notify_one();
        });
        m_storage->perform(flow::OpenStore {});
    }
    void start()
    {
        ask_to_open();
        wait_for<flow::StoreOpened>();
        m_storage->perform(flow::LoadFacts {});
        wait_for<flow::FactsLoaded>();
    }
    flow::ResponseOpened begin(flow::OpenResponse const& form)
    {
        m_storage->perform(form);
        return wait_for<flow::ResponseOpened>();
    }
    flow::ResponseOpened open(std::string const& response_id)
    {
        return begin(flow::OpenResponse { .response_id = response_id, .participant = "P-017", .form = "pain-nrs", .visit = "T1m", .actor = "patient", .assisted_by = {}, .amends = {} });
    }
    void answer(std::string const& response_id, std::string const& path, std::int32_t value)
    {
        m_storage->perform(flow::SaveAnswer { 1, response_id, path, { { value }, {} }, "patient", {} });
        wait_for<flow::AnswerSaved>();
    }
    void hand_in(flow::ResponseOpened const& opened, std::string const& amends = {})
    {
        forms::ResponseHeader header;
        header.id = opened.response_id;
        header.subject = "P-017";
        header.status = forms::ResponseStatus::completed;
        header.authored = clock_of_machine.now();
        header.amends = amends;
        if (!amends.empty()) {
            header.status = forms::ResponseStatus::amended;
            header.reason = "entry-error";
        }
        m_storage->perform(flow::CompleteResponse { opened.definition, header, "patient", false });
        wait_for<flow::ResponseCompleted>();
    }
    flow::PainDays pain_days()
    {
        m_storage->perform(flow::LoadPainDays { "P-017" });
        return wait_for<flow::PainDaysLoaded>().days;
    }
    /// The store as the sync program has it open.
    store::Store& synced() { return *m_store; }
    std::string frozen(std::string const& response_id) const { return m_store->frozen_by_id(response_id).value()->bytes; }

    /// The next event of this kind; those before it are passed over.
    template <typename Wanted>
    Wanted wait_for()
    {
        std::unique_lock lock(m_mutex);
        for (;;) {
            auto const in_time = m_arrived.wait_for(lock, std::chrono::seconds(20), [&] { return !m_events.empty(); });
            REQUIRE(in_time);
            auto event = std::move(m_events.front());
            m_events.pop_front();
            if (auto* wanted = std::get_if<Wanted>(&event))
                return std::move(*wanted);
        }
    }

    void perform(flow::StoreEffect effect) { m_storage->perform(std::move(effect)); }

private:
    Clock const& m_clock;
    TemporaryFolder m_folder;
    study::Publication m_publication;
    std::optional<store::Store> m_store; ///< the sync program's own
    std::mutex m_mutex;
    std::condition_variable m_arrived;
    std::deque<flow::Event> m_events;
    std::unique_ptr<app::Storage> m_storage; ///< last: its thread uses the above
};

} // namespace bedside::test
