// SPDX-License-Identifier: Apache-2.0
// Character rules of identifiers.
#include "sync/wire/identifiers.h"

#include <algorithm>

namespace bedside::wire {
namespace {

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_capital(c) || (c >= 'a' && c <= 'z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

} // namespace

bool is_fhir_id(std::string_view text)
{
    return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.'; });
}

bool is_resource_type(std::string_view text)
{
    return !text.empty() && text.size() <= 64 && is_capital(text.front()) && std::ranges::all_of(text, is_letter);
}

bool is_sha256_hex(std::string_view text)
{
    return text.size() == 64 && std::ranges::all_of(text, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); });
}

} // namespace bedside::wire
