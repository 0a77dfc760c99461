// SPDX-License-Identifier: Apache-2.0
#include "forms/base/sha256_stream.h"

#include <sodium.h>

namespace bedside {

struct Sha256Stream::State {
    crypto_hash_sha256_state state;
};

Sha256Stream::Sha256Stream()
    : m_state(std::make_unique<State>())
{
    crypto_hash_sha256_init(&m_state->state);
}
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;
Sha256Stream::~Sha256Stream() = default;

void Sha256Stream::add(std::string_view piece) { crypto_hash_sha256_update(&m_state->state, reinterpret_cast<std::uint8_t const*>(piece.data()), piece.size()); }

Digest Sha256Stream::digest()
{
    Digest digest;
    crypto_hash_sha256_final(&m_state->state, digest.data());
    return digest;
}

} // namespace bedside
