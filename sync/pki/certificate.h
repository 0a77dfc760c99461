// SPDX-License-Identifier: Apache-2.0
// The study's certificate authority: EC P-256 keys, requests and certificates as PEM text, over OpenSSL.
#pragma once

#include "forms/base/crypto.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bedside::pki {

/// A private key in PKCS#8 PEM. Keep it inside an encrypted database only.
struct PrivateKey {
    Secret pem;
    std::string_view text() const { return { reinterpret_cast<char const*>(pem.bytes().data()), pem.bytes().size() }; }
    static PrivateKey from_text(std::string_view pem);
};

/// A key and the certificate that goes with it.
struct Identity {
    PrivateKey key;
    std::string certificate; ///< PEM
};

/// First and last moment of validity, milliseconds since 1970.
struct Validity {
    std::int64_t from_ms = 0;
    std::int64_t until_ms = 0;
};

/// A new self-signed authority for `study` that may sign leaves only (pathlen 0).
Result<Identity> make_authority(std::string_view name, Validity validity);
/// A server certificate for these names; what parses as an IP address becomes an address, the rest DNS names. The first is the CN.
Result<Identity> make_server_identity(Identity const& authority, std::vector<std::string> const& names, Validity validity);
/// A new key with a signed request (PKCS#10) for the common name `tablet`.
struct Request {
    PrivateKey key;
    std::string pem;
};
Result<Request> make_request(std::string_view tablet);
/// Signs a tablet's request for client authentication; the common name is `tablet`, whatever the request says.
/// Fails with invalid_data when the request does not parse, is not self-signed by its key, or its key is not EC P-256.
Result<std::string> sign_request(Identity const& authority, std::string_view request_pem, std::string_view tablet, Validity validity);

/// Whether a request is signed by the key that the certificate is for. Fails with invalid_data.
Result<bool> same_key(std::string_view request_pem, std::string_view certificate_pem);

/// SHA-256 of the certificate's DER bytes, hex. Fails with invalid_data.
Result<std::string> fingerprint(std::string_view certificate_pem);
/// SHA-256 of the certificate's SubjectPublicKeyInfo. Fails with invalid_data.
Result<Digest> public_key_digest(std::string_view certificate_pem);
/// When the certificate ends, milliseconds since 1970. Fails with invalid_data.
Result<std::int64_t> expiry_ms(std::string_view certificate_pem);
/// Connections of this TLS context (SSL_CTX*) show this certificate. False when it and its key do not parse or do not belong together.
bool show_identity(void* tls_context, Identity const& identity);
/// Connections of this TLS context ask the peer for a certificate of this authority (PEM) and refuse any other. False when it does not parse.
bool ask_for_certificate_of(void* tls_context, std::string_view authority);
/// From now on connections of this TLS context (SSL_CTX*) check everything of the peer's certificate but its dates: for a machine whose own
/// clock may be years off, and that trusts one authority only.
void ignore_dates(void* tls_context);

} // namespace bedside::pki
