// SPDX-License-Identifier: Apache-2.0
// The flow's effects done on the encrypted store, one after another, in the caller's thread.
#pragma once

#include "kiosk/app/facts.h"
#include "kiosk/app/storage.h"

#include <deque>
#include <optional>

namespace bedside::app {

class StoreWorker {
public:
    /// `clock` must outlive it; `post` is called in the caller's thread.
    StoreWorker(std::filesystem::path directory, Clock const& clock, Post post);

    void perform(flow::Effect const& effect);
    /// Posts Facts when another program wrote.
    void look();
    /// An answer found no room and is kept: retry() should be called after a while.
    bool has_unsaved() const { return !m_unsaved.empty(); }
    /// Saves what is still waiting, in the order in which it was answered.
    void retry();

    // one function an effect, for std::visit
    void operator()(flow::OpenStore const&);
    void operator()(flow::LoadFacts const&);
    void operator()(flow::CheckPin const&);
    void operator()(flow::OpenResponse const&);
    void operator()(flow::Abandon const&);
    void operator()(flow::SaveAnswer const&);
    void operator()(flow::SetCurrentPath const&);
    void operator()(flow::CompleteResponse const&);
    void operator()(flow::Audit const&);
    void operator()(flow::LoadAudit const&);
    void operator()(flow::LoadPainDays const&);
    void operator()(flow::WriteRescue const&);
    void operator()(flow::RequestSync const&);
    void operator()(flow::VerifyStore const&);
    void operator()(flow::KeepDpi const&);
    void operator()(flow::CallAttention const&) { }
    void operator()(flow::EndKiosk const&) { }
    void operator()(flow::Speak const&) { }
    void operator()(flow::StopSpeaking const&) { }
    void operator()(flow::Wipe const&) { }

private:
    bool ready() const { return m_store.has_value(); }
    Result<store::Store> open_store(std::string const& passphrase);
    Result<flow::ResponseOpened> begin(flow::OpenResponse const& effect);
    Result<std::shared_ptr<flow::Recordings const>> recordings_of(study::StudyForm const& form) const;
    Result<flow::ResponseCompleted> complete(flow::CompleteResponse const& effect);
    Result<flow::RescueWritten> write_rescue();
    void note(char const* what, Result<void> const& done) const;

    std::filesystem::path m_directory;
    Clock const& m_clock;
    Post m_post;
    std::optional<store::Store> m_store;
    std::optional<std::int64_t> m_version;
    FactsReader m_reader;
    std::deque<flow::SaveAnswer> m_unsaved;
};

} // namespace bedside::app
