// SPDX-License-Identifier: Apache-2.0
// Time-based one-time passwords (RFC 6238): HMAC-SHA-1, steps of 30 seconds, six digits; what authenticator apps expect.
#pragma once

#include "forms/base/crypto.h"

#include <optional>

namespace bedside::server {

inline constexpr std::int64_t totp_step_seconds = 30;

/// The code of a step (seconds since 1970 / 30), `digits` 6 to 8. Fails with internal when the library refuses.
Result<std::string> totp_code(std::span<std::uint8_t const> secret, std::int64_t step, int digits = 6);
/// The step that this code belongs to: now, one before or one after, and newer than `last_used`, so that a code is good once.
std::optional<std::int64_t> totp_step_of(std::span<std::uint8_t const> secret, std::string_view code, std::int64_t wall_ms, std::int64_t last_used);
/// RFC 4648 base32 without padding, as apps want a secret typed.
std::string base32(std::span<std::uint8_t const> data);
/// "otpauth://totp/..." for the app's camera.
std::string totp_address(std::span<std::uint8_t const> secret, std::string_view issuer, std::string_view name);
/// A QR code as SVG of about `size` pixels, with a name for those who can't see it. Fails with too_large.
Result<std::string> qr_svg(std::string_view text, int size, std::string_view label);

} // namespace bedside::server
