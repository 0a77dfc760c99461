// SPDX-License-Identifier: Apache-2.0
// libsodium behind the product's own names.
#include "forms/base/crypto.h"

#include <sodium.h>

#include <cstdlib>
#include <cstring>

namespace bedside {
namespace {

void ready()
{
    static int const status = sodium_init();
    if (status < 0)
        std::abort(); // no randomness on this machine: nothing may go on
}

std::uint8_t const* data_of(std::string_view text) { return reinterpret_cast<std::uint8_t const*>(text.data()); }

struct Cost {
    unsigned long long operations;
    std::size_t memory;
};

Cost cost_of(PasswordCost cost)
{
    switch (cost) {
    case PasswordCost::minimal: return { crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN };
    case PasswordCost::interactive: return { crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE };
    case PasswordCost::moderate: return { crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE };
    }
    return { crypto_pwhash_OPSLIMIT_MODERATE, crypto_pwhash_MEMLIMIT_MODERATE };
}

} // namespace

Secret::Secret(std::size_t size)
{
    ready();
    if (size == 0)
        return;
    m_data = static_cast<std::uint8_t*>(sodium_malloc(size)); // locks as far as the system's limit allows
    if (!m_data)
        std::abort();
    m_size = size;
}

Secret::Secret(std::span<std::uint8_t const> bytes)
    : Secret(bytes.size())
{
    if (!bytes.empty())
        std::memcpy(m_data, bytes.data(), bytes.size());
}

Secret::Secret(Secret&& other) noexcept
    : m_data(std::exchange(other.m_data, nullptr))
    , m_size(std::exchange(other.m_size, 0))
{
}

Secret& Secret::operator=(Secret&& other) noexcept
{
    if (this != &other) {
        wipe();
        m_data = std::exchange(other.m_data, nullptr);
        m_size = std::exchange(other.m_size, 0);
    }
    return *this;
}

Secret::~Secret() { wipe(); }

void Secret::wipe()
{
    if (!m_data)
        return;
    sodium_free(m_data); // wipes first
    m_data = nullptr;
    m_size = 0;
}

Secret Secret::random(std::size_t size)
{
    Secret secret(size);
    randombytes_buf(secret.m_data, size);
    return secret;
}

Digest sha256(std::span<std::uint8_t const> data)
{
    ready();
    Digest digest;
    crypto_hash_sha256(digest.data(), data.data(), data.size());
    return digest;
}

Digest sha256(std::string_view data) { return sha256(std::span(data_of(data), data.size())); }

std::string sha256_hex(std::string_view data) { return hex(sha256(data)); }

std::string hex(std::span<std::uint8_t const> data)
{
    std::string text(data.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), data.data(), data.size());
    text.pop_back();
    return text;
}

Result<Bytes> from_hex(std::string_view text)
{
    if (text.empty())
        return Bytes {};
    Bytes bytes(text.size() / 2);
    std::size_t size = 0;
    char const* end = nullptr;
    if (text.size() % 2 != 0 || sodium_hex2bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size, &end) != 0
        || end != text.data() + text.size())
        return fail(Code::invalid_data, "expected an even number of hexadecimal digits");
    return bytes;
}

std::string base64(std::span<std::uint8_t const> data)
{
    std::string text(sodium_base64_encoded_len(data.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), data.data(), data.size(), sodium_base64_VARIANT_ORIGINAL);
    text.pop_back();
    return text;
}

Result<Bytes> from_base64(std::string_view text)
{
    Bytes bytes(text.size() / 4 * 3 + 3);
    std::size_t size = 0;
    char const* end = nullptr;
    if (sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size, &end, sodium_base64_VARIANT_ORIGINAL) != 0
        || end != text.data() + text.size())
        return fail(Code::invalid_data, "expected base64");
    bytes.resize(size);
    return bytes;
}

Bytes random_bytes(std::size_t size)
{
    ready();
    Bytes bytes(size);
    randombytes_buf(bytes.data(), size);
    return bytes;
}

std::string random_uuid()
{
    auto bytes = random_bytes(16);
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0F) | 0x40);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3F) | 0x80);
    auto text = hex(bytes);
    for (auto const position : { 20, 16, 12, 8 })
        text.insert(static_cast<std::size_t>(position), "-");
    return text;
}

SigningKey SigningKey::generate()
{
    SigningKey key { Secret::random(crypto_sign_SECRETKEYBYTES), {} };
    crypto_sign_keypair(key.public_key.data(), key.secret.mutable_bytes().data());
    return key;
}

Result<SigningKey> SigningKey::from_secret(std::span<std::uint8_t const> secret)
{
    if (secret.size() != crypto_sign_SECRETKEYBYTES)
        return fail(Code::invalid_data, "a signing key has 64 bytes");
    SigningKey key { Secret(secret), {} };
    crypto_sign_ed25519_sk_to_pk(key.public_key.data(), secret.data());
    return key;
}

