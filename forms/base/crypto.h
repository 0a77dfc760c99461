// SPDX-License-Identifier: Apache-2.0
// The few cryptographic acts of the product, over libsodium: SHA-256, Ed25519, Argon2id, sealed boxes, randomness.
#pragma once

#include "forms/base/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bedside {

using Bytes = std::vector<std::uint8_t>;

/// The same memory, seen as bytes or as text.
inline std::span<std::uint8_t const> as_bytes(std::string_view text) { return { reinterpret_cast<std::uint8_t const*>(text.data()), text.size() }; }
inline std::string_view as_text(std::span<std::uint8_t const> bytes) { return { reinterpret_cast<char const*>(bytes.data()), bytes.size() }; }

/// Key material: move-only, locked in memory where the system allows it, wiped when it goes. Each has pages of its own between guard pages,
/// so that unlocking one leaves its neighbours locked and an overrun ends the program: 8 KB and a tenth of a millisecond each.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::span<std::uint8_t const> bytes);
    Secret(Secret&&) noexcept;
    Secret& operator=(Secret&&) noexcept;
    Secret(Secret const&) = delete;
    Secret& operator=(Secret const&) = delete;
    ~Secret();

    /// `size` random bytes.
    static Secret random(std::size_t size);

    std::span<std::uint8_t const> bytes() const { return { m_data, m_size }; }
    std::span<std::uint8_t> mutable_bytes() { return { m_data, m_size }; }
    bool empty() const { return m_size == 0; }

private:
    explicit Secret(std::size_t size);
    void wipe();
    std::uint8_t* m_data = nullptr;
    std::size_t m_size = 0;
};

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::span<std::uint8_t const> data);
Digest sha256(std::string_view data);
/// SHA-256 as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view data);

std::string hex(std::span<std::uint8_t const> data);
/// Lower or upper case, even length. Fails with invalid_data.
Result<Bytes> from_hex(std::string_view text);
/// RFC 4648 base64 with padding.
std::string base64(std::span<std::uint8_t const> data);
Result<Bytes> from_base64(std::string_view text);

/// `size` bytes from the system's generator.
Bytes random_bytes(std::size_t size);
/// A random (version 4) UUID, lower case.
std::string random_uuid();

/// Ed25519 (RFC 8032).
struct SigningKey {
    Secret secret;                        ///< 64 bytes, libsodium's layout
    std::array<std::uint8_t, 32> public_key {};
    static SigningKey generate();
    /// From the 64 bytes of `secret`. Fails with invalid_data.
    static Result<SigningKey> from_secret(std::span<std::uint8_t const> secret);
    /// From a 32-byte seed (RFC 8032's private key). Fails with invalid_data.
    static Result<SigningKey> from_seed(std::span<std::uint8_t const> seed);
};
using Signature = std::array<std::uint8_t, 64>;
Signature sign(SigningKey const& key, std::string_view message);
bool verify(std::span<std::uint8_t const> public_key, std::string_view message, std::span<std::uint8_t const> signature);

/// Cost of Argon2id (RFC 9106). `interactive` is for PINs and passwords, `minimal` only for tests.
enum class PasswordCost { minimal, interactive, moderate };
/// An encoded Argon2id hash with its salt and parameters ("$argon2id$...").
Result<std::string> hash_password(std::string_view password, PasswordCost cost);
bool verify_password(std::string_view encoded, std::string_view password);
/// A 32-byte key from a passphrase and a 16-byte salt (Argon2id).
Result<Secret> derive_key(std::string_view passphrase, std::span<std::uint8_t const> salt, PasswordCost cost);

/// Authenticated encryption with a 32-byte key (XSalsa20-Poly1305); the nonce is in front of the result.
Bytes encrypt(Secret const& key, std::span<std::uint8_t const> plain);
/// Fails with wrong_key when the key is another or the bytes were altered.
Result<Secret> decrypt(Secret const& key, std::span<std::uint8_t const> cipher);

/// X25519 key pair for sealed boxes.
struct BoxKey {
    Secret secret; ///< 32 bytes
    std::array<std::uint8_t, 32> public_key {};
    static BoxKey generate();
    /// From the 32 bytes of `secret`. Fails with invalid_data.
    static Result<BoxKey> from_secret(std::span<std::uint8_t const> secret);
};
/// Encrypts to a public key; only the holder of its secret key can read it.
Bytes seal(std::span<std::uint8_t const> public_key, std::span<std::uint8_t const> plain);
Result<Bytes> unseal(BoxKey const& key, std::span<std::uint8_t const> cipher);

/// Comparison whose time does not depend on where the bytes differ.
bool equal_in_constant_time(std::string_view a, std::string_view b);

} // namespace bedside
