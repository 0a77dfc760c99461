// SPDX-License-Identifier: Apache-2.0
// The published study as everybody at the server reads it: loaded once for each publication, shared by tablets and console.
#pragma once

#include "forms/study/study.h"
#include "sync/server/storage/settings.h"
#include "sync/server/storage/storage.h"

#include <memory>
#include <mutex>

namespace bedside::server {

/// Study, roster and staff list of one publication.
struct StudyInForce {
    std::string etag;
    std::string study_sha256; ///< of the study's files, without the roster
    Documents study_files;
    Documents staff_files;
    study::Study study;
    std::shared_ptr<study::Study const> planning; ///< the same without alert rules, for courses that only plan
    std::vector<study::Participant> roster;
};

/// Loads the publication in force when it is a new one, else hands out what is loaded. For any thread.
class PublishedStudy {
public:
    /// `storage` must outlive it.
    explicit PublishedStudy(Storage& storage)
        : m_storage(storage)
    {
    }
    /// Fails with not_found before the first publication, with internal when what was published does not load.
    Result<std::shared_ptr<StudyInForce const>> get();

private:
    Storage& m_storage;
    std::mutex m_mutex;
    std::shared_ptr<StudyInForce const> m_loaded; ///< shared with requests that are still reading it
};

} // namespace bedside::server
