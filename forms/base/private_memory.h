// SPDX-License-Identifier: Apache-2.0
// Keys and answers in memory stay there.
#pragma once

namespace bedside {

/// No core dump of this program, and nobody but root looks into it. First thing in main().
void keep_memory_private();

} // namespace bedside
