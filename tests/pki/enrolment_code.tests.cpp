// SPDX-License-Identifier: Apache-2.0
#include "sync/pki/certificate.h"
#include "sync/pki/enrolment_code.h"

#include <catch2/catch_test_macros.hpp>

#include <cctype>

using namespace bedside;
using namespace bedside::pki;

namespace {
constexpr std::int64_t now_ms = 1'790'000'000'000;
constexpr Validity ten_years { now_ms, now_ms + 10LL * 366 * 86'400'000 };
}

TEST_CASE("a code is read back however it was typed")
{
    auto const authority = make_authority("study", ten_years);
    REQUIRE(authority);
    auto const code = EnrolmentCode::make(authority->certificate);
    REQUIRE(code);
    auto const text = code->text();
    CHECK(text.size() == 8 * 4 + 7);
    auto lower = text;
    for (auto& c : lower)
        c = c == '1' ? 'l' : c == '0' ? 'o' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    for (auto const& typed : { text, lower, " " + text + " " }) {
        auto const read = EnrolmentCode::parse(typed);
        REQUIRE(read);
        CHECK(read->secret == code->secret);
        CHECK(read->authority == code->authority);
    }
}

TEST_CASE("a code with a digit too few, too many or unknown is refused")
{
    CHECK_FALSE(EnrolmentCode::parse(""));
    CHECK_FALSE(EnrolmentCode::parse("0000-0000-0000-0000-0000-0000-0000-000"));
    CHECK_FALSE(EnrolmentCode::parse("0000-0000-0000-0000-0000-0000-0000-00000"));
    CHECK_FALSE(EnrolmentCode::parse("0000-0000-0000-0000-0000-0000-0000-000U"));
}

TEST_CASE("a code names its own authority and no other", "[R-064]")
{
    auto const ours = make_authority("study", ten_years);
    auto const foreign = make_authority("study", ten_years);
    REQUIRE((ours && foreign));
    auto const code = EnrolmentCode::make(ours->certificate);
    REQUIRE(code);
    CHECK(code->names(ours->certificate));
    CHECK_FALSE(code->names(foreign->certificate));
    CHECK_FALSE(code->names("garbage"));
}

TEST_CASE("the authority signs a tablet's request under the name it decides")
{
    auto const authority = make_authority("study", ten_years);
    auto const request = make_request("T-99");
    REQUIRE((authority && request));
    auto const certificate = sign_request(*authority, request->pem, "T-03", { now_ms, now_ms + 86'400'000 });
    REQUIRE(certificate);
    CHECK(fingerprint(*certificate)->size() == 64);
    CHECK(*expiry_ms(*certificate) == now_ms + 86'400'000);
    CHECK_FALSE(sign_request(*authority, "garbage", "T-03", ten_years));
    auto altered = request->pem;
    auto& digit = altered[altered.size() / 2];
    digit = digit == 'A' ? 'B' : 'A';
    CHECK_FALSE(sign_request(*authority, altered, "T-03", ten_years));
}

TEST_CASE("a server certificate refuses names that would smuggle in extensions")
{
    auto const authority = make_authority("study", ten_years);
    REQUIRE(authority);
    CHECK(make_server_identity(*authority, { "localhost", "127.0.0.1", "::1" }, ten_years));
    CHECK_FALSE(make_server_identity(*authority, { "localhost,DNS:bank.example" }, ten_years));
    CHECK_FALSE(make_server_identity(*authority, {}, ten_years));
}
