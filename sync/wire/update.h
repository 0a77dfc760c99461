// SPDX-License-Identifier: Apache-2.0
// A signed update of a tablet's programs, as packaging/update/make-bundle makes it: a tar archive that begins with a manifest and its signature.
#pragma once

#include "forms/base/crypto.h"

#include <cstdint>
#include <string>

namespace bedside::wire {

/// What a manifest says first; the hashes of its packages are for who installs them.
struct UpdateManifest {
    std::string version;      ///< of the packages, such as "0.2.0-1+deb12"
    std::string architecture; ///< as dpkg names it, such as "amd64"
    std::string suite;        ///< Debian release, such as "bookworm"

    /// Fails with invalid_data.
    static Result<UpdateManifest> parse(std::string_view text);
};

/// A manifest's text and the Ed25519 signature over it.
struct SignedManifest {
    std::string text;
    Bytes signature;

    /// The first two members of a bundle; `head` holds at least its first 8 KiB. Fails with invalid_data.
    static Result<SignedManifest> of_bundle(std::string_view head);
    /// What it says, when `public_key` (32 bytes) signed it. Fails with forbidden or invalid_data.
    Result<UpdateManifest> opened_by(std::span<std::uint8_t const> public_key) const;
};

/// The key in a PEM file as `openssl pkey -pubout` writes it (RFC 8410). Fails with invalid_data.
Result<Bytes> update_key(std::string_view pem);

/// The newest update that a server has for a tablet, as its answer to a heartbeat offers it.
struct UpdateOffer {
    std::string sha256;      ///< of the whole bundle
    std::int64_t bytes = 0;
    SignedManifest manifest;
};
/// A bundle larger than this is none.
inline constexpr std::int64_t largest_update = 256 << 20;
/// A bundle travels in pieces of at most this size.
inline constexpr std::int64_t update_piece = 512 << 10;

} // namespace bedside::wire
