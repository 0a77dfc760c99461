// SPDX-License-Identifier: Apache-2.0
#include "sync/server/tablets/study_in_force.h"

namespace bedside::server {

Result<std::shared_ptr<StudyInForce const>> PublishedStudy::get()
{
    auto const published = TRY(m_storage.read([](ReadConnection& connection) { return publication(connection); }));
    if (!published)
        return fail(Code::not_found, "no study is published yet");
    // Held while the study loads: whoever comes meanwhile needs the same one, and would load it a second time.
    std::lock_guard const lock(m_mutex);
    if (m_loaded && m_loaded->etag == published->etag)
        return m_loaded;
    auto made = std::make_shared<StudyInForce>();
    Documents roster;
    auto const read_files = [&](ReadConnection& connection) -> Result<void> {
        auto const now_published = TRY(publication(connection));
        made->etag = now_published ? now_published->etag : "";
        made->study_files = TRY(documents(connection, "study"));
        made->staff_files = TRY(documents(connection, "staff"));
        roster = TRY(documents(connection, "roster"));
        return {};
    };
    TRY(m_storage.read(read_files));
    made->study_sha256 = etag_of({ { "study", made->study_files } });
    auto study = study::load_study(made->study_files);
    if (!study)
        return fail(Code::internal, "The published study does not load: " + study.error().message);
    made->study = std::move(*study);
    auto planning = std::make_shared<study::Study>(made->study);
    planning->alerts.clear();
    made->planning = std::move(planning);
    auto participants = study::load_roster(roster["roster.csv"], made->study);
    if (!participants)
        return fail(Code::internal, "The published roster does not load: " + participants.error().message);
    made->roster = std::move(*participants);
    m_loaded = std::move(made);
    return m_loaded;
}

} // namespace bedside::server
