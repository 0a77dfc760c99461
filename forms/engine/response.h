// SPDX-License-Identifier: Apache-2.0
// FHIR R4 QuestionnaireResponse out and in.
#pragma once

#include "forms/base/clock.h"
#include "forms/engine/answers.h"

namespace bedside::forms {

class Json;

enum class ResponseStatus { in_progress, completed, amended };

/// Everything about a response that is not an answer.
struct ResponseHeader {
    std::string id;          ///< UUID, made when the response begins, kept for ever
    std::string subject;     ///< study number ("P-017"); written as Patient/<study number>
    std::string language;    ///< BCP-47 tag shown last
    Instant authored;        ///< completion
    ResponseStatus status = ResponseStatus::completed;
    std::string assisted_by; ///< who helped, as a coded role ("nurse", "family"); empty: the patient alone
    std::string staff;       ///< staff identity for staff-reported forms; empty: patient-reported
    std::string tablet;      ///< Device id
    std::string visit;       ///< "T1m"; empty for event-contingent forms
    std::string study;       ///< study id
    std::string amends;      ///< id of the completed response that this one corrects; the original stays. Status `amended` says the same
    std::string reason;      ///< code of why it was corrected ("entry-error"); only with `amends`
    std::string corrected_by; ///< staff identity of who corrected; the source stays whoever the original came from
    std::vector<std::string> flags; ///< meta.tag codes of the product: "recall-overlap", "late", "pain-flare", "simulated", ...
};

/// The response as canonical JSON (UTF-8, no insignificant white space): the bytes that are frozen, hashed, signed and sent.
/// Leaves out disabled items; keeps refusals as dataAbsentReason; tags demonstration wording and names the wording pack.
/// Fails with invalid_response when an answer does not fit the definition.
Result<std::string> build_response(Definition const& definition, Answers const& answers, ResponseHeader const& header);

/// Reads a response of this definition back (for review, scoring and export). Fails with invalid_response.
struct ParsedResponse {
    ResponseHeader header;
    std::string questionnaire; ///< canonical "url|version"
    Answers answers;
};
Result<ParsedResponse> parse_response(Definition const& definition, std::string_view json);
/// The same of what was read already.
Result<ParsedResponse> response_of(Definition const& definition, Json const& json);

} // namespace bedside::forms
