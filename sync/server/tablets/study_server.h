// SPDX-License-Identifier: Apache-2.0
// The study server as a whole: database, keys, what commands and handlers do with them.
#pragma once

#include "sync/pki/certificate.h"
#include "sync/pki/enrolment_code.h"
#include "sync/server/tablets/config.h"
#include "sync/server/tablets/intake.h"
#include "sync/server/tablets/study_in_force.h"
#include "sync/store/rescue.h"

#include <memory>

namespace bedside::server {

class StudyServer {
public:
    /// Makes database, authority, server certificate, receipt and rescue keys. `names`: host names and addresses of the server certificate.
    static Result<void> initialise(Config const& config, std::vector<std::string> const& names, Clock const& clock);
    /// Opens what initialise made. `clock` must outlive it.
    static Result<std::unique_ptr<StudyServer>> open(Config const& config, Clock const& clock, Grouping grouping = Grouping::many);

    Config const& config() const { return m_config; }
    Clock const& clock() const { return m_clock; }
    Storage& storage() { return *m_storage; }
    Intake& intake() { return m_intake; }
    /// Fails as PublishedStudy::get does.
    Result<std::shared_ptr<StudyInForce const>> study_in_force() { return m_published.get(); }
    pki::Identity const& authority() const { return m_authority; }
    pki::Identity const& identity() const { return m_identity; }
    std::array<std::uint8_t, 32> const& receipt_public_key() const { return m_receipt_key.public_key; }
    std::array<std::uint8_t, 32> const& rescue_public_key() const { return m_rescue_public_key; }

    /// A one-time code for a new tablet; `who` offers it. Fails with already_exists or invalid_argument.
    Result<pki::EnrolmentCode> enrolment_code(std::string_view tablet, std::string_view who);
    struct Enrolled {
        std::string tablet;
        std::string certificate; ///< PEM
    };
    /// Answers a new tablet: signs its request, registers its signing key (32 bytes), uses the code up. Fails with forbidden or invalid_data.
    Result<Enrolled> enrol(std::string_view secret_sha256, std::string_view request_pem, std::span<std::uint8_t const> signing_key);
    /// Checks, stores and signs. A conflict is an Admission too. Fails as Intake::check and Storage::write do.
    Result<Admission> receive(CheckedSubmission const& checked);
    /// The signed receipt for a form that is here already, byte for byte; nullopt when it is not. For one that was accepted although it does not fit.
    Result<std::optional<Admission>> receive_again(wire::ChainEntry const& entry);
    /// Reads, checks and publishes a study folder.
    Result<Publication> publish_folder(std::filesystem::path const& folder, std::string_view who);
    /// Opens a rescue file, and admits each form as if its tablet had sent it. Returns how many are new.
    struct Rescue {
        int created = 0;
        int known = 0;
        std::vector<std::string> refused; ///< one sentence each
        std::map<std::string, std::string> raw_files; ///< of a store that did not open; "key" is its key
    };
    Result<Rescue> import_rescue(std::string_view file_bytes, std::string_view who);

private:
    /// The audit trail of a rescued tablet; why it is not taken, or "".
    std::string take_audit(store::RescueContents const& contents);
    StudyServer(Config config, Clock const& clock, std::unique_ptr<Storage> storage);
    Config m_config;
    Clock const& m_clock;
    std::unique_ptr<Storage> m_storage;
    Intake m_intake;
    PublishedStudy m_published;
    pki::Identity m_authority;
    pki::Identity m_identity;
    SigningKey m_receipt_key;
    std::array<std::uint8_t, 32> m_rescue_public_key {};
};

} // namespace bedside::server
