// SPDX-License-Identifier: Apache-2.0
// Crockford base32 in and out.
#include "sync/pki/enrolment_code.h"
#include "sync/pki/certificate.h"

#include <algorithm>

namespace bedside::pki {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Value of a digit as people type it; -1 for none.
int value_of(char c)
{
    if (c >= 'a' && c <= 'z')
        c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O')
        c = '0';
    if (c == 'I' || c == 'L')
        c = '1';
    auto const position = alphabet.find(c);
    return position == std::string_view::npos ? -1 : static_cast<int>(position);
}

} // namespace

Result<EnrolmentCode> EnrolmentCode::make(std::string_view authority_pem)
{
    auto const digest = TRY(public_key_digest(authority_pem));
    auto const random = random_bytes(10);
    EnrolmentCode code;
    std::copy(random.begin(), random.end(), code.secret.begin());
    std::copy_n(digest.begin(), code.authority.size(), code.authority.begin());
    return code;
}

Result<EnrolmentCode> EnrolmentCode::parse(std::string_view text)
{
    std::array<std::uint8_t, 20> bytes {};
    std::size_t bits = 0;
    for (auto const c : text) {
        if (c == '-' || c == ' ')
            continue;
        auto const value = value_of(c);
        if (value < 0 || bits + 5 > 160)
            return fail(Code::invalid_argument, "an enrolment code is eight groups of four digits or letters; check what was typed");
        for (int bit = 4; bit >= 0; --bit, ++bits) {
            if ((value >> bit & 1) != 0)
                bytes[bits / 8] = static_cast<std::uint8_t>(bytes[bits / 8] | 0x80u >> bits % 8);
        }
    }
    if (bits != 160)
        return fail(Code::invalid_argument, "an enrolment code is eight groups of four digits or letters; some are missing");
    EnrolmentCode code;
    std::copy_n(bytes.begin(), 10, code.secret.begin());
    std::copy_n(bytes.begin() + 10, 10, code.authority.begin());
    return code;
}

std::string EnrolmentCode::text() const
{
    std::array<std::uint8_t, 20> bytes {};
    std::copy(secret.begin(), secret.end(), bytes.begin());
    std::copy(authority.begin(), authority.end(), bytes.begin() + 10);
    std::string text;
    for (std::size_t digit = 0; digit < 32; ++digit) {
        std::size_t value = 0;
        for (auto bit = digit * 5; bit < digit * 5 + 5; ++bit)
            value = value << 1 | static_cast<std::size_t>(bytes[bit / 8] >> (7 - bit % 8) & 1);
        if (digit > 0 && digit % 4 == 0)
            text += '-';
        text += alphabet[value];
    }
    return text;
}

std::string EnrolmentCode::secret_hash() const { return hex(sha256(std::span<std::uint8_t const>(secret))); }

bool EnrolmentCode::names(std::string_view authority_pem) const
{
    auto const digest = public_key_digest(authority_pem);
    return digest && std::equal(authority.begin(), authority.end(), digest->begin());
}

} // namespace bedside::pki
