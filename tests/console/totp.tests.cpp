// SPDX-License-Identifier: Apache-2.0
#include "sync/server/console/totp.h"

#include <catch2/catch_test_macros.hpp>

using namespace bedside;
using namespace bedside::server;

namespace {

Bytes rfc_secret()
{
    std::string const text = "12345678901234567890";
    return Bytes(text.begin(), text.end());
}

} // namespace

TEST_CASE("one-time codes are those of RFC 6238, appendix B")
{
    struct Vector {
        std::int64_t seconds;
        char const* code;
    };
    for (auto const& [seconds, code] : { Vector { 59, "94287082" }, Vector { 1111111109, "07081804" }, Vector { 1111111111, "14050471" }, Vector { 1234567890, "89005924" },
             Vector { 2000000000, "69279037" }, Vector { 20000000000, "65353130" } })
        CHECK(totp_code(rfc_secret(), seconds / totp_step_seconds, 8).value() == code);
    CHECK(totp_code(rfc_secret(), 1, 6).value() == "287082");
}

TEST_CASE("a one-time code is good for one step before and after, and only once", "[R-069]")
{
    auto const secret = rfc_secret();
    constexpr std::int64_t now_ms = 1'234'567'890'000;
    auto const step = now_ms / 1000 / totp_step_seconds;
    auto const code = totp_code(secret, step).value();
    CHECK(totp_step_of(secret, code, now_ms, 0) == step);
    CHECK(totp_step_of(secret, code, now_ms + 30'000, 0) == step);
    CHECK_FALSE(totp_step_of(secret, code, now_ms + 60'000, 0));
    CHECK_FALSE(totp_step_of(secret, code, now_ms - 60'000, 0));
    CHECK_FALSE(totp_step_of(secret, code, now_ms, step));
    CHECK_FALSE(totp_step_of(secret, "", now_ms, 0));
    CHECK_FALSE(totp_step_of(secret, code.substr(0, 5), now_ms, 0));
}

TEST_CASE("a secret is typed in base32 as RFC 4648 has it")
{
    auto const of = [](std::string const& text) { return base32(Bytes(text.begin(), text.end())); };
    CHECK(of("") == "");
    CHECK(of("f") == "MY");
    CHECK(of("fo") == "MZXQ");
    CHECK(of("foobar") == "MZXW6YTBOI");
}

TEST_CASE("a QR code has a quiet border, its three finders and a name")
{
    auto const svg = qr_svg("https://study.example:8443 7K3M", 200, "the \"code\"").value();
    CHECK(svg.find("aria-label=\"the &quot;code&quot;\"") != std::string::npos);
    CHECK(svg.find("M4 4h1v1h-1z") != std::string::npos); // the first finder's corner, after four modules of silence
    CHECK(svg.find("M3 ") == std::string::npos);
    CHECK(qr_svg(std::string(5000, 'x'), 200, "").error().code == Code::too_large);
}
