// SPDX-License-Identifier: Apache-2.0
// Text goldens: what a view said when somebody last looked at it and agreed.
#pragma once

#include <string>

namespace bedside::tests {

/// Compares with tests/golden/views/NAME.txt. Where they differ, writes NAME.unapproved.txt beside it and fails;
/// tests/golden/accept takes the new texts over.
void check_golden(std::string const& name, std::string const& text);

} // namespace bedside::tests
