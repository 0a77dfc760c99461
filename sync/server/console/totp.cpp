// SPDX-License-Identifier: Apache-2.0
#include "sync/server/console/totp.h"

#include "sync/server/console/page.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <qrencode.h>

#include <array>
#include <memory>

namespace bedside::server {

Result<std::string> totp_code(std::span<std::uint8_t const> secret, std::int64_t step, int digits)
{
    std::array<std::uint8_t, 8> counter {};
    for (std::size_t i = 0; i < counter.size(); ++i)
        counter[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(step) >> (8 * (7 - i)));
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> mac {};
    unsigned int size = 0;
    if (HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(), counter.size(), mac.data(), &size) == nullptr || size != 20)
        return fail(Code::internal, "the one-time code cannot be computed");
    // RFC 4226, 5.3: the last nibble says where the 31 bits begin.
    auto const at = static_cast<std::size_t>(mac[19] & 0x0F);
    std::uint32_t const number = (static_cast<std::uint32_t>(mac[at] & 0x7F) << 24) | (static_cast<std::uint32_t>(mac[at + 1]) << 16) | (static_cast<std::uint32_t>(mac[at + 2]) << 8) | mac[at + 3];
    std::uint32_t modulus = 1;
    for (int i = 0; i < digits; ++i)
        modulus *= 10;
    auto text = std::to_string(number % modulus);
    return std::string(static_cast<std::size_t>(digits) - text.size(), '0') + text;
}

std::optional<std::int64_t> totp_step_of(std::span<std::uint8_t const> secret, std::string_view code, std::int64_t wall_ms, std::int64_t last_used)
{
    auto const now = wall_ms / 1000 / totp_step_seconds;
    std::optional<std::int64_t> found;
    for (auto const step : { now - 1, now, now + 1 }) {
        auto const right = totp_code(secret, step);
        if (right && code.size() == right->size() && equal_in_constant_time(*right, code) && step > last_used)
            found = step;
    }
    return found;
}

std::string base32(std::span<std::uint8_t const> data)
{
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string text;
    std::uint32_t held = 0;
    int bits = 0;
    for (auto const byte : data) {
        held = (held << 8) | byte;
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            text += digits[(held >> bits) & 31];
        }
    }
    if (bits > 0)
        text += digits[(held << (5 - bits)) & 31];
    return text;
}

std::string totp_address(std::span<std::uint8_t const> secret, std::string_view issuer, std::string_view name)
{
    return "otpauth://totp/" + std::string(issuer) + ":" + std::string(name) + "?secret=" + base32(secret) + "&issuer=" + std::string(issuer);
}

Result<std::string> qr_svg(std::string_view text, int size, std::string_view label)
{
    std::unique_ptr<QRcode, decltype(&QRcode_free)> const code(QRcode_encodeString(std::string(text).c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1), &QRcode_free);
    if (!code)
        return fail(Code::too_large, "this does not fit into a QR code");
    constexpr int quiet = 4; // modules of silence around, as readers want
    auto const modules = code->width;
    std::string path;
    for (int y = 0; y < modules; ++y) {
        for (int x = 0; x < modules; ++x)
            if ((code->data[y * modules + x] & 1) != 0)
                path += "M" + std::to_string(x + quiet) + " " + std::to_string(y + quiet) + "h1v1h-1z";
    }
    auto const all = std::to_string(modules + 2 * quiet);
    return "<svg class=\"qr\" width=\"" + std::to_string(size) + "\" height=\"" + std::to_string(size) + "\" viewBox=\"0 0 " + all + " " + all + "\" role=\"img\" aria-label=\"" + escaped(label) + "\" shape-rendering=\"crispEdges\"><path class=\"paper\" d=\"M0 0h"
        + all + "v" + all + "H0z\"/><path d=\"" + path + "\"/></svg>";
}

} // namespace bedside::server
