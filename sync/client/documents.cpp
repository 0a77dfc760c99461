// SPDX-License-Identifier: Apache-2.0
#include "sync/client/documents.h"

#include <algorithm>

namespace bedside::client {

Result<study::Study> put_in_place(store::Store& store, Files const& study_files, std::string const& roster, std::vector<study::StaffMember> const& staff, std::string_view etag)
{
    auto loaded = TRY(study::load_study(study_files));
    auto const participants = TRY(study::load_roster(roster, loaded));
    auto const tablet = TRY(store.setting("tablet")).value_or("");
    auto const lent = std::ranges::any_of(participants, [&](auto const& participant) { return participant.tablet == tablet; });
    std::vector<store::StaffAccount> accounts;
    for (auto const& member : staff)
        accounts.push_back({ member.id, member.role, member.pin_hash, false });
    TRY(store.replace_publication({ study_files, roster, std::move(accounts), loaded.id, lent ? "home" : "bedside", std::string(etag) }));
    return loaded;
}

std::set<std::string> recordings_of(study::Study const& study)
{
    std::set<std::string> wanted;
    for (auto const& form : study.forms) {
        for (auto const& [text, sha256] : form.recordings)
            wanted.insert(sha256);
    }
    return wanted;
}

} // namespace bedside::client
