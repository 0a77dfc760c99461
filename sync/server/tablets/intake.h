// SPDX-License-Identifier: Apache-2.0
// Everything that must be true of a form before it is stored.
#pragma once

#include "sync/server/storage/settings.h"
#include "sync/server/storage/storage.h"
#include "sync/server/storage/submissions.h"
#include "sync/server/storage/tablets.h"

#include <map>
#include <memory>
#include <mutex>

namespace bedside::server {

/// What to do with an answer that does not fit its form.
enum class Unfit {
    refuse,
    leave_out, ///< somebody decided so: the rest is taken, CheckedSubmission::left_out names what was not
};

/// Checks forms against the published definitions. For many threads.
class Intake {
public:
    explicit Intake(Storage& storage)
        : m_storage(storage)
    {
    }
    /// Parses one transaction from this tablet and checks identity, hash, signature, form version, answers and companions.
    /// Fails with invalid_data, too_large, forbidden (another tablet's identity), corrupted or unauthorised (hash, signature) or rejected.
    Result<CheckedSubmission> check(std::string_view transaction, Tablet const& sender);
    /// The same for a submission that is parsed already.
    Result<CheckedSubmission> check(wire::Submission submission, Tablet const& sender, Unfit unfit = Unfit::refuse);

private:
    struct KnownForm {
        std::string form;
        forms::Definition definition;
    };
    Result<std::shared_ptr<KnownForm const>> known_form(std::string const& canonical);

    Storage& m_storage;
    std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<KnownForm const>, std::less<>> m_forms; ///< shared with the checks that run
};

} // namespace bedside::server
