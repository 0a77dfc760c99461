// SPDX-License-Identifier: Apache-2.0
// Character rules of identifiers.
#include "forms/base/identifiers.h"

#include <algorithm>

namespace bedside {
namespace {

constexpr std::size_t longest_fhir_id = 64;
constexpr std::size_t longest_tablet_name = 32;
constexpr std::size_t sha256_digits = 64;

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_capital(c) || (c >= 'a' && c <= 'z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

} // namespace

bool is_fhir_id(std::string_view text)
{
    return !text.empty() && text.size() <= longest_fhir_id && std::ranges::all_of(text, [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.'; });
}

bool is_study_number(std::string_view text) { return is_fhir_id(text) && text.front() != '-' && text.front() != '.'; }

bool is_tablet_name(std::string_view text)
{
    return !text.empty() && text.size() <= longest_tablet_name && std::ranges::all_of(text, [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
}

bool is_resource_type(std::string_view text)
{
    return !text.empty() && text.size() <= longest_fhir_id && is_capital(text.front()) && std::ranges::all_of(text, is_letter);
}

bool is_sha256_hex(std::string_view text)
{
    return text.size() == sha256_digits && std::ranges::all_of(text, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

} // namespace bedside
