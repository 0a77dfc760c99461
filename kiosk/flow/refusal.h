// SPDX-License-Identifier: Apache-2.0
// Why the server refused a form, in the words of the tablet's staff.
#pragma once

#include "locales/catalogue.h"

#include <span>
#include <string>
#include <string_view>

namespace bedside::flow {

/// How a sentence of bedside-server begins, and what the tablet says instead (a msgid).
struct KnownRefusal {
    std::string_view begins;
    std::string_view said;
};
std::span<KnownRefusal const> known_refusals();

/// A sentence in the catalogue's language; a reason that is not known (of another server, or about an answer) is quoted in it.
std::string refusal_text(std::string_view reason, locales::Catalogue const& words);

} // namespace bedside::flow
