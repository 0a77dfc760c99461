// SPDX-License-Identifier: Apache-2.0
// The flow's effects done on the encrypted store, one after another, in the caller's thread.
#pragma once

#include "kiosk/app/facts.h"
#include "kiosk/app/storage.h"
#include "kiosk/app/waiting_writes.h"

#include <optional>

namespace bedside::app {

class StoreEffects {
public:
    /// `clock` must outlive it; `post` is called in the caller's thread.
    StoreEffects(std::filesystem::path directory, Clock const& clock, Post post);

    /// Posts the effect's success or its failure. Never throws: what a library throws fails this effect only.
    void perform(flow::StoreEffect const& effect);
    /// Posts Facts when another program wrote.
    void look();
    /// A write found no room and is kept: retry() should be called after a while.
    bool has_waiting() const { return !m_waiting.empty(); }
    /// Tries what waits, in the order in which it was given. Never throws.
    void retry();

private:
    // --- one function an effect
    Result<flow::StoreOpened> done(flow::OpenStore const&);
    Result<flow::FactsLoaded> done(flow::LoadFacts const&);
    Result<flow::PinChecked> done(flow::CheckPin const&);
    Result<flow::ResponseOpened> done(flow::OpenResponse const&);
    Result<flow::Done<flow::Abandon>> done(flow::Abandon const&);
    Result<flow::Done<flow::SetCurrentPath>> done(flow::SetCurrentPath const&);
    Result<flow::ResponseCompleted> done(flow::CompleteResponse const&);
    Result<flow::AuditLoaded> done(flow::LoadAudit const&);
    Result<flow::PainDaysLoaded> done(flow::LoadPainDays const&);
    Result<flow::RescueWritten> done(flow::WriteRescue const&);
    Result<flow::Done<flow::RequestSync>> done(flow::RequestSync const&);
    Result<flow::StoreVerified> done(flow::VerifyStore const&);
    Result<flow::Done<flow::KeepDpi>> done(flow::KeepDpi const&);

    template <typename E>
    void answer(E const& effect);
    void answer(flow::OpenStore const& effect);
    void answer(flow::SaveAnswer const& effect);
    void answer(flow::Audit const& effect);

    Result<flow::ResponseOpened> begin(flow::OpenResponse const& effect);
    Result<flow::ResponseOpened> go_on_with(flow::OpenResponse const& effect);
    Result<std::shared_ptr<flow::Recordings const>> recordings_of(study::StudyForm const& form) const;

    std::filesystem::path m_directory;
    Clock const& m_clock;
    Post m_post;
    std::optional<store::Store> m_store;
    std::optional<std::int64_t> m_version;
    FactsReader m_reader;
    WaitingWrites m_waiting;
};

} // namespace bedside::app
