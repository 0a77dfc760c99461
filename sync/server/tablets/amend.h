// SPDX-License-Identifier: Apache-2.0
// Corrections by staff: the form as received stays, a next version stands beside it with the status `amended`.
#pragma once

#include "sync/server/tablets/study_server.h"

namespace bedside::server {

/// Reads what staff typed for an item: a number, a date, the code of an option, "true" or "false"; empty: no answer.
/// Fails with invalid_argument (several values, attachments and groups are not typed) or as check_answer does.
Result<std::optional<forms::Answer>> typed_answer(forms::Item const& item, std::string_view text);
/// The same text for an answer; "" when there is none or it can't be typed.
std::string typed_text(forms::Item const& item, forms::Answer const& answer);
/// Whether an answer of this item can be typed as one line.
bool can_be_typed(forms::Item const& item);

/// Makes the next version of a form with these answers (path -> typed text): of the version in force, whoever made it. `seen` is the version that
/// the typing began with (course::Form::id); empty: whichever is in force. Returns the response that has the new version. Fails with
/// invalid_argument (no reason, nothing changed, an answer that does not fit), not_found, invalid_response, unavailable (the study is locked),
/// or conflict: somebody else was faster, and nothing is changed.
Result<std::string> amend(StudyServer& server, std::string_view response_id, std::map<std::string, std::string> const& typed, std::string_view reason, std::string_view who, std::string_view seen = {});
/// Decides which of several corrections that did not know of each other stands. Fails as decide_fork does.
Result<void> decide(StudyServer& server, std::string_view response_id, std::string_view stands, std::string_view reason, std::string_view who);

/// Takes a refused form in: its bytes as they came, and beside them a version without the answers that do not fit. The tablet is told to send
/// it again, for its receipt. Fails with not_found, unauthorised or corrupted (its signature or hash does not hold), rejected (an unknown
/// form version) or conflict.
Result<void> accept_amended(StudyServer& server, std::string_view tablet, std::int64_t sequence, std::string_view reason, std::string_view who);

} // namespace bedside::server
