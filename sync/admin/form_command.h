// SPDX-License-Identifier: Apache-2.0
// bedside-admin form: what a Questionnaire file is worth here, for its author.
#pragma once

#include "forms/base/result.h"

#include <filesystem>
#include <ostream>
#include <vector>

namespace bedside::admin {

/// One line a file, "ok", "unsupported" or "invalid", then an indented line for each thing to say: where, and one sentence.
/// Exit status 0 when all are ok, 1 otherwise. A file that can't be read counts as invalid.
Result<int> form_check(std::vector<std::filesystem::path> const& files, std::ostream& out);

} // namespace bedside::admin
