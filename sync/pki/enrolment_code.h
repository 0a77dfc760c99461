// SPDX-License-Identifier: Apache-2.0
// The code that a coordinator types into a new tablet: a one-time secret and a fingerprint of the study's authority.
#pragma once

#include "forms/base/crypto.h"

#include <array>
#include <string>
#include <string_view>

namespace bedside::pki {

/// 160 bits, written as eight groups of four Crockford base32 digits ("7K3M-...").
struct EnrolmentCode {
    std::array<std::uint8_t, 10> secret {};    ///< 80 random bits, good once
    std::array<std::uint8_t, 10> authority {}; ///< first 80 bits of SHA-256 of the authority's SubjectPublicKeyInfo

    /// A fresh code for this authority. Fails with invalid_data.
    static Result<EnrolmentCode> make(std::string_view authority_pem);
    /// Reads what a person typed: any case, O for 0, I and L for 1, blanks and hyphens ignored. Fails with invalid_argument.
    static Result<EnrolmentCode> parse(std::string_view text);
    std::string text() const;
    /// What the server keeps and looks for: SHA-256 of the secret, hex.
    std::string secret_hash() const;
    /// Whether this certificate is the authority that the code was made for.
    bool names(std::string_view authority_pem) const;
};

} // namespace bedside::pki
