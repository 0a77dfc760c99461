// SPDX-License-Identifier: Apache-2.0
// bedside-admin score: scores beside the rows of a CSV file, in constant memory.
#pragma once

#include "forms/base/result.h"

#include <istream>
#include <ostream>

namespace bedside::admin {

/// Reads CSV with a header that has the columns q1..q30 (others pass through), writes each row with 16 columns more:
/// QL2 PF2 RF2 EF CF SF FA NV PA DY SL AP CO DI FI SUMMARY, 0..100 in full precision, empty where not scorable.
/// An empty item was not answered. Fails with invalid_data at the first row that cannot be scored, naming its line; the rows
/// before it have been written by then, it and those after it are not.
Result<int> score_qlq_c30_csv(std::istream& in, std::ostream& out);

} // namespace bedside::admin
