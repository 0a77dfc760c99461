// SPDX-License-Identifier: Apache-2.0
// What can go wrong, as a value: a code from one table and one sentence that says what to do.
#pragma once

#include <source_location>
#include <string>
#include <string_view>

namespace bedside {

/// Every kind of failure of the product. The table in error.cpp gives each its exit status and HTTP status.
enum class Code {
    invalid_argument,    ///< the caller or the command line is wrong
    not_found,           ///< a file, record or name that should exist does not
    already_exists,      ///< refuses to overwrite
    invalid_form,        ///< a Questionnaire breaks FHIR's or our rules
    unsupported_form,    ///< a Questionnaire uses something whose meaning is not understood
    invalid_response,    ///< a QuestionnaireResponse does not fit its Questionnaire
    invalid_data,        ///< bytes that do not parse as what they should be
    invalid_study,       ///< study.toml, roster or a file of a study is wrong
    invalid_pack,        ///< a wording pack is incomplete, altered or not for this study
    wrong_key,           ///< the database does not open with this key
    missing_key,         ///< no key where one is needed
    corrupted,           ///< stored bytes contradict their checksums or chain
    future_schema,       ///< written by a newer version of the product
    disk_full,           ///< no room: nothing was lost, try again when there is
    read_only,           ///< the disk refuses writes
    busy,                ///< another process holds the resource
    io,                  ///< another failure of a file or the operating system
    network,             ///< no route, timeout, connection cut: try again later
    tls,                 ///< the peer is not who it should be
    unauthorised,        ///< no or wrong credentials
    forbidden,           ///< known, but not allowed
    revoked,             ///< was allowed, and no longer is
    conflict,            ///< other bytes are known under this identity
    rejected,            ///< the peer refuses this record, and will again
    unavailable,         ///< the peer cannot take it now: try again later
    too_large,           ///< over a stated limit
    internal,            ///< our own bug
};

/// A failure. `message` is one sentence for the person who must act; it never holds patient data or secrets.
struct Error {
    Code code = Code::internal;
    std::string message;
    std::source_location where = std::source_location::current();
};

/// Stable lower-case name, as written in JSON and logs ("wrong_key").
std::string_view name_of(Code code);
/// Exit status of a program that ends with this failure: 1 the work failed, 2 it was asked wrongly.
int exit_status_of(Code code);
/// HTTP status that the server answers for this failure.
int http_status_of(Code code);

} // namespace bedside
