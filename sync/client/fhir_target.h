// SPDX-License-Identifier: Apache-2.0
// A tablet that sends to a FHIR R4 server of the site instead of bedside-server: no enrolment, no pulls, unsigned receipts.
#pragma once

#include "sync/store/store.h"

#include <filesystem>

namespace bedside::client {

struct FhirTarget {
    std::string url;                   ///< base of the server's REST interface, "https://fhir.hospital.example/r4"
    std::string tablet;                ///< this tablet's name; FHIR id of its Device
    std::filesystem::path study;       ///< study folder
    std::string authority;             ///< PEM of the one authority that signs the server; empty: the system's
    std::string bearer;                ///< token, or
    std::string certificate;           ///< client certificate, PEM, with
    std::string certificate_key;       ///< its key, PEM
};

/// Makes the tablet's store in DIR; of a store that sends to such a server already, changes address, credentials and study.
/// Fails with invalid_argument (address, name, credentials), already_exists (the store belongs to a bedside-server), invalid_study, or as a write does.
Result<void> set_up_fhir(FhirTarget const& target, std::filesystem::path const& directory, Secret const& key, Clock const& clock);

/// What forms refer to, as one transaction of PUTs: ResearchStudy, Questionnaires, this tablet's Device, its participants as Patients with
/// their study number only. A server that resolves references must have them first.
Result<std::string> reference_transaction(store::Store& store);

} // namespace bedside::client