Result<SigningKey> SigningKey::from_seed(std::span<std::uint8_t const> seed)
{
    if (seed.size() != crypto_sign_SEEDBYTES)
        return fail(Code::invalid_data, "the seed of a signing key has 32 bytes");
    SigningKey key { Secret::random(crypto_sign_SECRETKEYBYTES), {} };
    crypto_sign_seed_keypair(key.public_key.data(), key.secret.mutable_bytes().data(), seed.data());
    return key;
}

Signature sign(SigningKey const& key, std::string_view message)
{
    Signature signature;
    crypto_sign_detached(signature.data(), nullptr, data_of(message), message.size(), key.secret.bytes().data());
    return signature;
}

bool verify(std::span<std::uint8_t const> public_key, std::string_view message, std::span<std::uint8_t const> signature)
{
    ready();
    return public_key.size() == crypto_sign_PUBLICKEYBYTES && signature.size() == crypto_sign_BYTES
        && crypto_sign_verify_detached(signature.data(), data_of(message), message.size(), public_key.data()) == 0;
}

Result<std::string> hash_password(std::string_view password, PasswordCost cost)
{
    ready();
    char encoded[crypto_pwhash_STRBYTES];
    auto const [operations, memory] = cost_of(cost);
    if (crypto_pwhash_str(encoded, password.data(), password.size(), operations, memory) != 0)
        return fail(Code::io, "not enough memory to protect a PIN; close other programs and try again");
    return std::string(encoded);
}

bool verify_password(std::string_view encoded, std::string_view password)
{
    ready();
    std::string const terminated(encoded);
    return crypto_pwhash_str_verify(terminated.c_str(), password.data(), password.size()) == 0;
}

Result<Secret> derive_key(std::string_view passphrase, std::span<std::uint8_t const> salt, PasswordCost cost)
{
    if (salt.size() != crypto_pwhash_SALTBYTES)
        return fail(Code::invalid_argument, "a salt has 16 bytes");
    auto key = Secret::random(32);
    auto const [operations, memory] = cost_of(cost);
    if (crypto_pwhash(key.mutable_bytes().data(), 32, passphrase.data(), passphrase.size(), salt.data(), operations, memory, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return fail(Code::io, "not enough memory to check a passphrase; close other programs and try again");
    return key;
}

Bytes encrypt(Secret const& key, std::span<std::uint8_t const> plain)
{
    auto cipher = random_bytes(crypto_secretbox_NONCEBYTES);
    cipher.resize(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + plain.size());
    crypto_secretbox_easy(cipher.data() + crypto_secretbox_NONCEBYTES, plain.data(), plain.size(), cipher.data(), key.bytes().data());
    return cipher;
}

Result<Secret> decrypt(Secret const& key, std::span<std::uint8_t const> cipher)
{
    constexpr std::size_t overhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    if (key.bytes().size() != crypto_secretbox_KEYBYTES || cipher.size() <= overhead)
        return fail(Code::wrong_key, "the key does not open these bytes");
    auto plain = Secret::random(cipher.size() - overhead);
    if (crypto_secretbox_open_easy(plain.mutable_bytes().data(), cipher.data() + crypto_secretbox_NONCEBYTES, cipher.size() - crypto_secretbox_NONCEBYTES,
            cipher.data(), key.bytes().data())
        != 0)
        return fail(Code::wrong_key, "the key does not open these bytes");
    return plain;
}

BoxKey BoxKey::generate()
{
    BoxKey key { Secret::random(crypto_box_SECRETKEYBYTES), {} };
    crypto_box_keypair(key.public_key.data(), key.secret.mutable_bytes().data());
    return key;
}

Result<BoxKey> BoxKey::from_secret(std::span<std::uint8_t const> secret)
{
    if (secret.size() != crypto_box_SECRETKEYBYTES)
        return fail(Code::invalid_data, "a rescue key has 32 bytes");
    BoxKey key { Secret(secret), {} };
    crypto_scalarmult_base(key.public_key.data(), secret.data());
    return key;
}

Bytes seal(std::span<std::uint8_t const> public_key, std::span<std::uint8_t const> plain)
{
    ready();
    Bytes cipher(plain.size() + crypto_box_SEALBYTES);
    crypto_box_seal(cipher.data(), plain.data(), plain.size(), public_key.data());
    return cipher;
}

Result<Bytes> unseal(BoxKey const& key, std::span<std::uint8_t const> cipher)
{
    if (cipher.size() < crypto_box_SEALBYTES)
        return fail(Code::invalid_data, "a sealed box is too short to be one");
    Bytes plain(cipher.size() - crypto_box_SEALBYTES);
    if (crypto_box_seal_open(plain.data(), cipher.data(), cipher.size(), key.public_key.data(), key.secret.bytes().data()) != 0)
        return fail(Code::wrong_key, "this sealed box was made for another key, or was altered");
    return plain;
}

bool equal_in_constant_time(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace bedside
